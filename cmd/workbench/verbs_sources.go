package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

type sourcesCmd struct {
	Case     string   `arg:"" help:"The case."`
	Verify   bool     `help:"Hash the originals again, chunk by chunk, and compare; the outcome is recorded."`
	Custody  bool     `help:"Show how each source reached the case."`
	Describe uint32   `help:"Amend the custody of this source, with --set and --reason." placeholder:"N"`
	Set      []string `help:"A field of the custody and its value; an empty value clears it." placeholder:"KEY=VALUE" sep:"none"`
	Withdraw uint32   `help:"Take this source out of use, with --reason. It is kept." placeholder:"N"`
	Restore  uint32   `help:"Bring a withdrawn source back, with --reason." placeholder:"N"`
	Reason   string   `help:"Why; goes into the record." placeholder:"TEXT"`
	Proof    string   `help:"Print the proof that a chunk belongs to its source: event:SOURCE/ROW, or source:N with --chunk." placeholder:"REF"`
	Chunk    int      `help:"Which chunk, from 0." placeholder:"K"`
}

func (c *sourcesCmd) Run(e *env) error {
	acts := 0
	for _, given := range []bool{c.Describe > 0, c.Withdraw > 0, c.Restore > 0, c.Proof != "", c.Verify} {
		if given {
			acts++
		}
	}
	if acts > 1 {
		return fault.New(fault.Usage, "One thing at a time.", "Give one of --verify, --describe, --withdraw, --restore and --proof.", nil)
	}
	switch {
	case c.Describe > 0:
		set := map[string]string{}
		for _, pair := range c.Set {
			key, value, ok := strings.Cut(pair, "=")
			if !ok {
				return fault.New(fault.Usage, fmt.Sprintf("%q does not say which field gets which value.", pair), "Write --set system=Gateway.", nil)
			}
			set[strings.TrimSpace(key)] = value
		}
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) {
			return w.Describe(e.ctx, c.Describe, set, c.Reason)
		})
	case c.Withdraw > 0:
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) {
			if strings.TrimSpace(c.Reason) == "" {
				return casework.ActResult{}, fault.New(fault.Usage, "To withdraw a source needs a reason.", "Give --reason.", nil)
			}
			return w.Withdraw(e.ctx, casework.ThingSource, c.Withdraw, c.Reason)
		})
	case c.Restore > 0:
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) {
			return w.Restore(e.ctx, casework.ThingSource, c.Restore, c.Reason)
		})
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	if c.Proof != "" {
		p, err := w.Prove(e.ctx, c.Proof, c.Chunk)
		if err != nil {
			return err
		}
		// A proof is a file for another program, with --json and without.
		js := *e.out
		js.json = true
		return js.result(p, nil)
	}
	var r casework.SourcesResult
	err = e.watch(func(p progress.Reporter) (err error) {
		r, err = w.Sources(e.ctx, c.Verify, p)
		return err
	})
	if err != nil {
		return err
	}
	err = e.out.result(r, func(o io.Writer) { printSources(o, r, c.Custody) })
	if err == nil && r.Damaged != "" {
		return fault.New(fault.Verification, r.Damaged, "Import the file again from where it came, and compare.", nil)
	}
	return err
}

func printSources(o io.Writer, r casework.SourcesResult, custody bool) {
	rows := make([][]string, 0, len(r.Sources))
	for i := range r.Sources {
		s := &r.Sources[i]
		state := "-"
		if s.Verified != nil {
			state = map[bool]string{true: "verified", false: "DAMAGED"}[*s.Verified]
		}
		name := s.Name
		if s.State == casefile.SourcePurged {
			name = "(purged)"
		}
		rows = append(rows, []string{strconv.Itoa(int(s.ID)), name, s.Format, s.Table, thousands(s.Rows),
			thousands(s.Accepted), thousands(s.Rejected), clock(s.From), clock(s.To), short(s.SHA256), string(s.State), state, s.Expiry})
	}
	table(o, []string{">id", "file", "format", "table", ">rows", ">accepted", ">rejected", "from", "to", "sha256", "state", "originals", "at its system"}, rows)
	for i := range r.Sources {
		s := &r.Sources[i]
		for j := range s.Damage {
			fmt.Fprintf(o, "Source %d: %s\n", s.ID, clean(s.Damage[j].String()))
		}
		if custody {
			printCustody(o, s)
		}
	}
	if r.Holds > 0 {
		fmt.Fprintf(o, "Legal holds that stand: %d. Nothing can be purged.\n", r.Holds)
	}
	for _, t := range r.Terms {
		if t.Source == 0 {
			fmt.Fprintln(o, clean(t.Text))
		}
	}
}

// printCustody prints what is known of how a source came.
func printCustody(o io.Writer, s *casework.SourceState) {
	fmt.Fprintf(o, "\nSource %d  %s\n", s.ID, clean(s.Name))
	line := func(title, value string) {
		if value != "" {
			fmt.Fprintf(o, "  %-18s %s\n", title, clean(value))
		}
	}
	line("SHA-256", s.SHA256)
	if s.Chunks > 0 {
		line("Hash tree", fmt.Sprintf("%s over %d chunks", s.Root, s.Chunks))
	}
	line("Imported", clock(s.Imported)+" UTC by "+s.By)
	for i := len(s.Within) - 1; i >= 0; i-- {
		line("Lay as", s.Within[i].String())
	}
	for _, f := range s.Custody.Fields() {
		line(f.Title, f.Value)
	}
	if p := s.Purged; p != nil && s.State == casefile.SourcePurged {
		line("Purged", fmt.Sprintf("%s UTC by %s (act %d): %s", clock(p.At), p.By, p.Act, p.Reason))
	}
}
