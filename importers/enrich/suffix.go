package enrich

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"

	"casebench/casefile"
)

// suffixes says which domain somebody registered, by the public suffix list that the
// program carries: of "a.b.example.co.uk" it is "example.co.uk".
type suffixes struct{}

// PublicSuffixes is the public suffix list, in the state that came with the program.
func PublicSuffixes() Book { return suffixes{} }

// Dataset implements Book. The version is the list's own.
func (suffixes) Dataset() casefile.Dataset {
	return casefile.Dataset{Name: "public suffix list", Kind: "public-suffix", Title: "Public suffix list", Version: publicsuffix.List.String()}
}

// About implements Book.
func (suffixes) About(s Subject) bool { return s == Host }

// Look implements Book.
func (suffixes) Look(_ Subject, value string) (casefile.Fact, bool, error) {
	value = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(value), "."))
	if _, err := netip.ParseAddr(value); err == nil || value == "" {
		return casefile.Fact{}, false, nil
	}
	d, err := publicsuffix.EffectiveTLDPlusOne(value)
	if err != nil {
		return casefile.Fact{}, false, nil // a suffix itself, or no name at all
	}
	return casefile.Fact{Domain: d}, true, nil
}
