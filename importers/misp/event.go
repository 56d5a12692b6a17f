package misp

import (
	"bytes"
	"encoding/json"
	"strings"

	"casebench/casefile"
	"casebench/internal/fault"
)

// event is what of an event binds its attributes.
type event struct {
	Info string `json:"info"`
	Orgc struct {
		Name string `json:"name"`
	} `json:"Orgc"`
	Tag []tag `json:"Tag"`
}

type tag struct {
	Name string `json:"name"`
}

// marking returns the narrowest TLP label among tags.
func marking(tags []tag) casefile.Marking {
	var narrowest casefile.Marking
	for _, t := range tags {
		if !strings.HasPrefix(strings.ToLower(t.Name), "tlp:") {
			continue
		}
		if m, ok := casefile.ParseMarking(strings.ReplaceAll(t.Name, `"`, "")); ok && m.Rank() > narrowest.Rank() {
			narrowest = m
		}
	}
	return narrowest
}

// readEvents reads the events of a document in the order in which they stand.
func readEvents(doc []byte) ([]event, error) {
	doc = bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf"))
	var any json.RawMessage
	if err := json.Unmarshal(doc, &any); err != nil {
		return nil, fault.New(fault.Corrupt, "The document is not whole JSON.", "Ask the partner for a fresh export.", err)
	}
	return eventsIn(any), nil
}

// eventsIn finds events in one of the shapes in which they travel.
func eventsIn(raw json.RawMessage) []event {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		var out []event
		for _, r := range list {
			out = append(out, eventsIn(r)...)
		}
		return out
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return nil
	}
	if inner, ok := object["response"]; ok {
		return eventsIn(inner)
	}
	if inner, ok := object["Event"]; ok {
		raw = inner
	} else if _, ok := object["info"]; !ok {
		return nil
	}
	var e event
	if json.Unmarshal(raw, &e) != nil {
		return []event{{}}
	}
	return []event{e}
}
