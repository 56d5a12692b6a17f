package otlp

import (
	"slices"
	"strconv"
	"strings"

	"casebench/importers/chat"
	"casebench/importers/records"
)

// asked returns what the span says was asked, from where the newest generation that
// it has puts it.
func asked(a attributes, v records.Value) *chat.Talk {
	t := &chat.Talk{}
	if in := a.value("gen_ai.input.messages"); in.There() {
		if system := a.value("gen_ai.system_instructions"); system.There() {
			t.Say("system", chat.Asked(system).Said())
		}
		t.Append(chat.Asked(in))
		return t
	}
	for _, at := range [...][2]string{{"gen_ai.prompt.", ""}, {"llm.input_messages.", "message."}, {"llm.prompts.", ""}} {
		if turns := indexed(a, at[0], at[1]); !turns.Empty() {
			return turns
		}
	}
	for _, name := range [...]string{"ai.prompt.messages", "langfuse.observation.input", "gen_ai.prompt", "ai.prompt", "ai.value", "ai.values", "llm.prompts",
		"traceloop.entity.input", "input.value"} {
		if in := a.value(name); in.There() {
			if turns := chat.Asked(in); !turns.Empty() {
				return turns
			}
		}
	}
	each(v.Get("events"), func(e records.Value) {
		ea := attributes{e.Get("attributes")}
		switch name := e.Get("name").String(); name {
		case "gen_ai.content.prompt":
			t.Append(chat.Asked(ea.value("gen_ai.prompt")))
		case "gen_ai.client.inference.operation.details":
			t.Append(asked(ea, records.Value{}))
		case "gen_ai.user.message", "gen_ai.system.message", "gen_ai.assistant.message", "gen_ai.tool.message":
			role := strings.TrimSuffix(strings.TrimPrefix(name, "gen_ai."), ".message")
			t.Say(role, ea.text("content"))
			if event := ea.value("gen_ai.event.content"); event.There() {
				t.Append(chat.Asked(event))
			}
		}
	})
	return t
}

// answered returns what the span says was answered.
func answered(a attributes, v records.Value) *chat.Talk {
	t := &chat.Talk{}
	if out := a.value("gen_ai.output.messages"); out.There() {
		return chat.Asked(out)
	}
	for _, at := range [...][2]string{{"gen_ai.completion.", ""}, {"llm.output_messages.", "message."}} {
		if turns := indexed(a, at[0], at[1]); !turns.Empty() {
			return turns
		}
	}
	for _, name := range [...]string{"ai.response.text", "ai.response.object", "ai.result.text", "langfuse.observation.output", "gen_ai.completion",
		"traceloop.entity.output", "output.value"} {
		if out := a.value(name); out.There() {
			if turns := chat.Answered(out); !turns.Empty() {
				return turns
			}
		}
	}
	each(v.Get("events"), func(e records.Value) {
		ea := attributes{e.Get("attributes")}
		switch e.Get("name").String() {
		case "gen_ai.content.completion":
			t.Append(chat.Answered(ea.value("gen_ai.completion")))
		case "gen_ai.client.inference.operation.details":
			t.Append(answered(ea, records.Value{}))
		case "gen_ai.choice":
			m := ea.value("message")
			if !m.There() {
				m = ea.value("gen_ai.event.content")
			}
			if m.IsText() {
				t.Say("assistant", m.String())
			} else {
				t.Append(chat.Answered(m))
			}
		}
	})
	return t
}

// indexed reads turns whose number is part of the attribute's name:
// gen_ai.prompt.0.content.
func indexed(a attributes, prefix, inner string) *chat.Talk {
	roles, texts := map[int]string{}, map[int]string{}
	var order []int
	a.list.Each(func(_ string, e records.Value) bool {
		rest, ok := strings.CutPrefix(e.Get("key").String(), prefix)
		if !ok {
			return true
		}
		number, field, _ := strings.Cut(rest, ".")
		n, err := strconv.Atoi(number)
		if err != nil {
			return true
		}
		switch field = strings.TrimPrefix(field, inner); {
		case field == "role":
			roles[n] = textOf(e.Get("value"))
		case field == "content", field == "user", strings.HasPrefix(field, "contents.") && strings.HasSuffix(field, ".text"),
			strings.HasPrefix(field, "tool_calls.") && (strings.HasSuffix(field, "name") || strings.HasSuffix(field, "arguments")):
			if _, ok := texts[n]; !ok {
				order = append(order, n)
			}
			texts[n] = records.Join("\n", texts[n], textOf(e.Get("value")))
		}
		return true
	})
	slices.Sort(order)
	t := &chat.Talk{}
	for _, n := range order {
		role := roles[n]
		if role == "" {
			role = "user"
		}
		t.Say(role, texts[n])
	}
	return t
}

func each(list records.Value, f func(records.Value)) {
	list.Each(func(_ string, e records.Value) bool { f(e); return true })
}
