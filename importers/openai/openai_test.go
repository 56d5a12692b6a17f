package openai_test

import (
	"testing"

	"casebench/importers/importertest"
	"casebench/importers/openai"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: openai.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("openai")})
}

// TestCorpora reads one sign-in of which the answers are known.
func TestCorpora(t *testing.T) {
	got := importertest.Corpus(t, openai.Importer{}, "03-llm-logs/openai/organization_audit_log.jsonl", 1, 0, 0)
	got.Has(t, 0, map[string]string{"table": "logins", "ts": "2026-02-13T10:52:05Z", "account_id": "user-nuEwi8Vsrrddq53RTzEQ9p3c", "ip": "89.160.20.128",
		"ja4": "t13d691100_8b2139ff7677_f0e8fcc46740", "extra.actor.session.ja3": "353a03072e841d5004dfaa78561ccc70", "asn": "55256", "country": "IN",
		"extra.actor.session.ip_address_details.city": "Mumbai"})
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, openai.Importer{}, "x.json") }
