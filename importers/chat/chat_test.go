package chat_test

import (
	"testing"

	"casebench/importers/chat"
	"casebench/importers/records"
)

// TestAsked reads the request bodies of every vendor that is known.
func TestAsked(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"a text":                {`"Hello."`, "Hello."},
		"JSON in a text":        {`"[{\"role\":\"user\",\"content\":\"Hello.\"}]"`, "Hello."},
		"chat completions":      {`{"messages":[{"role":"system","content":"S"},{"role":"user","content":"U"},{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":"T"}]}`, "system: S\n\nuser: U\n\nassistant: [tool call: f {}]\n\ntool: T"},
		"responses":             {`{"instructions":"S","input":[{"role":"user","content":[{"type":"input_text","text":"U"},{"type":"input_image","image_url":{"url":"https://example.com/a.png"}}]}]}`, "system: S\n\nuser: U\n[input_image: https://example.com/a.png]"},
		"messages":              {`{"system":[{"type":"text","text":"S"}],"messages":[{"role":"user","content":[{"type":"text","text":"U"},{"type":"tool_result","content":[{"type":"text","text":"R"}]}]}]}`, "system: S\n\nuser: U\n[tool result: R]"},
		"converse":              {`{"messages":[{"role":"user","content":[{"guardContent":{"text":{"text":"G"}}},{"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/k"}}}}]}]}`, "G\n[image: png s3://b/k]"},
		"gemini":                {`{"contents":[{"role":"user","parts":[{"text":"U"},{"functionResponse":{"name":"f","response":"R"}}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}}]}]}`, "user: U\n[tool result: R]\n\nassistant: [tool call: f {\"a\":1}]"},
		"titan":                 {`{"inputText":"U"}`, "U"},
		"llama":                 {`{"prompt":"U","max_gen_len":3}`, "U"},
		"several prompts":       {`{"prompt":["A","B"]}`, "user: A\n\nuser: B"},
		"cohere":                {`{"preamble":"S","chat_history":[{"role":"USER","message":"A"}],"message":"B"}`, "system: S\n\nuser: A\n\nuser: B"},
		"embeddings":            {`{"input":["A"]}`, "A"},
		"one message":           {`{"messages":{"role":"user","content":"U"}}`, "U"},
		"parts with content":    {`[{"role":"user","parts":[{"type":"text","content":"U"}]}]`, "U"},
		"of no known shape":     {`{"steps":[1,2]}`, ""},
		"null":                  {`null`, ""},
		"a number for messages": {`{"messages":7}`, ""},
	} {
		if got := chat.Asked(records.Parse([]byte(c.body))).String(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestAnswered reads the answers, whole and in pieces.
func TestAnswered(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"chat completions":    {`{"choices":[{"message":{"role":"assistant","content":"A"}}]}`, "A"},
		"completions":         {`{"choices":[{"text":"A"}]}`, "A"},
		"responses":           {`{"output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"A"}]}]}`, "A"},
		"messages":            {`{"role":"assistant","content":[{"type":"text","text":"A"},{"type":"tool_use","name":"f","input":{}}]}`, "A\n[tool call: f {}]"},
		"converse":            {`{"output":{"message":{"role":"assistant","content":[{"text":"A"}]}}}`, "A"},
		"gemini":              {`{"candidates":[{"content":{"parts":[{"text":"A"},{"text":"B"}]}}]}`, "A\nB"},
		"titan":               {`{"results":[{"outputText":"A"}]}`, "A"},
		"llama":               {`{"generation":"A"}`, "A"},
		"mistral":             {`{"outputs":[{"text":"A"}]}`, "A"},
		"cohere":              {`{"generations":[{"text":"A"}]}`, "A"},
		"claude, old":         {`{"completion":"A","stop_reason":"x"}`, "A"},
		"stream of messages":  {`[{"type":"message_start","message":{"role":"assistant","content":[]}},{"type":"content_block_delta","delta":{"type":"text_delta","text":"A"}},{"type":"content_block_delta","delta":{"type":"text_delta","text":"B"}},"[DONE]"]`, "AB"},
		"stream of converse":  {`[{"messageStart":{"role":"assistant"}},{"contentBlockDelta":{"delta":{"text":"A"}}},{"contentBlockDelta":{"delta":{"text":"B"}}}]`, "AB"},
		"stream of chat":      {`[{"choices":[{"delta":{"role":"assistant","content":"A"}}]},{"choices":[{"delta":{"content":"B"}}]},{"choices":[]}]`, "AB"},
		"stream of gemini":    {`[{"candidates":[{"content":{"parts":[{"text":"A"}]}}]},{"candidates":[{"content":{"parts":[{"text":"B"}]}}]}]`, "AB"},
		"stream of responses": {`[{"type":"response.output_text.delta","delta":"A"},{"type":"response.output_text.delta","delta":"B"}]`, "AB"},
		"a list of messages":  {`[{"role":"assistant","content":"A"}]`, "A"},
		"an error":            {`{"error":{"code":"content_filter"}}`, ""},
	} {
		if got := chat.Answered(records.Parse([]byte(c.body))).Said(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestUsage(t *testing.T) {
	for body, want := range map[string][3]string{
		`{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}`:                                              {"1", "2", "3"},
		`{"usage":{"input_tokens":1,"output_tokens":2}}`:                                                                    {"1", "2", ""},
		`{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}`:                                                      {"1", "2", "3"},
		`{"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2}}`:                                                 {"1", "2", ""},
		`[{"message":{"usage":{"input_tokens":1,"output_tokens":1}}},{"type":"message_delta","usage":{"output_tokens":2}}]`: {"1", "2", ""},
		`{"usage":null}`: {"", "", ""},
	} {
		u := chat.UsageIn(records.Parse([]byte(body)))
		if got := [3]string{u.In.String(), u.Out.String(), u.Total.String()}; got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// TestSumIsOfTheCanonicalForm gives texts that differ in line ends or in how accents
// are composed one sum.
func TestSumIsOfTheCanonicalForm(t *testing.T) {
	if chat.Sum("caf\u00e9\n") != chat.Sum("cafe\u0301\r\n") {
		t.Error("one text has two sums")
	}
	if chat.Sum("a") == chat.Sum("a ") || chat.Sum("") != "" {
		t.Error("sums of other texts are wrong")
	}
}

func TestSpeechIsKnownByItsName(t *testing.T) {
	for name, want := range map[string]bool{
		"gen_ai.prompt.0.content": true, "gen_ai.completion.0.content": true, "llm.input_messages.0.message.content": true, "input.value": true,
		"output.value": true, "gen_ai.input.messages": true, "ai.response.text": true, "gcp.vertex.agent.llm_request": true, "events": true,
		"gen_ai.usage.input_tokens": false, "gen_ai.usage.prompt_tokens": false, "llm.token_count.prompt": false, "input.mime_type": false,
		"gen_ai.request.model": false, "host.name": false, "langfuse.observation.prompt.name": false, "gen_ai.usage.cost": false,
	} {
		if got := chat.IsSpeech(name); got != want {
			t.Errorf("%s: %t, want %t", name, got, want)
		}
	}
}
