package jsonl_test

import (
	"testing"

	"casebench/importers/importertest"
	"casebench/importers/jsonl"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: jsonl.Importer{}, Dir: "testdata", Lines: true,
		Foreign: []string{"../csvlog/testdata", "../indicatorcsv/testdata", "../stix/testdata"}})
}
