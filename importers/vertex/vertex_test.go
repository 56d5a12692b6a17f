package vertex_test

import (
	"testing"

	"casebench/importers/importertest"
	"casebench/importers/vertex"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: vertex.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("vertex")})
}

// TestCorpora reads audit entries that call models, and those of other services.
func TestCorpora(t *testing.T) {
	got := importertest.Corpus(t, vertex.Importer{}, "03-llm-logs/gcp-vertex/audit.jsonl", 2, 0, 0)
	got.Has(t, 0, map[string]string{"table": "requests", "account_id": "pc.cf@elastic.co", "ip": "175.16.199.0", "model": "gemini-2.0-flash-exp", "extra.region": "us-central1",
		"user_agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/135.0.0.0 Safari/537.36"})
	got.Has(t, 1, map[string]string{"api_key_id": "094619204aafa3e1265fc9188025479a7a961397", "status": "10", "session_id": "10971818856000606804"})
	others := importertest.Corpus(t, vertex.Importer{}, "03-llm-logs/web-cloud/gcp_logging.jsonl", 9, 2, 0)
	others.Has(t, 0, map[string]string{"table": "actions", "action": "compute:beta.compute.networks.insert"})
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, vertex.Importer{}, "x.json") }
