// Package vertex reads what Google Cloud logs of Vertex AI: the audit log, and the
// request-response log that a model writes to BigQuery.
//
// Two nouns: an entry is one record of the audit log, a call of any Google service;
// a sample is one record of the request-response log. Entries that call a model
// and samples are rows of requests, all other entries rows of actions.
//
// The audit log knows who called, from where and with which client, and neither
// prompt nor tokens; a sample knows those and not who called. Nothing joins them
// but time and model. A sample may be one of many requests that were not logged.
package vertex

import (
	"strings"

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
		ID: "vertex", Title: "Google Cloud audit log, and Vertex AI request-response log", Version: 1, Extensions: []string{".json", ".jsonl"}, Namespace: "gcp",
		Proves:      "Audit: that a principal called a model, from which address and with which client. Request-response: what was asked and how many tokens.",
		CannotProve: "Audit: what was asked. Request-response: who asked, and how many requests there were, since it may hold a sample of them.",
	}
}

// The sentences that are counted.
const (
	sampled = iota
	rated
	standIn
)

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"entries"},
		Tables:  []casefile.Table{casefile.TableRequests, casefile.TableActions},
		Assumed: []string{
			"%d rows are of a request-response log, whose sampling rate the file does not state: there may have been more requests.",
			"%d rows state the sampling rate of their log (extra field sampling_rate); counts of them are counts of a sample where it is below 1.",
			"%d rows name no caller; their account is the project that they name.",
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
	switch {
	case strings.HasSuffix(v.Get("protoPayload", "@type").String(), "google.cloud.audit.AuditLog"),
		strings.Contains(v.Get("logName").String(), "cloudaudit.googleapis.com"):
		return importers.Match{Fit: importers.FitCertain, Why: "its records are of Google's audit log"}
	case isSample(v):
		return importers.Match{Fit: importers.FitCertain, Why: "its records have the columns of a request-response log of Vertex AI"}
	case v.Get("logName").There() && v.Get("insertId").There():
		return importers.Match{Fit: importers.FitByName, Why: "its records are of Google's logging, but of no audit log"}
	}
	return importers.Match{Why: "its records are neither of Google's audit log nor of a request-response log"}
}

func isSample(v records.Value) bool {
	return v.Get("logging_time").There() && (v.Get("full_request").There() || v.Get("request_payload").There())
}

func row(r *records.Row) {
	v := r.Record
	switch payload := v.Get("protoPayload"); {
	case isSample(v):
		sample(r, v)
	case payload.IsObject():
		entry(r, v, payload)
	default:
		r.Reject("The record is of no audit log and of no request-response log.")
	}
}

func entry(r *records.Row, v, p records.Value) {
	method, service := p.Get("methodName"), p.Get("serviceName")
	meta := p.Get("requestMetadata")
	resource := p.Get("resourceName").String()
	if service.Is("aiplatform.googleapis.com") && callsModel(method.String()) {
		r.Set("endpoint", method)
		r.Set("request_id", v.Get("insertId"))
		r.Set("session_id", v.Get("operation", "id"))
		r.Set("ip", meta.Get("callerIp"))
		agent := meta.Get("callerSuppliedUserAgent").String()
		for strings.HasSuffix(agent, ",gzip(gfe)") {
			agent = strings.TrimSuffix(agent, ",gzip(gfe)")
		}
		r.SetText("user_agent", agent)
		r.Use(meta.Get("callerSuppliedUserAgent"))
		r.Set("status", p.Get("status", "code"))
		r.SetText("model", tail(resource, "/models/"))
		if key := tail(p.Get("authenticationInfo", "serviceAccountKeyName").String(), "/keys/"); key != "" {
			r.SetText("api_key_id", key)
		}
		r.Set("org_id", v.Get("resource", "labels", "project_id"))
	} else {
		r.To(casefile.TableActions)
		if !r.SetText("action", records.Join(":", strings.TrimSuffix(service.String(), ".googleapis.com"), method.String())) {
			r.Reject("The entry does not say what was called.")
			return
		}
		r.Use(service, method)
		r.Set("reason", p.Get("status", "message"))
	}
	r.Extra("region", segment(resource, "/locations/"))
	who := p.Get("authenticationInfo")
	account := who.First("principalEmail", "principalSubject")
	if !r.Set("account_id", account) {
		project := v.Get("resource", "labels", "project_id").String()
		if project == "" {
			r.Reject("The entry names neither a principal nor a project.")
			return
		}
		r.SetText("account_id", "project:"+project)
		r.Assume(standIn)
	}
	r.Set("ts", v.Get("timestamp"))
	r.Use(p.Get("@type"))
}

// callsModel reports whether a method of Vertex AI asks a model for something.
func callsModel(method string) bool {
	last := method[strings.LastIndexByte(method, '.')+1:]
	for _, verb := range [...]string{"Predict", "RawPredict", "StreamRawPredict", "StreamingPredict", "GenerateContent", "StreamGenerateContent",
		"BidiGenerateContent", "CountTokens", "ComputeTokens", "EmbedContent", "ChatCompletions", "ServerStreamingPredict", "PredictLongRunning"} {
		if last == verb {
			return true
		}
	}
	return false
}

// tail returns what stands after the last mark, and "" without one.
func tail(name, mark string) string {
	if at := strings.LastIndex(name, mark); at >= 0 {
		return name[at+len(mark):]
	}
	return ""
}

// segment returns what stands between a mark and the next slash.
func segment(name, mark string) string {
	_, rest, _ := strings.Cut(name, mark)
	part, _, _ := strings.Cut(rest, "/")
	return part
}

func sample(r *records.Row, v records.Value) {
	r.Set("ts", v.Get("logging_time"))
	r.Set("request_id", v.Get("request_id"))
	r.Set("endpoint", v.Get("api_method"))
	model := v.Get("model").String()
	if at := tail(model, "/models/"); at != "" {
		model = at
	}
	r.SetText("model", model)
	meta := v.Get("metadata").Inner()
	r.Set("latency_ms", meta.First("request_latency_ms", "request_latency"))
	asked, answered := v.Get("full_request"), v.Get("full_response")
	if asked.Null() {
		asked, answered = v.Get("request_payload"), v.Get("response_payload")
		if asked.IsList() && asked.Len() == 1 { // a list of one text of JSON
			asked = element(asked)
		}
		if answered.IsList() && answered.Len() == 1 {
			answered = element(answered)
		}
	}
	chat.Fill(r, asked, answered)
	r.Use(v.Get("request_payload"), v.Get("response_payload"), v.Get("otel_log"), v.Get("full_request"), v.Get("full_response"))
	rate := v.Get("sampling_rate")
	if rate.Empty() {
		rate = meta.Get("sampling_rate")
	}
	if rate.Empty() {
		r.Assume(sampled)
	} else {
		r.ExtraOf("sampling_rate", rate)
		r.Assume(rated)
	}
	project := segment(v.Get("endpoint").String()+"/", "projects/")
	if project == "" {
		project = segment(v.Get("model").String()+"/", "projects/")
	}
	if project == "" {
		r.Reject("The record does not say whose request it was: it names no project.")
		return
	}
	r.SetText("org_id", project)
	r.SetText("account_id", "project:"+project)
	r.Assume(standIn)
}

func element(list records.Value) (first records.Value) {
	list.Each(func(_ string, e records.Value) bool { first = e; return false })
	return first
}
