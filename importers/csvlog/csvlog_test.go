package csvlog_test

import (
	"testing"

	"casebench/importers/csvlog"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: csvlog.Importer{}, Dir: "testdata", Lines: true,
		Foreign: []string{"../jsonl/testdata", "../indicatorcsv/testdata", "../stix/testdata"}})
}
