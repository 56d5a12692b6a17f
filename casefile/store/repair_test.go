package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/casefile/vault"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

// holding is what a case says, row by row and thing by thing.
type holding struct {
	sources map[uint32]casefile.Source
	rows    map[string]string // "source/row" to its cells
	things  map[string]string // "annotations 3" to what it says
}

func holdingOf(t *testing.T, f *store.File) holding {
	t.Helper()
	h := holding{map[uint32]casefile.Source{}, map[string]string{}, map[string]string{}}
	if err := f.View(func(tx *store.Tx) error {
		sources, err := tx.Sources()
		if err != nil {
			return err
		}
		for _, s := range sources {
			h.sources[s.ID] = s
			rejects, err := tx.Rejects(s.ID)
			if err != nil {
				return err
			}
			for _, r := range rejects {
				h.rows[fmt.Sprintf("%d/%d", s.ID, r.Row)] = fmt.Sprint(r)
			}
		}
		annotations, err := tx.Annotations()
		if err != nil {
			return err
		}
		for _, a := range annotations {
			h.things[fmt.Sprint("annotations ", a.ID)] = fmt.Sprint(a)
		}
		decisions, err := tx.Decisions()
		if err != nil {
			return err
		}
		for _, d := range decisions {
			h.things[fmt.Sprint("decisions ", d.ID)] = fmt.Sprint(d)
		}
		exhibits, err := tx.Exhibits()
		if err != nil {
			return err
		}
		for _, e := range exhibits {
			h.things[fmt.Sprint("exhibits ", e.Number)] = fmt.Sprint(e)
		}
		runs, err := tx.Runs()
		if err != nil {
			return err
		}
		for _, r := range runs {
			links, err := tx.Links(r.ID)
			if err != nil {
				return err
			}
			h.things[fmt.Sprint("runs ", r.ID)] = fmt.Sprint(r, len(links))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	blocks, err := f.Blocks()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		schema := casefile.SchemaOf(b.Table)
		all := make([]int, len(schema.Columns))
		for i := range all {
			all[i] = i
		}
		v, err := f.Read(b, all, []string{"zone", "bytes", "a.note", ""})
		if err != nil {
			t.Fatal(err)
		}
		for i := range b.Rows {
			var s strings.Builder
			for c := range all {
				fmt.Fprintf(&s, "%v|", cell(t, f, &v.Columns[c], i, schema.Columns[c].Domain))
			}
			for c := range v.Extra {
				fmt.Fprintf(&s, "%v|", cell(t, f, &v.Extra[c], i, casefile.DomainNone))
			}
			h.rows[fmt.Sprintf("%d/%d", b.Source, v.Row(i))] = s.String()
		}
	}
	return h
}

// wound damages a copy of a file.
func wound(rng *rand.Rand, whole []byte) (out []byte, how string) {
	out = append([]byte(nil), whole...)
	switch rng.IntN(5) {
	case 0:
		at := rng.IntN(len(out)/4096) * 4096
		clear(out[at:min(at+4096, len(out))])
		return out, fmt.Sprintf("page %d is gone", at/4096)
	case 1:
		at := len(out)/3 + rng.IntN(len(out)*2/3)
		return out[:at], fmt.Sprintf("cut at %d", at)
	}
	at := rng.IntN(len(out))
	out[at] ^= byte(1 + rng.IntN(255))
	return out, fmt.Sprintf("byte %d is another", at)
}

// Whatever is damaged, the repaired case holds: it passes the check, what it has is
// what was there, and what it has not is what it says it lost.
func TestRepairSavesTheRestAndSaysWhatIsLost(t *testing.T) {
	whole := fullCase(t)
	body, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	f, err := store.Open(whole, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	was := holdingOf(t, f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	trials := 120
	if testing.Short() {
		trials = 12
	}
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 11))
	dir := t.TempDir()
	saved := 0
	for trial := range trials {
		damaged, how := wound(rng, body)
		path, out := filepath.Join(dir, fmt.Sprint(trial, ".case")), filepath.Join(dir, fmt.Sprint(trial, "-new.case"))
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		f, report, err := store.Repair(t.Context(), path, out, store.Options{By: "Mender", Now: storetest.Clock()}, progress.Discard)
		if err != nil {
			if fault.KindOf(err) != fault.Corrupt {
				t.Errorf("trial %d (%s): %v", trial, how, err)
			}
			continue
		}
		saved++
		storetest.CheckFile(t, f)
		compareHoldings(t, fmt.Sprintf("trial %d (%s)", trial, how), was, holdingOf(t, f), report)
		if err := f.VerifyAudit(t.Context()); err != nil {
			t.Errorf("trial %d (%s): %v", trial, how, err)
		}
		// The repaired case goes on as any other.
		bringIn(t, f, count(900, 40), 20)
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			t.Fatalf("trial %d (%s): losses %v", trial, how, report.Losses)
		}
		if err := os.Remove(out); err != nil {
			t.Fatal(err)
		}
	}
	if saved < trials*3/4 {
		t.Errorf("%d of %d were saved", saved, trials)
	}
}

func compareHoldings(t *testing.T, name string, was, is holding, report store.Repaired) {
	t.Helper()
	lost := map[string]bool{}
	for _, l := range report.Losses {
		lost[l.Bucket+" "+l.Key] = true
		if l.Key == "" {
			lost[l.Bucket] = true
		}
	}
	// A column whose name is lost is there under another, where this does not look.
	renamed := slices.ContainsFunc(report.Losses, func(l store.Loss) bool { return l.Bucket == "names" })
	for k, v := range is.rows {
		if was.rows[k] != v && !renamed {
			t.Errorf("%s: row %s says %q, said %q", name, k, v, was.rows[k])
		}
	}
	missing := map[uint32]int64{}
	for k := range was.rows {
		if _, ok := is.rows[k]; !ok {
			var id uint32
			var row int64
			if _, err := fmt.Sscanf(k, "%d/%d", &id, &row); err != nil {
				t.Fatal(err)
			}
			missing[id]++
		}
	}
	for id, s := range was.sources {
		got, ok := is.sources[id]
		switch {
		case !ok && !lost[fmt.Sprint("sources ", id)] && !lost["sources"]:
			t.Errorf("%s: source %d is gone, and nothing says so", name, id)
		case ok && got.State == casefile.SourceReady && s.Table != "indicators" && got.Lost != missing[id]:
			t.Errorf("%s: source %d says that it lost %d rows; %d are missing", name, id, got.Lost, missing[id])
		case ok && got.Lost == 0 && got.LostBytes == 0:
			if d := gocmp.Diff(s.Duplicates, got.Duplicates); d != "" && len(is.sources) == len(was.sources) && missing[1]+missing[2] == 0 {
				t.Errorf("%s: source %d: duplicates %s", name, id, d)
			}
		}
	}
	for k, v := range was.things {
		bucket, _, _ := strings.Cut(k, " ")
		switch got, ok := is.things[k]; {
		case ok && got != v:
			t.Errorf("%s: %s says %q, said %q", name, k, got, v)
		case !ok && !lost[k] && !lost[bucket] && !lost["database"] && !(bucket == "runs" && lost["links"]):
			t.Errorf("%s: %s is gone, and nothing says so", name, k)
		}
	}
}

// A case that is whole comes out as it was.
func TestRepairOfAWholeCaseLosesNothing(t *testing.T) {
	path := fullCase(t)
	want := values(t, path)
	out := filepath.Join(t.TempDir(), "new.case")
	f, report, err := store.Repair(t.Context(), path, out, store.Options{By: "Mender"}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Losses) > 0 || report.Values == 0 {
		t.Errorf("report %+v", report)
	}
	got := values(t, shut(t, f))
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("values (-was +is):\n%.2000s", d)
	}
	if _, _, err := store.Repair(t.Context(), path, out, store.Options{}, progress.Discard); fault.KindOf(err) != fault.Conflict {
		t.Errorf("over a file that is there: %v", err)
	}
}

// An encrypted case is repaired under its key, and stays encrypted.
func TestRepairOfAnEncryptedCase(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.case")
	f, err := store.Create(path, casefile.Case{ID: "a"}, store.Options{By: "Test Person", Now: storetest.Clock(), Holders: []vault.Holder{passphrase("first")}})
	if err != nil {
		t.Fatal(err)
	}
	bringIn(t, f, append(count(0, 90), junk), 40)
	was := holdingOf(t, f)
	shut(t, f)
	if err := store.DamageFirstForTest(path, "columns"); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "new.case")
	if _, _, err := store.Repair(t.Context(), path, out, store.Options{}, progress.Discard); fault.KindOf(err) != fault.NeedsKey {
		t.Errorf("without a key: %v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a repair that failed left a file")
	}
	f, report, err := store.Repair(t.Context(), path, out, store.Options{By: "Mender", Now: storetest.Clock(), Secret: shows("first")}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	compareHoldings(t, "encrypted", was, holdingOf(t, f), report)
	if !f.Encrypted() || len(report.Losses) == 0 || report.Sources[0].LostRows == 0 {
		t.Errorf("encrypted %v, report %+v", f.Encrypted(), report)
	}
	shut(t, f)
	if _, err := store.Open(out, store.Options{}); fault.KindOf(err) != fault.NeedsKey {
		t.Errorf("the repaired case opens without a key: %v", err)
	}
}
