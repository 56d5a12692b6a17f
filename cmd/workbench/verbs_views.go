package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/fault"
)

type searchesCmd struct {
	Case    string  `arg:"" help:"The case."`
	Search  uint32  `arg:"" optional:"" help:"The number of one search, to say something of it."`
	Starred bool    `help:"Only those with a star."`
	Name    *string `help:"Call the search NAME; '' takes the name away." placeholder:"NAME"`
	Note    *string `help:"Note TEXT on the search; '' takes the note away." placeholder:"TEXT"`
	Star    *bool   `help:"Set a star on the search, or with --no-star take it away." negatable:""`
	Keep    string  `help:"Keep the search as a view of that name." placeholder:"NAME"`
}

func (c *searchesCmd) Run(e *env) error {
	marks := c.Name != nil || c.Note != nil || c.Star != nil
	if c.Search == 0 && (marks || c.Keep != "") {
		return fault.New(fault.Usage, "Which search is meant?", "Give its number after the case, as `workbench searches` lists it.", nil)
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	if marks {
		if _, err := w.MarkSearch(e.ctx, c.Search, casework.SearchMark{Name: c.Name, Note: c.Note, Star: c.Star}); err != nil {
			return err
		}
	}
	r, err := w.SearchTree(e.ctx)
	if err != nil {
		return err
	}
	if c.Search != 0 {
		return c.one(e, w, r)
	}
	if c.Starred {
		var some []casework.SearchView
		for _, s := range r.Searches {
			if s.Star {
				some = append(some, s)
			}
		}
		r = casework.SearchesResult{Count: len(some), Searches: append([]casework.SearchView{}, some...)}
	}
	return e.out.result(r, func(o io.Writer) { printSearches(o, r) })
}

// one shows one search, or keeps it as a view.
func (c *searchesCmd) one(e *env, w *casework.Casework, r casework.SearchesResult) error {
	for _, s := range r.Searches {
		if s.ID != c.Search {
			continue
		}
		if c.Keep != "" {
			done, err := w.KeepView(e.ctx, c.Keep, s.Question, false)
			if err != nil {
				return err
			}
			return e.out.result(done, func(o io.Writer) { fmt.Fprintf(o, "%s (act %d)\n", clean(done.Message), done.Act) })
		}
		return e.out.result(s, func(o io.Writer) {
			printSearches(o, casework.SearchesResult{Count: 1, Searches: []casework.SearchView{s}})
		})
	}
	return fault.New(fault.NotFound, fmt.Sprintf("There is no search %d in this case.", c.Search), "See `workbench searches`.", nil)
}

func printSearches(w io.Writer, r casework.SearchesResult) {
	if r.Count == 0 {
		fmt.Fprintln(w, "No searches yet. The window keeps them by itself, `workbench query` with --remember.")
		return
	}
	rows := make([][]string, 0, len(r.Searches))
	for _, s := range r.Searches {
		found := "-"
		if s.Count >= 0 {
			found = thousands(s.Count)
		}
		text := asked(s.Question)
		if s.Name != "" {
			text = s.Name + ": " + text
		}
		if s.Star {
			text = "* " + text
		}
		rows = append(rows, []string{fmt.Sprint(s.ID), found, clock(s.Search.Last), strings.Repeat("  ", s.Depth) + text, s.Note})
	}
	table(w, []string{">search", ">found", "last asked (UTC)", "what", "note"}, rows)
}

type viewsCmd struct {
	Case string `arg:"" help:"The case."`
}

func (c *viewsCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.Views(e.ctx)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		if r.Count == 0 {
			fmt.Fprintln(o, "No views yet. `workbench view CASE NAME --save EXPR` keeps one.")
			return
		}
		rows := make([][]string, 0, r.Count)
		for _, v := range r.Views {
			rows = append(rows, []string{fmt.Sprint(v.ID), v.Name, orDash(v.Question.In), asked(v.Question), orDash(v.By), clock(v.At)})
		}
		table(o, []string{">view", "name", "in", "what", "by", "at (UTC)"}, rows)
	})
}

// asked is a question in one line.
func asked(q casefile.Question) string {
	text := casework.ExprOf(q)
	if q.Group != "" {
		text += ", by " + q.Group
	}
	if q.Months > 0 {
		text += fmt.Sprintf(", per %dmo", q.Months)
	}
	if q.Bin > 0 {
		text += ", per " + strings.Replace(strings.Replace(q.Bin.String(), "m0s", "m", 1), "h0m", "h", 1)
	}
	if q.Sort != "" {
		text += ", sorted by " + q.Sort
	}
	return text
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

type viewCmd struct {
	Case string `arg:"" help:"The case."`
	Name string `arg:"" help:"The name of the view."`

	Save      string   `help:"Keep EXPR under the name instead of running the view." placeholder:"EXPR"`
	Replace   bool     `help:"With --save: in the place of the view of that name."`
	In        string   `help:"With --save: what is listed." enum:"events,accounts," default:"" placeholder:"events|accounts"`
	From      string   `help:"With --save: from this time on." placeholder:"TIME"`
	Until     string   `help:"With --save: before this time." placeholder:"TIME"`
	Sort      string   `help:"With --save: sort by FIELD." placeholder:"FIELD"`
	Desc      bool     `help:"With --sort: the greatest first."`
	Columns   []string `help:"With --save: the columns shown, with commas between." placeholder:"FIELD"`
	By        string   `help:"With --save: count by the values of FIELD." placeholder:"FIELD"`
	Histogram string   `help:"With --save: count by time, in bins of this width." placeholder:"WIDTH"`

	Rename   string `help:"Give the view another name." placeholder:"NAME"`
	Withdraw bool   `help:"Take the view out of use; undo brings it back."`
	Reason   string `help:"With --withdraw: why."`

	Count bool   `help:"Only count."`
	Limit int    `help:"At most so many rows, groups or accounts." default:"50"`
	Out   string `help:"How to print." enum:"table,csv,jsonl,parquet" default:"table"`
	O     string `short:"o" help:"Write to FILE instead of standard output." placeholder:"FILE"`
}

func (c *viewCmd) Run(e *env) error {
	switch {
	case c.Save != "":
		q, err := c.question()
		if err != nil {
			return err
		}
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) { return w.KeepView(e.ctx, c.Name, q, c.Replace) })
	case c.Rename != "":
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) { return w.RenameView(e.ctx, c.Name, c.Rename) })
	case c.Withdraw:
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) { return w.WithdrawView(e.ctx, c.Name, c.Reason) })
	}
	return c.look(e)
}

// question is what --save and the flags beside it say.
func (c *viewCmd) question() (casefile.Question, error) {
	q := casefile.Question{Expr: c.Save, In: c.In, Sort: c.Sort, Desc: c.Desc, Fields: c.Columns, Group: c.By}
	var err error
	if q.From, err = momentOf(c.From); err != nil {
		return q, err
	}
	if q.Until, err = momentOf(c.Until); err != nil {
		return q, err
	}
	if q.From.IsZero() != q.Until.IsZero() || !q.From.IsZero() && !q.From.Before(q.Until) {
		return q, fault.New(fault.Usage, "A stretch of time has a beginning and a later end.", "Give both --from and --until.", nil)
	}
	if c.Histogram != "" {
		q.Bin, q.Months, err = timeline.ParseBin(c.Histogram)
	}
	return q, err
}

// momentOf reads a time in UTC; "" is the zero time.
func momentOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fault.New(fault.Usage, fmt.Sprintf("%q is not a time.", text), "Write 2026-04-22 or 2026-04-22T14:02:00Z; without a zone it is UTC.", nil)
}

// look runs the view.
func (c *viewCmd) look(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	v, err := w.ViewNamed(e.ctx, c.Name)
	if err != nil {
		w.Close()
		return err
	}
	q := v.Question
	rows := q.Group == "" && q.Bin == 0 && q.Months == 0 && !c.Count && c.O == "" && (c.Out == "table" || e.out.json)
	if q.In != "accounts" && q.Sort != "" && rows {
		defer w.Close()
		r, err := w.QuerySorted(e.ctx, q, c.Limit)
		if err != nil {
			return err
		}
		return e.out.result(r, func(o io.Writer) { printQuery(o, r, casework.QueryOptions{}) })
	}
	if err := w.Close(); err != nil {
		return err
	}
	if q.In == "accounts" && !c.Count && c.Out == "table" {
		return (&accountsCmd{Case: c.Case, Expr: casework.ExprOf(q), Limit: c.Limit}).Run(e)
	}
	run := &queryCmd{Case: c.Case, Expr: casework.ExprOf(q), Count: c.Count, By: q.Group, Limit: c.Limit, Out: c.Out, O: c.O}
	if q.Months > 0 {
		run.Histogram = fmt.Sprintf("%dmo", q.Months)
	}
	if q.Bin > 0 {
		run.Histogram = q.Bin.String()
	}
	return run.Run(e)
}
