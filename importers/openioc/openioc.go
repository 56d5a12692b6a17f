// Package openioc reads indicators in OpenIOC 1.0 and 1.1, an XML format.
//
// Every IndicatorItem of a file is a row, wherever it stands in the tree of AND and OR.
// One that is compared with "is", stands in lists of alternatives only, and is of a
// thing that a case can show, may be matched; all others are context, with the reason.
// What an item's search path stands for is in paths.go.
//
// A document is read whole, up to importers.MaxDocument, and may be nested MaxDepth
// deep; it declares no entities of its own.
package openioc

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/internal/fault"
)

// MaxDepth is how deep elements may stand in one another.
const MaxDepth = 200

// Importer reads OpenIOC.
type Importer struct{}

var (
	_ importers.Importer = Importer{}
	_ importers.Document = (*reading)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "openioc", Title: "OpenIOC 1.0 and 1.1", Version: 1, Basis: importers.BasisSchema,
		Extensions:  []string{".ioc", ".xml"},
		Proves:      "What a partner calls worth looking for.",
		CannotProve: "That a value was used by an adversary, or by anybody, in this case. The format has no marking and no time of validity.",
	}
}

// namespaces of the two versions, and the names of their documents.
func isRoot(n xml.Name) bool {
	switch n.Space {
	case "http://schemas.mandiant.com/2010/ioc", "http://openioc.org/schemas/OpenIOC_1.1":
		return true
	}
	return n.Local == "OpenIOC"
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match {
	text := bytes.TrimSpace(bytes.TrimPrefix(h.Bytes, importers.BOM(h.Bytes)))
	if len(text) == 0 || text[0] != '<' {
		return importers.Match{Why: "it is not XML"}
	}
	dec := xml.NewDecoder(bytes.NewReader(text))
	for {
		t, err := dec.RawToken()
		if err != nil {
			return importers.Match{Why: "its XML ends or breaks before the first element"}
		}
		if start, ok := t.(xml.StartElement); ok {
			for _, a := range start.Attr {
				if a.Name.Local == "xmlns" && isRoot(xml.Name{Space: a.Value}) {
					return importers.Match{Fit: importers.FitCertain, Why: "its namespace is OpenIOC's"}
				}
			}
			if start.Name.Local == "OpenIOC" {
				return importers.Match{Fit: importers.FitByShape, Why: "its first element is OpenIOC"}
			}
			return importers.Match{Why: "its first element is not of OpenIOC"}
		}
	}
}

// Open implements importers.Importer. OpenIOC needs no mapping.
func (Importer) Open(h importers.Head, _ *casefile.Mapping) (importers.Reading, error) {
	return &reading{name: h.Name}, nil
}

type reading struct{ name string }

// About implements importers.Reading.
func (*reading) About() importers.About {
	return importers.About{Table: casefile.TableIndicators.String()}
}

// Limit implements importers.Document.
func (*reading) Limit() int64 { return importers.MaxDocument }

// Parse implements importers.Document.
func (r *reading) Parse(ctx context.Context, doc []byte) ([]*casefile.Batch, error) {
	skipped := len(importers.BOM(doc))
	w := &walk{dec: xml.NewDecoder(bytes.NewReader(doc[skipped:])), batch: &casefile.Batch{Raw: doc}, skipped: int64(skipped)}
	w.dec.CharsetReader = plain
	if err := w.all(ctx); err != nil {
		return nil, r.refuse(w, err)
	}
	return []*casefile.Batch{w.batch}, nil
}

// The faults of a document as a whole.
var (
	errNone    = errors.New("no OpenIOC document")
	errDeep    = errors.New("nested too deep")
	errEntity  = errors.New("declares entities")
	errLetters = errors.New("another encoding")
)

// plain passes US-ASCII, which is UTF-8 too, and refuses other encodings: the text
// would be read as what it is not.
func plain(charset string, r io.Reader) (io.Reader, error) {
	if strings.EqualFold(charset, "us-ascii") {
		return r, nil
	}
	return nil, errLetters
}

func (r *reading) refuse(w *walk, err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, errNone):
		return fault.New(fault.Unsupported, r.name+" is XML, but not OpenIOC.", "Choose another --format.", nil)
	case errors.Is(err, errDeep):
		return fault.New(fault.Corrupt, fmt.Sprintf("%s has elements nested more than %d deep.", r.name, MaxDepth), "", nil)
	case errors.Is(err, errLetters):
		return fault.New(fault.Unsupported, r.name+" is in another encoding than UTF-8.", "Convert it to UTF-8, and keep the original beside it.", nil)
	case errors.Is(err, errEntity):
		return fault.New(fault.Corrupt, r.name+" declares entities or another document type, which OpenIOC does not have.", "Ask for a plain export.", nil)
	}
	return fault.New(fault.Corrupt, fmt.Sprintf("%s is broken XML near byte %d.", r.name, w.dec.InputOffset()+w.skipped),
		"Get the file again: the copy is incomplete, or was changed.", err)
}

// walk goes through a document once.
type walk struct {
	dec     *xml.Decoder
	batch   *casefile.Batch
	skipped int64 // bytes before the XML

	root      bool
	depth     int
	operators []string // of the Indicator elements that are open: AND, OR
	said      string   // short_description
	author    string

	item *item
	text *string // where character data goes
}

// item is one IndicatorItem.
type item struct {
	at                    int64
	depth                 int
	id, condition, search string
	kind, content         string
	negated               bool
}

func (w *walk) all(ctx context.Context) error {
	for {
		at := w.dec.InputOffset()
		t, err := w.dec.Token()
		if err == io.EOF {
			if !w.root {
				return errNone
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.Directive:
			return errEntity
		case xml.StartElement:
			if err := ctx.Err(); err != nil {
				return err
			}
			if w.depth++; w.depth > MaxDepth {
				return errDeep
			}
			if err := w.start(t, at+w.skipped); err != nil {
				return err
			}
		case xml.EndElement:
			w.end(t)
			w.depth--
		case xml.CharData:
			if w.text != nil {
				*w.text += string(t)
			}
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if strings.EqualFold(a.Name.Local, name) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

func (w *walk) start(e xml.StartElement, at int64) error {
	if !w.root {
		if !isRoot(e.Name) {
			return errNone
		}
		w.root = true
		return nil
	}
	switch e.Name.Local {
	case "Indicator":
		w.operators = append(w.operators, strings.ToUpper(attr(e, "operator")))
	case "IndicatorItem":
		w.item = &item{at: at, depth: w.depth, id: attr(e, "id"), condition: strings.ToLower(attr(e, "condition")), negated: strings.EqualFold(attr(e, "negate"), "true")}
	case "Context":
		if w.item != nil {
			w.item.search = attr(e, "search")
		}
	case "Content":
		if w.item != nil {
			w.item.kind = attr(e, "type")
			w.text = &w.item.content
		}
	case "short_description":
		w.text = &w.said
	case "authored_by":
		w.text = &w.author
	}
	return nil
}

func (w *walk) end(e xml.EndElement) {
	w.text = nil
	switch e.Name.Local {
	case "Indicator":
		if n := len(w.operators); n > 0 {
			w.operators = w.operators[:n-1]
		}
	case "IndicatorItem":
		if w.item != nil && w.item.depth == w.depth {
			w.row()
			w.item = nil
		}
	}
}

// row lets an item out by one door.
func (w *walk) row() {
	it := w.item
	row := int64(w.batch.Rows)
	w.batch.Rows++
	length := w.dec.InputOffset() + w.skipped - it.at
	reject := func(why string) {
		w.batch.Rejects = append(w.batch.Rejects, casefile.Reject{Row: row, Offset: it.at, Length: length, Reason: why})
	}
	value := strings.TrimSpace(it.content)
	switch {
	case value == "":
		reject("The item has no content.")
		return
	case it.search == "":
		reject("The item does not say what it is looked for in.")
		return
	}
	in := casefile.Indicator{ID: it.id, Usage: casefile.UsageMatch, Value: value, Provider: strings.TrimSpace(w.author),
		Comment: strings.TrimSpace(w.said), Pattern: it.search + " " + it.condition + " " + value,
		Origin: casefile.Origin{Row: row, Offset: it.at, Length: length}}
	if in.ID == "" {
		in.ID = fmt.Sprintf("item-%d", row+1)
	}
	in.Type, in.Why = typeOf(it.search)
	if why := w.why(it); why != "" {
		in.Why = why
	}
	if in.Why != whyPattern {
		kind, normal, ok := canon.Normalise(in.Type, canon.Refang(value))
		if ok {
			in.Type, in.Value = kind, normal
		} else if in.Why == "" {
			in.Why = "The value is not what its path promises."
		}
	}
	if in.Why != "" {
		in.Usage = casefile.UsageContext
	}
	w.batch.Indicators = append(w.batch.Indicators, in)
}

// The reasons why an item is context only, apart from its path.
const (
	whyAnd     = "It stands beside other conditions (AND), and says nothing alone."
	whyNot     = "The indicator excludes it."
	whyPattern = "It is compared by a part or a pattern, not as a whole."
)

func (w *walk) why(it *item) string {
	switch it.condition {
	case "is":
	case "isnot", "containsnot":
		return whyNot
	default:
		return whyPattern
	}
	if it.negated {
		return whyNot
	}
	for _, o := range w.operators {
		if o != "OR" {
			return whyAnd
		}
	}
	return ""
}
