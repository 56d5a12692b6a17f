package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

type importCmd struct {
	Case      string   `arg:"" help:"The case; made if it is not there."`
	Path      []string `arg:"" optional:"" help:"Files, folders, globs, or - for standard input."`
	Format    string   `help:"Import as this format instead of finding it out." placeholder:"ID"`
	Map       string   `help:"Column mapping (JSON), as --dry-run proposes it." placeholder:"FILE"`
	Tz        string   `help:"Zone of times that carry none: an IANA name or an offset." placeholder:"ZONE"`
	Namespace string   `help:"Namespace of the account ids." placeholder:"NS"`
	Tlp       string   `help:"TLP marking of the sources." placeholder:"LABEL"`
	Layout    string   `help:"How a record is written, instead of finding it out; for CSV: delimiter=dc4 quote=thorn escape=backslash ends=cr preamble=2." placeholder:"TEXT"`
	Encoding  string   `help:"How the text is written, instead of finding it out: utf-8, utf-16le, utf-16be or windows-1252." enum:",utf-8,utf-16le,utf-16be,windows-1252" default:"" placeholder:"NAME"`
	Originals string   `help:"Keep the original bytes in the case, or only refer to the file." enum:"embed,reference" default:"embed"`
	DryRun    bool     `help:"Say what would happen, and change nothing."`
	Resume    bool     `help:"Go on with imports that were cut off; PATH says where a file is now, if it moved."`
	Keep      bool     `help:"When stopped, keep what was read so far, for --resume."`
	encryption
	custodyFlags
}

func (c *importCmd) Run(e *env) error {
	opt := casework.ImportOptions{Paths: c.Path, Format: c.Format, Zone: c.Tz, Layout: c.Layout, Namespace: c.Namespace,
		Encoding: c.Encoding, Originals: c.Originals, Stdin: e.stdin, Resume: c.Resume, Keep: c.Keep}
	if len(c.Path) == 0 && !c.Resume {
		return fault.New(fault.Usage, "There is nothing to import.", "Name files or folders, or go on with what was cut off: --resume.", nil)
	}
	if c.Resume && c.DryRun {
		return fault.New(fault.Usage, "--resume and --dry-run do not go together.", "", nil)
	}
	tlp, ok := casefile.ParseMarking(c.Tlp)
	if !ok {
		return fault.New(fault.Usage, fmt.Sprintf("%q is not a TLP label.", c.Tlp),
			"Use clear, green, amber, amber+strict or red.", nil)
	}
	opt.TLP = tlp
	var err error
	if opt.Custody, err = c.custody(); err != nil {
		return err
	}
	if c.Map != "" {
		m, err := casework.ReadMapping(c.Map)
		if err != nil {
			return err
		}
		opt.Mapping = m
	}
	if c.DryRun {
		plan, err := casework.PlanImport(e.ctx, opt)
		if err != nil {
			return err
		}
		return e.out.result(plan, func(w io.Writer) { printPlan(w, plan) })
	}
	w, made, err := e.openOrNew(c.Case, c.encryption)
	if err != nil {
		return err
	}
	if !c.Resume {
		e.remarkDrafts(w)
	}
	var r casework.ImportResult
	err = e.watch(func(p progress.Reporter) (err error) {
		r, err = w.Import(e.ctx, opt, p)
		return err
	})
	if err == nil {
		// What could be joined is an offer: that it cannot be counted takes nothing from
		// the import.
		var counted error
		if r.Joins, counted = w.Joinable(e.ctx, formatsOf(r)); counted != nil && e.ctx.Err() == nil {
			e.out.remark("Whether these logs can be joined was not found out: %v", counted)
		}
	}
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	if made && len(r.Sources) == 0 {
		os.Remove(c.Case)
	}
	if len(r.Sources) > 0 || err == nil {
		if perr := e.out.result(r, func(o io.Writer) { printImport(o, r) }); perr != nil {
			return perr
		}
	}
	if err == nil && r.Rejected > 0 {
		e.out.code = exitRejects
	}
	return err
}

// formatsOf returns the formats of the sources that an import has brought.
func formatsOf(r casework.ImportResult) []string {
	formats := []string{}
	for _, s := range r.Sources {
		if s.Error == nil && s.DuplicateOf == nil {
			formats = append(formats, s.Format)
		}
	}
	return formats
}

// openOrNew opens a case, or makes it.
func (e *env) openOrNew(path string, enc encryption) (w *casework.Casework, made bool, err error) {
	if _, serr := os.Stat(path); serr == nil {
		w, err = e.open(path)
		if err == nil && enc.asked() && !w.Encrypted() {
			err = errors.Join(fault.New(fault.Conflict, "There is a plain case of that name: --encrypt and --recipient are for a new one.",
				"Encrypt it first, with `workbench keys encrypt`.", nil), w.Close())
		}
		return w, false, err
	}
	w, err = e.newCase(path, "", enc)
	if err == nil {
		e.out.remark("Made %s.", clean(path))
	}
	return w, err == nil, err
}

func printImport(w io.Writer, r casework.ImportResult) {
	rows := make([][]string, 0, len(r.Sources))
	for _, s := range r.Sources {
		note := ""
		switch {
		case s.Error != nil:
			note = "not imported: " + s.Error.Message
		case s.DuplicateOf != nil:
			note = fmt.Sprintf("same file as source %d; not imported again", *s.DuplicateOf)
		case s.Duplicates > 0:
			note = thousands(s.Duplicates) + " rows are in an earlier source too"
		}
		id := "-"
		if s.ID > 0 {
			id = strconv.Itoa(int(s.ID))
		}
		for _, in := range s.Within {
			note = strings.TrimPrefix(note+"; "+in.Remark, "; ")
		}
		note = strings.TrimSuffix(note, "; ")
		rows = append(rows, []string{id, s.Name, s.Format, thousands(s.Rows), thousands(s.Accepted),
			thousands(s.Rejected), thousands(s.Skipped), short(s.SHA256), note})
	}
	table(w, []string{">source", "file", "format", ">rows", ">accepted", ">rejected", ">skipped", "sha256", ""}, rows)
	fmt.Fprintf(w, "%s rows accepted, %s rejected, in %.1f s.\n", thousands(r.Accepted), thousands(r.Rejected), r.Seconds)
	for _, s := range r.Sources {
		for _, a := range s.Assumed {
			fmt.Fprintf(w, "Assumed for %s: %s\n", clean(s.Name), clean(a))
		}
	}
	for _, l := range r.Left {
		fmt.Fprintf(w, "Left out of %s: %s\n", clean(l.Path), clean(l.Why))
	}
	for i := range r.Joins {
		fmt.Fprintf(w, "%s See `workbench join`.\n", r.Joins[i].Sentence())
	}
	if r.Rejected > 0 {
		fmt.Fprintln(w, "See `workbench rejects` for the rows that could not be read, and why.")
	}
}

func printPlan(w io.Writer, p casework.ImportPlan) {
	for _, f := range p.Files {
		fmt.Fprintf(w, "%s\n", clean(f.Path))
		if f.Error != nil {
			fmt.Fprintf(w, "  would fail: %s %s\n", clean(f.Error.Message), clean(f.Error.Hint))
			continue
		}
		fmt.Fprintf(w, "  format %s into table %s: %s\n", f.Format, f.Table, clean(f.Why))
		if f.Mapping != nil {
			for _, col := range f.Columns {
				fmt.Fprintf(w, "    %-24s -> %s\n", clean(col.From), clean(col.To))
			}
		}
	}
}

type rejectsCmd struct {
	Case   string `arg:"" help:"The case."`
	Source uint32 `help:"Only this source." placeholder:"N"`
	Limit  int    `help:"At most so many; 0 for all." default:"0"`
}

func (c *rejectsCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.Rejects(e.ctx, c.Source, c.Limit)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		rows := make([][]string, 0, len(r.Rejects))
		for _, x := range r.Rejects {
			rows = append(rows, []string{strconv.Itoa(int(x.Source)), thousands(x.Row), thousands(x.Offset), x.Reason, cut(x.Raw, 80)})
		}
		table(o, []string{">source", ">row", ">offset", "reason", "raw"}, rows)
		fmt.Fprintf(o, "%s rejected.\n", thousands(r.Count))
		if len(r.Defects) == 0 {
			return
		}
		fmt.Fprintf(o, "\nDefects of %s items that were kept all the same:\n", thousands(len(r.Defects)))
		rows = rows[:0]
		for _, d := range r.Defects {
			rows = append(rows, []string{strconv.Itoa(int(d.Source)), thousands(d.Row), d.Object, d.Reason})
		}
		table(o, []string{">source", ">row", "object", "what is wrong"}, rows)
	})
}

// cut shortens text for a table.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
