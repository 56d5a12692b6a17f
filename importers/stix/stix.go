// Package stix reads STIX 2.1 bundles, and the indicators of STIX 2.0 bundles,
// object by object.
//
// Three nouns: an object is one element of a bundle, with its place in the file;
// a pattern (package pattern) is what an indicator looks for; a found value is
// what of a pattern can be matched, or only shown. What is usable of a defective
// object is kept and the defect listed under the object's id; only broken JSON,
// or a document that is no bundle, is refused.
//
// Every object is a row. Indicators are accepted; so are cyber-observable objects
// that carry a value, as context, because a bundle that shows an address does not
// say that it is worth looking for. Relationships, sightings, identities,
// markings and all else are skipped: they give names and labels to indicators.
package stix

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"casebench/casefile"
	"casebench/importers"
	"casebench/internal/fault"
)

// Importer reads STIX bundles.
type Importer struct{}

var (
	_ importers.Importer = Importer{}
	_ importers.Document = (*reading)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "stix-2.1", Title: "STIX 2.1 bundle (indicators of 2.0 bundles too)", Version: 1,
		Extensions:  []string{".json", ".stix"},
		Proves:      "What a partner calls worth looking for, with its marking, confidence and validity.",
		CannotProve: "That a value was used by an adversary, or by anybody, in this case.",
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match {
	text := bytes.TrimSpace(bytes.TrimPrefix(h.Bytes, importers.BOM(h.Bytes)))
	if len(text) == 0 || text[0] != '{' {
		return importers.Match{Why: "it is not a JSON object"}
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	_, _ = dec.Token()
	called := false // its id says bundle
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			break
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			if key == "objects" && called {
				return importers.Match{Fit: importers.FitByShape, Why: "its id is a bundle's, and objects follow"}
			}
			break
		}
		called = called || key == "id" && bytes.HasPrefix(value, []byte(`"bundle--`))
		if key == "type" && string(value) == `"bundle"` {
			return importers.Match{Fit: importers.FitCertain, Why: "its type is bundle"}
		}
	}
	return importers.Match{Why: `no "type": "bundle" in the first 64 KiB`}
}

// Open implements importers.Importer. STIX needs no mapping.
func (Importer) Open(h importers.Head, _ *casefile.Mapping) (importers.Reading, error) {
	return &reading{name: h.Name}, nil
}

type reading struct {
	name    string
	assumed []string
}

// About implements importers.Reading.
func (r *reading) About() importers.About {
	return importers.About{Table: casefile.TableIndicators.String(), Assumed: r.assumed}
}

// Limit implements importers.Document.
func (*reading) Limit() int64 { return importers.MaxDocument }

// element is one element of the bundle's objects, as it stands in the document.
type element struct {
	raw    json.RawMessage
	offset int64
}

// Parse implements importers.Document.
func (r *reading) Parse(ctx context.Context, doc []byte) ([]*casefile.Batch, error) {
	elements, version, err := r.split(ctx, doc)
	if err != nil {
		return nil, err
	}
	b := &bundle{old: version == "2.0"}
	if b.old {
		r.assumed = append(r.assumed, "The bundle is of STIX 2.0; its indicators were read as those of 2.1.")
	}
	b.index(elements)
	return b.batches(ctx, doc)
}

// split finds the elements of objects. A document that is no bundle is a fault.
func (r *reading) split(ctx context.Context, doc []byte) (out []element, version string, err error) {
	skipped := len(importers.BOM(doc))
	dec := json.NewDecoder(bytes.NewReader(doc[skipped:]))
	place := func() int64 { return dec.InputOffset() + int64(skipped) }
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, "", r.refuse(place(), err)
	}
	kind := ""
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, "", r.refuse(place(), err)
		}
		if key == "objects" {
			if out, err = elementsOf(ctx, dec, out, int64(skipped)); err != nil {
				return nil, "", r.refuse(place(), err)
			}
			continue
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, "", r.refuse(place(), err)
		}
		switch key {
		case "type":
			_ = json.Unmarshal(value, &kind) // another JSON type is no bundle either
		case "spec_version":
			_ = json.Unmarshal(value, &version)
		}
	}
	if _, err := dec.Token(); err != nil {
		return nil, "", r.refuse(place(), err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, "", r.refuse(place(), errors.New("something follows the bundle"))
	}
	if kind != "bundle" {
		return nil, "", fault.New(fault.Unsupported, r.name+` is JSON, but not a STIX bundle: its type is not "bundle".`,
			"Wrap single objects in a bundle, or choose another --format.", nil)
	}
	return out, version, nil
}

// errNoList is for a bundle whose objects are no list.
var errNoList = errors.New("objects is not a list")

func elementsOf(ctx context.Context, dec *json.Decoder, out []element, skipped int64) ([]element, error) {
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return nil, errors.Join(err, errNoList)
	}
	for dec.More() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, err
		}
		out = append(out, element{raw, dec.InputOffset() + skipped - int64(len(raw))})
	}
	_, err := dec.Token()
	return out, err
}

// refuse says where the JSON is broken.
func (r *reading) refuse(at int64, err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case err == nil:
		return fault.New(fault.Unsupported, r.name+" is JSON, but not a STIX bundle: it is no object.", "Choose another --format.", nil)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.Corrupt, r.name+" ends in the middle of its JSON.", "Get the file again: the copy is incomplete.", nil)
	case errors.As(err, &syntax):
		at = max(at, syntax.Offset)
	}
	return fault.New(fault.Corrupt, fmt.Sprintf("%s is broken JSON near byte %d.", r.name, at),
		"Get the file again, or mend it with a JSON tool.", nil)
}
