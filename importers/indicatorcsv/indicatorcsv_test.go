package indicatorcsv_test

import (
	"os"
	"strings"
	"testing"

	"casebench/importers/importertest"
	"casebench/importers/indicatorcsv"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: indicatorcsv.Importer{}, Dir: "testdata", Lines: true,
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../stix/testdata"}})
}

func FuzzRead(f *testing.F) {
	data, err := os.ReadFile("testdata/partner/input.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, _, err := importertest.Read(t, indicatorcsv.Importer{}, "x.csv", data, nil); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}
