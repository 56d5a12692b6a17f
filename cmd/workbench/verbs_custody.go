package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// custodyFlags say how files reached whoever imports them.
type custodyFlags struct {
	CollectedBy  string `help:"Custody: who collected the files." placeholder:"NAME"`
	CollectedAt  string `help:"Custody: when, with its zone, as in 2026-05-04T09:30:00+02:00, or a day." placeholder:"TIME"`
	System       string `help:"Custody: the system that the records are of." placeholder:"TEXT"`
	ExportQuery  string `help:"Custody: the export query, word for word." placeholder:"TEXT"`
	Method       string `help:"Custody: how the files were copied." placeholder:"TEXT"`
	ReceivedFrom string `help:"Custody: who handed them over." placeholder:"NAME"`
	ReceivedAt   string `help:"Custody: when." placeholder:"TIME"`
	Custodian    string `help:"Custody: who keeps the files themselves." placeholder:"NAME"`
	ExpiresOn    string `help:"Custody: the day after which the system has them no more." placeholder:"DAY"`
	CustodyNotes string `help:"Custody: anything else." placeholder:"TEXT"`
}

func (f *custodyFlags) custody() (c casefile.Custody, err error) {
	for _, said := range [][2]string{{"collected_by", f.CollectedBy}, {"collected_at", f.CollectedAt}, {"system", f.System},
		{"export_query", f.ExportQuery}, {"method", f.Method}, {"received_from", f.ReceivedFrom}, {"received_at", f.ReceivedAt},
		{"custodian", f.Custodian}, {"expires_on", f.ExpiresOn}, {"notes", f.CustodyNotes}} {
		if err := c.Set(said[0], said[1]); err != nil {
			return c, err
		}
	}
	return c, nil
}

type holdCmd struct {
	Case    string `arg:"" help:"The case."`
	Set     bool   `help:"Begin a legal hold: until it is lifted, nothing can be purged."`
	Trigger string `help:"Why the duty to preserve began." placeholder:"TEXT"`
	Scope   string `help:"What is to be preserved." placeholder:"TEXT"`
	By      string `help:"Who asked for it, where that is not --as." placeholder:"NAME"`
	Lift    uint32 `help:"Lift this hold." placeholder:"N"`
	Reason  string `help:"Why it is lifted." placeholder:"TEXT"`
}

func (c *holdCmd) Run(e *env) error {
	switch {
	case c.Set && c.Lift > 0:
		return fault.New(fault.Usage, "A hold is either set or lifted.", "Give --set or --lift N.", nil)
	case c.Set:
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) {
			return w.SetHold(e.ctx, c.Trigger, c.Scope, c.By)
		})
	case c.Lift > 0:
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) { return w.LiftHold(e.ctx, c.Lift, c.Reason) })
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.Holds(e.ctx)
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		rows := make([][]string, 0, len(r.Holds))
		for i := range r.Holds {
			h := &r.Holds[i]
			state := "stands"
			if !h.Stands() {
				state = "lifted " + clock(h.Lifted.At) + " by " + h.Lifted.By + ": " + h.Lifted.Reason
			}
			rows = append(rows, []string{fmt.Sprint(h.ID), clock(h.At), h.By, h.Trigger, h.Scope, state})
		}
		table(o, []string{">hold", "set (UTC)", "by", "trigger", "scope", "state"}, rows)
		if r.Standing > 0 {
			fmt.Fprintln(o, "While a hold stands, nothing can be purged.")
		}
	})
}

type retentionCmd struct {
	Case   string `arg:"" help:"The case."`
	Until  string `help:"Keep the case until this day, as in 2027-01-31." placeholder:"DAY"`
	Clear  bool   `help:"Take the day away."`
	Reason string `help:"Why." placeholder:"TEXT"`
}

func (c *retentionCmd) Run(e *env) error {
	if c.Until != "" && c.Clear {
		return fault.New(fault.Usage, "A day is either set or taken away.", "Give --until DAY or --clear.", nil)
	}
	if c.Until != "" || c.Clear {
		return e.act(c.Case, func(w *casework.Casework) (casework.ActResult, error) {
			return w.SetRetention(e.ctx, c.Until, c.Reason)
		})
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	terms, err := w.Terms(e.ctx)
	if err != nil {
		return err
	}
	return e.out.result(map[string]any{"retain_until": w.Case().RetainUntil, "terms": terms}, func(o io.Writer) {
		if len(terms) == 0 {
			fmt.Fprintln(o, "No day is set for this case or its sources.")
		}
		for _, t := range terms {
			fmt.Fprintln(o, clean(t.Text))
		}
	})
}

type sealCmd struct {
	Case string `arg:"" help:"The case."`
	Note string `help:"What the revision is for; goes into the record." placeholder:"TEXT"`
	Sign string `help:"Sign the seal with this SSH key." placeholder:"KEY"`
	List bool   `help:"Only list the seals that are there."`

	SignPassphraseFile string `help:"Read the passphrase of the signing key from this file; --passphrase-file if none is given." placeholder:"FILE"`
}

func (c *sealCmd) Run(e *env) error {
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	if c.List {
		list, err := w.Seals(e.ctx)
		if err != nil {
			return err
		}
		return e.out.result(map[string]any{"seals": list}, func(o io.Writer) {
			rows := make([][]string, 0, len(list))
			for i := range list {
				s := &list[i].Seal
				rows = append(rows, []string{fmt.Sprint(s.ID), fmt.Sprint(s.Revision), clock(s.At), s.By, s.Note, short(list[i].Digest), list[i].Signer})
			}
			table(o, []string{">seal", ">revision", "sealed (UTC)", "by", "note", "digest", "signed by"}, rows)
		})
	}
	r, err := w.Seal(e.ctx, casework.SealOptions{Note: c.Note, Key: c.Sign,
		Passphrase: func() ([]byte, error) { return e.signing(c.SignPassphraseFile) }})
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		s := &r.Seal
		fmt.Fprintf(o, "Sealed revision %d as seal %d (act %d).\n", s.Revision, s.ID, r.Act)
		fmt.Fprintf(o, "Digest of the seal:  %s\nHead of the log:     %s\n", r.Digest, s.Head)
		if r.Signer != "" {
			fmt.Fprintf(o, "Signed by:           %s\n", clean(r.Signer))
		}
		fmt.Fprintln(o, "Keep the digest outside the case; `workbench verify` shows that what was sealed is unchanged.")
	})
}

type purgeCmd struct {
	Case      string   `arg:"" help:"The case."`
	Source    []string `arg:"" optional:"" help:"What to purge, as in source:3. It must be withdrawn."`
	Withdrawn bool     `help:"All sources that are withdrawn."`
	Reason    string   `required:"" help:"Why; goes into the record." placeholder:"TEXT"`
	Sealed    bool     `help:"Purge although a seal covers the source."`
	Yes       bool     `help:"Do not ask."`
}

func (c *purgeCmd) Run(e *env) error {
	o := casework.PurgeOptions{Withdrawn: c.Withdrawn, Reason: c.Reason, Sealed: c.Sealed}
	for _, text := range c.Source {
		ref, err := casefile.ParseRef(text)
		if err != nil || ref.Kind != casefile.RefSource {
			return fault.New(fault.Usage, fmt.Sprintf("%q is not a source.", text), "Write source:3.", err)
		}
		o.Sources = append(o.Sources, ref.N)
	}
	if c.Withdrawn && len(o.Sources) > 0 {
		return fault.New(fault.Usage, "Either sources are named, or --withdrawn is given.", "", nil)
	}
	w, err := e.open(c.Case)
	if err != nil {
		return err
	}
	defer w.Close()
	plan, err := w.PlanPurge(e.ctx, o)
	if err != nil {
		return err
	}
	if !c.Yes {
		if err := e.agree(plan); err != nil {
			return err
		}
	}
	var r casework.PurgeResult
	err = e.watch(func(p progress.Reporter) (err error) {
		r, err = w.Purge(e.ctx, o, p)
		return err
	})
	if err != nil {
		return err
	}
	return e.out.result(r, func(o io.Writer) {
		for i := range r.Purged {
			s := &r.Purged[i]
			fmt.Fprintf(o, "Source %d is purged: %s rows, %s, SHA-256 %s.\n", s.ID, thousands(s.Rows), bytesText(s.Bytes), s.SHA256)
		}
		fmt.Fprintln(o, r.Stays)
	})
}

// agree shows what a purge would take out and asks on a terminal. Where there is
// nobody to ask it is a usage fault.
func (e *env) agree(plan casework.PurgePlan) error {
	f, ok := e.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return fault.New(fault.Usage, "A purge asks before it begins, and there is nobody to ask.", "Give --yes.", nil)
	}
	for _, s := range plan.Sources {
		fmt.Fprintf(e.out.err, "Source %d (%s): %s rows, %s, will be gone for good.\n", s.ID, clean(s.Name), thousands(s.Rows), bytesText(s.Bytes))
	}
	fmt.Fprintf(e.out.err, "%s\nType purge to go on: ", plan.Stays)
	var word string
	if _, err := fmt.Fscanln(f, &word); err != nil || strings.TrimSpace(word) != "purge" {
		return fault.New(fault.Cancelled, "Nothing was purged.", "", nil)
	}
	return nil
}
