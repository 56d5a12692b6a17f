package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
)

// indicatorsCmd lists indicators, and reviews those that it would list.
type indicatorsCmd struct {
	Case       string   `arg:"" help:"The case."`
	ID         []string `help:"Only these, by id." placeholder:"ID"`
	Standing   []string `help:"Only these: pending, accepted, context, refused." placeholder:"WORD"`
	Type       []string `help:"Only of this type, as listed." placeholder:"TYPE"`
	Source     uint32   `help:"Only of this source." placeholder:"N"`
	Provider   string   `help:"Only of this provider." placeholder:"NAME"`
	Value      string   `help:"Only those whose value holds this text." placeholder:"TEXT"`
	TLP        string   `name:"tlp" help:"Only those marked so, or for wider sharing." placeholder:"LABEL"`
	Confidence int      `help:"Only those with at least this confidence, 1 to 100." placeholder:"N"`
	Met        bool     `help:"Only those that the case shows."`
	Listed     bool     `help:"Only those that a warninglist names (see enrich)."`
	Usable     bool     `help:"Only those that would be matched once accepted."`
	Valid      string   `help:"Only those that are valid on this day." placeholder:"DAY"`

	Accept  bool   `help:"Review all that are chosen: they may be matched."`
	Context bool   `help:"Review all that are chosen: worth knowing, not to be matched."`
	Refuse  bool   `help:"Review all that are chosen: refused."`
	Reason  string `help:"Why; to refuse, and to keep as context, needs one." placeholder:"TEXT"`
	Limit   int    `help:"List at most so many; 0 for all." default:"100" placeholder:"N"`
}

func (c *indicatorsCmd) filter() (f casework.IndicatorFilter, err error) {
	f = casework.IndicatorFilter{IDs: c.ID, Source: c.Source, Provider: c.Provider, Value: c.Value, Confidence: c.Confidence,
		Met: c.Met, Listed: c.Listed, Usable: c.Usable}
	for _, word := range c.Standing {
		s := casefile.Standing(word)
		if !slices.Contains(casefile.Standings(), s) {
			return f, fault.New(fault.Usage, fmt.Sprintf("There is no standing %q.", word), "Say pending, accepted, context or refused.", nil)
		}
		f.Standings = append(f.Standings, s)
	}
	for _, t := range c.Type {
		f.Types = append(f.Types, casefile.IndicatorType(t))
	}
	if c.TLP != "" {
		m, ok := casefile.ParseMarking(c.TLP)
		if !ok {
			return f, fault.New(fault.Usage, fmt.Sprintf("There is no marking %q.", c.TLP), "Say clear, green, amber, amber+strict or red.", nil)
		}
		f.TLP = m
	}
	if c.Valid != "" {
		if f.Current, err = time.Parse(time.DateOnly, c.Valid); err != nil {
			return f, fault.New(fault.Usage, fmt.Sprintf("%q is not a day.", c.Valid), "Write it as in 2026-05-04.", nil)
		}
	}
	return f, nil
}

// standing is what is to be said of those chosen; "" only lists them.
func (c *indicatorsCmd) standing() (s casefile.Standing, err error) {
	n := 0
	for _, said := range []struct {
		set bool
		s   casefile.Standing
	}{{c.Accept, casefile.StandingAccepted}, {c.Context, casefile.StandingContext}, {c.Refuse, casefile.StandingRefused}} {
		if said.set {
			s = said.s
			n++
		}
	}
	switch {
	case n > 1:
		return "", fault.New(fault.Usage, "A review says one thing.", "Give one of --accept, --context and --refuse.", nil)
	case n == 0 && c.Reason != "":
		return "", fault.New(fault.Usage, "A reason is for a review.", "Give one of --accept, --context and --refuse with it.", nil)
	}
	return s, nil
}

// indicatorsAnswer is the list as JSON.
type indicatorsAnswer struct {
	Count      int                       `json:"count"`
	Standings  map[casefile.Standing]int `json:"standings"`
	Indicators []indicatorAnswer         `json:"indicators"`
}

type indicatorAnswer struct {
	casefile.Indicator
	Standing casefile.Standing `json:"standing"`
	Reason   string            `json:"reason,omitempty"`
	By       string            `json:"by,omitempty"`
	At       time.Time         `json:"at,omitzero"`
	Accounts int               `json:"accounts"`
	Lists    []string          `json:"lists,omitempty"` // warninglists that name it
	Idle     string            `json:"idle,omitempty"`
}

func (c *indicatorsCmd) Run(e *env) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	s, err := c.standing()
	if err != nil {
		return err
	}
	if s != "" {
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) { return w.Review(e.ctx, f, s, c.Reason) })
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	rows, err := w.Indicators(e.ctx, f)
	if err != nil {
		return err
	}
	r := indicatorsAnswer{Count: len(rows), Standings: map[casefile.Standing]int{}, Indicators: []indicatorAnswer{}}
	for i := range rows {
		row := &rows[i]
		r.Standings[row.Reviewed.Standing]++
		if c.Limit > 0 && len(r.Indicators) == c.Limit {
			continue
		}
		one := indicatorAnswer{Indicator: row.Indicator, Standing: row.Reviewed.Standing, Reason: row.Reviewed.Reason, By: row.Reviewed.By,
			At: row.Reviewed.At, Lists: row.Lists, Idle: row.Idle}
		if row.Hit != nil {
			one.Accounts = len(row.Hit.Accounts)
		}
		r.Indicators = append(r.Indicators, one)
	}
	return e.out.result(r, func(o io.Writer) { printIndicators(o, &r) })
}

func printIndicators(o io.Writer, r *indicatorsAnswer) {
	rows := make([][]string, 0, len(r.Indicators))
	for i := range r.Indicators {
		in := &r.Indicators[i]
		accounts := ""
		if in.Accounts > 0 {
			accounts = fmt.Sprint(in.Accounts)
		}
		rows = append(rows, []string{string(in.Standing), string(in.Type), in.Value, in.TLP.String(), in.Provider, accounts, in.ID, strings.Join(append(slices.Clone(in.Lists), in.Idle), "; ")})
	}
	table(o, []string{"standing", "type", "value", "tlp", "provider", ">accounts", "id", ""}, rows)
	if n := r.Count - len(r.Indicators); n > 0 {
		fmt.Fprintf(o, "%d more are not listed: give --limit 0.\n", n)
	}
	var parts []string
	for _, s := range casefile.Standings() {
		if n := r.Standings[s]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintf(o, "%d values of indicators: %s.\n", r.Count, strings.Join(parts, ", "))
	}
	if r.Standings[casefile.StandingPending] > 0 {
		fmt.Fprintln(o, "What is pending is not matched: look at it, then choose it with the same flags and --accept, --context or --refuse.")
	}
}

type matchCmd struct {
	Case string   `arg:"" help:"The case."`
	File []string `arg:"" optional:"" help:"Also indicators from these files, without importing them."`
}

// matchAnswer is the JSON of a match: what waits for a review stands among the hits,
// and says so.
type matchAnswer struct {
	casework.MatchResult
	Hits    []casework.HitView `json:"hits"`
	Waiting int                `json:"waiting"` // of the hits
}

func (c *matchCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.Match(e.ctx, c.File)
	if err != nil {
		return err
	}
	all := slices.Concat([]casework.HitView{}, r.Hits, r.Waiting)
	return e.out.result(matchAnswer{r, all, len(r.Waiting)}, func(o io.Writer) {
		rows := make([][]string, 0, len(all))
		for _, h := range all {
			rows = append(rows, []string{string(h.Review), string(h.Type), h.Value, h.TLP.String(), fmt.Sprint(len(h.Accounts)), thousands(h.Events),
				clock(h.FirstSeen), clock(h.LastSeen), h.Note})
		}
		table(o, []string{"review", "type", "value", "tlp", ">accounts", ">events", "first seen", "last seen", ""}, rows)
		fmt.Fprintf(o, "%d indicators, %d of a kind that can be matched; %d accepted ones have hits. A hit is a partner's word, not evidence by itself.\n",
			r.Indicators, r.Matchable, len(r.Hits))
		if r.Pending > 0 {
			fmt.Fprintf(o, "%d wait for a review (`workbench indicators`); what they would meet counts for nothing until then.\n", r.Pending)
		}
	})
}
