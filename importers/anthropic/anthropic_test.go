package anthropic_test

import (
	"strings"
	"testing"

	"casebench/importers/anthropic"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: anthropic.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("anthropic")})
}

// TestCorpora reads six examples of the vendor's, one of which has what looks like a
// live key where an identifier belongs.
func TestCorpora(t *testing.T) {
	got := importertest.Corpus(t, anthropic.Importer{}, "03-llm-logs/anthropic/compliance_activity.jsonl", 6, 0, 0)
	for _, item := range got {
		for name, value := range item {
			if text, ok := value.(string); ok && strings.Contains(text, "sk-ant-api01") {
				t.Errorf("a live key stands in %s", name)
			}
		}
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, anthropic.Importer{}, "x.json") }
