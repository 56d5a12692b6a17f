package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"casebench/casework"
	"casebench/internal/fault"
)

type draftsCmd struct {
	Case string   `arg:"" help:"The case."`
	Drop []uint32 `help:"Remove what these imports left." placeholder:"N"`
}

func (c *draftsCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	list, err := w.Drafts()
	if err != nil {
		return err
	}
	for _, id := range c.Drop {
		at := slices.IndexFunc(list, func(d casework.Draft) bool { return d.ID == id })
		if at < 0 {
			return fault.New(fault.NotFound, fmt.Sprintf("There is no import %d that was cut off.", id), "See `workbench drafts`.", nil)
		}
		if err := w.DropDraft(e.ctx, id); err != nil {
			return err
		}
		list = slices.Delete(list, at, at+1)
	}
	return e.out.result(map[string]any{"drafts": list, "dropped": len(c.Drop)}, func(o io.Writer) {
		for range c.Drop {
			fmt.Fprintln(o, "What the import left was removed.")
		}
		if len(list) == 0 {
			fmt.Fprintln(o, "No import was cut off.")
			return
		}
		rows := make([][]string, 0, len(list))
		for _, d := range list {
			done, on := "-", "resume or drop"
			if d.Percent >= 0 {
				done = strconv.Itoa(d.Percent) + " %"
			}
			if !d.Resumable {
				on = "drop"
			}
			rows = append(rows, []string{strconv.Itoa(int(d.ID)), d.Name, d.Format, clock(d.Imported), done, thousands(d.StoredRow), on})
		}
		table(o, []string{">id", "file", "format", "begun", ">stored", ">rows", "next"}, rows)
		fmt.Fprintln(o, "Go on with `workbench import CASE --resume`, or remove one with `workbench drafts CASE --drop ID`.")
	})
}

// remarkDrafts says on standard error which imports were cut off.
func (e *env) remarkDrafts(w *casework.Casework) {
	list, err := w.Drafts()
	if err != nil {
		return // what comes next meets the same error, and says it
	}
	for i := range list {
		e.out.remark("%s Go on with `workbench import CASE --resume`, or drop it with `workbench drafts CASE --drop %d`.",
			clean(list[i].Sentence()), list[i].ID)
	}
}
