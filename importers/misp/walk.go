package misp

import (
	"context"
	"encoding/json"
	"fmt"

	"casebench/casefile"
)

// walker goes through the document token by token, because a row's address is
// where its attribute stands in the bytes.
type walker struct {
	doc        []byte
	dec        *json.Decoder
	events     []event
	batch      *casefile.Batch
	event      int // index of the event that the walker is in; -1 before the first
	attributes int
}

// value walks one value; key is the name under which it stands.
func (w *walker) value(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t, err := w.dec.Token()
	if err != nil {
		return fmt.Errorf("read MISP document: %w", err)
	}
	switch t {
	case json.Delim('{'):
		return w.object(ctx)
	case json.Delim('['):
		return w.array(ctx, key)
	}
	return nil
}

func (w *walker) object(ctx context.Context) error {
	entered := false
	for w.dec.More() {
		k, err := w.dec.Token()
		if err != nil {
			return fmt.Errorf("read MISP document: %w", err)
		}
		key, _ := k.(string)
		// "info" or "Attribute" at the top of a bare event also begins one.
		if !entered && (key == "Event" || w.event < 0 && (key == "info" || key == "Attribute" || key == "Object" || key == "uuid")) {
			w.event++
			entered = true
		}
		if key == "ShadowAttribute" || key == "Sighting" || key == "Galaxy" || key == "RelatedEvent" || key == "RelatedAttribute" {
			var skipped json.RawMessage
			if err := w.dec.Decode(&skipped); err != nil {
				return fmt.Errorf("read MISP document: %w", err)
			}
			continue
		}
		if err := w.value(ctx, key); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

func (w *walker) array(ctx context.Context, key string) error {
	for w.dec.More() {
		if key != "Attribute" {
			if err := w.value(ctx, key); err != nil {
				return err
			}
			continue
		}
		var raw json.RawMessage
		if err := w.dec.Decode(&raw); err != nil {
			return fmt.Errorf("read MISP document: %w", err)
		}
		w.attribute(raw, w.dec.InputOffset()-int64(len(raw)))
	}
	_, err := w.dec.Token()
	return err
}

// attribute gives one attribute to the batch by exactly one door.
func (w *walker) attribute(raw []byte, offset int64) {
	w.attributes++
	row := int64(w.batch.Rows)
	w.batch.Rows++
	var a attribute
	if err := json.Unmarshal(raw, &a); err != nil {
		w.batch.Rejects = append(w.batch.Rejects, casefile.Reject{Row: row, Offset: offset, Length: int64(len(raw)),
			Reason: "the attribute does not have the fields of a MISP attribute"})
		return
	}
	if a.Deleted {
		w.batch.Skipped++
		return
	}
	if a.Value == "" || a.Type == "" {
		w.batch.Rejects = append(w.batch.Rejects, casefile.Reject{Row: row, Offset: offset, Length: int64(len(raw)),
			Reason: "the attribute has no type or no value"})
		return
	}
	var e event
	if w.event >= 0 && w.event < len(w.events) {
		e = w.events[w.event]
	}
	w.batch.Indicators = append(w.batch.Indicators, a.indicator(e, casefile.Origin{Row: row, Offset: offset, Length: int64(len(raw))}))
}
