package stix

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/stix/pattern"
)

// bundle is the objects of one document, and what they say of one another.
type bundle struct {
	old      bool // STIX 2.0
	objects  []*object
	bad      []string                    // by object: why it is rejected, or ""
	names    map[string]string           // identity id: name
	markings map[string]casefile.Marking // marking definition id: TLP label
}

// index reads every element and the names and labels that others refer to.
func (b *bundle) index(elements []element) {
	b.names, b.markings = map[string]string{}, map[string]casefile.Marking{}
	for i, e := range elements {
		o, ok := newObject(e.raw, e.offset, int64(i))
		why := ""
		if !ok {
			why = "It is not an object with a type."
		}
		b.objects, b.bad = append(b.objects, o), append(b.bad, why)
		switch o.kind {
		case "identity":
			b.names[o.id] = o.text("name")
		case "marking-definition":
			if m, _, ok := o.label(); ok {
				b.markings[o.id] = m
			}
		}
	}
}

// batches sends every object through its door. The batches cut the document at
// ends of objects, about every ChunkBytes.
func (b *bundle) batches(ctx context.Context, doc []byte) (out []*casefile.Batch, err error) {
	batch := &casefile.Batch{}
	finish := func(end int64) {
		batch.Raw = doc[batch.Offset:end]
		out = append(out, batch)
		batch = &casefile.Batch{Offset: end}
	}
	for i, o := range b.objects {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		o.row, o.offset = int64(batch.Rows), o.offset-batch.Offset
		batch.Rows++
		b.door(batch, o, b.bad[i])
		if end := batch.Offset + o.offset + int64(len(o.raw)); end-batch.Offset >= importers.ChunkBytes {
			finish(end)
		}
	}
	if rest := doc[batch.Offset:]; len(rest) > 0 && (batch.Rows > 0 || len(out) == 0 || len(bytes.TrimSpace(rest)) > 0) {
		finish(int64(len(doc)))
	} else if len(rest) > 0 {
		last := out[len(out)-1]
		last.Raw = doc[last.Offset:]
	}
	return out, nil
}

// door lets one object out by one door.
func (b *bundle) door(batch *casefile.Batch, o *object, bad string) {
	reject := func(why string) {
		batch.Rejects = append(batch.Rejects, casefile.Reject{Row: o.row, Offset: o.offset, Length: int64(len(o.raw)), Reason: why})
	}
	if bad != "" {
		reject(bad)
		return
	}
	for _, d := range o.defects(b.old) {
		b.defect(batch, o, d)
	}
	_, observable := observables[o.kind]
	switch {
	case o.kind == "indicator" && o.text("pattern") == "":
		batch.Defects = dropRow(batch.Defects, o.row)
		reject("It is an indicator without a pattern.")
	case o.kind == "indicator":
		batch.Indicators = append(batch.Indicators, b.indicator(batch, o)...)
	case observable:
		if in, ok := b.observed(o); ok {
			batch.Indicators = append(batch.Indicators, in)
			return
		}
		batch.Skipped++
	default:
		if o.kind == "marking-definition" {
			for _, d := range o.markingDefects() {
				b.defect(batch, o, d)
			}
		}
		batch.Skipped++
	}
}

func (b *bundle) defect(batch *casefile.Batch, o *object, what string) {
	batch.Defects = append(batch.Defects, casefile.Defect{Row: o.row, Object: o.id,
		Reason: "Of the " + o.kind + ": " + what + "."})
}

// dropRow takes back the defects of a row that is rejected after all.
func dropRow(defects []casefile.Defect, row int64) []casefile.Defect {
	for len(defects) > 0 && defects[len(defects)-1].Row == row {
		defects = defects[:len(defects)-1]
	}
	return defects
}

// common fills in what every part of an object's indicator has.
func (b *bundle) common(o *object) casefile.Indicator {
	in := casefile.Indicator{ID: o.id, Usage: casefile.UsageContext, Type: casefile.IndicatorOther,
		TLP: b.label(o), Provider: b.names[o.text("created_by_ref")], Revoked: read[bool](o, "revoked"), Origin: o.origin()}
	if in.ID == "" {
		in.ID = "object-" + strconv.FormatInt(o.row+1, 10)
	}
	if c := read[float64](o, "confidence"); c > 0 && c <= 100 {
		in.Confidence = int(c)
	}
	in.ValidFrom, _ = o.instant("valid_from")
	in.ValidUntil, _ = o.instant("valid_until")
	in.Comment = o.text("name")
	if d := o.text("description"); d != "" {
		in.Comment = strings.TrimSpace(in.Comment + "\n" + d)
	}
	return in
}

// label is the narrowest of the labels that mark the object, whole or in part.
func (b *bundle) label(o *object) (narrowest casefile.Marking) {
	refs := o.texts("object_marking_refs")
	for _, g := range read[[]struct {
		MarkingRef string `json:"marking_ref"`
	}](o, "granular_markings") {
		refs = append(refs, g.MarkingRef)
	}
	for _, ref := range refs {
		m, ok := b.markings[ref]
		if known, isPublished := published[ref]; isPublished && (!ok || known.Rank() > m.Rank()) {
			m = known
		}
		if m.Rank() > narrowest.Rank() {
			narrowest = m
		}
	}
	return narrowest
}

// longPattern is the length above which only the first part keeps the pattern.
const longPattern = 4 << 10

// indicator returns the parts of an indicator: one for each value of its
// pattern, and at least one.
func (b *bundle) indicator(batch *casefile.Batch, o *object) []casefile.Indicator {
	whole := b.common(o)
	whole.Pattern = o.text("pattern")
	if kind := o.text("pattern_type"); kind != "" && kind != "stix" {
		whole.Why = "Its pattern is not a STIX pattern."
		return []casefile.Indicator{whole}
	}
	p, err := pattern.Parse(whole.Pattern)
	if err != nil {
		b.defect(batch, o, err.Error())
		whole.Why = "Its pattern cannot be read."
		return []casefile.Indicator{whole}
	}
	if qualified(p) {
		b.defect(batch, o, "the pattern's time qualifiers (WITHIN, REPEATS, START) are shown and not evaluated")
	}
	var parts []casefile.Indicator
	for _, f := range valuesOf(p) {
		part := whole
		part.Part, part.Type, part.Value, part.Usage, part.Why = len(parts), f.kind, f.value, f.usage, f.why
		if f.why == whyValue {
			b.defect(batch, o, "a value of the pattern is not what its path promises")
		}
		if len(parts) > 0 && len(part.Pattern) > longPattern {
			part.Pattern = "" // a list of thousands of values is kept once, in part 0
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		whole.Why = "Its pattern compares with no value that could be looked for."
		return []casefile.Indicator{whole}
	}
	return parts
}

func qualified(p *pattern.Pattern) bool {
	for _, part := range p.Parts {
		if qualified(part) {
			return true
		}
	}
	return len(p.Qualifiers) > 0
}

// observed returns a cyber-observable object's value as context.
func (b *bundle) observed(o *object) (casefile.Indicator, bool) {
	in := b.common(o)
	name := "value"
	switch o.kind {
	case "autonomous-system":
		name = "number"
	case "user-account":
		if name = "user_id"; !o.has(name) {
			name = "account_login"
		}
	}
	kind, _ := typeOf(pattern.Path{Object: o.kind, Steps: []pattern.Step{{Key: name}}})
	value := o.text(name)
	if value == "" && o.kind == "autonomous-system" {
		value = string(o.fields[name])
	}
	if kind == casefile.IndicatorOther || kind == casefile.IndicatorFile || value == "" {
		return in, false
	}
	in.Type, in.Value, _ = canon.Normalise(kind, value)
	in.Why = "It is an observed object; the bundle does not say that it is worth looking for."
	return in, true
}
