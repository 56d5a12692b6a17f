package command

import (
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// Lasting is a change that Undo does not take back: it would be undone by a key
// that is pressed once too often. It stands in the log, and is ended only by
// another act with its own reason.
type Lasting interface {
	// Act describes the change. It is asked for after Last, and then complete.
	Act() casefile.Act
	// Last makes the change. An error leaves the case as it was.
	Last(tx *store.Tx) error
}

var (
	_ Lasting = (*SetHold)(nil)
	_ Lasting = (*LiftHold)(nil)
	_ Lasting = (*Purge)(nil)
)

// Last makes a lasting change and returns its act and the number of its audit
// entry. What may be undone and redone stays so, except where the change says
// otherwise.
func (h *History) Last(c Lasting) (casefile.Act, uint64, error) {
	var act casefile.Act
	seq, err := h.file.Update(casefile.Act{}, func(tx *store.Tx) error {
		if err := c.Last(tx); err != nil {
			return err
		}
		act = c.Act()
		if act.By == "" {
			act.By = h.by
		}
		tx.Describe(func(a *casefile.Act) { *a = act })
		return nil
	})
	return act, seq, err
}

// SetHold begins a legal hold.
type SetHold struct{ Hold casefile.Hold } // the number is set by Last

// Act implements Lasting.
func (c *SetHold) Act() casefile.Act {
	h := &c.Hold
	return casefile.Act{Verb: "hold.set", Message: fmt.Sprintf("Legal hold %d was set: nothing can be purged.", h.ID), By: h.By,
		Details: map[string]string{"hold": number(h.ID), "trigger": h.Trigger, "scope": h.Scope}}
}

// Last implements Lasting.
func (c *SetHold) Last(tx *store.Tx) error {
	h := &c.Hold
	if strings.TrimSpace(h.Trigger) == "" || strings.TrimSpace(h.Scope) == "" {
		return fault.New(fault.Usage, "A legal hold needs its trigger and its scope.",
			"Say why the duty to preserve began, and what is to be preserved.", nil)
	}
	h.ID, h.Lifted = 0, nil
	stamp(tx, &h.By, &h.At)
	id, err := tx.PutHold(*h)
	h.ID = id
	return err
}

// LiftHold ends a legal hold.
type LiftHold struct {
	ID     uint32
	By     string
	Reason string
}

// Act implements Lasting.
func (c *LiftHold) Act() casefile.Act {
	return casefile.Act{Verb: "hold.lift", Message: fmt.Sprintf("Legal hold %d was lifted.", c.ID), By: c.By, Reason: c.Reason,
		Details: map[string]string{"hold": number(c.ID)}}
}

// Last implements Lasting.
func (c *LiftHold) Last(tx *store.Tx) error {
	if strings.TrimSpace(c.Reason) == "" {
		return fault.New(fault.Usage, "To lift a legal hold needs a reason.", "Say in a sentence why.", nil)
	}
	h, err := tx.Hold(c.ID)
	if err != nil {
		return err
	}
	if !h.Stands() {
		return fault.New(fault.Conflict, fmt.Sprintf("Legal hold %d was lifted already.", c.ID), "", nil)
	}
	lift := casefile.Lift{By: c.By, Reason: c.Reason}
	stamp(tx, &lift.By, &lift.At)
	h.Lifted = &lift
	_, err = tx.PutHold(h)
	return err
}
