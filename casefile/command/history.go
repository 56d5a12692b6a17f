package command

import (
	"strings"

	"casebench/casefile"
	"casebench/casefile/store"
)

// History does, undoes and redoes. It keeps nothing itself: the steps are in the
// case file, so any number of histories over one file agree.
type History struct {
	file *store.File
	by   string
}

// NewHistory returns the history of a case. By is who undoes and redoes.
func NewHistory(file *store.File, by string) *History { return &History{file, by} }

// Do runs a command and returns its act and the number of its audit entry. What
// had been undone can no longer be redone.
func (h *History) Do(c Command) (casefile.Act, uint64, error) {
	var act casefile.Act
	seq, err := h.file.Update(casefile.Act{}, func(tx *store.Tx) error {
		inverse, err := c.Apply(tx)
		if err != nil {
			return err
		}
		act = c.Act()
		if act.By == "" {
			act.By = h.by
		}
		tx.Describe(func(a *casefile.Act) { *a = act })
		if err := tx.Clear(store.RedoStack); err != nil {
			return err
		}
		return push(tx, store.UndoStack, act, inverse)
	})
	return act, seq, err
}

// Undo takes back the newest command that stands. Without one it fails with
// ErrNothing.
func (h *History) Undo() (casefile.Act, uint64, error) {
	return h.move("undo", "Undone", store.UndoStack, store.RedoStack)
}

// Redo does again what was undone last. Without it it fails with ErrNothing.
func (h *History) Redo() (casefile.Act, uint64, error) {
	return h.move("redo", "Done again", store.RedoStack, store.UndoStack)
}

// CanUndo returns the act that Undo would take back.
func (h *History) CanUndo() (casefile.Act, bool, error) { return h.top(store.UndoStack) }

// CanRedo returns the act that Redo would do again.
func (h *History) CanRedo() (casefile.Act, bool, error) { return h.top(store.RedoStack) }

func (h *History) top(stack store.Stack) (act casefile.Act, ok bool, err error) {
	err = h.file.View(func(tx *store.Tx) error {
		step, found, err := tx.Top(stack)
		act, ok = step.Act, found
		return err
	})
	return act, ok, err
}

// move applies the top of one stack and puts its inverse on the other.
func (h *History) move(verb, did string, from, to store.Stack) (casefile.Act, uint64, error) {
	var act casefile.Act
	seq, err := h.file.Update(casefile.Act{}, func(tx *store.Tx) error {
		step, ok, err := tx.Top(from)
		if err != nil {
			return err
		}
		if !ok {
			return ErrNothing
		}
		c, err := decode(step.Kind, step.Command)
		if err != nil {
			return err
		}
		inverse, err := c.Apply(tx)
		if err != nil {
			return err
		}
		act = casefile.Act{Verb: verb, Message: did + ": " + strings.TrimSuffix(step.Act.Message, ".") + ".", By: h.by,
			Subject: step.Act.Subject, Details: step.Act.Details, Undoes: step.Seq}
		tx.Describe(func(a *casefile.Act) { *a = act })
		if err := tx.Pop(from); err != nil {
			return err
		}
		return push(tx, to, step.Act, inverse)
	})
	return act, seq, err
}

// push keeps the inverse of what the act of this transaction does.
func push(tx *store.Tx, stack store.Stack, act casefile.Act, inverse Command) error {
	seq, err := tx.NextSeq()
	if err != nil {
		return err
	}
	kind, body, err := encode(inverse)
	if err != nil {
		return err
	}
	return tx.Push(stack, store.Step{Seq: seq, Act: act, Kind: kind, Command: body})
}
