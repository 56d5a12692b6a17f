package misp

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
)

// The reasons why an attribute is rejected, or context only.
const (
	notObject = "It is not a JSON object, as attributes are."
	noType    = "The attribute has no type."
	noValue   = "The attribute has no value."

	whyToIDs = "Its author did not set to_ids."
	whyValue = "The value is not what its type promises."
)

// batches sends every attribute through its door. The batches cut the document
// at ends of attributes, about every ChunkBytes.
func batches(ctx context.Context, doc []byte, attributes []*attribute) (out []*casefile.Batch, err error) {
	supersede(attributes)
	batch := &casefile.Batch{}
	finish := func(end int64) {
		batch.Raw = doc[batch.Offset:end]
		out = append(out, batch)
		batch = &casefile.Batch{Offset: end}
	}
	for i, a := range attributes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a.door(batch)
		end := a.offset + a.length
		if end-batch.Offset >= importers.ChunkBytes && i < len(attributes)-1 {
			finish(end)
		}
	}
	finish(int64(len(doc)))
	return out, nil
}

// supersede marks the attributes of which the document holds a newer state: one
// UUID is one attribute, and the state that was changed last counts. Of two
// states of one time the first counts. The labels of all its states bind it. A
// state that would be rejected replaces none.
func supersede(attributes []*attribute) {
	newest := map[string]*attribute{}
	for _, a := range attributes {
		if a.uuid == "" || a.fault() != "" && !a.gone() {
			continue
		}
		held, ok := newest[a.uuid]
		if !ok {
			newest[a.uuid] = a
			continue
		}
		kept, old := held, a
		if a.timestamp > held.timestamp {
			kept, old = a, held
			newest[a.uuid] = a
		}
		old.older = true
		kept.copies = held.copies + 1
		kept.label = kept.label.with(old.label).with(old.event.label)
	}
}

// fault says why an attribute cannot be read, or "".
func (a *attribute) fault() string {
	switch {
	case !a.isObject:
		return notObject
	case a.kind == "":
		return noType
	case a.value == "":
		return noValue
	}
	return ""
}

// door lets one attribute out by one door.
func (a *attribute) door(batch *casefile.Batch) {
	at := casefile.Origin{Row: int64(batch.Rows), Offset: a.offset - batch.Offset, Length: a.length}
	batch.Rows++
	if a.isObject && (a.gone() || a.older) {
		batch.Skipped++
		return
	}
	if why := a.fault(); why != "" {
		batch.Rejects = append(batch.Rejects, casefile.Reject{Row: at.Row, Offset: at.Offset, Length: at.Length, Reason: why})
		return
	}
	parts, defects := a.indicators(at)
	batch.Indicators = append(batch.Indicators, parts...)
	for _, d := range defects {
		batch.Defects = append(batch.Defects, casefile.Defect{Row: at.Row, Object: parts[0].ID, Reason: "Of the attribute: " + d + "."})
	}
}

// indicators returns the attribute's parts, and what is wrong with it.
func (a *attribute) indicators(at casefile.Origin) (parts []casefile.Indicator, defects []string) {
	say := func(s string) { defects = append(defects, s) }
	label := a.label.with(a.event.label)
	info := cmp.Or(a.event.info, a.info)
	whole := casefile.Indicator{ID: a.uuid, Usage: casefile.UsageMatch, TLP: label.marking, Provider: cmp.Or(a.event.author, a.author),
		Comment: strings.TrimSpace(a.comment + "\n" + info), Origin: at}
	values, complete := a.split()
	if a.firstSeen != "" {
		ns, _, ok := canon.ParseTime([]byte(a.firstSeen), time.UTC)
		if ok {
			whole.ValidFrom = time.Unix(0, ns).UTC()
		} else {
			say("its first_seen is not a time")
		}
	}
	if a.repeated {
		say("it has a key twice, of which the last value was read")
	}
	if a.copies > 0 {
		say("the file holds it in older states, which were skipped")
	}
	switch {
	case a.label.odd:
		say("it has a TLP label that is not of TLP 2.0, and is treated as TLP:RED")
	case label.odd && !a.event.told: // once is enough for an event of thousands
		say("its event has a TLP label that is not of TLP 2.0; all of the event is treated as TLP:RED")
		a.event.told = true
	}
	if !complete {
		say("its value has fewer parts than its type promises")
	}
	misfits := 0
	for i, v := range values {
		part := whole
		ok := false
		if part.Type, part.Value, ok = normalise(v.kind, v.value); !ok {
			misfits++
		}
		if part.Value != a.value {
			part.Pattern = a.value
		}
		part.Part, part.Why = i, v.why
		switch {
		case !a.toIDs:
			part.Why = whyToIDs
		case !ok:
			part.Why = whyValue
		}
		if part.Why != "" {
			part.Usage = casefile.UsageContext
		}
		parts = append(parts, part)
	}
	if misfits > 0 {
		say("its value is not what its type promises")
	}
	if a.uuid == "" {
		id := madeID(a.kind, a.value, whole.Provider)
		for i := range parts {
			parts[i].ID = id
		}
	}
	return parts, defects
}

// madeID makes an id for an attribute that has none: the same type and value of
// one provider have one id.
func madeID(kind, value, provider string) string {
	sum := sha256.Sum256(bytes.Join([][]byte{[]byte(kind), []byte(value), []byte(provider)}, []byte{0}))
	return "misp-" + hex.EncodeToString(sum[:8])
}
