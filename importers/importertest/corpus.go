package importertest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"casebench/importers"
)

// OthersThan returns the sample folders of all importers beside the named one, as
// seen from its own folder: those of which it may not be certain.
func OthersThan(name string) []string {
	dirs, err := filepath.Glob("../*/testdata")
	must(err)
	var others []string
	for _, dir := range dirs {
		inputs, err := filepath.Glob(filepath.Join(dir, "*", "input.*"))
		must(err)
		switch filepath.Base(filepath.Dir(dir)) {
		case name, "records", "canon": // samples of no format
		default:
			if len(inputs) > 0 {
				others = append(others, dir)
			}
		}
	}
	return others
}

// Items are the rows of a corpus file, as the goldens print them.
type Items []map[string]any

// Corpus imports a file of the corpora, of which the counts are known, and returns
// what was accepted in the order of its rows. Without the corpora the test is
// skipped.
func Corpus(t *testing.T, imp importers.Importer, path string, accepted, rejected, skipped int64) Items {
	t.Helper()
	root := os.Getenv("CASEBENCH_CORPORA")
	if root == "" {
		t.Skip("CASEBENCH_CORPORA is not set")
	}
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	sink, src, err := Read(t, imp, filepath.Base(path), data, nil)
	if err != nil {
		t.Fatal(err)
	}
	if src.Accepted != accepted || src.Rejected != rejected || src.Skipped != skipped {
		t.Fatalf("%s: %d accepted, %d rejected, %d skipped; want %d, %d, %d\n%s", path, src.Accepted, src.Rejected, src.Skipped,
			accepted, rejected, skipped, sink.RejectLines())
	}
	var items Items
	for line := range bytes.Lines(sink.Items()) {
		item := map[string]any{}
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.UseNumber()
		must(dec.Decode(&item))
		items = append(items, item)
	}
	return items
}

// Has checks fields of the i-th item.
func (items Items) Has(t *testing.T, i int, want map[string]string) {
	t.Helper()
	if i >= len(items) {
		t.Fatalf("there are %d items, not %d", len(items), i+1)
	}
	for name, value := range want {
		if got := fmt.Sprint(items[i][name]); got != value {
			t.Errorf("item %d: %s is %q, want %q", i, name, got, value)
		}
	}
}

// Lacks checks that the i-th item has none of the fields.
func (items Items) Lacks(t *testing.T, i int, names ...string) {
	t.Helper()
	for _, name := range names {
		if got, ok := items[i][name]; ok {
			t.Errorf("item %d: %s is %v, want none", i, name, got)
		}
	}
}

// Fuzz feeds an importer anything, beginning with its samples. What Read checks of
// every input must hold.
func Fuzz(f *testing.F, imp importers.Importer, name string) {
	inputs, err := filepath.Glob(filepath.Join("testdata", "*", "input.*"))
	must(err)
	for _, path := range inputs {
		data, err := os.ReadFile(path)
		must(err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _, _ = Read(t, imp, name, data, nil) // an input may be refused; Read fails the test on what may not be
	})
}
