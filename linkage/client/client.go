// Package client holds the signals of the client family: TLS handshakes, user
// agents and SDK versions (domain: signals 10 and 11). They name software, which
// many people use, and can be forged: context unless rare in the population.
package client

import (
	"casebench/casefile"
	"casebench/linkage"
)

// Signals returns the signals of this package.
func Signals() []linkage.Signal {
	return []linkage.Signal{
		rare("ja4", casefile.ObserveJA4, "TLS handshake"),
		rare("user_agent", casefile.ObserveAgent, "user agent"),
		rare("sdk", casefile.ObserveSDK, "SDK version"),
	}
}

func rare(id string, k casefile.ObservationKind, class string) linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: id, Version: 1, Family: casefile.FamilyClient,
			Doc: "Same " + class + ". w = log2(m / (d/N)) while rare in this population, context otherwise. Trap: it names software, not a person, and can be forged."},
		Rule: func(m *linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: k, Class: class, Grade: linkage.WhenRare(m, id)}
		},
	}
}
