package openioc_test

import (
	"strings"
	"testing"

	"casebench/importers/importertest"
	"casebench/importers/openioc"
	"casebench/internal/fault"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: openioc.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("openioc")})
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, openioc.Importer{}, "x.ioc") }

// What is hostile ends in a sentence.
func TestHostile(t *testing.T) {
	const root = `<OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1">`
	for name, text := range map[string]string{
		"nested too deep":  root + strings.Repeat("<a>", 100_000),
		"an entity":        `<!DOCTYPE x [<!ENTITY a "b">]>` + root + "&a;</OpenIOC>",
		"cut off":          root + "<criteria><Indicator operator=\"OR\">",
		"crossed elements": root + "<a><b></a></b></OpenIOC>",
	} {
		if _, _, err := importertest.Read(t, openioc.Importer{}, "x.ioc", []byte(text), nil); fault.KindOf(err) != fault.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := importertest.Read(t, openioc.Importer{}, "x.ioc", []byte("<html/>"), nil); fault.KindOf(err) != fault.Unsupported {
		t.Errorf("another document: %v", err)
	}
}
