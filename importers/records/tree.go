package records

import (
	"bytes"
	"strings"

	"casebench/importers"
)

// node is one value of a record, with its key when it is a member.
type node struct {
	start, end       int32 // of the value in the record's bytes
	keyStart, keyEnd int32 // of the key's inside
	next             int32 // sibling, or 0
	child            int32 // first child, or 0
	kind             byte  // the value's first byte; '0' for numbers
	plain            bool  // the string's bytes are its value
	plainKey         bool
	used             bool // a column holds it, or a later member of the same name takes its place
}

// tree is a parsed record. Node 0 is nothing, node 1 the record itself.
type tree struct {
	raw   []byte
	nodes []node
	again bool // a name was repeated
}

// What parse returns besides the index after the value.
const (
	broken             = -1
	tooMany            = -3
	keysByLinearSearch = 24
)

// parse reads the value that raw begins with and returns the index after it, or
// broken, TooDeep or tooMany. What was read before that stays in the tree.
func (t *tree) parse(raw []byte) int {
	t.raw, t.again = raw, false
	t.nodes = append(t.nodes[:0], node{})
	return t.value(Space(raw, 0), 0)
}

// value reads a value at raw[i], which becomes the last node.
func (t *tree) value(i, depth int) int {
	b := t.raw
	if i >= len(b) {
		return broken
	}
	if len(t.nodes) > importers.MaxValues {
		return tooMany
	}
	n := len(t.nodes)
	t.nodes = append(t.nodes, node{start: int32(i), end: int32(len(b)), kind: b[i]})
	end := broken
	switch c := b[i]; c {
	case '"':
		end, t.nodes[n].plain = ScanString(b, i)
	case '{', '[':
		if depth++; depth > importers.MaxDepth {
			return TooDeep
		}
		end = t.children(n, i, depth)
	case 't', 'f', 'n':
		end = ScanWord(b, i)
	default:
		t.nodes[n].kind = '0'
		end = ScanNumber(b, i)
	}
	if end > 0 {
		t.nodes[n].end = int32(end)
	}
	return end
}

// children reads what an object or a list holds.
func (t *tree) children(parent, i, depth int) int {
	b := t.raw
	object, closing := b[i] == '{', b[i]+2
	if i = Space(b, i+1); i < len(b) && b[i] == closing {
		return i + 1
	}
	for last, count := 0, 0; ; count++ {
		var key node
		if object {
			if i >= len(b) || b[i] != '"' {
				return broken
			}
			end, plain := ScanString(b, i)
			if end < 0 {
				return broken
			}
			key = node{keyStart: int32(i + 1), keyEnd: int32(end - 1), plainKey: plain}
			if i = Space(b, end); i >= len(b) || b[i] != ':' {
				return broken
			}
			i = Space(b, i+1)
		}
		n := len(t.nodes)
		end := t.value(i, depth)
		if len(t.nodes) > n {
			t.nodes[n].keyStart, t.nodes[n].keyEnd, t.nodes[n].plainKey = key.keyStart, key.keyEnd, key.plainKey
			if last == 0 {
				t.nodes[parent].child = int32(n)
			} else {
				t.nodes[last].next = int32(n)
			}
			last = n
		}
		if end < 0 {
			return end
		}
		i = Space(b, end)
		switch {
		case i >= len(b):
			return broken
		case b[i] == closing:
			if object && count > 0 {
				t.shadow(parent, count+1)
			}
			return i + 1
		case b[i] != ',':
			return broken
		}
		i = Space(b, i+1)
	}
}

// shadow marks members whose name comes again later in the same object: the last
// value counts.
func (t *tree) shadow(parent, count int) {
	if count <= keysByLinearSearch {
		for a := t.nodes[parent].child; a != 0; a = t.nodes[a].next {
			for b := t.nodes[a].next; b != 0; b = t.nodes[b].next {
				if t.sameKey(a, b) {
					t.nodes[a].used, t.again = true, true
					break
				}
			}
		}
		return
	}
	seen := make(map[string]int32, count)
	for a := t.nodes[parent].child; a != 0; a = t.nodes[a].next {
		key := t.key(a)
		if before, ok := seen[key]; ok {
			t.nodes[before].used, t.again = true, true
		}
		seen[key] = a
	}
}

func (t *tree) sameKey(a, b int32) bool {
	x, y := &t.nodes[a], &t.nodes[b]
	if x.plainKey && y.plainKey {
		return bytes.Equal(t.raw[x.keyStart:x.keyEnd], t.raw[y.keyStart:y.keyEnd])
	}
	return t.key(a) == t.key(b)
}

// key returns a member's name.
func (t *tree) key(n int32) string {
	x := &t.nodes[n]
	inside := t.raw[x.keyStart:x.keyEnd]
	if !x.plainKey {
		inside, _ = Unescape(nil, inside)
	}
	return string(inside)
}

// folds reports whether a member has the name in whatever case. It makes no string of
// most names, since every member of an object is asked.
func (t *tree) folds(n int32, name string) bool {
	if x := &t.nodes[n]; x.plainKey {
		return strings.EqualFold(string(t.raw[x.keyStart:x.keyEnd]), name)
	}
	return strings.EqualFold(t.key(n), name)
}

// member returns the last member of that name, or 0.
func (t *tree) member(parent int32, name string) int32 {
	if t.nodes[parent].kind != '{' {
		return 0
	}
	found := int32(0)
	for n := t.nodes[parent].child; n != 0; n = t.nodes[n].next {
		x := &t.nodes[n]
		if x.plainKey && string(t.raw[x.keyStart:x.keyEnd]) == name || !x.plainKey && t.key(n) == name {
			found = n
		}
	}
	return found
}

// merge makes one object of a list of objects, as some query services write a row:
// [{"a":1},{"b":2}].
func (t *tree) merge() {
	list := &t.nodes[1]
	if list.kind != '[' {
		return
	}
	for n := list.child; n != 0; n = t.nodes[n].next {
		if t.nodes[n].kind != '{' {
			return
		}
	}
	first, last := int32(0), int32(0)
	for n := list.child; n != 0; n = t.nodes[n].next {
		for m := t.nodes[n].child; m != 0; m = t.nodes[m].next {
			if last == 0 {
				first = m
			} else {
				t.nodes[last].next = m
			}
			last = m
		}
	}
	list.kind, list.child = '{', first
}
