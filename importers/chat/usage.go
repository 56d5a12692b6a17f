package chat

import "casebench/importers/records"

// Usage is what a body says of tokens. A Value that is not there was not said.
type Usage struct {
	In, Out, Cached, Total records.Value
}

// UsageOf reads the object that counts tokens, under the names of any vendor.
func UsageOf(u records.Value) Usage {
	return Usage{
		In: u.First("input_tokens", "prompt_tokens", "inputTokens", "promptTokens", "promptTokenCount", "inputTokenCount",
			"inputTextTokenCount", "prompt_token_count", "input"),
		Out: u.First("output_tokens", "completion_tokens", "outputTokens", "completionTokens", "candidatesTokenCount",
			"outputTokenCount", "generation_token_count", "output"),
		Cached: u.First("cache_read_input_tokens", "cacheReadInputTokens", "cacheReadInputTokenCount", "cachedContentTokenCount", "cached_tokens",
			"input_cached_tokens"),
		Total: u.First("total_tokens", "totalTokens", "totalTokenCount", "total"),
	}
}

// UsageIn returns what a response says of tokens, wherever its vendor says it; in a
// stream, what is said last counts.
func UsageIn(body records.Value) Usage {
	body = unquote(body)
	var found Usage
	if body.IsList() {
		body.Each(func(_ string, e records.Value) bool {
			found = found.then(UsageIn(e))
			return true
		})
		return found
	}
	for _, u := range [...]records.Value{body.Get("message", "usage"), body.Get("metadata", "usage"), body.Get("response", "usage"),
		body.Get("usageMetadata"), body.Get("usage_metadata"), body.Get("usage")} {
		if u.IsObject() {
			found = found.then(UsageOf(u))
		}
	}
	return found
}

// then returns what is said later where it says anything.
func (u Usage) then(later Usage) Usage {
	pick := func(a, b records.Value) records.Value {
		if b.Empty() {
			return a
		}
		return b
	}
	return Usage{pick(u.In, later.In), pick(u.Out, later.Out), pick(u.Cached, later.Cached), pick(u.Total, later.Total)}
}

// Params is what a request asks of the model besides its text.
type Params struct {
	MaxTokens, Temperature records.Value
}

// ParamsOf reads them wherever a vendor has them.
func ParamsOf(body records.Value) Params {
	body = unquote(body)
	var p Params
	for _, at := range [...]records.Value{body.Get("generationConfig"), body.Get("generation_config"), body.Get("inferenceConfig"),
		body.Get("textGenerationConfig"), body.Get("parameters"), body} {
		if v := at.First("max_tokens", "maxTokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens", "max_tokens_to_sample",
			"maxTokenCount", "max_gen_len", "max_new_tokens"); v.IsNumber() {
			p.MaxTokens = v
		}
		if v := at.First("temperature"); v.IsNumber() {
			p.Temperature = v
		}
	}
	return p
}
