package main

import (
	"fmt"
	"io"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

type enrichCmd struct {
	Case     string   `arg:"" help:"The case."`
	File     []string `arg:"" optional:"" help:"Databases in MaxMind's format (.mmdb) and MISP warninglists (.json)."`
	Suffixes bool     `help:"Also the registrable domain of mail domains, by the public suffix list that the program carries."`
	Licence  string   `help:"Under which licence you have the files; goes into the record." placeholder:"TEXT"`
	Withdraw uint32   `help:"Withdraw this run: what it says is no longer shown." placeholder:"N"`
	Reason   string   `help:"Why it is withdrawn." placeholder:"TEXT"`
}

func (c *enrichCmd) Run(e *env) error {
	if c.Withdraw > 0 {
		if len(c.File) > 0 || c.Suffixes {
			return fault.New(fault.Usage, "A run is either made or withdrawn.", "Give files, or --withdraw N.", nil)
		}
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) {
			return w.Withdraw(e.ctx, casework.ThingEnrichment, c.Withdraw, c.Reason)
		})
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	var r casework.EnrichResult
	if len(c.File) == 0 && !c.Suffixes {
		if r.Runs, err = w.Enrichments(e.ctx); err != nil {
			return err
		}
		return e.out.result(r, func(o io.Writer) { printEnrichments(o, &r) })
	}
	err = e.watch(func(p progress.Reporter) (err error) {
		r, err = w.Enrich(e.ctx, casework.EnrichOptions{Files: c.File, Suffixes: c.Suffixes, Licence: c.Licence}, p)
		return err
	})
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) { printEnrichments(o, &r) })
}

func printEnrichments(o io.Writer, r *casework.EnrichResult) {
	rows := make([][]string, 0, len(r.Runs))
	for i := range r.Runs {
		x := &r.Runs[i]
		built, state := "", ""
		if !x.Dataset.Built.IsZero() {
			built = x.Dataset.Built.Format("2006-01-02")
		}
		if x.Withdrawn {
			state = "withdrawn"
		}
		rows = append(rows, []string{fmt.Sprint(x.ID), x.Dataset.Title, x.Dataset.Name, x.Dataset.Version, built, thousands(x.Looked), thousands(x.Found), clock(x.At), state})
	}
	table(o, []string{">run", "dataset", "file", "version", "built", ">looked up", ">found", "when (UTC)", ""}, rows)
	fmt.Fprintln(o, "What a dataset says is its own word, at its date. Search it as enriched.asn, .org, .country, .network, .list and .domain.")
}
