package misp

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"casebench/casefile"
)

// attribute is what is read of one line of an event.
type attribute struct {
	offset, length int64
	event          *event
	group          *group // nil when it stands in the event itself

	uuid, kind, value, comment string
	relation                   string // what it is in its object
	firstSeen, lastSeen        string
	timestamp                  int64 // of its last change, in seconds
	toIDs, deleted             bool
	label                      label
	author, info               string // of its event, when it came without one
	proposals                  int

	isObject bool // as attributes are
	telling  bool // it has keys that only attributes have
	repeated bool // it has one of the keys above twice
	older    bool // the document holds it in a newer state
	copies   int  // older states in the document
}

// newAttribute reads an attribute from valid JSON. Keys are compared exactly; of
// a repeated key the last value counts, but labels add up.
func newAttribute(raw []byte) *attribute {
	a := &attribute{}
	if len(raw) == 0 || raw[0] != '{' {
		return a
	}
	a.isObject = true
	seen := make([]string, 0, 16)
	members(raw, func(key string, value []byte) {
		if a.set(key, value) {
			a.repeated = a.repeated || slices.Contains(seen, key)
			seen = append(seen, key)
		}
	})
	a.telling = slices.Contains(seen, "uuid") || slices.Contains(seen, "to_ids") || slices.Contains(seen, "category")
	return a
}

// set takes one key's value; false means that the key is of no interest.
func (a *attribute) set(key string, v json.RawMessage) bool {
	switch key {
	case "uuid":
		if a.uuid = ""; v[0] == '"' {
			a.uuid = text(v)
		}
	case "type":
		a.kind = text(v)
	case "category":
	case "value":
		a.value = text(v)
	case "comment":
		a.comment = text(v)
	case "object_relation":
		a.relation = text(v)
	case "first_seen":
		a.firstSeen = text(v)
	case "last_seen":
		a.lastSeen = text(v)
	case "timestamp":
		a.timestamp, _ = strconv.ParseInt(text(v), 10, 64) // without one it is the oldest
	case "to_ids":
		a.toIDs = truth(v)
	case "deleted":
		a.deleted = truth(v)
	case "Tag":
		a.label.add(v)
	case "ShadowAttribute":
		a.proposals = count(v)
	case "Event": // of an attribute search
		a.ofEvent(v)
	default:
		return false
	}
	return true
}

func (a *attribute) ofEvent(v json.RawMessage) {
	var e struct {
		Info json.RawMessage
		Orgc json.RawMessage
		Tag  json.RawMessage
	}
	_ = json.Unmarshal(v, &e) // what cannot be read of it stays empty
	a.info, a.author = text(e.Info), nameOf(e.Orgc)
	a.label.add(e.Tag)
}

// gone reports whether the attribute was deleted, by itself or with its object.
func (a *attribute) gone() bool { return a.deleted || a.group != nil && a.group.deleted }

// text returns a string's text, or a number or truth value as it is written:
// tools other than MISP itself write values without quotes.
func text(v json.RawMessage) string {
	if len(v) == 0 || v[0] == '{' || v[0] == '[' || v[0] == 'n' {
		return ""
	}
	if v[0] != '"' {
		return string(v)
	}
	if inner := v[1 : len(v)-1]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner)
	}
	var s string
	_ = json.Unmarshal(v, &s) // v is a JSON string
	return s
}

// truth reads true, 1, "1" and "true" as true, and all else as false.
func truth(v json.RawMessage) bool {
	yes, err := strconv.ParseBool(text(v))
	return yes && err == nil
}

// nameOf returns the name of an organisation.
func nameOf(v json.RawMessage) string {
	var o struct{ Name string }
	_ = json.Unmarshal(v, &o) // an organisation of another form has no name
	return o.Name
}

// count returns the length of a list, 1 for a single object, 0 for all else.
func count(v json.RawMessage) int {
	if string(v) == "[]" {
		return 0
	}
	var list []json.RawMessage
	if json.Unmarshal(v, &list) == nil {
		return len(list)
	}
	if len(v) > 0 && v[0] == '{' {
		return 1
	}
	return 0
}

// label is what tags say of sharing.
type label struct {
	marking casefile.Marking
	odd     bool // a TLP tag says something that TLP does not know
}

// add narrows the label by a list of tags. A TLP label that TLP 2.0 does not know
// ("tlp:ex:chr") binds somehow, so that it counts as the narrowest.
func (l *label) add(tags json.RawMessage) {
	if len(tags) == 0 || string(tags) == "[]" {
		return
	}
	var list []struct{ Name string }
	_ = json.Unmarshal(tags, &list) // tags of another form are no labels
	for _, t := range list {
		name := strings.NewReplacer(" ", "", `"`, "").Replace(strings.ToLower(t.Name))
		if !strings.HasPrefix(name, "tlp:") && !strings.HasPrefix(name, "tlp-") {
			continue
		}
		m, ok := casefile.ParseMarking(name)
		if !ok || m == "" {
			m, l.odd = "red", true
		}
		if m.Rank() > l.marking.Rank() {
			l.marking = m
		}
	}
}

// with returns the narrower of two labels.
func (l label) with(other label) label {
	if other.marking.Rank() > l.marking.Rank() {
		l.marking = other.marking
	}
	l.odd = l.odd || other.odd
	return l
}
