package stix_test

import (
	"testing"

	"casebench/importers/importertest"
	"casebench/importers/stix"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: stix.Importer{}, Dir: "testdata",
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../indicatorcsv/testdata"}})
}
