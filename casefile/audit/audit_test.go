package audit_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/audit"
	"casebench/internal/fault"
)

func chain(n int) []casefile.AuditEntry {
	at := time.Date(2026, 5, 4, 9, 0, 0, 123, time.FixedZone("CEST", 7200))
	var out []casefile.AuditEntry
	var head *casefile.AuditEntry
	for i := range n {
		e := audit.Next(head, at.Add(time.Duration(i)*time.Second), casefile.Act{Verb: "annotate", Message: fmt.Sprintf("Note %d was added.", i),
			By: "Test Person", Subject: []string{"account:acct_1"}, Details: map[string]string{"b": "2", "a": fmt.Sprint(i)}, Reason: "because"})
		out = append(out, e)
		head = &out[len(out)-1]
	}
	return out
}

// The bytes are those of FORMAT.md: this is a second hand that follows it.
func TestHashFollowsTheFormat(t *testing.T) {
	e := chain(2)[1]
	var p []byte
	number := func(n uint64) { p = binary.BigEndian.AppendUint64(p, n) }
	text := func(s string) { number(uint64(len(s))); p = append(p, s...) }
	p = append(p, "casebench audit 1\n"...)
	number(2)
	text("2026-05-04T07:00:01.000000123Z")
	text("annotate")
	text("Note 1 was added.")
	text("Test Person")
	number(1)
	text("account:acct_1")
	number(2)
	text("a")
	text("1")
	text("b")
	text("2")
	text("because")
	number(0)
	text(chain(1)[0].Hash)
	sum := sha256.Sum256(p)
	if want := hex.EncodeToString(sum[:]); e.Hash != want {
		t.Errorf("hash %s, want %s", e.Hash, want)
	}
	if first := chain(1)[0]; first.Previous != strings.Repeat("0", 64) || first.Seq != 1 || first.Time.Location() != time.UTC {
		t.Errorf("first entry %+v", first)
	}
}

// Whatever is changed, taken out, put in or moved, Verify names the entry.
func TestVerifyNamesTheFirstBrokenEntry(t *testing.T) {
	if err := audit.Verify(chain(10)); err != nil {
		t.Fatal(err)
	}
	if err := audit.Verify(nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(e []casefile.AuditEntry) []casefile.AuditEntry
		entry  int
	}{
		"who":     {func(e []casefile.AuditEntry) []casefile.AuditEntry { e[3].By = "Somebody"; return e }, 4},
		"when":    {func(e []casefile.AuditEntry) []casefile.AuditEntry { e[3].Time = e[3].Time.Add(1); return e }, 4},
		"subject": {func(e []casefile.AuditEntry) []casefile.AuditEntry { e[3].Subject = nil; return e }, 4},
		"detail":  {func(e []casefile.AuditEntry) []casefile.AuditEntry { e[3].Details["a"] = "9"; return e }, 4},
		"undoes":  {func(e []casefile.AuditEntry) []casefile.AuditEntry { e[3].Undoes = 1; return e }, 4},
		"shifted": {func(e []casefile.AuditEntry) []casefile.AuditEntry {
			e[3].Verb += "N"
			e[3].Message = e[3].Message[1:]
			return e
		}, 4},
		"hash too": {func(e []casefile.AuditEntry) []casefile.AuditEntry {
			e[3].By = "Somebody"
			e[3].Hash = audit.Hash(e[3])
			return e
		}, 5},
		"removed": {func(e []casefile.AuditEntry) []casefile.AuditEntry { return slices.Delete(e, 3, 4) }, 4},
		"first":   {func(e []casefile.AuditEntry) []casefile.AuditEntry { return e[1:] }, 1},
		"doubled": {func(e []casefile.AuditEntry) []casefile.AuditEntry { return slices.Insert(e, 3, e[2]) }, 4},
		"swapped": {func(e []casefile.AuditEntry) []casefile.AuditEntry { e[3], e[4] = e[4], e[3]; return e }, 4},
	} {
		err := audit.Verify(c.change(chain(10)))
		if fault.KindOf(err) != fault.Verification || !strings.Contains(fmt.Sprint(err), fmt.Sprintf("at entry %d:", c.entry)) {
			t.Errorf("%s: %v, want entry %d", name, err, c.entry)
		}
	}
}

// Fields cannot flow into one another: the same letters cut elsewhere hash
// differently.
func TestFieldsDoNotFlow(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	seen := map[string]string{}
	for range 2000 {
		all := "aabbccaabbcc"
		i, j := rng.IntN(len(all)+1), rng.IntN(len(all)+1)
		i, j = min(i, j), max(i, j)
		e := casefile.AuditEntry{Seq: 1, Act: casefile.Act{Verb: all[:i], Message: all[i:j], By: all[j:]}}
		cut := fmt.Sprint(i, " ", j)
		h := audit.Hash(e)
		if was, ok := seen[h]; ok && was != cut {
			t.Fatalf("cuts %s and %s hash the same", was, cut)
		}
		seen[h] = cut
	}
}
