package demo

import (
	"crypto/sha1" // RFC 9562 section 5.5 makes a version 5 UUID with SHA-1
	"strconv"
)

// sighted is one value that a partner reports.
type sighted struct {
	kind    string // a STIX object type or "prompt-template"
	value   string
	from    int64
	until   int64 // 0: open
	revoked bool
	comment string
	sure    int // confidence, 0 to 100
}

// sightings is what a partner saw: a few exits and a mail domain of the pools,
// and, as such lists are, something stale and something wrong.
func (w *world) sightings() []sighted {
	d := newDice(w.seed, forPartner, 0, 0)
	var out []sighted
	for _, r := range w.relays[:3] {
		exits := append([]int32(nil), r.exits...)
		shuffle(&d, exits)
		for _, e := range exits[:min(len(exits), 3+len(exits)/10)] {
			from := w.start - day*int64(d.between(1, 20))
			out = append(out, sighted{"ipv4-addr", w.list[e].text, from, w.end + 30*day, false, "relay exit", d.between(55, 90)})
		}
	}
	stealth := w.relays[3]
	for range 4 {
		out = append(out, sighted{"ipv4-addr", w.list[of(&d, stealth.exits)].text, w.start - 10*day, w.end + 10*day, false, "seen once", 30})
	}
	for _, a := range w.relays[1].members {
		if a.pattern == patterns[11] && len(a.domain) > 8 && a.domain[:8] == "quickbox" {
			out = append(out, sighted{"domain-name", a.domain, w.start - 60*day, 0, false, "throw-away mail", 80})
			break
		}
	}
	// Stale: handed on to an honest home since. Wrong: a shared egress.
	out = append(out,
		sighted{"ipv4-addr", w.list[of(&d, w.homes)].text, w.start - 400*day, w.start - 200*day, false, "old list", 40},
		sighted{"ipv4-addr", w.list[of(&d, w.homes)].text, w.start - 300*day, w.start - 90*day, false, "old list", 40},
		sighted{"ipv4-addr", w.list[of(&d, w.vpns)].text, w.start - 30*day, 0, false, "proxy", 50},
		sighted{"ipv4-addr", w.list[w.campus[2]].text, w.start - 5*day, w.end, true, "withdrawn: a university", 60},
	)
	return out
}

// TLP 2.0 marking definitions for STIX 2.1, as OASIS publishes them.
const (
	tlpAmber     = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"
	tlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
)

// stix is partner-stix.json: a STIX 2.1 bundle of indicators, marked TLP:AMBER.
func (w *world) stix() any {
	type object = map[string]any
	who := "identity--" + w.uuid("partner")
	written := stamp(w.end - 2*day)
	objects := []object{
		{
			"type": "marking-definition", "spec_version": "2.1", "id": tlpAmber, "created": "2022-10-01T00:00:00.000Z",
			"name":       "TLP:AMBER",
			"extensions": object{tlpExtension: object{"extension_type": "property-extension", "tlp_2_0": "amber"}},
		},
		{
			"type": "identity", "spec_version": "2.1", "id": who, "created": written, "modified": written,
			"name": "Example Partner Lab", "identity_class": "organization", "object_marking_refs": []string{tlpAmber},
		},
	}
	add := func(i int, name, pattern string, s sighted) {
		o := object{
			"type": "indicator", "spec_version": "2.1", "id": "indicator--" + w.uuid("stix"+strconv.Itoa(i)),
			"created_by_ref": who, "created": written, "modified": written, "name": name,
			"indicator_types": []string{"anonymization"}, "pattern": pattern, "pattern_type": "stix", "pattern_version": "2.1",
			"valid_from": stamp(s.from), "confidence": s.sure, "object_marking_refs": []string{tlpAmber},
		}
		if s.until != 0 {
			o["valid_until"] = stamp(s.until)
		}
		if s.revoked {
			o["revoked"] = true
		}
		objects = append(objects, o)
	}
	list := w.sightings()
	for i, s := range list {
		add(i, s.comment, "["+s.kind+":value = '"+s.value+"']", s)
	}
	both := list[0]
	add(len(list), "both together", "["+both.kind+":value = '"+both.value+"' AND network-traffic:dst_port = 443]", both)
	return object{"type": "bundle", "id": "bundle--" + w.uuid("bundle"), "objects": objects}
}

// misp is partner-misp.json: a MISP event, of which only the attributes with
// to_ids are meant to be matched.
func (w *world) misp() any {
	type object = map[string]any
	list := w.sightings()
	at := strconv.FormatInt((w.end-3*day)/1000, 10)
	var attributes []object
	add := func(kind, category, value, comment string, ids bool) {
		attributes = append(attributes, object{
			"uuid": w.uuid("misp" + strconv.Itoa(len(attributes))), "type": kind, "category": category, "value": value,
			"comment": comment, "to_ids": ids, "timestamp": at, "distribution": "5", "deleted": false, "disable_correlation": false,
		})
	}
	for i, s := range list {
		if s.kind == "ipv4-addr" && i%2 == 0 {
			add("ip-src", "Network activity", s.value, s.comment, s.sure >= 50)
		}
	}
	for _, s := range list {
		if s.kind == "domain-name" {
			add("domain", "Network activity", s.value, s.comment, true)
		}
	}
	add("AS", "Network activity", "AS"+strconv.Itoa(w.list[w.relays[0].exits[0]].asn), "hosting, everybody uses it", false)
	add("text", "Other", "accounts of one batch share a device at sign-up", "observation", false)
	return object{"Event": object{
		"uuid": w.uuid("event"), "info": "Relay exits seen by a partner", "date": stamp(w.end - 3*day)[:10],
		"threat_level_id": "2", "analysis": "1", "distribution": "0", "published": true, "timestamp": at,
		"Org": object{"name": "Example Partner Lab", "uuid": w.uuid("org")}, "Orgc": object{"name": "Example Partner Lab", "uuid": w.uuid("org")},
		"Tag":       []object{{"name": "tlp:amber", "colour": "#ffc000", "exportable": true}},
		"Attribute": attributes,
	}}
}

// uuid makes a version 5 UUID of a name within this world.
func (w *world) uuid(name string) string {
	h := sha1.Sum([]byte("casebench demo world/" + strconv.FormatUint(w.seed, 10) + "/" + w.scale.name + "/" + name))
	var hi, lo uint64
	for i := range 8 {
		hi, lo = hi<<8|uint64(h[i]), lo<<8|uint64(h[8+i])
	}
	b := appendUUID(nil, hi, lo)
	b[14] = '5' // the version
	return string(b)
}
