package litellm_test

import (
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/litellm"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: litellm.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("litellm")})
}

func TestIsSaidToBeFromASchema(t *testing.T) {
	if got := (litellm.Importer{}).Format().Basis; got != importers.BasisSchema {
		t.Errorf("the basis is %q", got)
	}
}

// TestSniffsATable is certain of a CSV dump of spend logs.
func TestSniffsATable(t *testing.T) {
	head := "request_id,call_type,api_key,spend,startTime,model,user\nr,acompletion,h,0,2026-05-04 08:00:00,m,u\n"
	if m := (litellm.Importer{}).Sniff(importers.Head{Name: "x.csv", Bytes: []byte(head), Whole: true}); m.Fit != importers.FitCertain {
		t.Errorf("fits %s: %s", m.Fit, m.Why)
	}
	if m := (litellm.Importer{}).Sniff(importers.Head{Name: "x.csv", Bytes: []byte("a,b\n1,2\n"), Whole: true}); m.Fit != importers.FitNo || !strings.Contains(m.Why, "no table of LiteLLM") {
		t.Errorf("fits %s: %s", m.Fit, m.Why)
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, litellm.Importer{}, "x.csv") }
