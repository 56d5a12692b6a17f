package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

func compress(t *testing.T, how string, p []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	switch how {
	case "gzip":
		w = gzip.NewWriter(&out)
	case "zstd":
		z, err := zstd.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		w = z
	default:
		return p
	}
	if _, err := w.Write(p); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Every way in which an original is kept gives back the file as it came, and each
// row's own bytes.
func TestOriginalsComeBack(t *testing.T) {
	ks := append(count(0, 300), junk, blank, 7)
	for _, c := range []struct{ name, compression, originals string }{
		{"plain", "", "embed"}, {"gzip", "gzip", "embed"}, {"zstd", "zstd", "embed"},
		{"plain by reference", "", "reference"}, {"gzip by reference", "gzip", "reference"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := storetest.New(t)
			list, whole := batches(ks, 64)
			file := compress(t, c.compression, whole)
			path := filepath.Join(t.TempDir(), "source")
			if err := os.WriteFile(path, file, 0o600); err != nil {
				t.Fatal(err)
			}
			src := sourceOf(ks, whole)
			src.Path, src.Compression, src.Originals = path, c.compression, c.originals
			src.Bytes, src.SHA256 = int64(len(file)), fmt.Sprintf("%x", sha256.Sum256(file))
			l, err := f.Begin(src)
			if err != nil {
				t.Fatal(err)
			}
			pieces := slices.Collect(slices.Chunk(file, 1000))
			for i, b := range list {
				if c.compression != "" && i < len(pieces) {
					if err := l.Part(i, pieces[i]); err != nil {
						t.Fatal(err)
					}
				}
				if err := put(l, b); err != nil {
					t.Fatal(err)
				}
			}
			for i := len(list); c.compression != "" && i < len(pieces); i++ {
				if err := l.Part(i, pieces[i]); err != nil {
					t.Fatal(err)
				}
			}
			if src, err = l.Commit(context.Background(), src); err != nil {
				t.Fatal(err)
			}
			readBack(t, f, src, file, whole, ks)
			if c.originals == "reference" {
				movedAway(t, f, src, path)
			}
		})
	}
}

func readBack(t *testing.T, f *store.File, src casefile.Source, file, whole []byte, ks []int) {
	t.Helper()
	ctx := context.Background()
	r, err := f.OriginalReader(ctx, src.ID)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, file) {
		t.Fatalf("the file came back as %d bytes of %d, %v", len(got), len(file), err)
	}
	if err := f.Verify(ctx, src.ID); err != nil {
		t.Error(err)
	}
	rows := []casefile.Origin{{Source: src.ID, Row: 303}, {Source: src.ID, Row: 1}, {Source: src.ID, Row: 129}, {Source: src.ID, Row: 1}}
	if err := f.Locate(ctx, rows); err != nil {
		t.Fatal(err)
	}
	// An address may span rows, and overlap others.
	rows = append(rows, casefile.Origin{Offset: rows[1].Offset + 3, Length: int64(len(whole)) / 2})
	n := 0
	if err := f.OriginalRows(ctx, src.ID, rows, func(i int, raw []byte) error {
		n++
		want := whole[rows[i].Offset : rows[i].Offset+rows[i].Length]
		if !bytes.Equal(raw, want) || i < 4 && string(raw) != eventOf(ks[rows[i].Row-1]).line {
			t.Errorf("row %d is %q", rows[i].Row, raw)
		}
		return nil
	}); err != nil || n != len(rows) {
		t.Fatalf("%d rows of %d: %v", n, len(rows), err)
	}
	if _, err := f.Original(ctx, src.ID, int64(len(whole))-2, 100); fault.KindOf(err) != fault.NotFound {
		t.Errorf("address beyond the end: %v", err)
	}
	var rejects []casefile.Reject
	if err := f.View(func(tx *store.Tx) (err error) {
		rejects, err = tx.Rejects(src.ID)
		return err
	}); err != nil || len(rejects) != 1 || rejects[0].Row != 301 {
		t.Fatalf("rejects: %v %v", rejects, err)
	}
	raw, err := f.RejectedBytes(ctx, src.ID, rejects[0])
	if err != nil || string(raw) != "this is not a record" {
		t.Errorf("rejected row: %q %v", raw, err)
	}
}

func movedAway(t *testing.T, f *store.File, src casefile.Source, path string) {
	t.Helper()
	p, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p[len(p)/2] ^= 1
	if err := os.WriteFile(path, p, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Verify(context.Background(), src.ID); fault.KindOf(err) != fault.Verification {
		t.Errorf("changed file: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := f.Verify(context.Background(), src.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("missing file: %v", err)
	}
}

// Rows of compressed sources are duplicates of rows of plain ones.
func TestDuplicatesAcrossCompression(t *testing.T) {
	f := storetest.New(t)
	bringIn(t, f, count(0, 200), 50)
	ks := count(100, 200)
	list, whole := batches(ks, 64)
	file := compress(t, "gzip", whole)
	src := sourceOf(ks, whole)
	src.Compression, src.Bytes, src.SHA256 = "gzip", int64(len(file)), fmt.Sprintf("%x", sha256.Sum256(file))
	l, err := f.Begin(src)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Part(0, file); err != nil {
		t.Fatal(err)
	}
	if err := put(l, list...); err != nil {
		t.Fatal(err)
	}
	if src, err = l.Commit(context.Background(), src); err != nil {
		t.Fatal(err)
	}
	if src.Duplicates != 100 || src.DuplicateRows[1] != 100 {
		t.Errorf("%d duplicates, %v", src.Duplicates, src.DuplicateRows)
	}
	m := &model{sources: []modelSource{{1, count(0, 200), true}, {2, ks, true}}}
	m.compare(t, f)
}

// The order in which workers pack changes nothing: the same codes, the same chain.
func TestWorkersDoNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 4))
	chain := func(order func(n int) []int) (string, []string) {
		f := storetest.New(t)
		ks := count(0, 400)
		list, whole := batches(ks, 40)
		l, err := f.Begin(sourceOf(ks, whole))
		if err != nil {
			t.Fatal(err)
		}
		packed := make([]casefile.Packed, len(list))
		done := make(chan error, len(list))
		for _, i := range order(len(list)) {
			go func() {
				p, err := l.Pack(list[i])
				packed[i] = p
				done <- err
			}()
		}
		for range list {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range packed {
			if err := l.Put(p); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := l.Commit(context.Background(), sourceOf(ks, whole)); err != nil {
			t.Fatal(err)
		}
		d, err := f.Dict(casefile.DomainWord)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for code := range d.Len() {
			words = append(words, d.Value(uint32(code+1)))
		}
		var head casefile.AuditEntry
		if err := f.View(func(tx *store.Tx) (err error) {
			head, _, err = tx.Head()
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return head.Details["chain"], words
	}
	inOrder, words := chain(func(n int) []int { return count(0, n) })
	shuffled, words2 := chain(rng.Perm)
	if inOrder != shuffled || len(inOrder) != 64 || !slices.Equal(words, words2) {
		t.Errorf("chains %s and %s, words %v and %v", inOrder, shuffled, words, words2)
	}
}

// A draft that is dropped leaves no values behind, so that doing it again gives
// the same codes.
func TestDropLeavesNothing(t *testing.T) {
	f := storetest.New(t)
	bringIn(t, f, count(0, 20), 10)
	// Whoever holds a dictionary goes on to see what the case knows.
	d, err := f.Dict(casefile.DomainAccount)
	if err != nil {
		t.Fatal(err)
	}
	words := d.Len
	before := words()
	list, whole := batches(count(0, 300), 50)
	l, err := f.Begin(sourceOf(count(0, 300), whole))
	if err != nil {
		t.Fatal(err)
	}
	if err := put(l, list[:3]...); err != nil {
		t.Fatal(err)
	}
	if err := store.Flush(l); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Begin(casefile.Source{}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("two imports at once: %v", err)
	}
	if words() == before {
		t.Fatal("the draft added nothing: the test is too small")
	}
	if err := l.Drop("cancelled"); err != nil {
		t.Fatal(err)
	}
	if got := words(); got != before {
		t.Errorf("%d accounts after the drop, %d before", got, before)
	}
	m := &model{sources: []modelSource{{1, count(0, 20), true}}}
	m.compare(t, f)
	again := bringIn(t, f, count(0, 300), 50)
	m.sources = append(m.sources, modelSource{again.ID, count(0, 300), true})
	m.compare(t, f)
	if words() == before {
		t.Error("the dictionary does not see what the second import added")
	}
}

// A compressed source of which a part was never given is not committed: its leaves
// would prove less than the file.
func TestEveryPartIsNeeded(t *testing.T) {
	f := storetest.New(t)
	ks := count(0, 100)
	list, whole := batches(ks, 64)
	file := compress(t, "gzip", whole)
	src := sourceOf(ks, whole)
	src.Compression, src.Bytes, src.SHA256 = "gzip", int64(len(file)), fmt.Sprintf("%x", sha256.Sum256(file))
	l, err := f.Begin(src)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Part(0, file[:len(file)-10]); err != nil {
		t.Fatal(err)
	}
	if err := put(l, list...); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Commit(t.Context(), src); err == nil {
		t.Error("committed without ten bytes of its file")
	}
	if err := l.Drop("a part is missing"); err != nil {
		t.Fatal(err)
	}
}
