package misp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"casebench/importers"
	"casebench/internal/fault"
)

// event is what of an event binds its attributes. It is complete only when the
// walk has left it: a label may stand behind the attributes that it marks.
type event struct {
	info, author string
	label        label
	wrapped      bool // it stood under "Event" or "response"
	signs        int  // keys that events have
	told         bool // a defect of the label has been listed
}

// allSigns is how many of an event's keys nothing else has together.
const allSigns = 4

// group is an object of MISP: attributes that belong together.
type group struct {
	name    string
	deleted bool
}

// errTrailing is for a document that goes on behind its end.
var errTrailing = errors.New("something follows the document")

// walker goes through a document along the paths on which attributes stand, and
// notes where each is. Everything off these paths is skipped unread.
type walker struct {
	doc        []byte
	skipped    int64 // bytes of the byte order mark, which the decoder does not see
	dec        *json.Decoder
	raw        json.RawMessage // the value read last
	attributes []*attribute
	proposals  int
	known      bool // something was met that MISP writes
	signs      int  // the most keys of an event that one object had
	telling    bool // an attribute was met that could be of nothing else
}

func newWalker(doc []byte) *walker {
	skipped := len(importers.BOM(doc))
	return &walker{doc: doc, skipped: int64(skipped), dec: json.NewDecoder(bytes.NewReader(doc[skipped:]))}
}

// place is how far into the document the walk has come.
func (w *walker) place() int64 { return w.dec.InputOffset() + w.skipped }

// next is the first byte of the value that follows, or 0.
func (w *walker) next() byte {
	rest := bytes.TrimLeft(w.doc[w.place():], " \t\r\n:,")
	if len(rest) == 0 {
		return 0
	}
	return rest[0]
}

// document walks one document, of which there must be no more.
func (w *walker) document(ctx context.Context) error {
	if err := w.events(ctx, false); err != nil {
		return err
	}
	switch _, err := w.dec.Token(); err {
	case io.EOF:
		return nil
	case nil:
		return errTrailing
	default:
		return err
	}
}

// events walks an event, or a list of them.
func (w *walker) events(ctx context.Context, wrapped bool) error {
	return w.each(ctx, func() error {
		e := &event{wrapped: wrapped}
		err := w.object(ctx, func(key string) error { return w.inEvent(ctx, e, key) })
		w.signs = max(w.signs, e.signs)
		w.known = w.known || e.signs >= allSigns || e.signs > 0 && e.wrapped
		return err
	})
}

func (w *walker) inEvent(ctx context.Context, e *event, key string) error {
	switch key {
	case "info", "date", "threat_level_id", "analysis", "Orgc", "orgc_id", "Attribute", "Object":
		e.signs++
	}
	switch key {
	case "response", "Event":
		return w.events(ctx, true)
	case "Attribute":
		return w.attributesOf(ctx, e, nil)
	case "Object":
		return w.each(ctx, func() error {
			g := &group{}
			return w.object(ctx, func(key string) error { return w.inGroup(ctx, e, g, key) })
		})
	}
	if err := w.skip(); err != nil {
		return err
	}
	switch key {
	case "info":
		e.info = text(w.raw)
	case "Orgc":
		e.author = nameOf(w.raw)
	case "Tag":
		e.label.add(w.raw)
	case "ShadowAttribute":
		w.propose()
	}
	return nil
}

func (w *walker) inGroup(ctx context.Context, e *event, g *group, key string) error {
	if key == "Attribute" {
		return w.attributesOf(ctx, e, g)
	}
	if err := w.skip(); err != nil {
		return err
	}
	switch key {
	case "name":
		g.name = text(w.raw)
	case "deleted":
		g.deleted = truth(w.raw)
	case "ShadowAttribute":
		w.propose()
	}
	return nil
}

// attributesOf reads an attribute, or a list of them.
func (w *walker) attributesOf(ctx context.Context, e *event, g *group) error {
	return w.each(ctx, func() error {
		if err := w.skip(); err != nil {
			return err
		}
		a := newAttribute(w.raw)
		a.event, a.group = e, g
		a.offset, a.length = w.place()-int64(len(w.raw)), int64(len(w.raw))
		w.attributes = append(w.attributes, a)
		w.proposals += a.proposals
		if a.isObject && a.kind != "" && a.value != "" {
			w.known = true
			w.telling = w.telling || a.telling
		}
		return nil
	})
}

// each calls one for every element of the list that follows, or once for what
// follows when it is no list. Lists inside a list are one list.
func (w *walker) each(ctx context.Context, one func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.next() != '[' {
		return one()
	}
	if _, err := w.dec.Token(); err != nil {
		return err
	}
	for w.dec.More() {
		if err := w.each(ctx, one); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

// object calls in for every key of the object that follows; in takes the value
// off the decoder. What is no object is skipped.
func (w *walker) object(ctx context.Context, in func(key string) error) error {
	if w.next() != '{' {
		return w.skip()
	}
	if _, err := w.dec.Token(); err != nil {
		return err
	}
	for w.dec.More() {
		if err := ctx.Err(); err != nil {
			return err
		}
		key, err := w.dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if err := in(name); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

// skip takes the value that follows into raw.
func (w *walker) skip() error { return w.dec.Decode(&w.raw) }

// propose counts the proposals in raw.
func (w *walker) propose() { w.proposals += count(w.raw) }

// nesting measures how deeply brackets nest outside of strings, piece by piece.
type nesting struct {
	depth, most     int
	quoted, escaped bool
}

func (n *nesting) read(piece []byte) {
	for _, c := range piece {
		switch {
		case n.escaped:
			n.escaped = false
		case c == '"':
			n.quoted = !n.quoted
		case n.quoted:
			n.escaped = c == '\\'
		case c == '{' || c == '[':
			n.depth++
			n.most = max(n.most, n.depth)
		case c == '}' || c == ']':
			n.depth--
		}
	}
}

// refuse says where the JSON is broken.
func (r *reading) refuse(at int64, err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.Corrupt, r.name+" ends in the middle of its JSON.", "Get the file again: the copy is incomplete.", nil)
	case errors.Is(err, errTrailing):
		return fault.New(fault.Corrupt, fmt.Sprintf("%s goes on behind its JSON document, which ends before byte %d.", r.name, at),
			"Several events in one file must be a JSON list.", nil)
	case errors.As(err, &syntax):
		at = max(at, syntax.Offset)
	}
	return fault.New(fault.Corrupt, fmt.Sprintf("%s is broken JSON near byte %d.", r.name, at),
		"Get the file again, or mend it with a JSON tool.", nil)
}
