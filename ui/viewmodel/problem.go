package viewmodel

import (
	"errors"

	"casebench/internal/fault"
)

// ProblemText is a failure in words for a person: what happened, what to do, and
// what to unfold or copy for whoever helps.
type ProblemText struct {
	Sentence string
	Hint     string
	Details  string // the whole chain of causes; "" when it says no more
}

// Explain puts a failure into words.
func Explain(err error) ProblemText {
	var f *fault.Error
	switch {
	case err == nil:
		return ProblemText{}
	case errors.As(err, &f):
		p := ProblemText{Sentence: f.Message, Hint: f.Hint}
		if err.Error() != f.Message {
			p.Details = err.Error()
		}
		return p
	}
	return ProblemText{Sentence: "Something went wrong that this program did not expect; the case file was not changed.",
		Hint: "Try again. If it happens again, copy the details and report them.", Details: err.Error()}
}
