// Package cloudflareai reads the logs of Cloudflare's AI Gateway.
//
// One noun: a log is one request through the gateway, and one row. Who made it is
// known only where the caller put a name into the metadata, of which there are five
// pairs at most. It was built from the vendor's documentation alone: a record
// without an identifier, a time and a caller is rejected.
package cloudflareai

import (
	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/chat"
	"casebench/importers/records"
)

// Importer reads these logs. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "cloudflare-ai", Title: "Cloudflare AI Gateway logs", Version: 1, Extensions: []string{".json", ".jsonl"}, Basis: importers.BasisSchema,
		Proves:      "That a request went through the gateway at a time, to which provider and model, with how many tokens.",
		CannotProve: "Who made it, but for what the caller wrote into the metadata, or from which address; bodies may be withheld.",
	}
}

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"result"},
		Tables:  []casefile.Table{casefile.TableRequests},
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
	known := 0
	for _, name := range [...]string{"id", "created_at", "provider", "model", "tokens_in", "tokens_out", "cached", "success", "duration", "path", "request_type", "step"} {
		if v.Get(name).There() {
			known++
		}
	}
	switch {
	case known >= 9 && v.Get("cached").There() && v.Get("provider").There():
		return importers.Match{Fit: importers.FitCertain, Why: "its records have the keys of Cloudflare's AI Gateway logs"}
	case known >= 7 && v.Get("tokens_in").There() && v.Get("cached").There():
		return importers.Match{Fit: importers.FitByShape, Why: "its records have most keys of Cloudflare's AI Gateway logs"}
	}
	return importers.Match{Why: "its records are no logs of Cloudflare's AI Gateway"}
}

func row(r *records.Row) {
	v := r.Record
	if v.Get("id").Empty() || v.Get("created_at").Empty() || !v.Get("provider").There() {
		r.Reject("The record is no log of the gateway: it has no id, no created_at or no provider.")
		return
	}
	meta := v.Get("metadata").Inner()
	if !r.Set("account_id", meta.First("user_id", "userId", "user", "user-id", "account_id", "account", "customer_id", "email")) {
		r.Reject("The log names no caller: nothing in its metadata is called a user or an account.")
		return
	}
	r.Set("ts", v.Get("created_at"))
	r.Set("request_id", v.Get("id"))
	r.Set("model", v.Get("model"))
	r.Set("endpoint", v.First("path", "request_type"))
	r.Set("latency_ms", v.Get("duration"))
	r.Set("status", v.First("status_code", "success"))
	r.Set("session_id", meta.First("session_id", "sessionId", "session"))
	chat.Fill(r, v.First("request", "request_body"), v.First("response", "response_body"))
	r.Set("tokens_in", v.Get("tokens_in"))
	r.Set("tokens_out", v.Get("tokens_out"))
	r.Use(v.Get("request_head"), v.Get("response_head"))
}
