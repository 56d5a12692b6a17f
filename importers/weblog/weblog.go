package weblog

import (
	"fmt"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/lines"
	"casebench/internal/fault"
)

// Importer reads access logs.
type Importer struct{}

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
	_ importers.Listener  = Importer{}
	_ lines.Parser        = (*matcher)(nil)
	_ lines.Parser        = (*family)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "weblog", Title: "Access log of nginx or Apache: common, combined, or by a stated layout", Version: 1,
		Extensions:  []string{".log", ".txt"},
		Proves:      "That the server answered a request from this address at this time with this status, and what the client called itself.",
		CannotProve: "Who sent it: the address may be a proxy's, the user agent is a claim, and bodies are not logged.",
	}
}

// Sniff implements importers.Importer. No such line says what wrote it, so that the
// shape is all there is.
func (Importer) Sniff(h importers.Head) importers.Match {
	_, t, form := propose(h)
	switch {
	case t.Mostly():
		return importers.Match{Fit: importers.FitByShape, Why: fmt.Sprintf("%d of the first %d lines are in the %s", t.Good, t.Good+t.Bad, form)}
	case t.Good+t.Bad == 0:
		return importers.Match{Why: "no line of text at its beginning"}
	}
	return importers.Match{Why: fmt.Sprintf("%d of the first %d lines are in the common or combined form; if it is an access log, a mapping can state its layout", t.Good, t.Good+t.Bad)}
}

// SniffSaid implements importers.Listener: lines that are as the stated layout says
// leave nothing open.
func (i Importer) SniffSaid(h importers.Head, m *casefile.Mapping) importers.Match {
	if m.Layout == "" || m.Layout == familyText {
		return i.Sniff(h)
	}
	l, err := parseLayout(m.Layout)
	if err != nil {
		return importers.Match{Why: "the stated layout is none of a web server's"}
	}
	t := lines.Try(h, &matcher{layout: l}, nil)
	why := fmt.Sprintf("%d of the first %d lines are as the stated layout says", t.Good, t.Good+t.Bad)
	if !t.Mostly() {
		return importers.Match{Why: why}
	}
	return importers.Match{Fit: importers.FitCertain, Why: why}
}

// propose chooses among the forms that need no statement.
func propose(h importers.Head) (text string, t lines.Trial, form string) {
	t = lines.Try(h, newFamily(), nil)
	if t.Mostly() || t.Good+t.Bad == 0 {
		return familyText, t, "common or combined form"
	}
	if l, err := parseLayout(mainText); err == nil {
		if u := lines.Try(h, &matcher{layout: l}, nil); u.Mostly() && u.Good > t.Good {
			return mainText, u, `form "main" of nginx's own configuration`
		}
	}
	return familyText, t, "common or combined form"
}

// logOf is how the file of a head is read.
func logOf(h importers.Head, m *casefile.Mapping) (*lines.Log, error) {
	text := ""
	if m != nil {
		text = m.Layout
	}
	log := &lines.Log{Prefix: "web-", Sentence: "each pair of address and user agent among them"}
	if text == "" {
		var t lines.Trial
		var form string
		text, t, form = propose(h)
		if t.Good == 0 && t.Bad > 0 {
			return nil, fault.New(fault.Invalid, fmt.Sprintf("No line at the beginning of %s is in the common or combined form.", h.Name),
				`State the server's log_format or LogFormat as "layout" in a mapping file, and give it with --map.`, nil)
		}
		log.Assumed = append(log.Assumed, "The lines were read in the "+form+", which they do not name themselves.")
	}
	log.Layout = text
	if text == familyText {
		log.Columns, log.TimeUnit = newFamily().vhost[0].columns()
		log.Parser = func() lines.Parser { return newFamily() }
		return log, nil
	}
	l, err := parseLayout(text)
	if err != nil {
		return nil, err
	}
	log.Columns, log.TimeUnit = l.columns()
	log.Parser = func() lines.Parser { return &matcher{layout: l} }
	if t := lines.Try(h, log.Parser(), nil); t.Good == 0 && t.Bad > 0 {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("No line at the beginning of %s is as the stated layout says. %s", h.Name, t.Why),
			"Compare the layout with the server's configuration of that time.", nil)
	}
	return log, nil
}

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	log, err := logOf(h, m)
	if err != nil {
		return nil, err
	}
	return log.Open(h, m)
}

// Propose implements importers.Mapper.
func (Importer) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	log, err := logOf(h, want)
	if err != nil {
		return nil, err
	}
	return log.Propose(h, want)
}

// Preview implements importers.Previewer.
func (Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	log, err := logOf(h, nil)
	if err != nil {
		return importers.Preview{}, err
	}
	return log.Preview(h, n)
}
