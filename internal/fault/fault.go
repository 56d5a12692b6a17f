// Package fault holds the one error type that is meant for people: a sentence
// for the screen, a hint for the next step, and the cause for the log.
//
// Everything else in the house is a plain wrapped error. A fault is made where
// the meaning is known (the store knows that a case is locked, an importer that
// a file is of another kind) and turned into words only at the top.
package fault

import (
	"context"
	"errors"
	"fmt"
)

// Kind says what sort of thing went wrong, in words that programs may branch on.
type Kind string

// The kinds of failure. They appear in the JSON error object under "kind".
const (
	Internal     Kind = "internal"     // a bug, or a disk that broke
	Usage        Kind = "usage"        // the command line is not right
	Invalid      Kind = "invalid"      // the input is not what it should be
	NotFound     Kind = "not_found"    // what was named does not exist
	Conflict     Kind = "conflict"     // it exists already, or contradicts what is there
	Unsupported  Kind = "unsupported"  // it is of a kind that is not read
	Corrupt      Kind = "corrupt"      // stored bytes are not the bytes that were stored
	Locked       Kind = "locked"       // open in another program
	NeedsKey     Kind = "needs_key"    // it is encrypted, and no key was given
	WrongKey     Kind = "wrong_key"    // it is encrypted, and the key that was given does not fit
	Full         Kind = "disk_full"    // no room left to write
	Device       Kind = "disk_error"   // the disk failed
	Verification Kind = "verification" // a signature, hash or chain does not hold
	Cancelled    Kind = "cancelled"    // the person stopped it
)

// Error is a failure that a person can understand and, usually, mend.
type Error struct {
	Kind    Kind
	Message string // one sentence, ending with a full stop
	Hint    string // the next step; may be empty
	Err     error  // the cause; may be nil
}

// New makes an Error.
func New(kind Kind, message, hint string, cause error) *Error {
	return &Error{Kind: kind, Message: message, Hint: hint, Err: cause}
}

// Newf makes an Error without hint or cause from a format.
func Newf(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Error returns the sentence, followed by the cause when there is one.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the outermost fault in err's chain, Cancelled for a
// cancelled context, and Internal for any other error. KindOf(nil) is "".
func KindOf(err error) Kind {
	var f *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f):
		return f.Kind
	case errors.Is(err, context.Canceled):
		return Cancelled
	}
	return Internal
}
