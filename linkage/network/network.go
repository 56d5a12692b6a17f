// Package network holds the signals of the network family: addresses and the
// prefixes that they lie in (domain: signals 4 and 5).
//
// An address says something only together with time: the same exit on the same
// day. Behind one IPv4 address may sit thousands of people, so no network signal
// carries a link.
package network

import (
	"casebench/casefile"
	"casebench/linkage"
)

// Signals returns the signals of this package.
func Signals() []linkage.Signal { return []linkage.Signal{Address(), SignupAddress(), Prefix()} }

// Address compares addresses used on the same UTC day.
func Address() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "address", Version: 1, Family: casefile.FamilyNetwork,
			Doc: "Same address on the same UTC day. w = log2(m / (d/N)) with d the accounts on the address that day; several days of one address are one piece of evidence, weighed by the rarest. Trap: carrier NAT, VPN, campus, office, cloud egress; guard: grade B, the degree cap and the list of known shared addresses."},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveAddress, Class: "address on the same day", Grade: linkage.Always(casefile.GradeB)}
		},
	}
}

// SignupAddress compares the addresses that accounts were opened from.
func SignupAddress() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "signup_address", Version: 1, Family: casefile.FamilyNetwork,
			Doc: "Opened from the same address. Context: one shared address is never an edge."},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveSignupAddr, Class: "address at sign-up", Grade: linkage.Always(casefile.GradeC)}
		},
	}
}

// Prefix compares /24 and /48 prefixes.
func Prefix() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "prefix", Version: 1, Family: casefile.FamilyNetwork,
			Doc: "Addresses in one /24 (IPv4) or /48 (IPv6). w = log2(m / (d/N)). Trap: ranges of an access provider or a cloud; guard: context unless rare in this population."},
		Rule: func(m *linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObservePrefix, Class: "address range", Grade: linkage.WhenRare(m, "prefix")}
		},
	}
}
