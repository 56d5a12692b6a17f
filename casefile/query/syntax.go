package query

import (
	"fmt"
	"unicode/utf8"

	"casebench/internal/fault"
)

// SyntaxError says where a query stops making sense. It is the cause of the
// fault that Parse returns; find it with errors.As.
type SyntaxError struct {
	Column   int    // of the character, counted from 1
	Expected string // "a number", "a closing parenthesis", …
}

// Error returns the position and what was expected there.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("column %d: expected %s", e.Column, e.Expected)
}

// stop makes the error for byte position pos of text.
func stop(text string, pos int, expected, hint string) error {
	column := utf8.RuneCountInString(text[:pos]) + 1
	where := fmt.Sprintf("The query cannot be read at column %d: %s was expected there.", column, expected)
	if pos >= len(text) {
		where = fmt.Sprintf("The query ends too early, at column %d: %s was expected there.", column, expected)
	}
	return fault.New(fault.Invalid, where, hint, &SyntaxError{Column: column, Expected: expected})
}
