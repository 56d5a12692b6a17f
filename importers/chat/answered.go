package chat

import (
	"strings"

	"casebench/importers/records"
)

// Answered returns what a response body answers, whole or in the pieces of a stream.
func Answered(body records.Value) *Talk {
	t := &Talk{}
	body = unquote(body)
	switch {
	case body.IsText():
		t.Say("assistant", body.String())
	case body.IsList():
		t.pieces(body)
	case body.IsObject():
		t.answer(body)
	}
	return t
}

// answer adds the answer of one response.
func (t *Talk) answer(v records.Value) {
	say := func(text string) { t.Say("assistant", text) }
	each := func(list records.Value, one func(records.Value)) {
		list.Each(func(_ string, e records.Value) bool { one(e); return true })
	}
	each(v.Get("choices"), func(c records.Value) {
		if m := c.First("message", "delta"); m.IsObject() {
			t.turn(m)
		} else {
			say(c.Get("text").String())
		}
	})
	each(v.Get("candidates"), func(c records.Value) { say(saidBy(c.Get("content"))) })
	each(v.Get("results"), func(r records.Value) { say(r.Get("outputText").String()) })
	each(v.Get("generations"), func(g records.Value) { say(saidBy(g.First("text", "message"))) })
	each(v.Get("outputs"), func(o records.Value) { say(saidBy(o.First("text", "message"))) })
	if m := v.Get("output", "message"); m.IsObject() {
		t.turn(m)
	} else if out := v.Get("output"); out.IsList() || out.IsText() {
		out.Each(func(_ string, item records.Value) bool { t.turn(item); return true })
		if out.IsText() {
			say(out.String())
		}
	}
	if m := v.Get("message"); m.IsObject() && !v.Get("choices").There() {
		t.turn(m)
	}
	for _, name := range [...]string{"content", "completion", "generation", "outputText", "output_text", "text", "response"} {
		if c := v.Get(name); c.IsText() || c.IsList() {
			say(saidBy(c))
			break
		}
	}
}

// pieces puts a stream's events together. Each vendor's deltas are texts that
// follow one another without anything between.
func (t *Talk) pieces(list records.Value) {
	var b strings.Builder
	whole := false
	list.Each(func(_ string, e records.Value) bool {
		if !e.IsObject() {
			return true // the bare "[DONE]"
		}
		if e.Get("role").There() || e.Get("parts").There() {
			t.turn(e) // a list of messages, not of pieces
			whole = true
			return true
		}
		delta := e.Get("delta")
		if !delta.There() {
			delta = e.Get("contentBlockDelta", "delta")
		}
		switch {
		case delta.IsObject():
			b.WriteString(records.Join("", delta.First("text", "thinking", "partial_json").String(), delta.Get("toolUse", "input").String()))
		case delta.IsText():
			b.WriteString(delta.String()) // OpenAI responses: response.output_text.delta
		case e.Get("content_block").IsObject():
			b.WriteString(e.Get("content_block", "text").String())
		case e.Get("message").IsObject(): // message_start and the like hold no text
		default:
			var one Talk
			one.answer(e)
			b.WriteString(one.Said())
		}
		return true
	})
	if !whole || b.Len() > 0 {
		t.Say("assistant", b.String())
	}
}
