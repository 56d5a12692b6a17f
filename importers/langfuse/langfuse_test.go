package langfuse_test

import (
	"path/filepath"
	"testing"

	"casebench/importers/importertest"
	"casebench/importers/langfuse"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: langfuse.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("langfuse")})
}

// TestCorpora counts the 73 observations of ten recordings: 22 are generations, of
// which one is the outer one of two for the same call.
func TestCorpora(t *testing.T) {
	for name, want := range map[string][2]int64{
		"autogen-2025-06-06": {1, 1}, "beeai-2025-08-01": {5, 24}, "google-adk-2025-08-28": {2, 3}, "langgraph-python-2025-08-22": {2, 7},
		"microsoft-agent-2025-12-17": {2, 2}, "openai-agents-2025-09-30": {2, 3}, "pydantic-ai-tools-2025-06-06": {1, 2}, "pydantic-ai-tools-2025-12-04": {4, 8},
		"pydantic-ai-with-gemini-2025-12-24": {1, 0}, "vercel-aisdk-2025-11-17": {1, 2},
	} {
		t.Run(name, func(t *testing.T) {
			got := importertest.Corpus(t, langfuse.Importer{}, filepath.Join("03-llm-logs", "langfuse", name+".trace.json"), want[0], 0, want[1])
			for i := range got {
				if got[i]["model"] == nil || got[i]["prompt_text"] == nil && name != "beeai-2025-08-01" { // which records some calls at their end alone
					t.Errorf("item %d has no prompt or no model: %v", i, got[i])
				}
			}
			switch name {
			case "vercel-aisdk-2025-11-17":
				if got[0]["extra.resource.host.name"] == nil || got[0]["extra.resource.host.id"] == nil {
					t.Error("the host's name and machine id are lost")
				}
			case "google-adk-2025-08-28":
				got.Has(t, 0, map[string]string{"account_id": "demo-user", "session_id": "demo-session", "model": "gemini-2.0-flash", "tokens_in": "39", "tokens_out": "6"})
			case "pydantic-ai-tools-2025-12-04":
				got.Has(t, 0, map[string]string{"tokens_in": "417", "tokens_out": "53", "temperature": "0.7"})
			}
		})
	}
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, langfuse.Importer{}, "x.json") }
