// Package otlp reads calls of language models out of OpenTelemetry exports in JSON.
//
// Three nouns: a request of the protocol is one document or one line, with spans or
// log records under resources and scopes; a span is one row; its attributes carry
// what happened, under names that changed with every release and library.
//
// A span that calls a model is a row of requests. Spans round such a call (agents,
// chains, tools, the outer spans of libraries that make two for one call) and spans
// of anything else are skipped and counted, so that no call counts twice. Names of
// all generations are read, newest first. Where no user is named the service that
// made the call stands for it.
package otlp

import (
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/chat"
	"casebench/importers/records"
)

// Importer reads OTLP/JSON. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "otlp", Title: "OpenTelemetry spans and log records of language models (OTLP/JSON)", Version: 1, Extensions: []string{".json", ".jsonl"},
		Proves:      "That an instrumented program called a model, when, for how long, with which prompt and tokens, and on which host where that was recorded.",
		CannotProve: "That all calls were recorded, or who the user was: user and session are what the program said.",
	}
}

// The sentences that are counted.
const (
	around = iota
	other
	standIn
	oddID
)

func spec() *records.Spec {
	return &records.Spec{
		Format: Importer{}.Format(),
		Tables: []casefile.Table{casefile.TableRequests},
		Assumed: []string{
			"%d spans stand round a call of a model (agent, chain, tool, outer span); they were skipped, so that the call counts once.",
			"%d spans or log records are of no call of a model; they were skipped.",
			"%d rows name no user; the service, host or library that made the call stands for it as the account.",
			"%d rows have identifiers that are not hexadecimal, as some exporters write them; they were rewritten.",
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
	if !v.Get("resourceSpans").IsList() && !v.Get("resourceLogs").IsList() {
		return importers.Match{Why: "its records have neither resourceSpans nor resourceLogs"}
	}
	text := string(v.Raw())
	for _, sign := range [...]string{`"gen_ai.`, `"llm.`, `"ai.model.`, `"ai.operationId`, `"openinference.`, `"langfuse.`} {
		if strings.Contains(text, sign) {
			return importers.Match{Fit: importers.FitCertain, Why: "its records are OpenTelemetry's and have attributes of language models"}
		}
	}
	return importers.Match{Fit: importers.FitByShape, Why: "its records are OpenTelemetry's, with nothing of language models at the beginning"}
}

// rows finds the spans and log records.
func rows(v records.Value, each func(records.Value, ...records.Value)) {
	list := func(v records.Value, f func(records.Value)) {
		v.Each(func(_ string, e records.Value) bool { f(e); return true })
	}
	for _, kind := range [...][3]string{{"resourceSpans", "scopeSpans", "spans"}, {"resourceSpans", "instrumentationLibrarySpans", "spans"},
		{"resourceLogs", "scopeLogs", "logRecords"}} {
		list(v.Get(kind[0]), func(resource records.Value) {
			list(resource.Get(kind[1]), func(scope records.Value) {
				list(scope.Get(kind[2]), func(item records.Value) { each(item, resource, scope) })
			})
		})
	}
}

func row(r *records.Row) {
	v := r.Record
	a := attributes{v.Get("attributes")}
	host := attributes{r.Above[0].Get("resource", "attributes")}
	switch kindOf(a, v) {
	case isAround:
		r.Assume(around)
		r.Skip()
		return
	case isOther:
		r.Assume(other)
		r.Skip()
		return
	}
	when := v.First("startTimeUnixNano", "timeUnixNano", "observedTimeUnixNano")
	if !r.SetEpoch("ts", when, 1) {
		r.Reject("The span has no startTimeUnixNano that can be read.")
		return
	}
	duration(r, v)
	account(r, a, host)
	id(r, v, "traceId", "trace_id")
	span := id(r, v, "spanId", "span_id")
	id(r, v, "parentSpanId", "parent_span_id")
	if !a.set(r, "request_id", "gen_ai.response.id") {
		r.SetText("request_id", span)
	}
	a.set(r, "session_id", "session.id", "gen_ai.conversation.id", "langfuse.session.id", "traceloop.association.properties.session_id",
		"ai.telemetry.metadata.sessionId", "gen_ai.thread.id")
	a.set(r, "model", "gen_ai.request.model", "llm.request.model", "llm.model_name", "ai.model.id", "langfuse.observation.model.name", "gen_ai.response.model", "model_name")
	if !a.set(r, "endpoint", "gen_ai.operation.name", "llm.request.type", "ai.operationId") {
		r.SetText("endpoint", v.Get("name").String())
	}
	tokens(r, a)
	parameters(r, a)
	client(r, a, v)
	r.SetText("sdk", records.Join("/", host.text("telemetry.sdk.name"), host.text("telemetry.sdk.version")))
	status(r, a, v)
	chat.FillPrompt(r, asked(a, v))
	chat.FillAnswer(r, answered(a, v))
	a.rest(r, "")
	host.rest(r, "resource.")
	r.Extra("scope.name", r.Above[1].Get("scope", "name").String())
	r.Use(v.Get("attributes"), v.Get("events"), v.Get("status"), v.Get("body"))
}
