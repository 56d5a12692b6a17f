// Package command holds every change that a person may make to a case, and how
// each is taken back.
//
// A Command applies itself to a store.Tx and answers with the Command that would
// take it back. History runs commands, one transaction each, together with the
// audit entry; Undo and Redo are acts of their own, so that the log only grows.
// The inverse of every command is kept in the case file, so that what one program
// did another can undo.
//
// Nothing is deleted but by Purge. A legal hold, a seal and a purge are Lasting:
// they are recorded, and not undone by a key. What a person adds is taken back by withdrawing it, and done
// again by restoring it: an annotation keeps its id, an exhibit its number.
//
// Imports and linkage runs are work, not commands; taking them back is the command
// Withdraw of a source or a run.
package command

import (
	"encoding/json"
	"errors"
	"fmt"

	"casebench/casefile"
	"casebench/casefile/store"
)

// ErrNothing says that there is nothing to undo or to redo.
var ErrNothing = errors.New("nothing to undo or redo")

// Command is one change. Commands are plain data; a command that was applied may
// carry what it was given, such as the number of an exhibit.
type Command interface {
	// Act describes the change. It is asked for after Apply, and then complete.
	Act() casefile.Act
	// Apply makes the change and returns the command that takes it back. An error
	// leaves the case as it was.
	Apply(tx *store.Tx) (inverse Command, err error)
}

// The names under which commands are kept in the case file.
const (
	kindAnnotate = "annotate"
	kindDecide   = "decide"
	kindExhibit  = "exhibit"
	kindWithdraw = "withdraw"
	kindRestore  = "restore"
	kindGroup    = "group"
	kindView     = "view"
	kindDescribe = "describe"
	kindKeep     = "retention"
	kindReview   = "review"
)

var (
	_ Command = (*Annotate)(nil)
	_ Command = (*Decide)(nil)
	_ Command = (*AddExhibit)(nil)
	_ Command = (*Withdraw)(nil)
	_ Command = (*Restore)(nil)
	_ Command = (*Group)(nil)
	_ Command = (*KeepView)(nil)
	_ Command = (*Describe)(nil)
	_ Command = (*SetRetention)(nil)
	_ Command = (*ReviewIndicators)(nil)
)

// encode returns the kept form of a command.
func encode(c Command) (kind string, body json.RawMessage, err error) {
	switch c.(type) {
	case *Annotate:
		kind = kindAnnotate
	case *Decide:
		kind = kindDecide
	case *AddExhibit:
		kind = kindExhibit
	case *Withdraw:
		kind = kindWithdraw
	case *Restore:
		kind = kindRestore
	case *Group:
		kind = kindGroup
	case *KeepView:
		kind = kindView
	case *Describe:
		kind = kindDescribe
	case *SetRetention:
		kind = kindKeep
	case *ReviewIndicators:
		kind = kindReview
	default:
		return "", nil, fmt.Errorf("command %T cannot be kept", c)
	}
	body, err = json.Marshal(c)
	return kind, body, err
}

// decode reads what encode wrote.
func decode(kind string, body json.RawMessage) (Command, error) {
	var c Command
	switch kind {
	case kindAnnotate:
		c = &Annotate{}
	case kindDecide:
		c = &Decide{}
	case kindExhibit:
		c = &AddExhibit{}
	case kindWithdraw:
		c = &Withdraw{}
	case kindRestore:
		c = &Restore{}
	case kindGroup:
		c = &Group{}
	case kindView:
		c = &KeepView{}
	case kindDescribe:
		c = &Describe{}
	case kindKeep:
		c = &SetRetention{}
	case kindReview:
		c = &ReviewIndicators{}
	default:
		return nil, fmt.Errorf("unknown command %q in the history", kind)
	}
	if err := json.Unmarshal(body, c); err != nil {
		return nil, fmt.Errorf("command %q in the history: %w", kind, err)
	}
	return c, nil
}
