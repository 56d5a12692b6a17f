package all_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/all"
)

// TestSamplesAreRecognised asks the whole registry about every sample that its own
// importer knows at least by its shape: no other may be chosen over it, and two are
// never certain of one file.
func TestSamplesAreRecognised(t *testing.T) {
	inputs, err := filepath.Glob("../*/testdata/*/input.*")
	if err != nil || len(inputs) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	registry := all.Registry()
	for _, path := range inputs {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Dir(path)
		h, _, err := importers.Peek(importers.Input{Name: filepath.Base(dir) + filepath.Ext(path), Reader: bytes.NewReader(data), Size: -1})
		if err != nil {
			continue
		}
		folder := filepath.Base(filepath.Dir(filepath.Dir(dir)))
		var certain []string
		chosen := registry.Identify(h)
		for _, c := range chosen {
			if c.Match.Fit == importers.FitCertain {
				certain = append(certain, c.Format.ID)
			}
		}
		if len(certain) > 1 {
			t.Errorf("%s: %s are all certain", path, strings.Join(certain, " and "))
		}
		room, _, _ := strings.Cut(fmt.Sprintf("%T", chosen[0].Importer), ".")
		if own := fitOf(chosen, folder); own >= importers.FitByShape && room != folder && !general(folder) {
			t.Errorf("%s is taken for %s: %s", path, chosen[0].Format.ID, chosen[0].Match.Why)
		}
	}
}

// fitOf returns what the importer of a folder says.
func fitOf(candidates []importers.Candidate, folder string) importers.Fit {
	for _, c := range candidates {
		if room, _, _ := strings.Cut(fmt.Sprintf("%T", c.Importer), "."); room == folder {
			return c.Match.Fit
		}
	}
	return importers.FitNo
}

// general reports whether samples of a folder may well be of another's format.
func general(folder string) bool {
	switch folder {
	case "records", "csvlog", "jsonl", "parquet", "indicatorcsv", "lines", "delimited":
		return true
	}
	return false
}
