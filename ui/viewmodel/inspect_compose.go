package viewmodel

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/internal/fault"
)

// composer makes one page.
type composer struct {
	v    *Inspect
	seen *inspected
	zone *time.Location
	p    InspectPage
}

func (c *composer) page() InspectPage {
	s := Selection{c.seen.of}
	c.p.Refs = c.seen.of
	one, ok := target(s)
	switch {
	case s.Empty():
		c.nothing()
		return c.p
	case ok:
		c.p.Ref = one
		c.head(one)
	default:
		c.p.Title = numberText(int64(len(s.Refs))) + " selected"
	}
	if one.Kind == casefile.RefLink {
		c.p.Refs = []casefile.Ref{one}
	}
	switch {
	case !c.seen.ready:
		c.p.State = InspectLoading
		return c.p
	case c.seen.err != nil && !c.apart():
		c.failed(c.seen.err)
		return c.p
	}
	c.p.State = InspectReady
	c.said()
	c.body()
	return c.p
}

// nothing teaches what the pane is for.
func (c *composer) nothing() {
	c.p.Title, c.p.Headline = "Inspector", "Nothing is selected"
	c.p.Explain = "Click an account to see what is known of it, or two accounts (the second with Ctrl) to see why they are linked, and what else could explain it."
	if c.v.bare {
		c.p.Explain = "When logs are imported, what is known of an account stands here, and why two are linked."
		return
	}
	c.p.Action, c.p.Do = "Show accounts", func() { c.v.bench.Tab.Set(TabAccounts) }
}

// failed says what could not be read, and what is unharmed.
func (c *composer) failed(err error) {
	c.p.State, c.p.Headline = InspectFailed, "This could not be read"
	c.p.Explain, c.p.Action, c.p.Do = sentence(err)+" The case was not changed.", "Try again", c.v.reload
	var f *fault.Error
	if !errors.As(err, &f) || f.Err != nil {
		c.p.Details = err.Error()
	}
	if fault.KindOf(err) == fault.NotFound {
		c.p.State, c.p.Headline = InspectGone, "This is not in the case"
		c.p.Explain, c.p.Action = "It may belong to a source or a run that was withdrawn. What was withdrawn is kept and can be restored.", "Clear the selection"
		c.p.Do = func() { c.v.bench.Selection.Set(Selection{}) }
	}
}

// apart reports whether the page is of two accounts that nothing links: they are in
// the case, and a person may still say something of the pair.
func (c *composer) apart() bool {
	return c.p.Ref.Kind == casefile.RefLink && fault.KindOf(c.seen.err) == fault.NotFound && c.seen.verdicts != nil
}

// head names the thing.
func (c *composer) head(r casefile.Ref) {
	c.p.Title, c.p.Subject = strings.ToUpper(string(r.Kind)[:1])+string(r.Kind)[1:], r.ID
	switch r.Kind {
	case casefile.RefLink:
		c.p.Title, c.p.Subject = "Why linked", r.ID+" — "+r.Peer
	case casefile.RefCluster:
		c.p.Title, c.p.Subject = "Cluster "+ClusterName(r.ID), ""
	case casefile.RefEvent:
		c.p.Title, c.p.Subject = "Event", fmt.Sprintf("source %d, row %s", r.N, numberText(r.Row))
		c.p.Menu = append(c.p.Menu, NavAction{"Show what is around it", func() { c.v.bench.Show(Intention{IntendContext, r.String()}) }})
	case casefile.RefSource:
		c.p.Title, c.p.Subject = fmt.Sprintf("Source %d", r.N), ""
	case casefile.RefExhibit:
		c.p.Title, c.p.Subject = fmt.Sprintf("Exhibit E-%06d", r.N), ""
	case casefile.RefFinding:
		c.p.Title, c.p.Subject = fmt.Sprintf("Finding F%d", r.N), ""
	}
	if c.p.Subject != "" {
		c.p.Menu = append(c.p.Menu, NavAction{"Copy name", func() { c.v.bench.Copy(c.p.Subject) }})
	}
	if r.Kind != casefile.RefExhibit && r.Kind != casefile.RefFinding {
		c.p.Menu = append(c.p.Menu, NavAction{"Make exhibit…", func() { c.v.bench.Exhibit(r) }})
	}
}

// body is what the case knows.
func (c *composer) body() {
	d := &c.seen.detail
	switch {
	case c.seen.summary != nil:
		c.several(c.seen.summary)
	case c.p.Ref.Kind == casefile.RefLink:
		c.link(d.Link)
	case d.Account != nil:
		c.account(d.Account)
	case d.Cluster != nil:
		c.cluster(d.Cluster)
	case d.Event != nil:
		c.event(d.Event)
	case d.Source != nil:
		c.source(d.Source)
	case d.Indicator != nil:
		c.indicator(d.Indicator)
	case d.Exhibit != nil:
		c.exhibit(d.Exhibit)
	case d.Finding != nil:
		c.finding(d.Finding)
	}
}

func (c *composer) badge(text string, token graphview.Token) {
	if text != "" {
		c.p.Badges = append(c.p.Badges, InspectBadge{text, token})
	}
}

func (c *composer) add(s InspectSection) {
	if s.Fold {
		s.Open = c.v.open[s.ID] // folded until unfolded
	}
	if s.Text != "" || len(s.Facts) > 0 || len(s.Lines) > 0 {
		c.p.Sections = append(c.p.Sections, s)
	}
}

// fact adds a fact that says something.
func (s *InspectSection) fact(label, text string) *InspectFact {
	if text == "" {
		return &InspectFact{}
	}
	s.Facts = append(s.Facts, InspectFact{Label: label, Text: text})
	return &s.Facts[len(s.Facts)-1]
}

// moment writes an instant: "9 Jun 2026 14:02", "" for none.
func (c *composer) moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(c.zone).Format("2 Jan 2006 15:04")
}

// day writes the day of an instant, "" for none.
func (c *composer) day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(c.zone).Format("2 Jan 2006")
}

// span writes from when to when, by days.
func (c *composer) span(from, to time.Time) string {
	if from.IsZero() || to.IsZero() {
		return c.day(from) + c.day(to)
	}
	a, b := from.In(c.zone), to.In(c.zone)
	switch {
	case sameDay(a, b):
		return a.Format("2 Jan 2006")
	case a.Year() != b.Year():
		return a.Format("2 Jan 2006") + " – " + b.Format("2 Jan 2006")
	case a.Month() == b.Month():
		return a.Format("2") + " – " + b.Format("2 Jan 2006")
	}
	return a.Format("2 Jan") + " – " + b.Format("2 Jan 2006")
}

// clusterInk is the colour of a cluster: they are numbered by size.
func clusterInk(id int) graphview.Token { return graphview.ClusterToken(id - 1) }

// percentText writes a share: "62 %". What is there is never nothing.
func percentText(part, whole int64) string {
	switch {
	case whole <= 0:
		return ""
	case part > 0 && part*100 < whole:
		return "< 1 %"
	case part < whole && part*200 >= whole*199:
		return "99 %"
	}
	return fmt.Sprintf("%d %%", (part*200+whole)/(2*whole))
}

// timeText writes an instant to the second, with its fraction where it has one.
func timeText(ns int64, zone *time.Location) string {
	return time.Unix(0, ns).In(zone).Format("2006-01-02 15:04:05.999")
}
