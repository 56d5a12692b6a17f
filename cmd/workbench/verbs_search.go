package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/fault"
)

type queryCmd struct {
	Case      string `arg:"" help:"The case."`
	Expr      string `arg:"" optional:"" help:"What to look for, as in 'model:atlas-5 AND NOT status:200'; * is everything."`
	Count     bool   `help:"Only count."`
	By        string `help:"Count by the values of FIELD, the most frequent first, --limit of them." placeholder:"FIELD"`
	Histogram string `help:"Count by time, in bins of this width: 90s, 15m, 1h, 7d, 1mo." placeholder:"WIDTH"`
	Limit     int    `help:"At most so many rows or groups." default:"50"`
	around
	Out      string `help:"How to print." enum:"table,csv,jsonl,parquet" default:"table"`
	O        string `short:"o" help:"Write to FILE instead of standard output." placeholder:"FILE"`
	Remember bool   `help:"Keep the search in the search history of the case. Without it the case is only read."`
	Refines  uint32 `help:"With --remember: the search that this one was refined from." placeholder:"SEARCH"`
}

func (c *queryCmd) Run(e *env) error {
	if c.Refines != 0 && !c.Remember {
		return fault.New(fault.Usage, "--refines says where a search is kept, and this one is not kept.", "Give --remember too.", nil)
	}
	if err := c.check(c); err != nil {
		return err
	}
	opt := casework.QueryOptions{Expr: c.Expr, CountOnly: c.Count, By: c.By, Limit: c.Limit}
	if c.Histogram != "" {
		var err error
		if opt.Bin, opt.Months, err = timeline.ParseBin(c.Histogram); err != nil {
			return fault.New(fault.Usage, fmt.Sprintf("%q is not a width of time.", c.Histogram), "Write 30s, 15m, 1h, 1d, 1w or 1mo.", err)
		}
	}
	if c.Out == "parquet" && c.O == "" {
		return fault.New(fault.Usage, "A Parquet file needs a name.", "Give -o FILE.", nil)
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	if c.Event != "" {
		return c.show(e, w, c)
	}
	if c.Out == "table" || e.out.json && c.O == "" {
		r, err := w.Query(e.ctx, opt)
		if err != nil {
			return err
		}
		if err := c.remember(e, w, opt, r.Count); err != nil {
			return err
		}
		if c.O == "" {
			return e.out.result(r, func(o io.Writer) { printQuery(o, r, opt) })
		}
		if err := writeNew(c.O, func(f io.Writer) error {
			printQuery(f, r, opt)
			return nil
		}); err != nil {
			return err
		}
		return c.written(e)
	}
	write := func(f io.Writer) error {
		if err := w.WriteRows(e.ctx, opt, c.Out, f); err != nil {
			return err
		}
		return c.remember(e, w, opt, -1)
	}
	if c.O != "" {
		if err := writeNew(c.O, write); err != nil {
			return err
		}
		return c.written(e)
	}
	if f, ok := e.out.w.(*os.File); ok && isTerminal(f) {
		var b strings.Builder // a terminal is shown no control characters of a log
		if err := write(&b); err != nil {
			return err
		}
		fmt.Fprint(f, cleanLines(b.String()))
		return nil
	}
	return write(e.out.w)
}

// remember keeps the search in the history of the case, where that was asked for.
func (c *queryCmd) remember(e *env, w *casework.Casework, opt casework.QueryOptions, count int64) error {
	if !c.Remember {
		return nil
	}
	s, err := w.NoteSearch(e.ctx, casefile.Question{Expr: opt.Expr, Group: opt.By, Bin: opt.Bin, Months: opt.Months, In: "events"}, c.Refines, count)
	if err == nil && s.ID != 0 {
		e.out.remark("Kept as search %d.", s.ID)
	}
	return err
}

// written says which file was written.
func (c *queryCmd) written(e *env) error {
	if !e.out.json {
		return nil
	}
	return e.out.result(map[string]string{"path": c.O, "out": c.Out}, nil)
}

func printQuery(w io.Writer, r casework.QueryResult, opt casework.QueryOptions) {
	switch {
	case len(r.Groups) > 0:
		rows := make([][]string, 0, len(r.Groups))
		for _, g := range r.Groups {
			rows = append(rows, []string{g.Value, thousands(g.Count)})
		}
		table(w, []string{opt.By, ">count"}, rows)
		if more := r.Distinct - int64(len(r.Groups)); more > 0 {
			fmt.Fprintf(w, "And %s other values; --limit 0 shows all.\n", thousands(more))
		}
		if r.Without > 0 {
			fmt.Fprintf(w, "%s rows have no %s.\n", thousands(r.Without), opt.By)
		}
	case len(r.Buckets) > 0:
		rows := make([][]string, 0, len(r.Buckets))
		for _, b := range r.Buckets {
			rows = append(rows, []string{clock(b.Start), thousands(b.Count)})
		}
		table(w, []string{"from (UTC)", ">count"}, rows)
		if r.Untimed > 0 {
			fmt.Fprintf(w, "%s rows have no time.\n", thousands(r.Untimed))
		}
	case len(r.Rows) > 0:
		header, rows := r.Table()
		table(w, header, rows)
	}
	fmt.Fprintf(w, "%s rows match, in %.1f ms.\n", thousands(r.Count), r.Milliseconds)
}

type accountsCmd struct {
	Case  string `arg:"" help:"The case."`
	Expr  string `arg:"" optional:"" help:"Only accounts with events that match."`
	Limit int    `help:"At most so many; 0 for all." default:"0"`
}

func (c *accountsCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.Accounts(e.ctx, c.Expr, c.Limit)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		rows := make([][]string, 0, len(r.Accounts))
		for _, a := range r.Accounts {
			cl := "-"
			if a.Cluster != nil {
				cl = fmt.Sprint(*a.Cluster)
			}
			rows = append(rows, []string{a.ID, thousands(a.Events), clock(a.FirstSeen), clock(a.LastSeen), cl})
		}
		table(o, []string{"account", ">events", "first seen", "last seen", "cluster"}, rows)
		fmt.Fprintf(o, "%s accounts.\n", thousands(r.Count))
	})
}

type revealCmd struct {
	Case   string `arg:"" help:"The case."`
	Ref    string `arg:"" help:"What to show, as in event:2/17."`
	Reason string `required:"" help:"Why; goes into the audit log."`
}

func (c *revealCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.Reveal(e.ctx, c.Ref, c.Reason)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		text := string(r.Raw)
		if f, ok := o.(*os.File); ok && isTerminal(f) {
			text = cleanLines(text)
		}
		fmt.Fprintln(o, text)
	})
}
