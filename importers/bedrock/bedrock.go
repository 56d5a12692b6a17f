// Package bedrock reads the model invocation logs of Amazon Bedrock.
//
// Two nouns: an invocation is one call of a model and one row of requests; its
// bodies are what was sent and answered, in the form of the model's vendor or of
// the Converse interface, whole or as a list of stream events.
//
// The caller's ARN is the account, so that the rows stand beside those of
// CloudTrail, which alone know address, client and access key of a call. It does
// not fetch what was moved to S3: the row keeps the place.
package bedrock

import (
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/chat"
	"casebench/importers/records"
)

// Importer reads model invocation logs. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "bedrock", Title: "Amazon Bedrock model invocation log", Version: 1, Extensions: []string{".json", ".jsonl"}, Namespace: "aws",
		Proves:      "That an AWS identity called a model at a time, with which prompt and how many tokens, where invocation logging was on.",
		CannotProve: "From which address, with which client or access key (CloudTrail has them), or that every call was logged.",
		Joins:       []importers.Join{{With: "cloudtrail", On: "request_id", Takes: []string{"ip", "user_agent", "api_key_id"}}},
	}
}

// The sentences that are counted.
const (
	inS3 = iota
	ownAccount
)

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"Records", "logEvents"},
		Tables:  []casefile.Table{casefile.TableRequests},
		Assumed: []string{
			"%d rows have their prompt or answer in S3 and not in the log; the rows name the place.",
			"%d rows name no caller; the AWS account stands for it.",
		},
		Fit: fit, Rows: unwrap, Row: row,
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match { return spec().Sniff(h) }

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	return spec().Open(h, m)
}

func fit(v records.Value) importers.Match {
	if v.Get("schemaType").Is("ModelInvocationLog") || strings.Contains(v.Get("message").String(), `"schemaType":"ModelInvocationLog"`) {
		return importers.Match{Fit: importers.FitCertain, Why: "its records say that they are model invocation logs"}
	}
	if v.Get("modelId").There() && v.Get("requestId").There() && v.First("input", "output").IsObject() {
		return importers.Match{Fit: importers.FitByShape, Why: "its records have the keys of a model invocation"}
	}
	return importers.Match{Why: "its records are no model invocations"}
}

// unwrap finds the invocation in an event of CloudWatch, which has it in a string.
func unwrap(v records.Value, each func(records.Value, ...records.Value)) {
	if in := v.Get("message").Inner(); in.IsObject() && !v.Get("schemaType").There() {
		each(in, v)
		return
	}
	each(v)
}

func row(r *records.Row) {
	v := r.Record
	if kind := v.Get("schemaType"); !kind.Is("ModelInvocationLog") && (kind.There() || !v.Get("modelId").There()) {
		r.Reject("The record is not a model invocation.")
		return
	}
	r.Use(v.Get("schemaType"))
	caller(r, v)
	r.Set("org_id", v.Get("accountId"))
	r.Set("ts", v.Get("timestamp"))
	r.Set("request_id", v.Get("requestId"))
	r.Set("model", v.Get("modelId"))
	r.Set("endpoint", v.Get("operation"))
	r.Set("tags", v.Get("requestMetadata"))
	in, out := v.Get("input"), v.Get("output")
	asked, answered := in.Get("inputBodyJson"), out.Get("outputBodyJson")
	answer(r, answered)
	if !asked.There() { // some exports have the conversation beside the record's own fields
		chat.FillPrompt(r, chat.Asked(v))
		r.Use(v.Get("system"), v.Get("messages"))
	}
	chat.Fill(r, asked, answered)
	r.Set("tokens_in", in.Get("inputTokenCount"))
	r.Set("tokens_out", out.Get("outputTokenCount"))
	if in.Get("inputBodyS3Path").There() || out.Get("outputBodyS3Path").There() {
		r.Assume(inS3)
	}
	if !r.Set("status", v.Get("errorCode")) {
		r.Set("status", v.Get("status"))
	}
}

// caller sets the account: the ARN that made the call.
func caller(r *records.Row, v records.Value) {
	arn := v.Get("identity", "arn")
	if !r.Set("account_id", arn) {
		r.SetText("account_id", v.Get("accountId").String())
		r.Assume(ownAccount)
		return
	}
	if _, role, ok := strings.Cut(arn.String(), ":assumed-role/"); ok {
		name, session, _ := strings.Cut(role, "/")
		r.Extra("role", name)
		r.Extra("role_session", session)
	}
}

// answer reads what a response body says besides the answer.
func answer(r *records.Row, body records.Value) {
	guardrail, stop := "", ""
	look := func(e records.Value) {
		if g := e.Get("amazon-bedrock-guardrailAction").String(); g != "" && guardrail != "INTERVENED" {
			guardrail = g
		}
		if e.Get("trace", "guardrail").IsObject() && guardrail == "" {
			guardrail = "traced"
		}
		for _, at := range [...]records.Value{e, e.Get("delta"), e.Get("messageStop")} {
			if s := at.First("stopReason", "stop_reason", "completionReason").String(); s != "" {
				stop = s
			}
		}
		for _, ms := range [...]records.Value{e.Get("metrics", "latencyMs"), e.Get("metadata", "metrics", "latencyMs"),
			e.Get("amazon-bedrock-invocationMetrics", "invocationLatency")} {
			r.Set("latency_ms", ms)
		}
	}
	if body.IsList() {
		body.Each(func(_ string, e records.Value) bool { look(e); return true })
	} else {
		look(body)
	}
	if stop == "guardrail_intervened" {
		guardrail = "INTERVENED"
	}
	r.Extra("guardrail", guardrail)
	r.Extra("stop_reason", stop)
}
