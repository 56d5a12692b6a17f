package ioclist_test

import (
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/ioclist"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: ioclist.Importer{}, Dir: "testdata", Lines: true, Foreign: importertest.OthersThan("ioclist")})
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, ioclist.Importer{}, "x.txt") }

// A warninglist printed over lines was read as a list of indicators: what is known to
// be harmless would have been matched.
func TestJSONIsNoList(t *testing.T) {
	values := strings.Repeat("  \"192.0.2.1\",\n", 60)
	for _, text := range []string{"{\n \"list\": [\n" + values + " \"192.0.2.2\"\n ]\n}\n", "[\n" + values + "\"192.0.2.2\"]\n"} {
		if m := (ioclist.Importer{}).Sniff(importers.Head{Name: "x.json", Bytes: []byte(text), Whole: true}); m.Fit != importers.FitNo {
			t.Errorf("%q fits %s: %s", text, m.Fit, m.Why)
		}
	}
	// A defanged address in brackets is no JSON.
	text := "[192.0.2.1]\n192[.]0[.]2[.]7\n192.0.2.3\n192.0.2.4\n"
	if m := (ioclist.Importer{}).Sniff(importers.Head{Name: "x.txt", Bytes: []byte(text), Whole: true}); m.Fit == importers.FitNo {
		t.Error(m.Why)
	}
}
