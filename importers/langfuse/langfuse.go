// Package langfuse reads traces that Langfuse exports.
//
// Two nouns: a trace is one run of a program, with the user and the session that
// the program named; an observation is one step of it. Observations that call a
// model are rows of requests; all others are skipped and counted, and so are those
// that only stand round a call, so that none counts twice.
package langfuse

import (
	"strings"
	"time"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/chat"
	"casebench/importers/records"
)

// Importer reads these traces. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "langfuse", Title: "Langfuse traces and observations", Version: 1, Extensions: []string{".json", ".jsonl"},
		Proves:      "That an instrumented program called a model, when, with which prompt and tokens, for the user and session that it named.",
		CannotProve: "Who the user was, since the program names him, or from which address, unless the program's metadata say so.",
	}
}

// The sentences that are counted.
const (
	others = iota
	around
	standIn
)

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"data"},
		Tables:  []casefile.Table{casefile.TableRequests},
		Assumed: []string{
			"%d observations are no call of a model (spans, tools, agents, events); they were skipped.",
			"%d observations only stand round another call; they were skipped, so that the call counts once.",
			"%d rows name no user; their account is the project.",
		},
		Fit: fit, Rows: rows, Row: row,
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match { return spec().Sniff(h) }

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	return spec().Open(h, m)
}

func fit(v records.Value) importers.Match {
	t := v.Get("trace")
	switch {
	case t.Get("projectId").There() && t.Get("id").There(),
		v.Get("projectId").There() && v.Get("observations").IsList(),
		v.Get("traceId").There() && v.Get("startTime").There() && (v.Get("internalModelId").There() || v.Get("usageDetails").There() || v.Get("completionStartTime").There()):
		return importers.Match{Fit: importers.FitCertain, Why: "its records have the keys of a Langfuse trace"}
	}
	return importers.Match{Why: "its records are no Langfuse traces"}
}

// rows finds the observations, each with its trace.
func rows(v records.Value, each func(records.Value, ...records.Value)) {
	trace, list := v.Get("trace"), v.Get("observations")
	if !trace.IsObject() {
		trace = v
	}
	if !list.IsList() {
		list = trace.Get("observations")
	}
	if !list.IsList() {
		each(v, records.Value{})
		return
	}
	list.Each(func(_ string, o records.Value) bool {
		each(o, trace)
		return true
	})
}

func row(r *records.Row) {
	v, trace := r.Record, r.Above[0]
	meta := v.Get("metadata").Inner()
	attributes := meta.Get("attributes").Inner()
	switch kind := v.Get("type").String(); {
	case kind == "" && !v.Get("model").There():
		r.Reject("The record is a trace without its observations: export the observations too.")
		return
	case kind != "GENERATION" && kind != "EMBEDDING":
		r.Assume(others)
		r.Skip()
		return
	}
	if op := attributes.Get("ai.operationId").String(); op != "" && !strings.Contains(op, ".do") {
		r.Assume(around)
		r.Skip()
		return
	}
	r.Set("ts", v.Get("startTime"))
	latency(r, v)
	r.Set("request_id", v.Get("id"))
	r.SetText("session_id", trace.Get("sessionId").String())
	r.Set("model", v.Get("model"))
	if !r.SetText("endpoint", attributes.Get("gen_ai.operation.name").String()) {
		r.SetText("endpoint", strings.ToLower(v.Get("type").String()))
	}
	if tags := trace.Get("tags"); tags.Len() > 0 {
		r.SetText("tags", tags.String())
	}
	account(r, v, trace)
	if level := v.Get("level").String(); level != "DEFAULT" {
		r.SetText("status", strings.ToLower(level))
	}
	chat.FillPrompt(r, chat.Asked(v.Get("input")))
	chat.FillAnswer(r, chat.Answered(v.Get("output")))
	usage(r, v)
	client(r, meta, attributes)
	keep(r, "metadata.", attributes)
	keep(r, "resource.", meta.Get("resourceAttributes").Inner())
	r.Use(v.Get("input"), v.Get("output"), v.Get("metadata"), v.Get("level"), v.Get("type"), v.Get("latency"), v.Get("modelParameters"), v.Get("toolDefinitions"),
		v.Get("toolCalls"))
}

// latency sets the time between the two ends: what the export calls latency is in
// seconds in some releases and in milliseconds in others.
func latency(r *records.Row, v records.Value) {
	start, _, ok := canon.ParseTime(v.Get("startTime").Text(), time.UTC)
	end, _, ok2 := canon.ParseTime(v.Get("endTime").Text(), time.UTC)
	if ok && ok2 {
		r.SetInt("latency_ms", (end-start)/1e6)
	}
}

func account(r *records.Row, v, trace records.Value) {
	if r.SetText("account_id", trace.Get("userId").String()) || r.Set("account_id", v.Get("userId")) {
		return
	}
	project := v.Get("projectId").String()
	if project == "" {
		r.Reject("The observation names neither a user nor a project.")
		return
	}
	r.SetText("account_id", "project:"+project)
	r.Assume(standIn)
}

func usage(r *records.Row, v records.Value) {
	u := chat.UsageOf(v.Get("usageDetails").Inner())
	if !r.Set("tokens_in", u.In) && !v.Get("inputUsage").Is("0") && v.Get("inputUsage").String() != "0" {
		r.Set("tokens_in", v.Get("inputUsage"))
	}
	if !r.Set("tokens_out", u.Out) && v.Get("outputUsage").String() != "0" {
		r.Set("tokens_out", v.Get("outputUsage"))
	}
	p := v.Get("modelParameters").Inner()
	if t := p.Get("temperature"); t.IsNumber() {
		r.Set("temperature", t)
	}
	if n := p.First("max_tokens", "maxTokens"); n.IsNumber() && !strings.HasPrefix(n.String(), "-") {
		r.Set("max_tokens", n)
	}
}

// client sets what the program noted of its own client.
func client(r *records.Row, meta, attributes records.Value) {
	r.Set("ip", attributes.First("client.address", "http.client_ip"))
	r.Set("user_agent", attributes.First("user_agent.original", "http.user_agent", "ai.request.headers.user-agent"))
	resource := meta.Get("resourceAttributes").Inner()
	r.SetText("sdk", records.Join("/", resource.Get("telemetry.sdk.name").String(), resource.Get("telemetry.sdk.version").String()))
}

// keep keeps what metadata say, but for what was asked and answered.
func keep(r *records.Row, prefix string, m records.Value) {
	m.Each(func(name string, v records.Value) bool {
		if !v.Used() && !v.Empty() && !chat.IsSpeech(name) {
			r.Extra(prefix+name, v.String())
		}
		return true
	})
}
