package casepackage

import (
	"fmt"
	"strings"

	"casebench/internal/fault"
)

// Profile chooses what leaves the case, by who will read it.
type Profile string

// The profiles.
const (
	// Legal is everything but privileged notes: for counsel and an opposing expert.
	Legal Profile = "legal"
	// Enforcement is Legal with the account table of a terms-of-service review.
	Enforcement Profile = "enforcement"
	// Partner holds no user data: keyed tokens, coarse bands and nothing else.
	Partner Profile = "partner"
)

// Profiles lists the profiles in the order in which help texts name them.
func Profiles() []Profile { return []Profile{Legal, Enforcement, Partner} }

// ParseProfile reads a profile's name. Its error is a fault that lists them.
func ParseProfile(s string) (Profile, error) {
	for _, p := range Profiles() {
		if strings.EqualFold(s, string(p)) {
			return p, nil
		}
	}
	return "", fault.New(fault.Usage, fmt.Sprintf("%q is not a package profile.", s),
		"Choose legal, enforcement or partner.", nil)
}

// userData reports whether the profile may name accounts and carry rows.
func (p Profile) userData() bool { return p != Partner }
