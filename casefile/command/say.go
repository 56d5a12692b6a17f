package command

import (
	"strconv"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// Annotate says something of one thing: a note, tags, a star.
type Annotate struct {
	Annotation casefile.Annotation `json:"annotation"` // the id is set by Apply
}

// Act implements Command.
func (c *Annotate) Act() casefile.Act {
	a := &c.Annotation
	message := "A note was added."
	switch {
	case a.Kind == casefile.KindFinding && a.Text != "":
		message = "A finding was added."
	case a.Text == "" && len(a.Tags) > 0:
		message = "A tag was added."
	case a.Text == "" && a.Star:
		message = "A star was set."
	}
	return casefile.Act{Verb: "annotate", Message: message, By: a.By, Subject: []string{a.Target.String()},
		Details: map[string]string{"annotation": number(a.ID), "kind": string(a.Kind)}}
}

// Apply implements Command.
func (c *Annotate) Apply(tx *store.Tx) (Command, error) {
	a := &c.Annotation
	switch a.Kind {
	case "":
		a.Kind = casefile.KindNote
	case casefile.KindNote, casefile.KindFinding, casefile.KindExculpatory, casefile.KindPrivileged:
	default:
		return nil, fault.New(fault.Usage, "An annotation is a note, a finding, exculpatory or privileged.", "", nil)
	}
	if strings.TrimSpace(a.Text) == "" && len(a.Tags) == 0 && !a.Star {
		return nil, fault.New(fault.Usage, "There is nothing to annotate with.", "Give a note, a tag or a star.", nil)
	}
	a.ID, a.Withdrawn = 0, false
	stamp(tx, &a.By, &a.At)
	id, err := tx.PutAnnotation(*a)
	if err != nil {
		return nil, err
	}
	a.ID = id
	return &Withdraw{What: Annotation, ID: id}, nil
}

// Decide is the person's verdict on a pair of accounts. An earlier verdict on the
// pair is withdrawn with it.
type Decide struct {
	Decision casefile.Decision `json:"decision"` // the id is set by Apply
}

// Act implements Command. It names no accounts: their names are in the link's Ref,
// which only the caller can print.
func (c *Decide) Act() casefile.Act {
	d := &c.Decision
	return casefile.Act{Verb: "decide", Message: "A verdict on two accounts was given.", By: d.By, Reason: d.Reason,
		Details: map[string]string{"decision": number(d.ID), "verdict": string(d.Verdict), "a": number(d.A), "b": number(d.B)}}
}

// Apply implements Command.
func (c *Decide) Apply(tx *store.Tx) (Command, error) {
	d := &c.Decision
	switch d.Verdict {
	case casefile.VerdictSame, casefile.VerdictDifferent, casefile.VerdictUnsure:
	default:
		return nil, fault.New(fault.Usage, "A verdict is same, different or unsure.", "", nil)
	}
	if strings.TrimSpace(d.Reason) == "" {
		return nil, fault.New(fault.Usage, "A verdict needs a reason.", "Say in a sentence why.", nil)
	}
	all, err := tx.Decisions()
	if err != nil {
		return nil, err
	}
	inverse := &Group{Of: c.Act()}
	for _, old := range all {
		if old.A != d.A || old.B != d.B || old.Withdrawn {
			continue
		}
		back, err := (&Withdraw{What: Decision, ID: old.ID}).Apply(tx)
		if err != nil {
			return nil, err
		}
		inverse.Commands = append(inverse.Commands, back)
	}
	d.ID, d.Withdrawn = 0, false
	stamp(tx, &d.By, &d.At)
	id, err := tx.PutDecision(*d)
	if err != nil {
		return nil, err
	}
	d.ID = id
	inverse.Commands = append([]Command{&Withdraw{What: Decision, ID: id}}, inverse.Commands...)
	return inverse, nil
}

// AddExhibit gives a thing a permanent number.
type AddExhibit struct {
	Exhibit casefile.Exhibit `json:"exhibit"` // the number is set by Apply
}

// Act implements Command.
func (c *AddExhibit) Act() casefile.Act {
	e := &c.Exhibit
	return casefile.Act{Verb: "exhibit", Message: "Exhibit " + number(e.Number) + " was added.", By: e.By,
		Subject: []string{e.Target.String()}, Details: map[string]string{"exhibit": number(e.Number)}}
}

// Apply implements Command.
func (c *AddExhibit) Apply(tx *store.Tx) (Command, error) {
	e := &c.Exhibit
	e.Number, e.Withdrawn = 0, false
	stamp(tx, &e.By, &e.At)
	n, err := tx.PutExhibit(*e)
	if err != nil {
		return nil, err
	}
	e.Number = n
	return &Withdraw{What: Exhibit, ID: n}, nil
}

// stamp fills in who and when where the caller did not say.
func stamp(tx *store.Tx, by *string, at *time.Time) {
	if *by == "" {
		*by = tx.By()
	}
	if at.IsZero() {
		*at = tx.Now()
	}
}

func number(n uint32) string { return strconv.FormatUint(uint64(n), 10) }
