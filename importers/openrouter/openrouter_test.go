package openrouter_test

import (
	"testing"

	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/openrouter"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: openrouter.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("openrouter")})
}

func TestIsSaidToBeFromASchema(t *testing.T) {
	if got := (openrouter.Importer{}).Format().Basis; got != importers.BasisSchema {
		t.Errorf("the basis is %q", got)
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, openrouter.Importer{}, "x.json") }
