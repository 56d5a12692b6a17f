package cloudflareai_test

import (
	"testing"

	"casebench/importers"
	"casebench/importers/cloudflareai"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: cloudflareai.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("cloudflareai")})
}

func TestIsSaidToBeFromASchema(t *testing.T) {
	if got := (cloudflareai.Importer{}).Format().Basis; got != importers.BasisSchema {
		t.Errorf("the basis is %q", got)
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, cloudflareai.Importer{}, "x.json") }
