package helicone_test

import (
	"testing"

	"casebench/importers"
	"casebench/importers/helicone"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: helicone.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("helicone")})
}

func TestIsSaidToBeFromASchema(t *testing.T) {
	if got := (helicone.Importer{}).Format().Basis; got != importers.BasisSchema {
		t.Errorf("the basis is %q", got)
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, helicone.Importer{}, "x.json") }
