package chat

import "strings"

// IsSpeech reports whether an attribute of that name, as tracing libraries have them, holds what was asked or
// answered.
func IsSpeech(name string) bool {
	lower := strings.NewReplacer("llm_re", "llmre").Replace(strings.ToLower(name))
	for _, harmless := range [...]string{"token", "usage", "cost", "prompt.name", "prompt.version", "prompt.id", "mime_type", "prompt_template.version"} {
		if strings.Contains(lower, harmless) {
			return false
		}
	}
	for _, part := range strings.FieldsFunc(lower, func(c rune) bool { return c == '.' || c == '_' }) {
		switch part {
		case "prompt", "prompts", "completion", "completions", "input", "output", "inputs", "outputs", "message", "messages", "instructions", "content",
			"arguments", "text", "events", "transcript", "toolcalls", "args", "result", "spaninputs", "spanoutputs", "query", "reasoning", "llmrequest", "llmresponse":
			return true
		}
	}
	return false
}
