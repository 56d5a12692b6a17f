// Package envoyai reads JSON access logs of Envoy AI Gateway.
//
// One noun: a log is one request through the gateway, and one row. Its keys are what
// whoever set the gateway up chose; those of the documentation are read, and the
// names of OpenTelemetry for the same things. It was built from the documentation
// alone: a record without a model, a time and a caller is rejected.
package envoyai

import (
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/records"
)

// Importer reads these logs. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "envoy-ai", Title: "Envoy AI Gateway access logs (JSON)", Version: 1, Extensions: []string{".json", ".jsonl", ".log"}, Basis: importers.BasisSchema,
		Proves:      "That a request went through the gateway at a time, from which address and with which client, to which model and with how many tokens.",
		CannotProve: "Who made it, but for what the gateway was set up to note; what was asked is not in an access log.",
	}
}

func spec() *records.Spec {
	return &records.Spec{
		Format: Importer{}.Format(),
		Tables: []casefile.Table{casefile.TableRequests},
		Fit:    fit, Row: row,
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match { return spec().Sniff(h) }

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	return spec().Open(h, m)
}

func model(v records.Value) records.Value {
	return given(v, "genai_model_name", "gen_ai.request.model", "genai_model_name_override", "gen_ai.response.model", "model_name_override")
}

// given returns the first member that is there; Envoy writes "-" for what is not.
func given(v records.Value, names ...string) records.Value {
	for _, name := range names {
		if f := v.Get(name); !f.Empty() && !f.Is("-") {
			return f
		}
	}
	return records.Value{}
}

func fit(v records.Value) importers.Match {
	envoy := v.Get("start_time").There() && (v.Get("response_code").There() || v.Get("x-request-id").There() || v.Get("duration").There())
	switch {
	case envoy && (v.Get("genai_model_name").There() || v.Get("genai_backend_name").There()):
		return importers.Match{Fit: importers.FitCertain, Why: "its records are Envoy's with the keys of its AI gateway"}
	case envoy && model(v).There():
		return importers.Match{Fit: importers.FitByShape, Why: "its records are like Envoy's and name a model"}
	}
	return importers.Match{Why: "its records are no access logs of Envoy AI Gateway"}
}

func row(r *records.Row) {
	v := r.Record
	name := model(v)
	if !name.There() {
		r.Reject("The log names no model under a key that is known.")
		return
	}
	r.Set("model", name)
	r.Set("ts", v.Get("start_time"))
	if !r.Set("account_id", given(v, "user.id", "user_id", "x-user-id", "enduser.id", "x-tenant-id", "x-team-id", "consumer", "jwt_sub", "api_key_id")) {
		r.Reject("The log names no caller under a key that is known.")
		return
	}
	r.Set("request_id", given(v, "x-request-id", "request_id"))
	from := given(v, "x-forwarded-for", "client.address", "downstream_remote_address")
	if first, _, several := strings.Cut(from.String(), ","); several {
		r.SetText("ip", strings.TrimSpace(first)) // the list is kept: each proxy on the way added to it
	} else {
		r.Set("ip", from)
	}
	r.Set("user_agent", given(v, "user-agent", "user_agent.original", "user_agent"))
	r.Set("endpoint", given(v, "x-envoy-origin-path", "path", "gen_ai.operation.name"))
	r.Set("status", given(v, "response_code", "http.response.status_code"))
	r.Set("latency_ms", given(v, "duration"))
	r.Set("session_id", given(v, "session.id", "x-session-id"))
	r.Set("tokens_in", given(v, "genai_tokens_input", "gen_ai.usage.input_tokens"))
	r.Set("tokens_out", given(v, "genai_tokens_output", "gen_ai.usage.output_tokens"))
	r.Set("api_key_id", given(v, "api_key_id"))
}
