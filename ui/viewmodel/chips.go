package viewmodel

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/timeline"
	"casebench/casework"
)

// Chips is what narrows the view, condition by condition: the time window, and
// each term that the filter joins with AND. Removing one keeps the rest.
type Chips struct {
	Shown   *Value[[]Chip]
	Marking *Value[casefile.Marking] // of the case: the strictest of its sources

	bench *Bench
	views *Views
	load  *Latest
	stops Stops
}

// Chip is one condition. Term is its place in the filter, -1 for the time window.
type Chip struct {
	Text string
	Term int
}

// NewChips makes the chips of a bench; views keeps what they say.
func NewChips(b *Bench, views *Views) *Chips {
	c := &Chips{Shown: NewValue[[]Chip](nil, slices.Equal), Marking: Of(casefile.Marking("")), bench: b, views: views, load: b.NewLatest()}
	c.stops.Add(
		b.Filter.Follow(func(string) { c.refresh() }),
		b.Window.Follow(func(timeline.Window) { c.refresh() }),
		b.Zone.Follow(func(*time.Location) { c.refresh() }),
		b.OnChange(casework.TopicSources, c.mark),
		c.load.Cancel,
	)
	c.refresh()
	c.mark()
	return c
}

// Close ends the chips.
func (c *Chips) Close() { c.stops.Stop() }

func (c *Chips) refresh() {
	var out []Chip
	if w := c.bench.Window.Get(); !w.Empty() {
		out = append(out, Chip{"time " + WindowText(w, c.bench.Zone.Get()), -1})
	}
	for i, t := range Terms(c.bench.Filter.Get()) {
		out = append(out, Chip{chipText(t), i})
	}
	c.Shown.Set(out)
}

func (c *Chips) mark() {
	c.load.Run(func(ctx context.Context) func() {
		o, err := c.bench.Work.Overview(ctx)
		return func() {
			if err == nil {
				c.Marking.Set(o.Marking)
			}
		}
	})
}

// Remove takes a condition away.
func (c *Chips) Remove(chip Chip) {
	if chip.Term < 0 {
		c.bench.Window.Set(timeline.Window{})
		return
	}
	terms := Terms(c.bench.Filter.Get())
	if chip.Term < len(terms) {
		c.bench.Filter.Set(JoinTerms(slices.Delete(terms, chip.Term, chip.Term+1)))
	}
}

// Clear takes every condition away.
func (c *Chips) Clear() {
	c.bench.Filter.Set("*")
	c.bench.Window.Set(timeline.Window{})
}

// Edit asks for another wording of a condition. The time window is changed in the
// timeline.
func (c *Chips) Edit(chip Chip) {
	terms := Terms(c.bench.Filter.Get())
	if chip.Term < 0 || chip.Term >= len(terms) {
		return
	}
	c.ask("Change filter", "Change", terms[chip.Term], filterHelp, func(text string) {
		terms[chip.Term] = text
		c.bench.Filter.Set(JoinTerms(terms))
	})
}

// Add asks for one more condition.
func (c *Chips) Add() {
	c.ask("Add filter", "Add filter", "", filterHelp, func(text string) {
		c.bench.Filter.Set(JoinTerms(append(Terms(c.bench.Filter.Get()), text)))
	})
}

// SaveView asks for a name and keeps the view.
func (c *Chips) SaveView() { c.views.Ask() }

const filterHelp = "For example model:atlas-5, status!=200, cluster:3, tag:proxy or ip:203.0.113.0/24."

// ask asks for an expression until it can be read, or the person thinks better of it.
func (c *Chips) ask(title, confirm, text, explain string, then func(string)) {
	c.bench.Ask(Question{Title: title, Label: "Condition", Text: text, Explain: explain, Confirm: confirm, Then: func(answer, _ string) {
		if _, err := query.Parse(answer); err != nil {
			c.ask(title, confirm, answer, sentence(err), then)
			return
		}
		then(answer)
	}})
}

// Terms returns the conditions that an expression joins with AND, as they print;
// none for "*". What cannot be read is one condition, as it stands.
func Terms(expr string) []string {
	q, err := query.Parse(expr)
	if err != nil {
		if expr == "" {
			return nil
		}
		return []string{expr}
	}
	switch e := q.Expr.(type) {
	case query.All:
		return nil
	case query.And:
		var out []string
		for _, t := range e.Terms {
			out = append(out, (&query.Query{Expr: t}).String())
		}
		return out
	}
	return []string{q.String()}
}

// JoinTerms joins conditions with AND; none are "*".
func JoinTerms(terms []string) string {
	var exprs []query.Expr
	for _, t := range terms {
		q, err := query.Parse(t)
		if err != nil {
			continue
		}
		switch e := q.Expr.(type) {
		case query.All:
		case query.And:
			exprs = append(exprs, e.Terms...)
		default:
			exprs = append(exprs, e)
		}
	}
	switch len(exprs) {
	case 0:
		return "*"
	case 1:
		return (&query.Query{Expr: exprs[0]}).String()
	}
	return (&query.Query{Expr: query.And{Terms: exprs}}).String()
}

// Narrow adds a condition to the filter, in the place of those on the same field:
// an account is in one cluster, so that two of them would leave nothing. A
// condition that is there already is taken away.
func (b *Bench) Narrow(term string) {
	q, err := query.Parse(term)
	if err != nil {
		b.Fail(err)
		return
	}
	term = q.String()
	m, isMatch := q.Expr.(query.Match)
	terms := Terms(b.Filter.Get())
	if i := slices.Index(terms, term); i >= 0 {
		b.Filter.Set(JoinTerms(slices.Delete(terms, i, i+1)))
		return
	}
	terms = slices.DeleteFunc(terms, func(t string) bool {
		o, err := query.Parse(t)
		if err != nil {
			return true
		}
		other, ok := o.Expr.(query.Match)
		return ok && isMatch && other.Field == m.Field
	})
	b.Filter.Set(JoinTerms(append(terms, term)))
}

// Narrowed reports whether the filter holds a condition.
func (b *Bench) Narrowed(term string) bool {
	q, err := query.Parse(term)
	return err == nil && slices.Contains(Terms(b.Filter.Get()), q.String())
}

// longestChip is how much of a condition a chip says.
const longestChip = 48

// chipText is a condition in a few words: "cluster C-03", else as it prints.
func chipText(term string) string {
	q, err := query.Parse(term)
	if err == nil {
		if m, ok := q.Expr.(query.Match); ok && m.Field.String() == "cluster" && m.Test.Op == query.OpHas && len(m.Test.Pattern.Parts) == 1 {
			if id, err := strconv.Atoi(m.Test.Pattern.Parts[0]); err == nil {
				return fmt.Sprintf("cluster C-%02d", id)
			}
		}
	}
	return cutText(term, longestChip)
}
