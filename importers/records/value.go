package records

import ()

// Value is a record or a part of one. The zero Value is what is not there; it may
// be asked everything and has no text, no members and no elements. A Value is good
// until the decoder goes on to the next record.
type Value struct {
	t *tree
	n int32
	d *decoder // whose record it is; nil in a head
}

// There reports whether the value is there, null included.
func (v Value) There() bool { return v.n != 0 }

// Null reports whether the value is null or not there.
func (v Value) Null() bool { return v.n == 0 || v.kind() == 'n' }

// IsObject reports whether the value is an object.
func (v Value) IsObject() bool { return v.kind() == '{' }

// IsList reports whether the value is a list.
func (v Value) IsList() bool { return v.kind() == '[' }

// IsText reports whether the value is a string.
func (v Value) IsText() bool { return v.kind() == '"' }

// IsNumber reports whether the value is a number.
func (v Value) IsNumber() bool { return v.kind() == '0' }

func (v Value) kind() byte {
	if v.n == 0 {
		return 0
	}
	return v.t.nodes[v.n].kind
}

// Raw returns the value as it is written. The bytes belong to the record.
func (v Value) Raw() []byte {
	if v.n == 0 {
		return nil
	}
	return v.t.raw[v.t.nodes[v.n].start:v.t.nodes[v.n].end]
}

// Text returns a string's text, and a number, a truth value, a list or an object
// as it is written; null has none. The bytes must not be kept.
func (v Value) Text() []byte {
	switch v.kind() {
	case 0, 'n':
		return nil
	case '"':
		raw := v.Raw()
		if len(raw) < 2 || raw[len(raw)-1] != '"' {
			return nil // of a head that broke off
		}
		if v.t.nodes[v.n].plain {
			return raw[1 : len(raw)-1]
		}
		text, whole := Unescape(nil, raw[1:len(raw)-1])
		if !whole && v.d != nil {
			v.d.halved = true
		}
		return text
	}
	return v.Raw()
}

// String returns Text as a string.
func (v Value) String() string { return string(v.Text()) }

// Is reports whether the value is a string of that text.
func (v Value) Is(text string) bool { return v.kind() == '"' && string(v.Text()) == text }

// Get returns the value at the end of a path of member names. Of a repeated name
// it is the last.
func (v Value) Get(path ...string) Value {
	for _, name := range path {
		if v.n == 0 {
			return Value{}
		}
		v.n = v.t.member(v.n, name)
	}
	if v.n == 0 {
		return Value{}
	}
	return v
}

// First returns the first of several members that is there and is not null or an
// empty text.
func (v Value) First(names ...string) Value {
	for _, name := range names {
		if m := v.Get(name); !m.Empty() {
			return m
		}
	}
	return Value{}
}

// Empty reports whether the value is not there, null, or an empty text.
func (v Value) Empty() bool {
	return v.Null() || v.kind() == '"' && v.t.nodes[v.n].end-v.t.nodes[v.n].start <= 2
}

// Fold returns the member whose name is the given one in any letter case.
func (v Value) Fold(name string) Value {
	if !v.IsObject() {
		return Value{}
	}
	found := Value{}
	for n := v.t.nodes[v.n].child; n != 0; n = v.t.nodes[n].next {
		if x := &v.t.nodes[n]; !x.used && int(x.keyEnd-x.keyStart) >= len(name) && v.t.folds(n, name) {
			found = Value{v.t, n, v.d}
		}
	}
	return found
}

// Each calls f for every element of a list, or member of an object, with its name,
// until f returns false. Members that a later one of the same name takes the place
// of are left out.
func (v Value) Each(f func(name string, e Value) bool) {
	kind := v.kind()
	if kind != '{' && kind != '[' {
		return
	}
	for n := v.t.nodes[v.n].child; n != 0; n = v.t.nodes[n].next {
		name := ""
		if kind == '{' {
			name = v.t.key(n)
			if v.t.nodes[n].used && v.t.again && v.t.member(v.n, name) != n {
				continue
			}
		}
		if !f(name, Value{v.t, n, v.d}) {
			return
		}
	}
}

// Len returns the number of elements or members.
func (v Value) Len() int {
	count := 0
	v.Each(func(string, Value) bool { count++; return true })
	return count
}

// Inner returns the value that is written inside a string, as exporters do with
// JSON in JSON, or the value itself when it is no string. What is no whole JSON is
// not there.
func (v Value) Inner() Value {
	if !v.IsText() {
		return v
	}
	if v.d != nil { // before the text is made of its escapes again
		if t := v.d.asked(v); t != nil {
			if len(t.nodes) < 2 {
				return Value{}
			}
			return Value{t, 1, v.d}
		}
	}
	text := v.Text()
	if i := Space(text, 0); i >= len(text) || text[i] != '{' && text[i] != '[' {
		return Value{}
	}
	t := &tree{}
	if v.d != nil {
		t = v.d.inner(v)
	}
	if end := t.parse(text); end < 0 || Space(text, end) != len(text) {
		t.nodes = t.nodes[:0]
		return Value{}
	}
	return Value{t, 1, v.d}
}

// Parse returns the value that a text of JSON holds, for texts that a format has put
// together itself. What is no whole JSON is not there.
func Parse(text []byte) Value {
	t := &tree{}
	if end := t.parse(text); end < 0 || Space(text, end) != len(text) {
		return Value{}
	}
	return Value{t, 1, nil}
}

// Used reports whether a column holds the value already.
func (v Value) Used() bool { return v.n != 0 && v.t.nodes[v.n].used }
