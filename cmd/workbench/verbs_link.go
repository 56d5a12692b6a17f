package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

type linkCmd struct {
	Case    string   `arg:"" help:"The case."`
	Seed    uint64   `help:"Seed of the communities; recorded." default:"1"`
	Without []string `help:"Leave a signal out, to see what falls apart." placeholder:"SIGNAL"`
	Model   string   `help:"Weights and thresholds (JSON) instead of the built-in model." placeholder:"FILE"`
}

func (c *linkCmd) Run(e *env) error {
	opt := casework.LinkOptions{Seed: c.Seed, Without: c.Without}
	if c.Model != "" {
		b, err := os.ReadFile(c.Model)
		if err != nil {
			return fault.New(fault.NotFound, "The model file cannot be read.", "Check --model.", err)
		}
		opt.Model = b
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	var r casework.LinkResult
	err = e.watch(func(p progress.Reporter) (err error) {
		r, err = w.Link(e.ctx, opt, p)
		return err
	})
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		fmt.Fprintf(o, "Run %d: %s accounts, %s pairs compared, %s links, %d clusters; %d values set aside as shared by too many; %.1f s.\n",
			r.Run, thousands(r.Accounts), thousands(r.CandidatePairs), thousands(r.Links), r.Clusters, r.SuppressedValues, r.Seconds)
	})
}

type clustersCmd struct {
	Case string `arg:"" help:"The case."`
	Run_ uint32 `name:"run" help:"Of this run instead of the newest." placeholder:"N"`
}

func (c *clustersCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.Clusters(e.ctx, c.Run_)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		rows := make([][]string, 0, len(r.Clusters))
		for _, k := range r.Clusters {
			rows = append(rows, []string{fmt.Sprint(k.ID), fmt.Sprint(k.Size), string(k.Strength), string(k.Assessment.Level),
				strings.ReplaceAll(string(k.Pattern), "_", " "), fmt.Sprintf("%.2f", k.Stability), strings.Join(k.FamilyNames(), ", ")})
		}
		table(o, []string{">cluster", ">accounts", "act together", "looks like harvesting", "pattern", ">stability", "families"}, rows)
		fmt.Fprintf(o, "Run %d. The two columns answer two questions; `workbench cluster CASE ID` shows the reasons for and against.\n", r.Run)
	})
}

type clusterCmd struct {
	Case string `arg:"" help:"The case."`
	ID   string `arg:"" help:"The cluster's id, as in 3."`
}

func (c *clusterCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	k, err := w.Cluster(e.ctx, c.ID)
	if err != nil {
		return err
	}
	return e.out.result(k, func(o io.Writer) {
		fmt.Fprintf(o, "Cluster %d of run %d: %d accounts, %s requests, %s to %s UTC\n", k.ID, k.Run, k.Size,
			thousands(k.Requests), clock(k.From), clock(k.To))
		fmt.Fprintf(o, "Act together: %s (%s), stability %.2f. Looks like harvesting: %s. Pattern: %s.\n\n",
			k.Strength, strings.Join(k.FamilyNames(), ", "), k.Stability, k.Assessment.Level, strings.ReplaceAll(string(k.Pattern), "_", " "))
		fmt.Fprintln(o, clean(k.Text))
		fmt.Fprintln(o, "\nFor")
		for _, s := range k.Assessment.For {
			fmt.Fprintf(o, "  - %s\n", clean(s.Text))
		}
		if len(k.Assessment.For) == 0 {
			fmt.Fprintln(o, "  nothing")
		}
		fmt.Fprintln(o, "Against")
		for _, s := range k.Assessment.Against {
			fmt.Fprintf(o, "  - %s\n", clean(s.Text))
		}
		if len(k.Assessment.Against) == 0 {
			fmt.Fprintln(o, "  nothing that these signals can tell")
		}
		fmt.Fprintln(o, "Honest explanations looked at")
		for _, x := range k.Assessment.Checked {
			fmt.Fprintf(o, "  - %s: %s (%s)\n", clean(x.Lookalike), clean(x.Found), clean(x.Result))
		}
		fmt.Fprintln(o)
		rows := make([][]string, 0, len(k.Accounts))
		for _, a := range k.Accounts {
			rows = append(rows, []string{a.ID, string(a.Role), a.Via, a.Bits.String()})
		}
		table(o, []string{"account", "role", "tied best to", ">bits"}, rows)
	})
}

type whyCmd struct {
	Case string `arg:"" help:"The case."`
	A    string `arg:"" help:"One account."`
	B    string `arg:"" help:"The other."`
}

func (c *whyCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.Why(e.ctx, c.A, c.B)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) { printWhy(o, r) })
}

func printWhy(o io.Writer, r casework.WhyResult) {
	fmt.Fprintf(o, "%s and %s: %s bits, probability %.4f, %s\n\n", clean(r.A), clean(r.B), r.WeightBits, r.Probability, r.Strength)
	most := 1.0
	for _, s := range r.Signals {
		most = max(most, s.Bits.Float())
	}
	for _, s := range r.Signals {
		bar := ""
		if s.Bits > 0 {
			bar = strings.Repeat("█", max(1, int(24*s.Bits.Float()/most)))
		}
		fmt.Fprintf(o, "  %-14s %s  %-24s %6s bits  %s; %s of %s accounts\n", clean(s.ID), s.Grade, bar, s.Bits,
			clean(s.ValueClass), thousands(s.SharedBy), thousands(r.Population))
		refs := make([]string, 0, len(s.Sources))
		for _, x := range s.Sources {
			refs = append(refs, fmt.Sprintf("event:%d/%d", x.Source, x.Row))
		}
		fmt.Fprintf(o, "  %-14s    %s to %s  %s\n", "", clock(s.FirstSeen), clock(s.LastSeen), strings.Join(refs, " "))
	}
	fmt.Fprintf(o, "  %-14s    %-24s %6s bits  before any evidence\n", "prior", "", r.Prior)
	for _, s := range r.Suppressed {
		fmt.Fprintf(o, "  set aside: %s, %s, shared by %s accounts (%s)\n", clean(s.ID), clean(s.ValueClass), thousands(s.SharedBy), clean(s.Reason))
	}
	fmt.Fprintf(o, "\n%s\n", clean(r.Text))
	if r.Verdict != nil {
		fmt.Fprintf(o, "\nThe person's verdict: %s (%s), by %s.\n", r.Verdict.Verdict, clean(r.Verdict.Reason), clean(r.Verdict.By))
	}
}

type recomputeCmd struct {
	Package string `arg:"" help:"The package."`
}

func (c *recomputeCmd) Run(e *env) error {
	var r casework.RecomputeResult
	err := e.watch(func(p progress.Reporter) (err error) {
		r, err = casework.Recompute(e.ctx, c.Package, p)
		return err
	})
	if err != nil {
		return err
	}
	err = e.out.result(r, func(o io.Writer) {
		if r.OK {
			fmt.Fprintf(o, "The package's own data and parameters give the same %s links and %d clusters.\n", thousands(r.Links), r.Clusters)
			return
		}
		for _, d := range r.Differences {
			fmt.Fprintln(o, clean(d))
		}
	})
	if err == nil && !r.OK {
		return fault.Newf(fault.Verification, "Recomputing gives another result in %d places.", len(r.Differences))
	}
	return err
}
