package otlp

import (
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"

	"casebench/importers/chat"
	"casebench/importers/records"
)

// duration sets the latency from the two ends of the span.
func duration(r *records.Row, v records.Value) {
	start, err := strconv.ParseInt(v.Get("startTimeUnixNano").String(), 10, 64)
	end, err2 := strconv.ParseInt(v.Get("endTimeUnixNano").String(), 10, 64)
	if err == nil && err2 == nil && end != 0 {
		r.SetInt("latency_ms", (end-start)/1e6)
	}
}

// account sets the account: the user whom the program named, or what stands for it.
func account(r *records.Row, a, host attributes) {
	names := []string{"user.id", "enduser.id", "gen_ai.request.user", "langfuse.user.id", "ai.telemetry.metadata.userId",
		"traceloop.association.properties.user_id", "gen_ai.user.id", "llm.user", "user_id"}
	if a.set(r, "account_id", names...) || host.set(r, "account_id", names...) {
		return
	}
	r.Assume(standIn)
	for _, name := range [...]string{"service.name", "service.instance.id", "host.name"} {
		if who := host.text(name); who != "" {
			kind, _, _ := strings.Cut(name, ".")
			r.SetText("account_id", kind+":"+who)
			return
		}
	}
	if who := r.Above[1].First("scope", "instrumentationLibrary").Get("name").String(); who != "" {
		r.SetText("account_id", "library:"+who)
		return
	}
	r.Reject("The span names neither a user nor a service, host or library.")
}

// id keeps an identifier as hexadecimal digits: some exporters write base 64, some
// the bytes as a list.
func id(r *records.Row, v records.Value, name, as string) string {
	f := v.Get(name)
	text := f.String()
	switch {
	case f.Get("data").IsList():
		var raw []byte
		f.Get("data").Each(func(_ string, e records.Value) bool {
			n, err := strconv.ParseUint(e.String(), 10, 8)
			if err == nil {
				raw = append(raw, byte(n))
			}
			return len(raw) < 64
		})
		text = hex.EncodeToString(raw)
		r.Assume(oddID)
	case f.IsText() && len(text) != 16 && len(text) != 32 && text != "":
		if raw, err := base64.StdEncoding.DecodeString(text); err == nil && (len(raw) == 8 || len(raw) == 16) {
			text = hex.EncodeToString(raw)
			r.Assume(oddID)
		}
	}
	r.Extra(as, text)
	r.Use(f)
	return text
}

func tokens(r *records.Row, a attributes) {
	if u := a.value("langfuse.observation.usage_details"); u.IsObject() {
		usage := chat.UsageOf(u)
		r.SetText("tokens_in", usage.In.String())
		r.SetText("tokens_out", usage.Out.String())
		r.Use(a.get("langfuse.observation.usage_details"))
	}
	a.set(r, "tokens_in", "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt", "llm.usage.prompt_tokens",
		"ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens")
	a.set(r, "tokens_out", "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion", "llm.usage.completion_tokens",
		"ai.usage.outputTokens", "ai.usage.completionTokens")
}

func parameters(r *records.Row, a attributes) {
	for _, name := range [...]string{"llm.invocation_parameters", "langfuse.observation.model_parameters"} {
		p := chat.ParamsOf(a.value(name))
		r.SetText("max_tokens", p.MaxTokens.String())
		r.SetText("temperature", p.Temperature.String())
	}
	// A negative limit is how a library says that there was none.
	if n := a.text("gen_ai.request.max_tokens"); n != "" && !strings.HasPrefix(n, "-") {
		a.set(r, "max_tokens", "gen_ai.request.max_tokens")
	}
	a.set(r, "max_tokens", "ai.settings.maxTokens", "ai.settings.maxOutputTokens", "llm.request.max_tokens")
	a.set(r, "temperature", "gen_ai.request.temperature", "llm.request.temperature", "ai.settings.temperature")
}

// client sets address and client. The other end of a span that calls is the vendor,
// whatever it is named; only of a span that serves is the peer the client.
func client(r *records.Row, a attributes, v records.Value) {
	a.set(r, "ip", "client.address", "http.client_ip")
	if kind := v.Get("kind"); kind.String() == "2" || kind.Is("SPAN_KIND_SERVER") {
		a.set(r, "ip", "net.peer.ip", "network.peer.address", "net.sock.peer.addr")
	}
	a.set(r, "user_agent", "user_agent.original", "http.user_agent")
}

func status(r *records.Row, a attributes, v records.Value) {
	code := v.Get("status", "code")
	failed := code.String() == "2" || code.Is("STATUS_CODE_ERROR")
	switch {
	case a.set(r, "status", "error.type"), a.set(r, "status", "http.response.status_code", "http.status_code"):
	case failed:
		r.SetText("status", "error")
	case code.String() == "1" || code.Is("STATUS_CODE_OK"):
		r.SetText("status", "ok")
	}
	r.Extra("status_message", v.Get("status", "message").String())
}
