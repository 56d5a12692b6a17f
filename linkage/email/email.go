// Package email holds the e-mail signals of the identity family (domain: signal
// 12). Addresses are seen as hashes, domains and patterns only.
package email

import (
	"casebench/casefile"
	"casebench/linkage"
)

// Signals returns the signals of this package.
func Signals() []linkage.Signal { return []linkage.Signal{Address(), Pattern(), Domain()} }

// Address compares hashes of e-mail addresses.
func Address() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "email", Version: 1, Family: casefile.FamilyIdentity,
			Doc: "Same e-mail address. w = log2(m / (d/N)). Trap: a shared mailbox of a firm; guard: the degree cap."},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveEmail, Class: "e-mail address"}
		},
	}
}

// Pattern compares the shapes of e-mail addresses.
func Pattern() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "email_pattern", Version: 1, Family: casefile.FamilyIdentity,
			Doc: "Addresses made after one rare pattern. w = log2(m / (d/N)). Trap: patterns that many people choose; guard: context unless rare in this population."},
		Rule: func(m *linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveMailPattern, Class: "pattern of e-mail address", Grade: linkage.WhenRare(m, "email_pattern")}
		},
	}
}

// Domain compares the domains of e-mail addresses.
func Domain() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "email_domain", Version: 1, Family: casefile.FamilyIdentity,
			Doc: "Addresses at one rare domain. w = log2(m / (d/N)). Trap: the domain of a school or firm; guard: public domains are set aside, others are context unless rare in this population."},
		Rule: func(m *linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveMailDomain, Class: "e-mail domain", Grade: linkage.WhenRare(m, "email_domain")}
		},
	}
}
