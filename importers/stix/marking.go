package stix

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"casebench/casefile"
)

// published are the marking definitions of FIRST and OASIS, which bundles refer
// to without carrying them: TLP 1 in STIX 2.1 section 7.2.1.4, TLP 2.0 in the
// OASIS common objects.
var published = map[string]casefile.Marking{
	"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "clear",
	"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
	"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "amber",
	"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
	"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "clear",
	"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "green",
	"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "amber",
	"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "amber+strict",
	"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "red",
}

const tlp1White = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"

// label reads the TLP label that a marking definition states in any of the three
// ways: definition (TLP 1), the TLP 2.0 extension, or its name.
func (o *object) label() (m casefile.Marking, stated string, ok bool) {
	definition := read[map[string]json.RawMessage](o, "definition")
	if err := json.Unmarshal(definition["tlp"], &stated); err != nil {
		stated = ""
	}
	extensions := read[map[string]map[string]json.RawMessage](o, "extensions")
	for _, id := range slices.Sorted(maps.Keys(extensions)) {
		var s string
		if json.Unmarshal(extensions[id]["tlp_2_0"], &s) == nil && s != "" {
			stated = s
		}
	}
	if name := o.text("name"); stated == "" && strings.HasPrefix(strings.ToUpper(name), "TLP:") {
		stated = name
	}
	m, ok = casefile.ParseMarking(stated)
	return m, stated, ok && stated != ""
}

// markingDefects says where a marking definition and its id disagree.
func (o *object) markingDefects() (out []string) {
	m, stated, ok := o.label()
	known, isPublished := published[o.id]
	switch {
	case isPublished && ok && known != m:
		out = append(out, "it says another TLP label than the one its id is published for")
	case o.id == tlp1White && strings.Contains(strings.ToLower(stated), "clear"):
		out = append(out, "it states TLP:CLEAR, of TLP 2.0, under the id of TLP:WHITE, of TLP 1")
	}
	return out
}
