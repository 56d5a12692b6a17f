package all_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"casebench/importers/all"
)

// shared are the folders beside the formats that are none.
var shared = []string{"all", "archive", "canon", "chat", "delimited", "envelope", "enrich", "importertest", "lines", "records"}

func TestEveryFolderIsListed(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("all.go")
	if err != nil {
		t.Fatal(err)
	}
	formats := 0
	for _, e := range entries {
		if !e.IsDir() || slices.Contains(shared, e.Name()) {
			continue
		}
		formats++
		if !strings.Contains(string(source), `"casebench/importers/`+e.Name()+`"`) {
			t.Errorf("importers/%s is not in the registry", e.Name())
		}
	}
	if n := len(all.Registry().All()); n != formats {
		t.Errorf("the registry has %d importers, the folders are %d", n, formats)
	}
}

func TestFormatsSayWhatTheyAreWorth(t *testing.T) {
	for _, f := range all.Registry().Formats() {
		if f.ID == "" || f.Title == "" || f.Version < 1 || len(f.Extensions) == 0 || f.Proves == "" || f.CannotProve == "" {
			t.Errorf("%+v is incomplete", f)
		}
	}
}
