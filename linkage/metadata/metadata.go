// Package metadata holds the signals that come from what software and people
// write beside a request or a sign-up: end-user ids, tags, keys, referrers and
// invitations (domain: signals 14, 16 and 18).
//
// Defaults of frameworks ("default", "test") say nothing. Describe knows the
// common ones; the degree cap catches the rest.
package metadata

import (
	"casebench/casefile"
	"casebench/linkage"
)

// Signals returns the signals of this package.
func Signals() []linkage.Signal {
	return []linkage.Signal{EndUser(), Tags(), Key(), Referrer(), Inviter()}
}

// EndUser compares the ids of end users that callers state.
func EndUser() linkage.Signal {
	return shared("end_user", casefile.FamilyIdentity, casefile.ObserveEndUser, "end-user id", casefile.GradeA,
		"Same end-user id in requests. w = log2(m / (d/N)). Trap: defaults of frameworks; guard: the stop list and the degree cap.")
}

// Tags compares the tags that callers put on requests.
func Tags() linkage.Signal {
	return shared("tags", casefile.FamilyContent, casefile.ObserveTags, "request tag", casefile.GradeB,
		"Same tags on requests. w = log2(m / (d/N)). Trap: defaults of frameworks; guard: the stop list and the degree cap.")
}

// Key compares API keys.
func Key() linkage.Signal {
	return shared("api_key", casefile.FamilyIdentity, casefile.ObserveKey, "API key", casefile.GradeA,
		"Same API key in use by several accounts. w = log2(m / (d/N)). Trap: a gateway's own key; guard: the degree cap and the look-alike check for key pools.")
}

// Referrer compares referrers and coupons of sign-ups.
func Referrer() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "referrer", Version: 1, Family: casefile.FamilyIdentity,
			Doc: "Signed up through one rare referrer or coupon. w = log2(m / (d/N)). Trap: campaigns, hackathons, classes; guard: context unless rare in this population."},
		Rule: func(m *linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveReferrer, Class: "referrer", Grade: linkage.WhenRare(m, "referrer")}
		},
	}
}

// Inviter compares who invited an account; whoever invited belongs to those whom
// it invited.
func Inviter() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "invited_by", Version: 1, Family: casefile.FamilyIdentity,
			Doc: "Invited by the same account, or one by the other. w = log2(m / (d/N)). Trap: colleagues and friends invite each other; guard: grade B and the degree cap."},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveInviter, Class: "inviter", Grade: linkage.Always(casefile.GradeB), Self: true}
		},
	}
}

func shared(id string, f casefile.Family, k casefile.ObservationKind, class string, g casefile.Grade, doc string) linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: id, Version: 1, Family: f, Doc: doc},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: k, Class: class, Grade: linkage.Always(g)}
		},
	}
}
