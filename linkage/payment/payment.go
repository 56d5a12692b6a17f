// Package payment holds the signals of the payment family: the instrument, the
// billing address and the range that a card comes from.
//
// An instrument's fingerprint names one card or bank account, so a rare one can
// carry a link (domain: signal 1). A billing address may be an accountant's or an
// incubator's and needs another family (3). A card range names an issuer; only a
// rare one, such as a run of prepaid cards, says anything (2).
package payment

import (
	"casebench/casefile"
	"casebench/linkage"
)

// Signals returns the signals of this package.
func Signals() []linkage.Signal { return []linkage.Signal{Instrument(), Billing(), Range()} }

// Instrument compares fingerprints of payment instruments.
func Instrument() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "payment", Version: 1, Family: casefile.FamilyPayment,
			Doc: "Same payment instrument. w = log2(m / (d/N)). Trap: the card of an agency, a reseller, a university or a firm; guard: the degree cap and the look-alike checks. Wallets may give one card several fingerprints, which hides links and makes none."},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObservePayment, Class: "payment instrument"}
		},
	}
}

// Billing compares hashes of billing addresses.
func Billing() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "billing", Version: 1, Family: casefile.FamilyPayment,
			Doc: "Same billing address after normalisation. w = log2(m / (d/N)). Trap: accountants, incubators, mail forwarding; guard: grade B, the degree cap and the list of known shared values."},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveBilling, Class: "billing address", Grade: linkage.Always(casefile.GradeB)}
		},
	}
}

// Range compares the leading digits of card numbers.
func Range() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "bin", Version: 1, Family: casefile.FamilyPayment,
			Doc: "Cards of one rare range (BIN), as runs of prepaid cards are. w = log2(m / (d/N)). Trap: a popular bank; guard: context unless the range is rare in this population."},
		Rule: func(m *linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveBIN, Class: "card range", Grade: linkage.WhenRare(m, "bin")}
		},
	}
}
