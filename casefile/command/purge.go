package command

import (
	"encoding/json"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// Purge begins the only deletion there is: it marks a withdrawn source, so that
// nothing reads it and store.File.Purge may take its content out. Here, and
// nowhere else, stands what forbids a purge.
//
// The steps of the history that would withdraw or restore the source are taken out
// of it, and nothing that was undone can be done again.
type Purge struct {
	Source uint32
	By     string
	Reason string
	Sealed bool // purge although a seal covers the source

	seals []uint32 // that cover it, set by Last
}

// Act implements Lasting.
func (c *Purge) Act() casefile.Act {
	act := casefile.Act{Verb: "purge.begin", Message: fmt.Sprintf("The purge of source %d began.", c.Source), By: c.By,
		Subject: subject(Source, c.Source), Reason: c.Reason, Details: map[string]string{"source": number(c.Source)}}
	if len(c.seals) > 0 {
		act.Details["seals"] = strings.Trim(fmt.Sprint(c.seals), "[]")
	}
	return act
}

// Last implements Lasting.
func (c *Purge) Last(tx *store.Tx) error {
	if strings.TrimSpace(c.Reason) == "" {
		return fault.New(fault.Usage, "A purge needs a reason.", "Say in a sentence why.", nil)
	}
	if err := NoHold(tx); err != nil {
		return err
	}
	s, err := tx.Source(c.Source)
	if err != nil {
		return err
	}
	switch s.State {
	case casefile.SourceWithdrawn:
	case casefile.SourceReady:
		return fault.New(fault.Conflict, fmt.Sprintf("Source %d is in use.", c.Source), fmt.Sprintf("Withdraw it first: `workbench sources CASE --withdraw %d --reason TEXT`. Only what is withdrawn can be purged.", c.Source), nil)
	case casefile.SourcePurging:
		return fault.New(fault.Conflict, fmt.Sprintf("The purge of source %d began already.", c.Source), "Purge it again to end it.", nil)
	default:
		return fault.New(fault.Conflict, fmt.Sprintf("Source %d was purged already.", c.Source), "", nil)
	}
	if err := noExhibit(tx, c.Source); err != nil {
		return err
	}
	if c.seals, err = sealsOf(tx, c.Source); err != nil {
		return err
	}
	if len(c.seals) > 0 && !c.Sealed {
		return fault.New(fault.Conflict, fmt.Sprintf("Seal %d covers source %d.", c.seals[0], c.Source),
			"A purge takes sealed content out for good; say so expressly if the law asks for it.", nil)
	}
	by := c.By
	s.Purged = &casefile.Tombstone{Reason: c.Reason, Sealed: c.seals}
	stamp(tx, &by, &s.Purged.At)
	s.Purged.By, s.State = by, casefile.SourcePurging
	if s.Purged.Act, err = tx.NextSeq(); err != nil {
		return err
	}
	if err := tx.Clear(store.RedoStack); err != nil {
		return err
	}
	if err := forget(tx, c.Source); err != nil {
		return err
	}
	return tx.PutSource(s)
}

// NoHold refuses while a legal hold stands, and names it: a purge does not begin
// then, and one that was cut off does not go on.
func NoHold(tx *store.Tx) error {
	holds, err := tx.StandingHolds()
	if err != nil || len(holds) == 0 {
		return err
	}
	h := &holds[0]
	return fault.New(fault.Conflict, fmt.Sprintf("Legal hold %d stands (%s): nothing can be purged.", h.ID, strings.TrimSuffix(h.Trigger, ".")),
		"Lift the hold with its own reason, when counsel says so.", nil)
}

// noExhibit refuses while an exhibit shows the source or a row of it.
func noExhibit(tx *store.Tx, source uint32) error {
	exhibits, err := tx.Exhibits()
	for i := range exhibits {
		e := &exhibits[i]
		if !e.Withdrawn && e.Target.N == source && (e.Target.Kind == casefile.RefSource || e.Target.Kind == casefile.RefEvent) {
			return fault.New(fault.Conflict, fmt.Sprintf("Exhibit %d shows what is in source %d.", e.Number, source), "Withdraw the exhibit first.", nil)
		}
	}
	return err
}

// sealsOf returns the seals that hold content of the source.
func sealsOf(tx *store.Tx, source uint32) ([]uint32, error) {
	seals, err := tx.Seals()
	var out []uint32
	for _, r := range seals {
		for _, s := range r.Seal.Sources {
			if s.ID == source && s.State != casefile.SourcePurged {
				out = append(out, r.Seal.ID)
			}
		}
	}
	return out, err
}

// forget takes the steps that would withdraw or restore the source out of what may
// be undone.
func forget(tx *store.Tx, source uint32) error {
	steps, err := tx.Steps(store.UndoStack)
	if err != nil {
		return err
	}
	if err := tx.Clear(store.UndoStack); err != nil {
		return err
	}
	for _, s := range steps {
		names, err := concerns(s.Kind, s.Command, source)
		if err != nil {
			return err
		}
		if names {
			continue
		}
		if err := tx.Push(store.UndoStack, s); err != nil {
			return err
		}
	}
	return nil
}

func concerns(kind string, body json.RawMessage, source uint32) (bool, error) {
	c, err := decode(kind, body)
	if err != nil {
		return false, err
	}
	return concernsSource(c, source), nil
}

func concernsSource(c Command, source uint32) bool {
	switch c := c.(type) {
	case *Withdraw:
		return c.What == Source && c.ID == source
	case *Restore:
		return c.What == Source && c.ID == source
	case *Describe:
		return c.Source == source
	case *Group:
		for _, one := range c.Commands {
			if concernsSource(one, source) {
				return true
			}
		}
	}
	return false
}
