package otlp

import (
	"casebench/importers/chat"
	"casebench/importers/records"
)

// attributes is a list of names with values, as the protocol writes them.
type attributes struct{ list records.Value }

// get returns a value in what says its type: {"stringValue": …}. Of a repeated name
// it is the first.
func (a attributes) get(name string) (found records.Value) {
	a.list.Each(func(_ string, e records.Value) bool {
		if e.Get("key").Is(name) {
			found = e.Get("value")
		}
		return !found.There()
	})
	return found
}

func (a attributes) names() (names []string) {
	a.list.Each(func(_ string, e records.Value) bool {
		names = append(names, e.Get("key").String())
		return true
	})
	return names
}

// scalar returns what is inside a typed value: a text, a number, a truth value.
func scalar(typed records.Value) records.Value {
	return typed.First("stringValue", "intValue", "doubleValue", "boolValue", "bytesValue", "string_value", "int_value", "double_value", "bool_value")
}

// text returns an attribute as a text; lists and maps as JSON.
func (a attributes) text(name string) string { return textOf(a.get(name)) }

func textOf(typed records.Value) string {
	if s := scalar(typed); s.There() {
		return s.String()
	}
	return string(plain(nil, typed))
}

// set gives a column the first of the attributes that is there.
func (a attributes) set(r *records.Row, column string, names ...string) bool {
	for _, name := range names {
		if v := a.get(name); r.SetText(column, textOf(v)) {
			r.Use(v)
			return true
		}
	}
	return false
}

// value returns an attribute as JSON to look into: what its text holds, or the list
// or map that it is.
func (a attributes) value(name string) records.Value {
	typed := a.get(name)
	if !typed.There() {
		return records.Value{}
	}
	if s := scalar(typed); s.There() {
		if in := s.Inner(); in.There() {
			return in
		}
		return s
	}
	return records.Parse(plain(nil, typed))
}

// plain writes a typed value as JSON without its types.
func plain(b []byte, typed records.Value) []byte {
	separate := func(first byte) {
		if b[len(b)-1] != first {
			b = append(b, ',')
		}
	}
	if list := typed.First("arrayValue", "array_value"); list.There() {
		b = append(b, '[')
		list.Get("values").Each(func(_ string, e records.Value) bool {
			separate('[')
			b = plain(b, e)
			return true
		})
		return append(b, ']')
	}
	if kv := typed.First("kvlistValue", "kvlist_value"); kv.There() {
		b = append(b, '{')
		kv.Get("values").Each(func(_ string, e records.Value) bool {
			if key := e.Get("key"); key.IsText() {
				separate('{')
				b = append(append(b, key.Raw()...), ':')
				b = plain(b, e.Get("value"))
			}
			return true
		})
		return append(b, '}')
	}
	if s := scalar(typed); s.There() {
		return append(b, s.Raw()...)
	}
	if len(b) == 0 {
		return nil
	}
	return append(b, "null"...)
}

// rest keeps what no column holds, but for what was said: prompts and answers stay
// in the original.
func (a attributes) rest(r *records.Row, prefix string) {
	a.list.Each(func(_ string, e records.Value) bool {
		name, v := e.Get("key").String(), e.Get("value")
		if !v.Used() && !chat.IsSpeech(name) {
			r.Extra(prefix+name, textOf(v))
		}
		return true
	})
}
