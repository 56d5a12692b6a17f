// Package openrouter reads what OpenRouter exports: generations, and activity by day.
//
// Two nouns: a generation is one request and one row; activity is a sum over a day
// and never becomes a request: it is skipped and counted. It was built from the
// vendor's documentation alone: a generation without an identifier, a time and a
// caller is rejected.
package openrouter

import (
	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/records"
)

// Importer reads these exports. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "openrouter", Title: "OpenRouter generations and activity", Version: 1, Extensions: []string{".json", ".jsonl", ".csv"}, Basis: importers.BasisSchema,
		Namespace:   "openrouter",
		Proves:      "That a key or app had a model answer at a time, through which provider and with how many tokens.",
		CannotProve: "From which address, or what was asked: neither is in the export. Activity is a sum over a day and proves no single request.",
	}
}

// The sentences that are counted.
const (
	sums = iota
	byApp
)

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"data"},
		Tabular: true,
		Tables:  []casefile.Table{casefile.TableRequests},
		Assumed: []string{
			"%d rows of activity are sums over a day and no requests; they were skipped, since a case has no table for sums, and are in the original.",
			"%d rows name neither a user nor a key; the app or origin that they name stands for it.",
		},
		Fit: fit, Row: row,
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match { return spec().Sniff(h) }

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	return spec().Open(h, m)
}

func isActivity(v records.Value) bool {
	return v.Get("date").There() && v.Get("requests").There() && v.Get("model").There() && (v.Get("byok_usage_inference").There() || v.Get("model_permaslug").There())
}

func isGeneration(v records.Value) bool {
	return v.First("id", "generation_id").There() && v.Get("created_at").There() && v.Get("tokens_prompt").There() && v.Get("provider_name").There()
}

func fit(v records.Value) importers.Match {
	switch {
	case isGeneration(v) && (v.Get("native_tokens_prompt").There() || v.Get("model_permaslug").There()):
		return importers.Match{Fit: importers.FitCertain, Why: "its records have the keys of OpenRouter's generations"}
	case isActivity(v):
		return importers.Match{Fit: importers.FitCertain, Why: "its records have the keys of OpenRouter's activity"}
	case isGeneration(v):
		return importers.Match{Fit: importers.FitByShape, Why: "its records have most keys of OpenRouter's generations"}
	}
	return importers.Match{Why: "its records are neither generations nor activity of OpenRouter"}
}

func row(r *records.Row) {
	v := r.Record
	if isActivity(v) {
		r.Assume(sums)
		r.Skip()
		return
	}
	if !isGeneration(v) {
		r.Reject("The record is neither a generation nor activity.")
		return
	}
	r.Set("ts", v.Get("created_at"))
	r.Set("request_id", v.First("id", "generation_id"))
	r.Set("api_key_id", v.First("api_key_id", "api_key_name"))
	if !r.Set("account_id", v.First("creator_user_id", "user_id", "api_key_id", "api_key_name")) {
		if !r.Set("account_id", v.First("app_name", "app_id", "origin")) {
			r.Reject("The generation names neither a user, a key nor an app.")
			return
		}
		r.Assume(byApp)
	}
	r.Set("end_user", v.First("external_user", "user"))
	r.Set("session_id", v.Get("session_id"))
	r.Set("user_agent", v.Get("user_agent"))
	r.Set("model", v.First("model", "model_permaslug"))
	r.Set("endpoint", v.Get("api_type"))
	r.Set("tokens_in", v.Get("tokens_prompt"))
	r.Set("tokens_out", v.Get("tokens_completion"))
	r.Set("latency_ms", v.First("generation_time", "generation_time_ms"))
	if v.Get("cancelled").String() == "true" {
		r.SetText("status", "cancelled")
	}
}
