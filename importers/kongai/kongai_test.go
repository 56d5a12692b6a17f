package kongai_test

import (
	"testing"

	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/kongai"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: kongai.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("kongai")})
}

func TestIsSaidToBeFromASchema(t *testing.T) {
	if got := (kongai.Importer{}).Format().Basis; got != importers.BasisSchema {
		t.Errorf("the basis is %q", got)
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, kongai.Importer{}, "x.json") }
