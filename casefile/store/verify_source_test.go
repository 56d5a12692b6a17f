package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casefile/hashtree"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/internal/storetest"
)

// bringFile imports 300 rows in chunks of 64 (or, compressed, in parts of 1,000
// bytes) from a file, by reference.
func bringFile(t *testing.T, f *store.File, compression string) (src casefile.Source, file []byte) {
	t.Helper()
	ks := count(0, 300)
	list, whole := batches(ks, 64)
	file = compress(t, compression, whole)
	path := filepath.Join(t.TempDir(), "source")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	src = sourceOf(ks, whole)
	src.Path, src.Compression, src.Originals = path, compression, "reference"
	src.Bytes, src.SHA256 = int64(len(file)), fmt.Sprintf("%x", sha256.Sum256(file))
	l, err := f.Begin(src)
	if err != nil {
		t.Fatal(err)
	}
	if err := put(l, list...); err != nil {
		t.Fatal(err)
	}
	if compression != "" {
		for i, part := range slices.Collect(slices.Chunk(file, 1000)) {
			if err := l.Part(i, part); err != nil {
				t.Fatal(err)
			}
		}
	}
	if src, err = l.Commit(context.Background(), src); err != nil {
		t.Fatal(err)
	}
	return src, file
}

// Every damaged chunk of a file by reference is named, with its bytes and, in a
// plain file, its rows; so are bytes that are missing and bytes that were added.
func TestEveryDamagedChunkIsNamed(t *testing.T) {
	f := storetest.New(t)
	plain, file := bringFile(t, f, "")
	zipped, zip := bringFile(t, f, "gzip")
	chunks, err := f.Chunks(plain.ID)
	if err != nil || len(chunks) != 5 || plain.Chunks != 5 || store.Root(chunks) != plain.Root {
		t.Fatalf("%d chunks, root %s, %v", len(chunks), plain.Root, err)
	}
	at := func(n int) int { return int(chunks[n].Offset) + 5 }
	flip := func(b []byte, places ...int) []byte {
		b = bytes.Clone(b)
		for _, p := range places {
			b[p] ^= 1
		}
		return b
	}
	for _, c := range []struct {
		name string
		src  casefile.Source
		now  []byte
		want []string
	}{
		{"nothing", plain, file, nil},
		{"one byte", plain, flip(file, at(1)), []string{"1+1 rows 65-128"}},
		{"two chunks", plain, flip(file, at(0), at(4), at(4)+1), []string{"0+1 rows 1-64", "4+1 rows 257-300"}},
		{"cut short", plain, file[:at(3)], []string{"3+2 rows 193-300"}},
		{"grown", plain, append(bytes.Clone(file), "more\n"...), []string{"5+1 rows 0-0"}},
		{"empty", plain, nil, []string{"0+5 rows 1-300"}},
		{"compressed", zipped, zip, nil},
		{"compressed, one byte", zipped, flip(zip, 2500), []string{"2+1 rows 0-0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := os.WriteFile(c.src.Path, c.now, 0o600); err != nil {
				t.Fatal(err)
			}
			v, err := f.VerifySource(context.Background(), c.src.ID, progress.Discard)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range v.Damaged {
				got = append(got, fmt.Sprintf("%d+%d rows %d-%d", d.Chunk, d.Chunks, d.FirstRow, d.LastRow))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("damage %q, want %q", got, c.want)
			}
			if bad := v.Err(); (bad != nil) != (len(c.want) > 0) || bad != nil && fault.KindOf(bad) != fault.Verification {
				t.Errorf("error %v", bad)
			} else if bad != nil && !strings.Contains(bad.Error(), v.Damaged[0].String()) {
				t.Errorf("the first damage is not in %q", bad)
			}
		})
	}
	for _, s := range []casefile.Source{plain, zipped} {
		if err := os.Remove(s.Path); err != nil {
			t.Fatal(err)
		}
		if _, err := f.VerifySource(context.Background(), s.ID, progress.Discard); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a file that is gone: %v", err)
		}
	}
}

// A chunk is proven to be in the file by the root that the audit log names.
func TestTheLogNamesTheRoot(t *testing.T) {
	f := storetest.New(t)
	src := bringIn(t, f, count(0, 300), 64)
	chunks, err := f.Chunks(src.ID)
	if err != nil {
		t.Fatal(err)
	}
	named := ""
	if err := f.View(func(tx *store.Tx) error {
		log, err := tx.Audit(1)
		for _, e := range log {
			if e.Verb == "import.end" {
				named = e.Details["tree"]
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	leaves := make([]hashtree.Hash, len(chunks))
	for i := range chunks {
		leaves[i] = chunks[i].Leaf()
	}
	root := hashtree.Root(leaves)
	if named != src.Root || named != fmt.Sprintf("%x", root) {
		t.Errorf("the log names %s, the source %s, the leaves give %x", named, src.Root, root)
	}
	if !hashtree.Verify(chunks[3].Leaf(), 3, len(chunks), hashtree.Path(leaves, 3), root) {
		t.Error("a chunk is not proven")
	}
	moved := chunks[3]
	moved.Offset++
	if hashtree.Verify(moved.Leaf(), 3, len(chunks), hashtree.Path(leaves, 3), root) {
		t.Error("a chunk is proven at another place of the file")
	}
}

// Leaves that somebody wrote anew, with good checksums, do not have the root that the
// source names: nothing is proven by them, and check tells.
func TestForgedLeaves(t *testing.T) {
	f := storetest.Unchecked(t)
	src := bringIn(t, f, count(0, 300), 64)
	key := binary.BigEndian.AppendUint64(nil, uint64(src.ID)<<32)
	body, err := store.BodyOf(f, "leaves", key)
	if err != nil {
		t.Fatal(err)
	}
	body[len(body)-1] ^= 1 // of the SHA-256 of the last chunk
	if err := store.ForgeBody(f, "leaves", key, body); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Chunks(src.ID); fault.KindOf(err) != fault.Corrupt {
		t.Errorf("the leaves are given out: %v", err)
	}
	v, err := f.VerifySource(t.Context(), src.ID, progress.Discard)
	if err != nil || v.Err() == nil {
		t.Errorf("verified: %v", err)
	}
	var told []string
	for d := range f.Check(t.Context()) {
		told = append(told, d.Bucket)
	}
	if !slices.Equal(told, []string{"leaves"}) {
		t.Errorf("check tells of %q", told)
	}
}

// A stored piece that somebody put in the place of another, with good sums of its own,
// does not have the SHA-256 of its leaf, and is named.
func TestForgedPiece(t *testing.T) {
	lines := func(a, b int) (ks []int) {
		for range 20 {
			ks = append(ks, a, b) // rows that are kept as they came, of the same length in either order
		}
		return ks
	}
	f, other := storetest.Unchecked(t), storetest.Unchecked(t)
	src := bringIn(t, f, lines(junk, blank), 10)
	bringIn(t, other, lines(blank, junk), 10)
	key := binary.BigEndian.AppendUint64(nil, uint64(src.ID)<<32|2)
	body, err := store.BodyOf(other, "originals", key)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.ForgeBody(f, "originals", key, body); err != nil {
		t.Fatal(err)
	}
	v, err := f.VerifySource(t.Context(), src.ID, progress.Discard)
	if err != nil || len(v.Damaged) != 1 || v.Damaged[0].Chunk != 2 || !strings.Contains(v.Damaged[0].Problem, "leaf") {
		t.Errorf("%+v, %v", v.Damaged, err)
	}
}
