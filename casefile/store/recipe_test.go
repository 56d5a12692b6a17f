package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

// logLine is a sign-in as a log has it; a line may differ from what its columns say.
type logLine struct {
	account string
	ts      int64 // seconds
	ip      string
	note    string // an extra column
	line    string // "": as all others are written
	end     string // what follows it; "": a line feed
}

func (l *logLine) written() string {
	if l.line != "" {
		return l.line
	}
	out := fmt.Sprintf(`{"account_id":%q,"ts":%d`, l.account, l.ts)
	if l.ip != "" {
		out += fmt.Sprintf(`,"ip":%q`, l.ip)
	}
	if l.note != "" {
		out += fmt.Sprintf(`,"note":%q`, l.note)
	}
	return out + "}"
}

// signIns makes a batch of lines, each of them a row that was accepted.
func signIns(index int, offset int64, before string, lines []logLine) *casefile.Batch {
	b := &casefile.Batch{Index: index, Offset: offset, Rows: len(lines), Raw: []byte(before)}
	schema := casefile.SchemaOf(casefile.TableLogins)
	m := &blockMaker{block: &casefile.Block{Table: casefile.TableLogins}}
	for i, l := range lines {
		e := event{table: casefile.TableLogins, cells: make([]any, len(schema.Columns)), extra: map[string]any{}, line: l.written()}
		e.cells[schema.Index("account_id")], e.cells[schema.Index("ts")] = l.account, l.ts*1e9
		if l.ip != "" {
			e.cells[schema.Index("ip")] = l.ip
		}
		if l.note != "" {
			e.extra["a.note"] = l.note
		}
		m.add(e, i, len(b.Raw))
		b.Raw = append(b.Raw, e.line...)
		if l.end == "" {
			l.end = "\n"
		}
		b.Raw = append(b.Raw, l.end...)
	}
	if len(lines) > 0 {
		b.Blocks = []*casefile.Block{m.finish()}
	}
	b.Sum = sha256.Sum256(b.Raw)
	return b
}

// bringBatches imports batches as one plain source.
func bringBatches(t testing.TB, f *store.File, namespace string, list ...*casefile.Batch) (casefile.Source, []byte) {
	t.Helper()
	var whole []byte
	rows := 0
	for _, b := range list {
		whole = append(whole, b.Raw...)
		rows += b.Rows
	}
	src := sourceOf(count(0, rows), whole)
	src.Namespace = namespace
	l, err := f.Begin(src)
	if err != nil {
		t.Fatal(err)
	}
	if err := put(l, list...); err != nil {
		t.Fatal(err)
	}
	if src, err = l.Commit(context.Background(), src); err != nil {
		t.Fatal(err)
	}
	return src, whole
}

func original(t testing.TB, f *store.File, source uint32) ([]byte, error) {
	t.Helper()
	in, err := f.OriginalReader(context.Background(), source)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	return io.ReadAll(in)
}

func key(numbers ...uint32) (k []byte) {
	for _, n := range numbers {
		k = binary.BigEndian.AppendUint32(k, n)
	}
	return k
}

const (
	keptRaw = 1
	written = 3
)

func kindOf(t testing.TB, f *store.File, source, number uint32) byte {
	t.Helper()
	body, err := store.BodyOf(f, "originals", key(source, number))
	if err != nil {
		t.Fatal(err)
	}
	return body[0]
}

func someSignIns(n int) (lines []logLine) {
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range n {
		l := logLine{account: fmt.Sprintf("acct_%d", rng.IntN(7)), ts: 1776902431 + int64(i)*13, ip: fmt.Sprintf("192.0.2.%d", rng.IntN(30))}
		if rng.IntN(4) == 0 {
			l.ip = ""
		}
		if rng.IntN(5) == 0 {
			l.note = fmt.Sprint("note ", i)
		}
		lines = append(lines, l)
	}
	return lines
}

// The bytes of a recipe are those of FORMAT.md, put together here by hand.
func TestARecipeIsWhatTheFormatSays(t *testing.T) {
	f := storetest.New(t)
	src, whole := bringBatches(t, f, "ns", signIns(0, 0, "", []logLine{
		{account: "a", ts: 1776902431},
		{account: "b", ts: 1776902432, note: `"x"`},
		{account: "a", ts: 1776902433, line: "{}", end: "\r\n"},
		{account: "c", ts: 1776902434, line: `{"account_id":"C","ts":1776902434}`},
		{account: "a", ts: 1776902435, end: " "},
	}))
	text := func(p []byte, s string) []byte { return append(binary.AppendUvarint(p, uint64(len(s))), s...) }
	var want []byte
	want = append(want, written)
	want = binary.LittleEndian.AppendUint64(want, 0)
	want = binary.LittleEndian.AppendUint64(want, uint64(len(whole)))
	sum := sha256.Sum256(whole)
	want = append(want, sum[:]...)
	want = append(want, 1) // blocks
	want = append(want, 1) // templates
	want = append(text(want, "{"), 1)
	want = append(text(want, "}"), 3)
	want = append(text(text(want, `,"account_id":"`), `"`), 0, 0, 0, 2, 0) // column 0: the inside of a JSON string
	want = append(text(text(want, `,"ts":`), ""), 0, 1, 0, 6, 0, 0)        // column 1: seconds, no digits
	want = append(text(text(want, `,"note":"`), `"`), 0, 0, 0x80, 2, 0)    // the first extra column
	want = append(want, 1, 0, 1, 0b11011)                                  // rows: from 0, one bit each
	want = append(want, 1, 0, 3, 0, 0)                                     // one kept text: in row 3, of part 0
	want = append(want, 1, 1, 'C', 0, 0, 0, 0, 0)                          // texts that are all "C" and no digits
	rest := "\n\n{}\r\n\n "                                                // what no template writes
	want = append(want, 0, byte(len(rest)), byte(len(rest)))
	want = append(want, rest...)
	got, err := store.BodyOf(f, "originals", key(src.ID, 0))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the recipe is\n%q\nFORMAT.md says\n%q", got, want)
	}
	if back, err := original(t, f, src.ID); err != nil || !bytes.Equal(back, whole) {
		t.Errorf("%q came back, %v; want %q", back, err, whole)
	}
}

func TestOriginalsAreWrittenAgain(t *testing.T) {
	f := storetest.New(t)
	odd := someSignIns(300)
	for i := range odd {
		switch i % 7 {
		case 1:
			odd[i].end = "\r\n"
		case 2:
			odd[i].end = "\n\n  \nrejected\n"
		case 3:
			odd[i].line = strings.Replace(odd[i].written(), ":", " : ", 1)
		case 4:
			odd[i].line = `{"ip":"127.1"}`
		}
	}
	odd[299].end = " "
	first := signIns(0, 0, "\ufeff# a remark\n", someSignIns(500))
	empty := signIns(1, int64(len(first.Raw)), "nothing here\n", nil)
	second := signIns(2, int64(len(first.Raw)+len(empty.Raw)), "", odd)
	nothing := signIns(3, second.Offset+int64(len(second.Raw)), "", nil)
	src, whole := bringBatches(t, f, "", first, empty, second, nothing)
	for n, want := range []byte{written, keptRaw, written, keptRaw} {
		if got := kindOf(t, f, src.ID, uint32(n)); got != want {
			t.Errorf("batch %d is kept as kind %d, want %d", n, got, want)
		}
	}
	if got, err := original(t, f, src.ID); err != nil || !bytes.Equal(got, whole) {
		t.Fatalf("%d bytes came back of %d: %v", len(got), len(whole), err)
	}
	if err := f.Verify(context.Background(), src.ID); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 9))
	for range 50 {
		from := rng.IntN(len(whole))
		n := rng.IntN(min(3000, len(whole)-from))
		got, err := f.Original(context.Background(), src.ID, int64(from), int64(n))
		if err != nil || !bytes.Equal(got, whole[from:from+n]) {
			t.Fatalf("%d bytes at %d: %q, %v", n, from, got, err)
		}
	}
}

// What stands in the way of a recipe leaves the bytes as they are.
func TestSomeBatchesKeepTheirBytes(t *testing.T) {
	lines := someSignIns(100)
	wild := slices.Clone(lines)
	for i := range wild {
		wild[i].line = fmt.Sprintf("<%d> %s signed in", wild[i].ts, wild[i].account)
	}
	backwards := signIns(0, 0, "", lines)
	slices.Reverse(backwards.Blocks[0].Offset)
	slices.Reverse(backwards.Blocks[0].Length)
	for name, b := range map[string]*casefile.Batch{"another shape": signIns(0, 0, "", wild), "rows in another order": backwards} {
		f := storetest.New(t)
		src, whole := bringBatches(t, f, "", b)
		if kind := kindOf(t, f, src.ID, 0); kind != keptRaw {
			t.Errorf("%s: kept as kind %d", name, kind)
		}
		if got, err := original(t, f, src.ID); err != nil || !bytes.Equal(got, whole) {
			t.Errorf("%s: %d bytes came back of %d: %v", name, len(got), len(whole), err)
		}
	}
}

// Rows of sources that are written again are compared as all others.
func TestDuplicatesOfWrittenRows(t *testing.T) {
	f := storetest.New(t)
	lines := someSignIns(400)
	bringBatches(t, f, "", signIns(0, 0, "", lines[:300]))
	later := slices.Clone(lines[200:])
	later[0].line = strings.Replace(later[0].written(), "{", "{ ", 1) // the same sign-in, other bytes
	src, _ := bringBatches(t, f, "", signIns(0, 0, "", later))
	if src.Duplicates != 99 {
		t.Errorf("%d rows are duplicates, want 99", src.Duplicates)
	}
}

// A column that is damaged damages the original, and is named.
func TestDamageUnderARecipeIsNamed(t *testing.T) {
	f, err := store.Create(filepath.Join(t.TempDir(), "d.case"), casefile.Case{ID: "x", Title: "x"}, store.Options{By: "x", Now: storetest.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	src, _ := bringBatches(t, f, "", signIns(0, 0, "", someSignIns(300)))
	column := append(key(src.ID, 0), 0, 0) // accounts
	body, err := store.BodyOf(f, "columns", column)
	if err != nil {
		t.Fatal(err)
	}
	body = bytes.Clone(body)
	body[len(body)-20] ^= 1
	if err := store.ForgeBody(f, "columns", column, body); err != nil {
		t.Fatal(err)
	}
	if err := f.Verify(context.Background(), src.ID); fault.KindOf(err) != fault.Corrupt {
		t.Errorf("verify says %v", err)
	}
	said := ""
	for d := range f.Check(context.Background()) {
		said += d.Bucket + " " + d.Key + "\n"
	}
	for _, want := range []string{"columns 1/0/0\n", "originals 1/0\n"} {
		if !strings.Contains(said, want) {
			t.Errorf("check does not name %s but\n%s", want, said)
		}
	}
}

// Whatever stands in a recipe, reading it gives the bytes or an error.
func TestHostileRecipes(t *testing.T) {
	f, err := store.Create(filepath.Join(t.TempDir(), "h.case"), casefile.Case{ID: "x", Title: "x"}, store.Options{By: "x", Now: storetest.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := someSignIns(40)
	lines[5].line = strings.ToUpper(lines[5].written())
	src, whole := bringBatches(t, f, "", signIns(0, 0, "", lines))
	place := key(src.ID, 0)
	body, err := store.BodyOf(f, "originals", place)
	if err != nil {
		t.Fatal(err)
	}
	body = bytes.Clone(body)
	seed := seedtest.Of(t)
	rng := rand.New(rand.NewPCG(seed, 3))
	for range 400 {
		bad := bytes.Clone(body)
		switch rng.IntN(3) {
		case 0:
			bad = bad[:1+rng.IntN(len(bad)-1)]
		case 1:
			bad = append(bad, byte(rng.IntN(256)))
		}
		for range rng.IntN(4) {
			// What stands before the SHA-256 is looked at elsewhere.
			if at := 49 + rng.IntN(len(body)-49); at < len(bad) {
				bad[at] = byte(rng.IntN(256))
			}
		}
		if err := store.ForgeBody(f, "originals", place, bad); err != nil {
			t.Fatal(err)
		}
		got, err := original(t, f, src.ID)
		if err == nil && !bytes.Equal(got, whole) {
			t.Fatalf("seed %d: other bytes came back for %q", seed, bad)
		}
		if err != nil && fault.KindOf(err) != fault.Corrupt && !errors.Is(err, io.EOF) {
			t.Fatalf("seed %d: %v for %q", seed, err, bad)
		}
	}
}

// What repair drops of a block does not take the original with it where the columns
// that say it are whole; and a header that is damaged hides its own batch alone.
func TestOriginalsOutliveTheirBlocks(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.case")
	f, err := store.Create(path, casefile.Case{ID: "x", Title: "x"}, store.Options{By: "x", Now: storetest.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	first := signIns(0, 0, "", someSignIns(200))
	second := signIns(1, int64(len(first.Raw)), "", someSignIns(100))
	src, whole := bringBatches(t, f, "", first, second)
	forge := func(bucket string, place []byte) {
		t.Helper()
		body, err := store.BodyOf(f, bucket, place)
		if err != nil {
			t.Fatal(err)
		}
		body = bytes.Clone(body)
		body[len(body)/2] ^= 1
		if err := store.ForgeBody(f, bucket, place, body); err != nil {
			t.Fatal(err)
		}
	}
	forge("columns", append(key(src.ID, 0), 0xff, 0xf3)) // hashes of the rows
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	mended, report, err := store.Repair(t.Context(), path, filepath.Join(dir, "new.case"), store.Options{By: "x", Now: storetest.Clock()}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer mended.Close()
	if len(report.Losses) == 0 {
		t.Error("nothing was lost: the test shows nothing")
	}
	if got, err := original(t, mended, src.ID); err != nil || !bytes.Equal(got, whole) {
		t.Errorf("%d bytes came back of %d: %v", len(got), len(whole), err)
	}
	if a, b := kindOf(t, mended, src.ID, 0), kindOf(t, mended, src.ID, 1); a != keptRaw || b != written {
		t.Errorf("the batches are kept as kinds %d and %d", a, b)
	}
	storetest.CheckFile(t, mended)

	if f, err = store.Open(path, store.Options{}); err != nil {
		t.Fatal(err)
	}
	forge("blocks", key(src.ID, 0))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if f, err = store.Open(path, store.Options{ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	at, n := int64(len(first.Raw)), int64(len(second.Raw))
	if got, err := f.Original(t.Context(), src.ID, at, n); err != nil || !bytes.Equal(got, second.Raw) {
		t.Errorf("the second batch: %d bytes of %d, %v", len(got), n, err)
	}
}

// A namespace that cannot be told from an account is no ground to write from.
func TestAStrangeNamespaceKeepsTheBytes(t *testing.T) {
	f := storetest.New(t)
	src, whole := bringBatches(t, f, "a\x1fb", signIns(0, 0, "", someSignIns(100)))
	if kind := kindOf(t, f, src.ID, 0); kind != keptRaw {
		t.Errorf("kept as kind %d", kind)
	}
	if got, err := original(t, f, src.ID); err != nil || !bytes.Equal(got, whole) {
		t.Errorf("%d bytes came back of %d: %v", len(got), len(whole), err)
	}
}
