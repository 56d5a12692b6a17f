package main

import (
	"fmt"
	"io"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casework"
	"casebench/internal/fault"
)

// around are the flags of query that show what is before and after one event.
type around struct {
	Event  string   `name:"around" help:"Show what happened before and after this event, as in event:2/17. The query then says which rows are looked at." placeholder:"REF"`
	Before string   `help:"With --around: so many rows before it, or so long, as in 50, 10m, or 50,10m." placeholder:"REACH" default:"10"`
	After  string   `help:"With --around: the same after it." placeholder:"REACH" default:"10"`
	Same   []string `help:"With --around: only rows that are like the event in FIELD: account, session, ip, any other." placeholder:"FIELD"`
	InFile bool     `help:"With --around: its neighbours in the file, and not by time."`
}

// check refuses what does not go together.
func (a *around) check(c *queryCmd) error {
	switch {
	case a.Event == "" && c.Expr == "":
		return fault.New(fault.Usage, "The query is missing.", "Write what to look for, as in 'model:atlas-5'; '*' is everything.", nil)
	case a.Event == "" && (len(a.Same) > 0 || a.InFile):
		return fault.New(fault.Usage, "--same and --in-file belong to --around.", "Name the event, as in --around event:2/17.", nil)
	case a.Event != "" && (c.Count || c.By != "" || c.Histogram != "" || c.Out != "table" || c.O != ""):
		return fault.New(fault.Usage, "--around shows rows; it does not count, group or write a file.", "Leave the other flags out, or use --json.", nil)
	}
	return nil
}

// aroundJSON is what --around prints with --json: the rows of a query, and which of
// them the event is.
type aroundJSON struct {
	Count        int         `json:"count"`
	Rows         []query.Row `json:"rows"`
	At           int         `json:"at"`
	MoreBefore   bool        `json:"more_before"`
	MoreAfter    bool        `json:"more_after"`
	Milliseconds float64     `json:"milliseconds"`
}

// show prints the rows around the event.
func (a *around) show(e *env, w *casework.Casework, c *queryCmd) error {
	ref, err := casefile.ParseRef(a.Event)
	if err != nil {
		return err
	}
	opt := casework.AroundOptions{Event: ref, Expr: c.Expr, Same: a.Same, InFile: a.InFile}
	if opt.Before, err = casework.ParseReach(a.Before); err != nil {
		return err
	}
	if opt.After, err = casework.ParseReach(a.After); err != nil {
		return err
	}
	s, err := w.Around(e.ctx, opt)
	if err != nil {
		return err
	}
	rows := s.Rows()
	return e.out.result(aroundJSON{len(rows), rows, len(s.Before), s.MoreBefore, s.MoreAfter, s.Milliseconds}, func(o io.Writer) {
		header, cells := casework.TableOf(rows)
		header = append([]string{""}, header...)
		for i := range cells {
			mark := ""
			if i == len(s.Before) {
				mark = ">"
			}
			cells[i] = append([]string{mark}, cells[i]...)
		}
		table(o, header, cells)
		fmt.Fprintf(o, "%s rows before and %s after, in %.1f ms.\n", counted(len(s.Before), s.MoreBefore), counted(len(s.After), s.MoreAfter), s.Milliseconds)
	})
}

// counted prints a number of rows, and whether there are more.
func counted(n int, more bool) string {
	if more {
		return "The nearest " + thousands(int64(n))
	}
	return thousands(int64(n))
}
