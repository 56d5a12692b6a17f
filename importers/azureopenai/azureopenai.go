// Package azureopenai reads the diagnostic logs of Azure OpenAI and of the API
// gateways that stand before it.
//
// Three nouns: a category is what Azure calls one kind of log, and an export may
// mix them; a resource is the account that the customer bought, which stands for
// the caller where the log names none; a name is a field in whichever spelling the
// export uses, camelCase in blobs and event hubs, PascalCase in Log Analytics.
//
// RequestResponse, the gateway's log and its log of language models are rows of
// requests, Audit is rows of actions. The gateway knows the address and the
// language model's log the tokens: both have the correlation id.
package azureopenai

import (
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/chat"
	"casebench/importers/records"
)

// Importer reads these logs. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "azure-openai", Title: "Azure OpenAI and API Management diagnostic logs", Version: 1, Extensions: []string{".json", ".jsonl"}, Namespace: "azure",
		Proves:      "That a resource answered a request at a time, for which deployment, and from which network it came; with a gateway's logs also the address, tokens and bodies.",
		CannotProve: "Who called where the object id is empty, which full address where the last part is masked, or what was asked where no gateway kept the bodies.",
		Joins:       []importers.Join{{With: "azure-openai", On: "request_id", Takes: []string{"ip", "user_agent"}}},
	}
}

// The sentences that are counted.
const (
	standIn = iota
	usage
	continued
)

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"records"},
		Tables:  []casefile.Table{casefile.TableRequests, casefile.TableActions},
		Assumed: []string{
			"%d rows name no caller; the Azure resource stands for it as the account.",
			"%d rows tell the tokens of a request (AzureOpenAIRequestUsage); the request itself may stand in RequestResponse too.",
			"%d rows continue the messages of another row of the same correlation id; they were skipped, and their text is in the original.",
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
	resource := strings.ToUpper(get(v, "resourceId").String() + v.Fold("_ResourceId").String())
	ours := strings.Contains(resource, "MICROSOFT.COGNITIVESERVICES") || strings.Contains(resource, "MICROSOFT.APIMANAGEMENT")
	switch kind := categoryOf(v); {
	case kind != "" && ours:
		return importers.Match{Fit: importers.FitCertain, Why: "its records name a category and a resource of Azure OpenAI or its gateway"}
	case kind == llmLog:
		return importers.Match{Fit: importers.FitByShape, Why: "its records have the columns of the gateway's log of language models"}
	case ours:
		return importers.Match{Fit: importers.FitByName, Why: "its records name a resource of Azure OpenAI, but no category that is read"}
	}
	return importers.Match{Why: "its records are no Azure diagnostic logs of a language model"}
}

// The categories that are read.
const (
	requestResponse = "RequestResponse"
	audit           = "Audit"
	requestUsage    = "AzureOpenAIRequestUsage"
	gateway         = "GatewayLogs"
	llmLog          = "GatewayLlmLogs"
)

// categoryOf returns which log a record is of, or "".
func categoryOf(v records.Value) string {
	switch c := get(v, "category").String(); c {
	case requestResponse, audit, requestUsage, gateway, llmLog:
		return c
	}
	switch v.Fold("Type").String() { // the tables of Log Analytics
	case "ApiManagementGatewayLogs":
		return gateway
	case "ApiManagementGatewayLlmLog":
		return llmLog
	}
	if v.Fold("CorrelationId").There() && v.Fold("PromptTokens").There() && v.Fold("DeploymentName").There() {
		return llmLog
	}
	return ""
}

// get returns a field of the record or of its properties, which may be JSON in a
// string, in any spelling that Azure's exports have.
func get(v records.Value, name string) records.Value {
	properties := v.Fold("properties").Inner()
	if !properties.IsObject() {
		properties = v.Fold("properties_s").Inner()
	}
	for _, in := range [...]records.Value{v, properties} {
		for _, suffix := range [...]string{"", "_s", "_d", "_g"} {
			if f := in.Fold(name + suffix); !f.Null() {
				return f
			}
		}
	}
	return records.Value{}
}

func row(r *records.Row) {
	v := r.Record
	kind := categoryOf(v)
	when := get(v, "time")
	if when.Empty() {
		when = get(v, "TimeGenerated")
	}
	switch kind {
	case "":
		r.Reject("The record is of no category that is read.")
		return
	case audit:
		r.To(casefile.TableActions)
		r.Set("action", get(v, "operationName"))
		r.Set("reason", get(v, "resultSignature"))
		r.Set("by", get(v, "AssetIdentity"))
	case requestUsage:
		if !r.Set("tokens_in", first(v, "promptTokens", "inputTokens")) || !r.Set("tokens_out", first(v, "completionTokens", "generatedTokens", "outputTokens")) {
			r.Reject("The record of usage does not tell tokens under a name that is known.")
			return
		}
		r.Assume(usage)
		common(r, v)
	case requestResponse:
		common(r, v)
		ticks(r, v, "requestTime", "request_time")
		ticks(r, v, "responseTime", "response_time")
	case gateway:
		common(r, v)
		bodies(r, v)
	case llmLog:
		llm(r, v)
	}
	account(r, v)
	r.Set("ts", when)
	r.Use(v.Fold("category"))
}

// common sets what the logs of requests share.
func common(r *records.Row, v records.Value) {
	r.Set("request_id", get(v, "correlationId"))
	r.Set("ip", first(v, "callerIpAddress"))
	r.Set("model", get(v, "modelName"))
	r.Set("endpoint", get(v, "operationName"))
	r.Set("latency_ms", first(v, "durationMs", "totalTime"))
	r.Set("status", first(v, "resultSignature", "responseCode"))
}

func first(v records.Value, names ...string) records.Value {
	for _, name := range names {
		if f := get(v, name); !f.Empty() {
			return f
		}
	}
	return records.Value{}
}

// account sets the account: the caller's object id, or what stands for it.
func account(r *records.Row, v records.Value) {
	resource := strings.ToLower(first(v, "resourceId", "_ResourceId").String())
	if categoryOf(v) != audit {
		r.SetText("org_id", resource)
	}
	if r.Set("account_id", first(v, "objectId", "userId", "apimSubscriptionId")) {
		return
	}
	if resource == "" {
		r.Reject("The record names neither a caller nor a resource.")
		return
	}
	r.SetText("account_id", resource)
	r.Assume(standIn)
}

// ticks keeps a time that .NET counts: hundreds of nanoseconds since the year 1.
func ticks(r *records.Row, v records.Value, name, as string) {
	const epoch = 621_355_968_000_000_000 // 1970-01-01 in ticks
	f := get(v, name)
	n, err := strconv.ParseInt(f.String(), 10, 64)
	if err != nil || n < epoch || n > epoch+253_402_300_799*1e7 {
		return
	}
	r.Extra(as, canon.FormatTime((n-epoch)*100))
	r.Use(f)
}

// bodies reads what the gateway kept of request and response.
func bodies(r *records.Row, v records.Value) {
	asked, answered := first(v, "requestBody", "backendRequestBody"), first(v, "responseBody", "backendResponseBody")
	r.Set("user_agent", get(v, "requestHeaders").Inner().Fold("User-Agent"))
	answer := answered.Inner()
	r.Set("model", answer.Get("model"))
	code, filter := answer.Get("error", "code"), answer.Get("error", "innererror", "code")
	r.Extra("error_code", code.String())
	r.Extra("guardrail", filter.String())
	chat.Fill(r, asked, answered)
	if at := get(v, "url").String(); strings.Contains(at, "/deployments/") {
		_, deployment, _ := strings.Cut(at, "/deployments/")
		deployment, _, _ = strings.Cut(deployment, "/")
		r.Extra("modelDeploymentName", deployment)
	}
}

// llm reads a row of the gateway's log of language models.
func llm(r *records.Row, v records.Value) {
	in, out := get(v, "PromptTokens"), get(v, "CompletionTokens")
	if n := get(v, "SequenceNumber").String(); n != "" && n != "0" && in.Null() && out.Null() {
		r.Assume(continued)
		r.Skip()
		return
	}
	common(r, v)
	r.Set("tokens_in", in)
	r.Set("tokens_out", out)
	asked, answered := get(v, "RequestMessages"), get(v, "ResponseMessages")
	chat.FillPrompt(r, chat.Asked(asked))
	chat.FillAnswer(r, chat.Answered(answered))
	r.Use(asked, answered)
}
