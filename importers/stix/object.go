package stix

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"casebench/casefile"
)

// object is the properties that are read of any STIX object. A property of
// another JSON type than its own is treated as absent.
type object struct {
	raw    json.RawMessage
	fields map[string]json.RawMessage
	offset int64
	row    int64

	kind, id string
}

func newObject(raw json.RawMessage, offset, row int64) (*object, bool) {
	o := &object{raw: raw, offset: offset, row: row}
	if err := json.Unmarshal(raw, &o.fields); err != nil || o.fields == nil {
		return o, false
	}
	o.kind, o.id = o.text("type"), o.text("id")
	return o, o.kind != ""
}

func (o *object) has(name string) bool {
	v, ok := o.fields[name]
	return ok && string(v) != "null"
}

func read[T any](o *object, name string) (v T) {
	if raw, ok := o.fields[name]; ok {
		var got T
		if json.Unmarshal(raw, &got) == nil {
			return got
		}
	}
	return v
}

func (o *object) text(name string) string    { return read[string](o, name) }
func (o *object) texts(name string) []string { return read[[]string](o, name) }

// instant reads a time property; ok is false when it is there and is no time.
func (o *object) instant(name string) (t time.Time, ok bool) {
	s := o.text(name)
	if s == "" {
		return t, !o.has(name)
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	return t.UTC(), err == nil
}

// origin returns where the object stands.
func (o *object) origin() casefile.Origin {
	return casefile.Origin{Row: o.row, Offset: o.offset, Length: int64(len(o.raw))}
}

// What each type cannot do without, beside type and id. From STIX 2.1 parts 4 to
// 7; cyber-observable objects need no spec_version and no dates.
var needs = map[string][]string{
	"attack-pattern": {"name"}, "campaign": {"name"}, "course-of-action": {"name"}, "grouping": {"context", "object_refs"},
	"identity": {"name"}, "incident": {"name"}, "indicator": {"pattern", "pattern_type", "valid_from"},
	"infrastructure": {"name"}, "intrusion-set": {"name"}, "location": {}, "malware": {"is_family"},
	"malware-analysis": {"product"}, "note": {"content", "object_refs"}, "observed-data": {"first_observed", "last_observed", "number_observed"},
	"opinion": {"opinion", "object_refs"}, "report": {"name", "published", "object_refs"}, "threat-actor": {"name"},
	"tool": {"name"}, "vulnerability": {"name"}, "relationship": {"relationship_type", "source_ref", "target_ref"},
	"sighting": {"sighting_of_ref"},
}

// observables are the cyber-observable types with what they cannot do without.
var observables = map[string][]string{
	"artifact": {}, "autonomous-system": {"number"}, "directory": {"path"}, "domain-name": {"value"}, "email-addr": {"value"},
	"email-message": {"is_multipart"}, "file": {}, "ipv4-addr": {"value"}, "ipv6-addr": {"value"}, "mac-addr": {"value"},
	"mutex": {"name"}, "network-traffic": {"protocols"}, "process": {}, "software": {"name"}, "url": {"value"},
	"user-account": {}, "windows-registry-key": {}, "x509-certificate": {},
}

// An identifier's form, with a UUID of RFC 4122's variant.
var idForm = regexp.MustCompile(`^[a-z][a-z0-9-]*[a-z0-9]--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$`)

// defects lists what the specification holds against the object. In a bundle of
// STIX 2.0, what 2.1 added is not asked for.
func (o *object) defects(old bool) (out []string) {
	say := func(s string) { out = append(out, s) }
	switch {
	case o.id == "":
		say("it has no id")
	case !strings.HasPrefix(o.id, o.kind+"--"):
		say("its id does not begin with its type")
	case !idForm.MatchString(o.id):
		say("its id does not hold a UUID of RFC 4122's variant, versions 1 to 5")
	}
	required, sdo := needs[o.kind]
	if sdo && o.kind != "marking-definition" {
		required = append([]string{"created", "modified"}, required...)
	}
	if r, ok := observables[o.kind]; ok {
		required = r
	}
	if sdo && !old {
		required = append([]string{"spec_version"}, required...)
	}
	for _, name := range required {
		if old && name == "pattern_type" || o.has(name) {
			continue
		}
		say("it has no " + name)
	}
	if o.kind == "network-traffic" && !o.has("src_ref") && !o.has("dst_ref") {
		say("it has neither src_ref nor dst_ref")
	}
	if v := o.text("spec_version"); v != "" && v != "2.1" && v != "2.0" {
		say("its spec_version is neither 2.1 nor 2.0")
	}
	for _, name := range [...]string{"created", "modified", "valid_from", "valid_until"} {
		if _, ok := o.instant(name); !ok {
			say("its " + name + " is not a time")
		}
	}
	return out
}
