// Package misp reads indicators from MISP events in JSON.
//
// Three nouns: an event binds its attributes with a label and an author; an
// attribute is one line of an event, with its place in the file, and is one row;
// a part is one value of an attribute, of which composite types have two.
//
// The shapes in which events travel are all read: one event, wrapped or bare, a
// list of them, the answer to a search for events, objects or attributes. An
// attribute is matchable when its author set to_ids and a case has something to
// match it with; all else is context. A deleted attribute, one of a deleted
// object, and one that the same file holds in a newer state are skipped.
// Proposals, sightings, galaxies and related events are no facts of the event
// and not read. Only broken JSON, nesting past importers.MaxDepth, or a document
// without anything of MISP is refused.
//
// The format follows the MISP core format (draft-dulaunoy-misp-core-format).
package misp

import (
	"context"
	"fmt"

	"casebench/casefile"
	"casebench/importers"
	"casebench/internal/fault"
)

// Importer reads MISP events. The zero value is ready to use.
type Importer struct{}

var (
	_ importers.Importer = Importer{}
	_ importers.Document = (*reading)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "misp", Title: "MISP event (JSON)", Version: 1, Extensions: []string{".json"},
		Proves:      "That a partner reported a value, under which TLP label, and whether its author holds it fit for detection (to_ids).",
		CannotProve: "That the value belongs to anyone in this case, or that the partner was right.",
	}
}

// Sniff implements importers.Importer. It walks the head as Parse walks the whole
// and looks at what was met before the head broke off.
func (Importer) Sniff(h importers.Head) importers.Match {
	var n nesting
	if n.read(h.Bytes); n.most > importers.MaxDepth {
		return importers.Match{Why: "it nests too deeply"}
	}
	w := newWalker(h.Bytes)
	_ = w.document(context.Background()) // most heads break off somewhere
	switch {
	case w.telling:
		return importers.Match{Fit: importers.FitCertain, Why: "it holds attributes as MISP writes them"}
	case w.signs >= allSigns:
		return importers.Match{Fit: importers.FitCertain, Why: "it has the keys of an Event"}
	case w.known && w.signs > 1:
		return importers.Match{Fit: importers.FitByShape, Why: "it has some keys of an Event, and no whole Attribute in the first 64 KiB"}
	case w.known:
		return importers.Match{Fit: importers.FitByName, Why: "something in it is called as in MISP"}
	}
	return importers.Match{Why: "no Event and no Attribute in the first 64 KiB"}
}

// Open implements importers.Importer. MISP needs no mapping.
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

// Parse implements importers.Document.
func (r *reading) Parse(ctx context.Context, doc []byte) ([]*casefile.Batch, error) {
	var n nesting
	for rest := doc; len(rest) > 0; rest = rest[min(len(rest), 1<<20):] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if n.read(rest[:min(len(rest), 1<<20)]); n.most > importers.MaxDepth {
			return nil, fault.New(fault.Invalid, fmt.Sprintf("%s nests more than %d levels deep, which is the limit.", r.name, importers.MaxDepth),
				"No MISP event does. Ask the partner for a fresh export.", nil)
		}
	}
	w := newWalker(doc)
	if err := w.document(ctx); err != nil {
		return nil, r.refuse(w.place(), err)
	}
	if !w.known {
		return nil, fault.New(fault.Unsupported, r.name+" is JSON, but it holds no MISP event and no attribute.",
			"See `workbench formats` for what is read, or choose another --format.", nil)
	}
	r.assume(w)
	return batches(ctx, doc, w.attributes)
}

// assume says what was left out or read in one of several possible ways.
func (r *reading) assume(w *walker) {
	lasting := 0
	for _, a := range w.attributes {
		if a.lastSeen != "" {
			lasting++
		}
	}
	if w.proposals > 0 {
		r.assumed = append(r.assumed, fmt.Sprintf("%d proposals (ShadowAttribute) were not read: nobody has accepted them.", w.proposals))
	}
	if lasting > 0 {
		r.assumed = append(r.assumed, fmt.Sprintf("%d attributes have a last_seen; it was not taken as the end of their validity.", lasting))
	}
}
