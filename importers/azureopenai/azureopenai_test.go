package azureopenai_test

import (
	"testing"

	"casebench/importers/azureopenai"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: azureopenai.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("azureopenai")})
}

// TestCorpora reads three records of a vendor's test suite, of which the answers
// are known: properties as text and as an object, a masked address, a negative
// duration, one correlation id twice.
func TestCorpora(t *testing.T) {
	got := importertest.Corpus(t, azureopenai.Importer{}, "03-llm-logs/azure-openai/request_response.jsonl", 3, 0, 0)
	for i := range 3 {
		got.Has(t, i, map[string]string{"ip": "81.2.69.0/24"})
	}
	got.Has(t, 0, map[string]string{"extra.request_time": "2024-04-08T12:22:59.4854611Z", "endpoint": "Create_Thread", "ts": "2024-04-08T12:23:02.435Z"})
	got.Has(t, 1, map[string]string{"model": "gpt-35-turbo", "extra.properties.modelDeploymentName": "gpt-chat-pilot",
		"request_id": "d427a391-2bc7-4f38-9cbc-6560600e0981"})
	got.Has(t, 2, map[string]string{"latency_ms": "-1021", "request_id": "d427a391-2bc7-4f38-9cbc-6560600e0981"})
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, azureopenai.Importer{}, "x.json") }
