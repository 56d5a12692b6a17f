package command

import (
	"fmt"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// What can be withdrawn and restored.
type What string

// The kinds of thing.
const (
	Source     What = "source"
	Run        What = "run"
	Annotation What = "annotation"
	Decision   What = "decision"
	Exhibit    What = "exhibit"
	View       What = "view"
	Review     What = "review"
	Enrichment What = "enrichment"
)

// Withdraw takes a thing out of use and keeps it.
type Withdraw struct {
	What   What   `json:"what"`
	ID     uint32 `json:"id"`
	By     string `json:"by,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Act implements Command.
func (c *Withdraw) Act() casefile.Act {
	return casefile.Act{Verb: "withdraw", Message: fmt.Sprintf("The %s %d was withdrawn.", c.What, c.ID), By: c.By,
		Subject: subject(c.What, c.ID), Details: map[string]string{string(c.What): number(c.ID)}, Reason: c.Reason}
}

// Apply implements Command.
func (c *Withdraw) Apply(tx *store.Tx) (Command, error) {
	if err := set(tx, c.What, c.ID, true); err != nil {
		return nil, err
	}
	return &Restore{What: c.What, ID: c.ID, By: c.By, Reason: c.Reason}, nil
}

// Restore brings back what was withdrawn.
type Restore struct {
	What   What   `json:"what"`
	ID     uint32 `json:"id"`
	By     string `json:"by,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Act implements Command.
func (c *Restore) Act() casefile.Act {
	return casefile.Act{Verb: "restore", Message: fmt.Sprintf("The %s %d was restored.", c.What, c.ID), By: c.By,
		Subject: subject(c.What, c.ID), Details: map[string]string{string(c.What): number(c.ID)}, Reason: c.Reason}
}

// Apply implements Command.
func (c *Restore) Apply(tx *store.Tx) (Command, error) {
	if err := set(tx, c.What, c.ID, false); err != nil {
		return nil, err
	}
	return &Withdraw{What: c.What, ID: c.ID, By: c.By, Reason: c.Reason}, nil
}

// subject returns the Ref of things that have one.
func subject(w What, id uint32) []string {
	switch w {
	case Source:
		return []string{casefile.Ref{Kind: casefile.RefSource, N: id}.String()}
	case Exhibit:
		return []string{casefile.Ref{Kind: casefile.RefExhibit, N: id}.String()}
	}
	return nil
}

// set changes whether a thing is withdrawn; a thing that is so already is a fault
// of kind Conflict.
func set(tx *store.Tx, w What, id uint32, withdrawn bool) error {
	switch w {
	case Source:
		return tx.SetSourceWithdrawn(id, withdrawn)
	case Run:
		r, err := tx.Run(id)
		if err == nil {
			err = already(w, id, r.Withdrawn, withdrawn)
		}
		if err != nil {
			return err
		}
		return tx.SetRunWithdrawn(id, withdrawn)
	case Annotation:
		a, err := tx.Annotation(id)
		if err == nil {
			err = already(w, id, a.Withdrawn, withdrawn)
		}
		if err != nil {
			return err
		}
		a.Withdrawn = withdrawn
		_, err = tx.PutAnnotation(a)
		return err
	case Decision:
		d, err := tx.Decision(id)
		if err == nil {
			err = already(w, id, d.Withdrawn, withdrawn)
		}
		if err != nil {
			return err
		}
		d.Withdrawn = withdrawn
		_, err = tx.PutDecision(d)
		return err
	case Exhibit:
		e, err := tx.Exhibit(id)
		if err == nil {
			err = already(w, id, e.Withdrawn, withdrawn)
		}
		if err != nil {
			return err
		}
		e.Withdrawn = withdrawn
		_, err = tx.PutExhibit(e)
		return err
	case View:
		v, err := tx.SavedView(id)
		if err == nil {
			err = already(w, id, v.Withdrawn, withdrawn)
		}
		if err != nil {
			return err
		}
		v.Withdrawn = withdrawn
		_, err = tx.PutSavedView(v)
		return err
	case Enrichment:
		e, err := tx.Enrichment(id)
		if err == nil {
			err = already(w, id, e.Withdrawn, withdrawn)
		}
		if err != nil {
			return err
		}
		e.Withdrawn = withdrawn
		_, err = tx.PutEnrichment(e)
		return err
	case Review:
		r, err := tx.Review(id)
		if err == nil {
			err = already(w, id, r.Withdrawn, withdrawn)
		}
		if err != nil {
			return err
		}
		r.Withdrawn = withdrawn
		_, err = tx.PutReview(r)
		return err
	}
	return fault.New(fault.Usage, fmt.Sprintf("A %q cannot be withdrawn.", string(w)), "", nil)
}

func already(w What, id uint32, is, want bool) error {
	switch {
	case is != want:
		return nil
	case is:
		return fault.New(fault.Conflict, fmt.Sprintf("The %s %d is withdrawn already.", w, id), "", nil)
	}
	return fault.New(fault.Conflict, fmt.Sprintf("The %s %d is not withdrawn.", w, id), "", nil)
}
