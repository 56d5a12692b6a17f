package chat

import "casebench/importers/records"

// Asked returns what a request body asks: messages in any vendor's form, or a bare
// prompt.
func Asked(body records.Value) *Talk {
	t := &Talk{}
	body = unquote(body)
	if body.IsText() {
		t.Say("user", body.String())
		return t
	}
	if body.IsList() {
		t.turnsOf(body)
		return t
	}
	for _, name := range [...]string{"system", "systemInstruction", "system_instruction", "instructions", "preamble"} {
		if v := body.Get(name); v.IsText() || v.IsList() || v.IsObject() {
			t.Say("system", saidBy(v))
		}
	}
	t.turnsOf(body.Get("chat_history"))
	switch {
	case body.Get("messages").There():
		t.turnsOf(unquote(body.Get("messages")))
	case body.Get("contents").There():
		t.turnsOf(unquote(body.Get("contents")))
	default:
		for _, name := range [...]string{"prompt", "inputText", "input", "inputs", "message", "texts", "query", "taskParams", "textToImageParams", "instances", "content"} {
			if v := body.Get(name); v.There() {
				t.turnsOf(unquote(v))
			}
		}
	}
	return t
}

// turnsOf adds what may be a list of messages, of texts, one message, or a text.
func (t *Talk) turnsOf(v records.Value) {
	switch {
	case v.IsText():
		t.Say("user", v.String())
	case v.IsObject():
		t.turn(v)
	case v.IsList():
		v.Each(func(_ string, m records.Value) bool {
			if m.IsText() {
				t.Say("user", m.String())
			} else {
				t.turn(m)
			}
			return true
		})
	}
}

// turn adds one message.
func (t *Talk) turn(m records.Value) {
	role := m.First("role", "author", "type").String()
	switch role {
	case "human", "USER", "HumanMessage", "", "text", "input_text", "message":
		role = "user"
	case "ai", "CHATBOT", "model", "AIMessage":
		role = "assistant"
	}
	for _, name := range [...]string{"content", "parts", "text", "message", "prompt", "output"} {
		if v := m.Get(name); !v.Empty() {
			t.Say(role, saidBy(v))
			break
		}
	}
	m.Get("tool_calls").Each(func(_ string, call records.Value) bool {
		t.Say(role, note(call))
		return true
	})
	if f := m.Get("function_call"); f.IsObject() {
		t.Say(role, note(f))
	}
}

// unquote returns what a string of JSON holds, or the value itself.
func unquote(v records.Value) records.Value {
	if in := v.Inner(); in.There() {
		return in
	}
	return v
}
