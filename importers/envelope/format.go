package envelope

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/internal/fault"
)

// Format is one kind of envelope with what may be inside.
type Format struct {
	importers.Format
	Names  []string // what an envelope says; the first is its time
	Word   string   // of the envelope: "Docker's"
	Peeler func(m *casefile.Mapping) Peeler
	// Time, when it is not nil, says whether the envelopes' times can be the rows'; a
	// fault says what is missing.
	Time func(h importers.Head, m *casefile.Mapping) error
	// Say, when it is not nil, returns what else there is to say once all is read.
	Say    func(p []Peeler) []string
	Inside []importers.Importer
}

// Insider is the decoder of an importer whose lines can be inside: one row comes of
// every line, in order, by way of a builder that takes more values for a row.
type Insider interface {
	importers.Decoder
	Builder() *canon.Builder
}

// Timed is the field of an envelope's time.
const Timed = canon.Outer + "time"

// look is what the head of a file holds.
type look struct {
	inside    [1 + Streams]importers.Head // of all streams together, and of each
	good, bad int                         // lines that are envelopes, and that are not
	why       string                      // of the first that is not
}

// look takes the envelopes off a head.
func (f *Format) look(h importers.Head, m *casefile.Mapping) (l look) {
	peeler := f.Peeler(m)
	for i := range l.inside {
		l.inside[i] = importers.Head{Name: h.Name, Whole: h.Whole, Size: -1}
	}
	b := h.Bytes[len(importers.BOM(h.Bytes)):]
	if !h.Whole {
		b = b[:bytes.LastIndexByte(b, '\n')+1]
	}
	var p Piece
	var parts [Streams][]byte
	for at := 0; at < len(b); {
		end, next := lineEnd(b, at)
		line := b[at:end]
		at = next
		if len(bytes.TrimSpace(line)) == 0 || !utf8.Valid(line) {
			continue
		}
		p.begin(len(f.Names))
		if reason := peeler.Peel(line, &p); reason != "" {
			if l.bad++; l.why == "" {
				l.why = reason
			}
			continue
		}
		l.good++
		part := &parts[p.Stream]
		if *part = append(*part, p.Body...); !p.Part {
			for _, i := range [...]int{0, 1 + p.Stream} {
				l.inside[i].Bytes = append(append(l.inside[i].Bytes, *part...), '\n')
			}
			*part = (*part)[:0]
		}
	}
	return l
}

// choose returns the importer for what is inside, with the head that it fits: the one
// that the person names, or the one that fits best. What a program logs and what it
// complains of are different streams, so that one of them may fit alone; lines of the
// other are then rejected, each with its reason.
func (f *Format) choose(l look, m *casefile.Mapping) (imp importers.Importer, inside importers.Head, match importers.Match, why string) {
	for i, head := range l.inside {
		if i > 0 && len(head.Bytes) == 0 {
			continue
		}
		imp, look, reasons := f.best(head, m)
		if imp != nil {
			return imp, head, look, ""
		}
		if i == 0 {
			why = reasons
		}
	}
	return nil, l.inside[0], match, why
}

func (f *Format) best(inside importers.Head, m *casefile.Mapping) (imp importers.Importer, match importers.Match, why string) {
	var reasons []string
	for _, i := range f.Inside {
		look := i.Sniff(inside)
		if l, ok := i.(importers.Listener); ok && m != nil {
			look = l.SniffSaid(inside, m)
		}
		id := i.Format().ID
		switch {
		case m != nil && m.Inside == id:
			return i, importers.Match{Fit: max(look.Fit, importers.FitByShape), Why: "the mapping says so"}, ""
		case m != nil && m.Inside != "":
		case look.Fit > match.Fit:
			imp, match = i, look
		}
		reasons = append(reasons, id+": "+look.Why)
	}
	return imp, match, strings.Join(reasons, "; ")
}

// Sniff is importers.Importer's.
func (f *Format) Sniff(h importers.Head) importers.Match { return f.SniffSaid(h, nil) }

// SniffSaid is importers.Listener's.
func (f *Format) SniffSaid(h importers.Head, m *casefile.Mapping) importers.Match {
	l := f.look(h, m)
	switch {
	case l.good == 0 && l.bad == 0:
		return importers.Match{Why: "no line of text at its beginning"}
	case l.good < 3*l.bad || l.good == 0:
		return importers.Match{Why: fmt.Sprintf("%d of the first %d lines are %s: %s", l.good, l.good+l.bad, f.Word, lower(l.why))}
	}
	imp, _, match, reasons := f.choose(l, m)
	if imp == nil {
		// Better than a refusal without a way on: Open says how to state what is inside.
		return importers.Match{Fit: importers.FitByName, Why: fmt.Sprintf("the lines are %s, but no format fits what is inside (%s)", f.Word, reasons)}
	}
	return importers.Match{Fit: match.Fit, Why: fmt.Sprintf("the lines are %s; inside, %s: %s", f.Word, imp.Format().ID, match.Why)}
}

// lower turns a sentence into a clause.
func lower(sentence string) string {
	if sentence == "" {
		return ""
	}
	return strings.ToLower(sentence[:1]) + strings.TrimSuffix(sentence[1:], ".")
}

// opened is a file with the importer of what is inside.
type opened struct {
	importer importers.Importer
	inside   importers.Head
	mapping  *casefile.Mapping // as the one inside is asked
	rows     importers.Rows
	ownTime  bool // the row's time is the envelope's
}

func (f *Format) open(h importers.Head, m *casefile.Mapping) (*opened, error) {
	l := f.look(h, m)
	if l.good == 0 && l.bad > 0 {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("No line at the beginning of %s is %s. %s", h.Name, f.Word, l.why), "Try another --format.", nil)
	}
	imp, inside, _, reasons := f.choose(l, m)
	if imp == nil && l.good == 0 && (m == nil || m.Inside == "") && len(f.Inside) > 0 {
		imp = f.Inside[0] // nothing to tell by, and nothing to read
	}
	if imp == nil {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("No format fits what is inside %s (%s).", h.Name, reasons),
			fmt.Sprintf(`Name it as "inside" in a mapping file, with its "layout" or columns; it may be %s.`, f.insides()), nil)
	}
	o := &opened{importer: imp, inside: inside}
	if m != nil {
		said := *m
		o.mapping = &said
		o.ownTime = said.Columns[Timed] == "ts"
	}
	reading, err := imp.Open(inside, o.mapping)
	if err != nil && !o.ownTime {
		// Lines that leave the time to their envelope can be read with it.
		if timed, ok := f.withTime(m); ok {
			if again, second := imp.Open(inside, timed); second == nil {
				reading, err, o.mapping, o.ownTime = again, nil, timed, true
			}
		}
	}
	if err != nil {
		return nil, err
	}
	if o.ownTime && f.Time != nil {
		if err := f.Time(h, m); err != nil {
			return nil, err
		}
	}
	rows, ok := reading.(importers.Rows)
	if _, carries := reading.(importers.Carrier); !ok || carries {
		return nil, fmt.Errorf("envelope: %s cannot be inside", imp.Format().ID)
	}
	o.rows = rows
	return o, nil
}

// withTime is the mapping with the envelope's time as the row's.
func (f *Format) withTime(m *casefile.Mapping) (*casefile.Mapping, bool) {
	timed := casefile.Mapping{}
	if m != nil {
		timed = *m
	}
	if _, said := timed.Columns[Timed]; said {
		return nil, false
	}
	if timed.Columns = maps.Clone(timed.Columns); timed.Columns == nil {
		timed.Columns = map[string]string{}
	}
	timed.Columns[Timed] = "ts"
	return &timed, true
}

func (f *Format) insides() string {
	ids := make([]string, len(f.Inside))
	for i, imp := range f.Inside {
		ids[i] = imp.Format().ID
	}
	return strings.Join(ids, " or ")
}

// Propose is importers.Mapper's.
func (f *Format) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	o, err := f.open(h, want)
	if err != nil {
		return nil, err
	}
	mapper, ok := o.importer.(importers.Mapper)
	if !ok {
		return nil, fault.New(fault.Unsupported, "What is inside needs no mapping.", "", nil)
	}
	p, err := mapper.Propose(o.inside, o.mapping)
	if err != nil {
		return nil, err
	}
	f.state(&p.Mapping, o)
	for _, name := range f.Names {
		c := importers.ColumnReason{Column: canon.Outer + name, Why: "the envelope says it: kept as an extra field"}
		if c.Column == Timed && o.ownTime {
			c.To, c.Why = "ts", "the lines inside name no time"
		}
		p.Columns = append(p.Columns, c)
	}
	return p, nil
}

// state adds to a mapping what the envelope has decided.
func (f *Format) state(m *casefile.Mapping, o *opened) {
	m.Inside = o.importer.Format().ID
	if o.mapping != nil {
		m.Year = o.mapping.Year
	}
	if m.Columns = maps.Clone(m.Columns); m.Columns == nil {
		m.Columns = map[string]string{}
	}
	if o.ownTime {
		m.Columns[Timed] = "ts"
	}
}

// Preview is importers.Previewer's.
func (f *Format) Preview(h importers.Head, n int) (importers.Preview, error) {
	o, err := f.open(h, nil)
	if err != nil {
		return importers.Preview{}, err
	}
	previewer, ok := o.importer.(importers.Previewer)
	if !ok {
		return importers.Preview{}, fault.New(fault.Unsupported, "What is inside has no preview.", "", nil)
	}
	return previewer.Preview(o.inside, n)
}
