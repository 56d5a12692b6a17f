// Package phone holds the telephone signals of the identity family (domain:
// signal 13).
package phone

import (
	"casebench/casefile"
	"casebench/linkage"
)

// Signals returns the signals of this package.
func Signals() []linkage.Signal { return []linkage.Signal{Number(), Range()} }

// Number compares hashes of telephone numbers.
func Number() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "phone", Version: 1, Family: casefile.FamilyIdentity,
			Doc: "Same telephone number. w = log2(m / (d/N)). Trap: a family, a recycled number; guard: the degree cap, and another family for a strong link."},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObservePhone, Class: "telephone number"}
		},
	}
}

// Range compares prefixes of telephone numbers.
func Range() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "phone_prefix", Version: 1, Family: casefile.FamilyIdentity,
			Doc: "Numbers of one range. Context only: a range is a town or a carrier."},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObservePhonePrefix, Class: "range of telephone numbers", Grade: linkage.Always(casefile.GradeC)}
		},
	}
}
