// Package misp reads indicators from MISP events in JSON.
//
// One attribute is one row. The shapes in which events travel are all read: one
// event (wrapped or bare), the list of a search result, and an attribute search.
// An attribute is matchable when its author set to_ids; everything else is kept
// as context. Composite values become parts of one indicator. Attributes marked
// as deleted are skipped and counted; proposals (ShadowAttribute), sightings and
// galaxies are not indicators and are not read.
//
// The format follows the MISP core format (draft-dulaunoy-misp-core-format).
package misp

import (
	"bytes"
	"context"
	"encoding/json"

	"casebench/casefile"
	"casebench/importers"
	"casebench/internal/fault"
)

// Importer reads MISP events. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "misp", Title: "MISP event (JSON)", Version: 1, Extensions: []string{".json"},
		Proves:      "that a partner reported a value, when, under which TLP label, and whether its author holds it fit for detection (to_ids)",
		CannotProve: "that the value belongs to anyone in this case, or that the partner was right",
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match {
	b := bytes.TrimLeft(bytes.TrimPrefix(h.Bytes, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(b) == 0 || b[0] != '{' && b[0] != '[' {
		return importers.Match{Fit: importers.FitNo, Why: "it does not begin as a JSON document"}
	}
	has := func(key string) bool { return bytes.Contains(b, []byte(`"`+key+`"`)) }
	switch {
	case has("Event") && (has("Attribute") || has("Object")) && has("info"):
		return importers.Match{Fit: importers.FitCertain, Why: "it holds an Event with attributes"}
	case has("Attribute") && (has("to_ids") || has("response")):
		return importers.Match{Fit: importers.FitByShape, Why: "it holds attributes as MISP writes them"}
	case has("Event"):
		return importers.Match{Fit: importers.FitByName, Why: "it holds an Event; no attribute in its beginning"}
	}
	return importers.Match{Fit: importers.FitNo, Why: "no Event and no Attribute in its beginning"}
}

// Open implements importers.Importer.
func (Importer) Open(importers.Head, *casefile.Mapping) (importers.Reading, error) {
	return document{}, nil
}

type document struct{}

// About implements importers.Reading.
func (document) About() importers.About {
	return importers.About{Table: casefile.TableIndicators.String()}
}

// Limit implements importers.Document.
func (document) Limit() int64 { return importers.MaxDocument }

// Parse implements importers.Document.
func (document) Parse(ctx context.Context, doc []byte) ([]*casefile.Batch, error) {
	events, err := readEvents(doc)
	if err != nil {
		return nil, err
	}
	b := &casefile.Batch{Raw: doc}
	w := walker{doc: doc, dec: json.NewDecoder(bytes.NewReader(doc)), events: events, batch: b, event: -1}
	if err := w.value(ctx, ""); err != nil {
		return nil, err
	}
	if w.attributes == 0 && len(events) == 0 {
		return nil, fault.New(fault.Unsupported, "The document holds no MISP event.", "See `workbench formats` for what is read.", nil)
	}
	return []*casefile.Batch{b}, nil
}
