package ioclist_test

import (
	"testing"

	"casebench/importers/importertest"
	"casebench/importers/ioclist"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: ioclist.Importer{}, Dir: "testdata", Lines: true, Foreign: importertest.OthersThan("ioclist")})
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, ioclist.Importer{}, "x.txt") }
