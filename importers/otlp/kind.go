package otlp

import (
	"slices"
	"strings"

	"casebench/importers/records"
)

// What a span is.
const (
	isCall   = iota // it calls a model
	isAround        // it stands round such a call, or beside it
	isOther
)

// kindOf says what a span is, by what it says itself; the newest word first.
func kindOf(a attributes, v records.Value) int {
	switch op := strings.ToLower(a.text("gen_ai.operation.name")); op {
	case "":
	case "chat", "text_completion", "generate_content", "embeddings", "completion", "embedding", "rerank", "image_generation", "response", "responses":
		return isCall
	default: // invoke_agent, create_agent, execute_tool, …
		return isAround
	}
	if op := a.text("ai.operationId"); op != "" {
		if strings.Contains(op, ".do") {
			return isCall
		}
		return isAround
	}
	switch strings.ToUpper(a.text("openinference.span.kind")) {
	case "":
	case "LLM", "EMBEDDING", "RERANKER":
		return isCall
	default:
		return isAround
	}
	switch strings.ToLower(a.text("langfuse.observation.type")) {
	case "":
	case "generation", "embedding":
		return isCall
	default:
		return isAround
	}
	if kind := strings.ToLower(a.text("traceloop.span.kind")); kind != "" {
		return isAround // workflow, task, agent, tool: the calls have no such kind
	}
	for _, name := range [...]string{"gen_ai.request.model", "gen_ai.response.model", "llm.model_name", "llm.request.model", "ai.model.id",
		"gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt", "llm.request.type"} {
		if a.get(name).There() {
			return isCall
		}
	}
	if name := eventName(v); name == "gen_ai.client.inference.operation.details" {
		return isCall
	}
	for _, prefix := range [...]string{"gen_ai.", "llm.", "ai.", "langfuse."} {
		if slices.ContainsFunc(a.names(), func(name string) bool { return strings.HasPrefix(name, prefix) }) {
			return isAround
		}
	}
	return isOther
}

// eventName returns what a log record says it is.
func eventName(v records.Value) string {
	if name := v.Get("eventName").String(); name != "" {
		return name
	}
	return attributes{v.Get("attributes")}.text("event.name")
}
