package chat

import (
	"strings"

	"casebench/importers/records"
)

// Fill gives a row of requests what its bodies say: the prompt and the sums of
// prompt and answer, tokens and parameters that the log does not state beside them.
// The bodies are used up: what else they hold stays in the original alone.
func Fill(r *records.Row, request, response records.Value) {
	FillPrompt(r, Asked(request))
	FillAnswer(r, Answered(response))
	p, u := ParamsOf(request), UsageIn(response)
	r.Set("max_tokens", p.MaxTokens)
	r.Set("temperature", p.Temperature)
	if !u.Cached.Empty() {
		r.Extra("tokens_cached", u.Cached.String())
	}
	r.Set("tokens_in", u.In)
	r.Set("tokens_out", u.Out)
	r.Use(request, response)
}

// FillPrompt gives a row its prompt and the prompt's sum.
func FillPrompt(r *records.Row, t *Talk) {
	if t.Empty() {
		return
	}
	text := t.String()
	r.SetText("prompt_text", text)
	r.SetText("prompt_hash", Sum(text))
	if files := filesIn(text); files != "" {
		r.Extra("files", files)
	}
}

// FillAnswer gives a row the sum of its answer. The answer itself stays in the
// original.
func FillAnswer(r *records.Row, t *Talk) {
	if !t.Empty() {
		r.SetText("completion_hash", Sum(t.Said()))
	}
}

// filesIn lists the places of files in an object store that a talk names: two
// accounts that send the same file are worth knowing.
func filesIn(text string) string {
	var found []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ']' || r == '\n' }) {
		if strings.HasPrefix(word, "s3://") || strings.HasPrefix(word, "gs://") {
			found = append(found, word)
		}
	}
	return strings.Join(found, " ")
}
