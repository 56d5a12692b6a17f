package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"casebench/casework"
	"casebench/internal/fault"
)

type joinCmd struct {
	Case string `arg:"" help:"The case."`
	O    string `short:"o" help:"Write every joined request to this file, one JSON object a line, each fact with the row that it came from." placeholder:"FILE"`
}

func (c *joinCmd) Run(e *env) (err error) {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	var each func(casework.JoinedRow) error
	if c.O != "" {
		f, err := os.OpenFile(c.O, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return fault.New(fault.Usage, "The file "+c.O+" cannot be made.", "Name one that is not there yet.", err)
		}
		enc := json.NewEncoder(f)
		each = func(r casework.JoinedRow) error { return enc.Encode(r) }
		defer func() {
			if cerr := f.Close(); err == nil {
				err = cerr
			}
			if err != nil {
				os.Remove(c.O)
			}
		}()
	}
	r, err := w.Join(e.ctx, each)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) { printJoins(o, r.Joins) })
}

// printJoins says what was joined, and which columns came from which log.
func printJoins(o io.Writer, joins []casework.Join) {
	for i := range joins {
		j := &joins[i]
		fmt.Fprintln(o, clean(j.Sentence()))
		rows := make([][]string, 0, len(j.Columns))
		for _, col := range j.Columns {
			rows = append(rows, []string{col.Name, col.From, thousands(col.Rows)})
		}
		table(o, []string{"column", "from", ">joined rows"}, rows)
		if j.Unused > 0 {
			fmt.Fprintf(o, "%s of %s rows of %s belong to no row of %s.\n", thousands(j.Unused), thousands(j.WithRows), j.With, j.Format)
		}
		if j.Differing > 0 {
			fmt.Fprintf(o, "In %s joined requests the two logs name different accounts.\n", thousands(j.Differing))
		}
	}
}
