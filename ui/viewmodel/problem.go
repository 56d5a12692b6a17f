package viewmodel

import (
	"errors"
	"regexp"
	"strings"

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
		p := ProblemText{Sentence: f.Message, Hint: inWindow(f.Hint)}
		if err.Error() != f.Message {
			p.Details = err.Error()
		}
		return p
	}
	return ProblemText{Sentence: "Something went wrong that this program did not expect; the case file was not changed.",
		Hint: "Try again. If it happens again, copy the details and report them.", Details: err.Error()}
}

// commandLine matches what a hint says to people at a command line: an option or a
// command of the program.
var commandLine = regexp.MustCompile("(^|[ (\"`])(--[a-z]|-[a-zA-Z]\\b)|`?workbench [a-z]")

// inTheWindow is where the window has what a command of the program does.
var inTheWindow = []struct{ command, hint string }{
	{"workbench link", "Link the accounts first: Link, Link accounts…"},
	{"workbench clusters", "See the Clusters tab."},
	{"workbench accounts", "See the Accounts tab."},
	{"workbench sources", "See the Sources tab."},
	{"workbench log", "See the Log tab."},
}

// inWindow rewords a hint for those who have a window before them. The engine's
// hints name options and commands; one that the window has no word for is left out.
func inWindow(hint string) string {
	if !commandLine.MatchString(hint) {
		return hint
	}
	for _, w := range inTheWindow {
		if strings.Contains(hint, w.command) {
			return w.hint
		}
	}
	var kept []string
	for _, s := range strings.SplitAfter(hint, ". ") {
		if !commandLine.MatchString(s) {
			kept = append(kept, strings.TrimSpace(s))
		}
	}
	return strings.Join(kept, " ")
}
