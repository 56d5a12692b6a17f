package viewmodel_test

import (
	"errors"
	"testing"

	"casebench/internal/fault"
	"casebench/ui/viewmodel"
)

// Nouns have the article that their sound asks for.
func TestArticles(t *testing.T) {
	for noun, want := range map[string]string{
		"IPv4 address": "an IPv4 address", "address range": "an address range", "API key": "an API key", "SDK": "an SDK", "e-mail address": "an e-mail address",
		"user agent": "a user agent", "TLS handshake": "a TLS handshake", "device": "a device", "end user": "an end user", "": "",
	} {
		if got := viewmodel.WithArticle(noun); got != want {
			t.Errorf("%q: %q, want %q", noun, got, want)
		}
	}
}

// The engine's hints speak to people at a command line; the window says where it has
// the same, or nothing.
func TestHintsForTheWindow(t *testing.T) {
	for hint, want := range map[string]string{
		"Run `workbench link` first.":                        "Link the accounts first: Link, Link accounts…",
		"Cluster ids are numbers; see `workbench clusters`.": "See the Clusters tab.",
		"Check --map.":  "",
		"Give -o FILE.": "",
		"Close what has it open. Or choose another folder with --dir.": "Close what has it open.",
		"Close it there, or open a copy.":                              "Close it there, or open a copy.",
		"A well-known value - or two - is fine.":                       "A well-known value - or two - is fine.",
		"":                                                             "",
	} {
		err := fault.New(fault.Invalid, "That cannot be done.", hint, errors.New("cause"))
		if got := viewmodel.Explain(err).Hint; got != want {
			t.Errorf("%q: %q, want %q", hint, got, want)
		}
	}
}
