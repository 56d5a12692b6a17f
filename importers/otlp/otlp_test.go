package otlp_test

import (
	"path/filepath"
	"testing"

	"casebench/importers/importertest"
	"casebench/importers/otlp"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: otlp.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("otlp")})
}

// TestCorpora reads an OpenLIT span of which the answers are known: a cost, prompt
// and answer in span events, and a limit of -1 that is none.
func TestCorpora(t *testing.T) {
	got := importertest.Corpus(t, otlp.Importer{}, "03-llm-logs/otlp-genai/otlp_03.json", 1, 0, 0)
	got.Has(t, 0, map[string]string{"model": "gpt-3.5-turbo", "tokens_in": "14", "tokens_out": "96", "extra.gen_ai.usage.cost": "0.000151",
		"ts": "2025-01-28T14:34:05.669299666Z", "latency_ms": "1174", "extra.gen_ai.request.max_tokens": "-1", "account_id": "service:default"})
	got.Lacks(t, 0, "max_tokens")
	if got[0]["prompt_text"] == nil || got[0]["completion_hash"] == nil {
		t.Errorf("prompt or answer in span events was not found: %v", got[0])
	}
}

// TestCorporaGenerations counts what becomes of the spans of every file: recordings
// and unit cases of several libraries.
func TestCorporaGenerations(t *testing.T) {
	for name, want := range map[string][3]int64{
		"otlp_01": {1, 0, 1}, "otlp_05": {1, 0, 0}, "otlp_06": {1, 0, 0}, "otlp_09": {0, 0, 2}, "otlp_10": {0, 0, 1}, "otlp_12": {0, 0, 1},
		"otlp_13": {0, 0, 1}, "otlp_15": {0, 0, 1}, "otlp_17": {0, 0, 1}, "otlp_19": {0, 0, 1}, "otlp_21": {0, 0, 1}, "otlp_22": {0, 0, 1}, "otlp_24": {1, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			importertest.Corpus(t, otlp.Importer{}, filepath.Join("03-llm-logs", "otlp-genai", name+".json"), want[0], want[1], want[2])
		})
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, otlp.Importer{}, "x.json") }
