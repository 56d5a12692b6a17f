package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/gzip"
	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

// feed gives batches from one on to a Loader, and flushes after each.
func feed(l *store.Loader, list []*casefile.Batch, parts [][]byte) error {
	for i, b := range list {
		if i < len(parts) {
			if err := l.Part(i, parts[i]); err != nil {
				return err
			}
		}
		if err := put(l, b); err != nil {
			return err
		}
		if err := store.Flush(l); err != nil {
			return err
		}
	}
	return nil
}

// values reads everything in a file but what tells of the time and the way: the
// audit log, and the sources' records.
func values(t *testing.T, path string) map[string]string {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	out := map[string]string{}
	if err := db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				if string(name) != "audit" && string(name) != "sources" {
					out[fmt.Sprintf("%s %x", name, k)] = string(v)
				}
				return nil
			})
		})
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func shut(t *testing.T, f *store.File) string {
	t.Helper()
	storetest.CheckFile(t, f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Path()
}

func newCase(t *testing.T) *store.File {
	t.Helper()
	f, err := store.Create(filepath.Join(t.TempDir(), "a.case"), casefile.Case{ID: "a", Program: "test"},
		store.Options{By: "Test Person", Now: storetest.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// An import that was cut off anywhere and resumed leaves the values that one leaves
// which was never cut off, byte for byte: plain, compressed and by reference.
func TestResumedImportIsTheSameAsAWholeOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 9))
	lines := append(count(30, 1500), junk, blank, junk)
	lines = append(lines, count(1600, 700)...)
	for _, kind := range []string{"plain", "gzip", "reference"} {
		t.Run(kind, func(t *testing.T) {
			list, whole := batches(lines, 90)
			src := sourceOf(lines, whole)
			var parts [][]byte
			switch kind {
			case "reference":
				src.Originals = "reference"
			case "gzip":
				var z bytes.Buffer
				w := gzip.NewWriter(&z)
				if _, err := w.Write(whole); err != nil {
					t.Fatal(err)
				}
				if err := w.Close(); err != nil {
					t.Fatal(err)
				}
				src.Compression, src.Bytes = "gzip", int64(z.Len())
				sum := sha256.Sum256(z.Bytes())
				src.SHA256 = hex.EncodeToString(sum[:])
				for p := z.Bytes(); len(p) > 0; {
					n := min(len(p), z.Len()/7+1)
					parts, p = append(parts, p[:n]), p[n:]
				}
			}
			straight := newCase(t)
			bringIn(t, straight, count(0, 100), 40)
			l, err := straight.Begin(src)
			if err != nil {
				t.Fatal(err)
			}
			if err := feed(l, list, parts); err != nil {
				t.Fatal(err)
			}
			if _, err := l.Commit(t.Context(), src); err != nil {
				t.Fatal(err)
			}
			want := values(t, shut(t, straight))

			f := newCase(t)
			bringIn(t, f, count(0, 100), 40)
			if l, err = f.Begin(src); err != nil {
				t.Fatal(err)
			}
			for at, cut := 0, 0; ; cut++ {
				if at += 1 + rng.IntN(9); at >= len(list) || cut > 4 {
					break
				}
				if err := feed(l, list[:at], parts[:min(at, len(parts))]); err != nil {
					t.Fatal(err)
				}
				// The program ends here: the file is opened again.
				store.Abandon(l)
				path := f.Path()
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
				if f, err = store.Open(path, store.Options{By: "Test Person", Now: storetest.Clock()}); err != nil {
					t.Fatal(err)
				}
				drafts, err := f.Drafts()
				if err != nil || len(drafts) != 1 || !drafts[0].Resumable || drafts[0].Stored != list[at-1].Offset+int64(len(list[at-1].Raw)) {
					t.Fatalf("drafts %+v, %v", drafts, err)
				}
				if l, err = f.Resume(t.Context(), drafts[0].ID); err != nil {
					t.Fatal(err)
				}
			}
			if err := feed(l, list, parts); err != nil {
				t.Fatal(err)
			}
			done, err := l.Commit(t.Context(), src)
			if err != nil {
				t.Fatal(err)
			}
			if done.Accepted != src.Accepted || done.Rejected != src.Rejected || done.From.IsZero() {
				t.Errorf("the source says %+v", done)
			}
			got := values(t, shut(t, f))
			for k, v := range want {
				if got[k] != v {
					t.Errorf("%s differs, or is missing", k)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%d values, want %d", len(got), len(want))
			}
		})
	}
}

// A file that changed since its import was cut off is not gone on with; the draft
// stays as it was, and can be dropped, or resumed with the right file.
func TestResumeRefusesAnotherFile(t *testing.T) {
	f := storetest.New(t)
	lines := count(0, 600)
	list, whole := batches(lines, 50)
	src := sourceOf(lines, whole)
	l, err := f.Begin(src)
	if err != nil {
		t.Fatal(err)
	}
	if err := feed(l, list[:8], nil); err != nil {
		t.Fatal(err)
	}
	if err := l.Leave(); err != nil {
		t.Fatal(err)
	}
	id := l.Source().ID
	changed := count(0, 600)
	changed[120] = 5000
	short := count(0, 200)
	for name, ks := range map[string][]int{"another byte": changed, "cut short": short, "other rows": count(7, 600)} {
		other, all := batches(ks, 50)
		if l, err = f.Resume(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if err = feed(l, other, nil); err == nil {
			_, err = l.Commit(t.Context(), sourceOf(ks, all))
		}
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v", name, err)
		}
		if err := l.Leave(); err != nil {
			t.Fatal(err)
		}
	}
	if l, err = f.Resume(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := feed(l, list, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Commit(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	(&model{sources: []modelSource{{id, lines, true}}}).compare(t, f)
	if _, err := f.Resume(context.Background(), id); fault.KindOf(err) != fault.Conflict {
		t.Errorf("resume of a whole source: %v", err)
	}
}
