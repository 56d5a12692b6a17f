package main

import (
	"fmt"
	"io"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/progress"
)

type annotateCmd struct {
	Case string   `arg:"" help:"The case."`
	Ref  string   `arg:"" help:"What it is about, as in account:ID or event:2/17."`
	Tag  []string `help:"Add a tag." placeholder:"T"`
	Star bool     `help:"Star it."`
	Note string   `help:"Write a note." placeholder:"TEXT"`
	Kind string   `help:"What kind of note." enum:"note,finding,exculpatory,privileged" default:"note"`
}

func (c *annotateCmd) Run(e *env) error {
	return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) {
		return w.Annotate(e.ctx, casework.AnnotateOptions{Ref: c.Ref, Tags: c.Tag, Star: c.Star, Note: c.Note, Kind: c.Kind})
	})
}

type decideCmd struct {
	Case    string `arg:"" help:"The case."`
	A       string `arg:"" help:"One account."`
	B       string `arg:"" help:"The other."`
	Verdict string `required:"" help:"Is it one actor?" enum:"same,different,unsure"`
	Reason  string `required:"" help:"Why; goes into the record."`
}

func (c *decideCmd) Run(e *env) error {
	return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) {
		return w.Decide(e.ctx, c.A, c.B, c.Verdict, c.Reason)
	})
}

type exhibitCmd struct {
	Case  string `arg:"" help:"The case."`
	Ref   string `arg:"" help:"What becomes an exhibit."`
	Title string `required:"" help:"Its title."`
}

func (c *exhibitCmd) Run(e *env) error {
	return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) {
		return w.Exhibit(e.ctx, c.Ref, c.Title)
	})
}

type undoCmd struct {
	Case string `arg:"" help:"The case."`
}

func (c *undoCmd) Run(e *env) error {
	return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) { return w.Undo(e.ctx) })
}

type redoCmd struct {
	Case string `arg:"" help:"The case."`
}

func (c *redoCmd) Run(e *env) error {
	return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) { return w.Redo(e.ctx) })
}

// act opens a case, does one thing in it and prints what was done.
func (e *env) act(path string, do func(*casework.Casework) (casework.ActResult, error)) error {
	w, err := e.open(path)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := do(w)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) { fmt.Fprintf(o, "%s (act %d)\n", clean(r.Message), r.Act) })
}

type logCmd struct {
	Case  string `arg:"" help:"The case."`
	Limit int    `help:"Only the newest so many; 0 for all." default:"0"`
}

func (c *logCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.Log(e.ctx, c.Limit)
	if err != nil {
		return err
	}
	files := map[string]string{}
	if list, err := w.Sources(e.ctx, false, progress.Discard); err == nil { // a log without names is a log all the same
		for i := range list.Sources {
			s := &list.Sources[i]
			files[casefile.Ref{Kind: casefile.RefSource, N: s.ID}.String()] = s.Name
		}
	}
	return e.out.result(r, func(o io.Writer) {
		rows := make([][]string, 0, len(r.Entries))
		for _, x := range r.Entries {
			rows = append(rows, []string{fmt.Sprint(x.Seq), clock(x.Time), x.By, x.Verb, x.Message, subject(x.Subject, files), x.Reason})
		}
		table(o, []string{">act", "time (UTC)", "by", "verb", "what", "about", "reason"}, rows)
		fmt.Fprintf(o, "Head of the chain: %s\n", r.Head)
	})
}

// subject says what an entry is about: the first thing, a source with the name of its
// file, and how many more there are.
func subject(list []string, files map[string]string) string {
	if len(list) == 0 {
		return ""
	}
	text := list[0]
	if name := files[text]; name != "" {
		text += " " + name
	}
	if n := len(list) - 1; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}
