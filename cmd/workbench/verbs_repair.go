package main

import (
	"fmt"
	"io"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

type repairCmd struct {
	Case string `arg:"" help:"The damaged case; it is not changed."`
	Out  string `short:"o" required:"" placeholder:"NEW" help:"The new case that takes what can be saved."`
}

func (c *repairCmd) Run(e *env) error {
	var r casework.RepairResult
	err := e.watch(func(p progress.Reporter) (err error) {
		r, err = casework.Repair(e.ctx, c.Case, c.Out, e.config(), p)
		return err
	})
	if err != nil {
		return err
	}
	err = e.out.result(r, func(w io.Writer) {
		fmt.Fprintf(w, "Saved %s values in %s. %s\n", thousands(r.Values), clean(c.Out), r.Damage)
		for _, l := range r.Losses {
			fmt.Fprintln(w, "lost: "+clean(l.String()))
		}
		for _, s := range r.Sources {
			if s.LostRows > 0 {
				fmt.Fprintf(w, "Source %d (%s) lost %s rows.\n", s.ID, clean(s.Name), thousands(s.LostRows))
			}
		}
		for _, id := range r.Lossy {
			fmt.Fprintf(w, "Source %d is withdrawn for it; `workbench undo` brings the rest of it back.\n", id)
		}
		for _, a := range r.Again {
			fmt.Fprintf(w, "Its kept file is whole: it was imported again as source %d, with every row.\n", a.As)
		}
		for _, d := range r.Wrong {
			fmt.Fprintln(w, "still wrong: "+clean(d))
		}
	})
	if err == nil && len(r.Wrong) > 0 {
		return fault.New(fault.Verification, fmt.Sprintf("The repaired case still has %d inconsistencies.", len(r.Wrong)),
			"Keep the damaged file, and please report it.", nil)
	}
	return err
}
