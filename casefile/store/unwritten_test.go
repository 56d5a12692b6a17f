package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/storetest"
)

// A transaction of an import failed, and so did dropping its draft; the next file
// was imported whole, and its words were those of the dictionary pages that were
// never written. Words that no transaction wrote are forgotten now.
func TestImportAfterAnImportWhoseWritesFailed(t *testing.T) {
	for _, dropped := range []bool{false, true} {
		f, err := store.Create(filepath.Join(t.TempDir(), "test.case"), casefile.Case{Title: "Test"}, store.Options{By: "Test Person"})
		if err != nil {
			t.Fatal(err)
		}
		bringIn(t, f, count(0, 100), 50)
		list, whole := batches(count(1000, 300), 50)
		l, err := f.Begin(sourceOf(count(1000, 300), whole))
		if err != nil {
			t.Fatal(err)
		}
		if err := put(l, list[0]); err != nil {
			t.Fatal(err)
		}
		if err := store.Flush(l); err != nil {
			t.Fatal(err)
		}
		if err := put(l, list[1]); err != nil {
			t.Fatal(err)
		}
		away := f.Path() + ".away"
		if err := os.Rename(f.Path(), away); err != nil {
			t.Skip("an open file keeps its name here: ", err)
		}
		if err := store.Flush(l); err == nil {
			t.Error("a file that went away was written to")
		}
		back := func() {
			if err := os.Rename(away, f.Path()); err != nil {
				t.Fatal(err)
			}
		}
		if dropped {
			back()
		}
		if err := l.Drop("the file went away"); (err == nil) != dropped {
			t.Errorf("dropped %v: %v", dropped, err)
		}
		if !dropped {
			back()
		}
		bringIn(t, f, count(2000, 300), 50)
		path := f.Path()
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := store.Open(path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		storetest.CheckFile(t, again)
		d, err := again.Dict(casefile.DomainAccount)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for code := uint32(1); int(code) <= d.Len(); code++ {
			if seen[d.Value(code)] {
				t.Errorf("dropped %v: account %d is there twice", dropped, code)
			}
			seen[d.Value(code)] = true
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
