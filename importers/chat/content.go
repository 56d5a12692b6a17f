package chat

import (
	"strings"

	"casebench/importers/records"
)

// saidBy returns the text of a message's content: a text, one part, or a list of
// parts.
func saidBy(v records.Value) string {
	switch {
	case v.IsText():
		return v.String()
	case v.IsList():
		var said []string
		v.Each(func(_ string, part records.Value) bool {
			if s := saidBy(part); s != "" {
				said = append(said, s)
			}
			return true
		})
		return strings.Join(said, "\n")
	case v.IsObject():
		return part(v)
	}
	return ""
}

// part returns the text of one part of a message, or a note of what it is.
func part(p records.Value) string {
	if text := p.Get("text"); text.IsText() {
		return text.String()
	} else if text.IsObject() {
		return saidBy(text)
	}
	switch p.Get("type").String() {
	case "text", "input_text", "output_text", "reasoning":
		return saidBy(p.First("content", "summary"))
	case "tool_use", "tool_call", "function_call", "toolCall", "tool-call":
		return note(p)
	case "tool_result", "tool_call_response", "function_call_output", "tool-result":
		return bracket("tool result", saidBy(p.First("content", "response", "output", "result")))
	case "thinking":
		return saidBy(p.Get("thinking"))
	case "image", "image_url", "input_image", "blob", "input_audio", "video":
		return bracket(p.Get("type").String(), placeOf(p))
	case "document", "file", "uri", "input_file":
		return bracket("document", placeOf(p))
	}
	for _, name := range [...]string{"guardContent", "parts", "content"} {
		if v := p.Get(name); v.There() {
			return saidBy(v)
		}
	}
	for _, name := range [...]string{"image", "document", "video", "audio", "inlineData", "inline_data", "fileData", "file_data"} {
		if v := p.Get(name); v.IsObject() {
			return bracket(name, placeOf(v))
		}
	}
	for _, name := range [...]string{"toolUse", "functionCall", "function_call"} {
		if v := p.Get(name); v.IsObject() {
			return note(v)
		}
	}
	for _, name := range [...]string{"toolResult", "functionResponse", "function_response"} {
		if v := p.Get(name); v.IsObject() {
			return bracket("tool result", saidBy(v.First("content", "response", "output")))
		}
	}
	return ""
}

// note says which tool was called and with what.
func note(call records.Value) string {
	f := call
	if inner := call.Get("function"); inner.IsObject() {
		f = inner
	}
	what := records.Join(" ", f.First("name", "toolName").String(), f.First("arguments", "input", "args").String())
	return bracket("tool call", what)
}

// placeOf names a file by what is said of it: its name and where it is.
func placeOf(p records.Value) string {
	source := p.First("source", "image_url", "file")
	return records.Join(" ", p.First("name", "filename", "file_name").String(), p.First("format", "mime_type", "mimeType").String(),
		source.First("s3Uri", "uri", "url", "file_id").String(), source.Get("s3Location", "uri").String(),
		p.First("s3Uri", "uri", "fileUri", "file_uri", "file_id").String())
}

func bracket(what, of string) string {
	if of == "" {
		return "[" + what + "]"
	}
	return "[" + what + ": " + of + "]"
}
