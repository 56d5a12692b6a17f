// Package helicone reads the requests that Helicone exports.
//
// One noun: a request is one call through the gateway, with its answer, and one row.
// The user is what the caller wrote into a header, and so is every property. It was
// built from the vendor's documentation alone: a record without a request's
// identifier, time and user is rejected.
package helicone

import (
	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/chat"
	"casebench/importers/records"
)

// Importer reads these exports. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "helicone", Title: "Helicone requests", Version: 1, Extensions: []string{".json", ".jsonl", ".csv"}, Basis: importers.BasisSchema,
		Proves:      "That a request went through the gateway at a time, to which model, with which prompt and tokens, for the user whom the caller named.",
		CannotProve: "Who the user was, or from which address he came: the caller writes the user, and no field has the address.",
	}
}

// The sentence that is counted.
const byOwner = 0

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"data"},
		Tabular: true,
		Tables:  []casefile.Table{casefile.TableRequests},
		Assumed: []string{"%d rows name no user; the Helicone account that made the request stands for it."},
		Fit:     fit, Row: row,
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match { return spec().Sniff(h) }

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	return spec().Open(h, m)
}

func fit(v records.Value) importers.Match {
	if v.Get("request_id").There() && v.Get("request_created_at").There() && (v.Get("helicone_user").There() || v.Get("request_path").There() || v.Get("request_properties").There()) {
		return importers.Match{Fit: importers.FitCertain, Why: "its records have the keys of Helicone's requests"}
	}
	return importers.Match{Why: "its records are no requests of Helicone"}
}

func row(r *records.Row) {
	v := r.Record
	if v.Get("request_id").Empty() || v.Get("request_created_at").Empty() {
		r.Reject("The record is no request of Helicone: it has no request_id or no request_created_at.")
		return
	}
	r.Set("request_id", v.Get("request_id"))
	r.Set("ts", v.Get("request_created_at"))
	if !r.Set("account_id", v.Get("request_user_id")) {
		if !r.Set("account_id", v.Get("helicone_user")) {
			r.Reject("The request names neither a user nor the account that made it.")
			return
		}
		r.Assume(byOwner)
	}
	r.Set("org_id", v.First("organization_id", "organization"))
	r.Set("model", v.First("request_model", "model", "response_model"))
	r.Set("endpoint", v.Get("request_path"))
	r.Set("latency_ms", v.Get("delay_ms"))
	r.Set("status", v.Get("response_status"))
	properties := v.First("request_properties", "properties").Inner()
	r.Set("session_id", properties.Get("Helicone-Session-Id"))
	chat.Fill(r, v.Get("request_body"), v.Get("response_body"))
	r.Set("tokens_in", v.Get("prompt_tokens"))
	r.Set("tokens_out", v.Get("completion_tokens"))
}
