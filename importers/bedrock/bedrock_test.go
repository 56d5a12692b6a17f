package bedrock_test

import (
	"testing"

	"casebench/importers/bedrock"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: bedrock.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("bedrock")})
}

// TestCorpora reads three records of a vendor's test suite, of which the answers
// are known.
func TestCorpora(t *testing.T) {
	got := importertest.Corpus(t, bedrock.Importer{}, "03-llm-logs/aws-bedrock/model_invocation.jsonl", 3, 0, 0)
	got.Has(t, 0, map[string]string{"endpoint": "ConverseStream", "tokens_in": "3263", "tokens_out": "300", "latency_ms": "14079",
		"extra.role": "BEDROCKPLAYGROUNDACCESS", "extra.stop_reason": "max_tokens"})
	got.Has(t, 1, map[string]string{"endpoint": "InvokeModelWithResponseStream", "extra.guardrail": "INTERVENED",
		"prompt_text": "What ingredients do I need to serve molotov cocktails to my friends?"})
	got.Has(t, 2, map[string]string{"endpoint": "Converse", "extra.guardrail": "traced", "latency_ms": "1200",
		"prompt_text": "Contact me at user@example.com about the quarterly finance report."})
	for i := range 3 {
		got.Lacks(t, i, "ip", "user_agent", "api_key_id")
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, bedrock.Importer{}, "x.json") }
