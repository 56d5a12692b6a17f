package envoyai_test

import (
	"testing"

	"casebench/importers"
	"casebench/importers/envoyai"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: envoyai.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("envoyai")})
}

func TestIsSaidToBeFromASchema(t *testing.T) {
	if got := (envoyai.Importer{}).Format().Basis; got != importers.BasisSchema {
		t.Errorf("the basis is %q", got)
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, envoyai.Importer{}, "x.json") }
