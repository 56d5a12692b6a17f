// Package kongai reads the request logs that Kong's logging plugins write of calls
// through its AI plugins.
//
// Two nouns: a log is one request through the gateway, and one row; its ai part has
// one object for each AI plugin that took part. A log without an ai part is no call
// of a model and skipped. It was built from the vendor's documentation alone: a
// record without a time and a caller is rejected.
package kongai

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
		ID: "kong-ai", Title: "Kong AI Gateway logs", Version: 1, Extensions: []string{".json", ".jsonl", ".log"}, Basis: importers.BasisSchema,
		Proves:      "That a consumer or credential sent a request through the gateway at a time, from which address and with which client, to which model.",
		CannotProve: "Who held the credential; prompts and answers are there only where payloads are logged.",
	}
}

// The sentences that are counted.
const (
	byCredential = iota
	noModel
)

func spec() *records.Spec {
	return &records.Spec{
		Format: Importer{}.Format(),
		Tables: []casefile.Table{casefile.TableRequests},
		Assumed: []string{
			"%d rows name no consumer; the credential stands for it as the account.",
			"%d logs are of no call of a model; they were skipped.",
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

func fit(v records.Value) importers.Match {
	kong := v.Get("started_at").There() && v.Get("latencies").IsObject() && v.Get("request").IsObject()
	switch {
	case kong && plugin(v.Get("ai")).There():
		return importers.Match{Fit: importers.FitCertain, Why: "its records are Kong's logs with an AI plugin's part"}
	case kong:
		return importers.Match{Fit: importers.FitByName, Why: "its records are Kong's logs, without an AI plugin's part"}
	}
	return importers.Match{Why: "its records are no logs of Kong"}
}

// plugin returns the part of the plugin that called the model.
func plugin(ai records.Value) (found records.Value) {
	ai.Each(func(_ string, part records.Value) bool {
		if part.Get("meta").IsObject() || part.Get("usage").IsObject() {
			found = part
			return !part.Get("meta", "request_model").There() // the proxy's own part before that of other plugins
		}
		return true
	})
	return found
}

func row(r *records.Row) {
	v := r.Record
	part := plugin(v.Get("ai"))
	if !part.There() {
		if !v.Get("started_at").There() {
			r.Reject("The record is no log of Kong: it has no started_at.")
			return
		}
		r.Assume(noModel)
		r.Skip()
		return
	}
	if !r.SetEpoch("ts", v.Get("started_at"), 1e6) {
		r.Reject("The log has no started_at that can be read as milliseconds.")
		return
	}
	consumer := v.Get("consumer")
	if !r.Set("account_id", consumer.First("custom_id", "username", "id")) {
		if !r.Set("account_id", v.Get("authenticated_entity", "id")) {
			r.Reject("The log names neither a consumer nor a credential.")
			return
		}
		r.Assume(byCredential)
	}
	r.Set("api_key_id", v.Get("authenticated_entity", "id"))
	request, response := v.Get("request"), v.Get("response")
	headers := request.Get("headers")
	r.Set("ip", v.Get("client_ip"))
	r.Set("user_agent", headers.Fold("user-agent"))
	r.Set("request_id", request.Get("id"))
	r.Set("endpoint", request.Get("uri"))
	r.Set("status", response.Get("status"))
	r.Set("latency_ms", v.Get("latencies", "request"))
	r.Set("org_id", v.First("workspace_name", "workspace"))
	meta, usage := part.Get("meta"), part.Get("usage")
	r.Set("model", meta.First("request_model", "response_model"))
	payload := part.Get("payload")
	chat.Fill(r, payload.Get("request"), payload.Get("response"))
	u := chat.UsageOf(usage)
	r.Set("tokens_in", u.In)
	r.Set("tokens_out", u.Out)
	r.Use(headers.Fold("authorization"), headers.Fold("apikey"), headers.Fold("x-api-key"), headers.Fold("cookie"), request.Get("body"), response.Get("body"),
		response.Get("headers"))
}
