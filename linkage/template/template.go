// Package template holds the signal of the content family that compares prompt
// templates: the skeleton of a prompt with its slots masked (domain: signal 25).
package template

import (
	"casebench/casefile"
	"casebench/linkage"
)

// Signals returns the signals of this package.
func Signals() []linkage.Signal { return []linkage.Signal{Template()} }

// Template compares templates that carry a meaningful share of the requests of
// both accounts.
func Template() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "template", Version: 1, Family: casefile.FamilyContent,
			Doc: "Same private prompt template, where it carries a meaningful share of the requests of each account. w = log2(m / (d/N)) with d the accounts of which that is true. Trap: benchmarks, tutorials, default prompts of frameworks, a class with one assignment; guard: the list of known shared templates, the share, the degree cap; one template alone is of grade B, and only if it carries much of both accounts."},
		Rule: func(m *linkage.Material) linkage.Rule {
			t := m.Model.Template
			carries := func(o *casefile.Observation, share float64) bool {
				return o.Count >= t.MinCount && linkage.AtLeast(o.Count, m.Account(o.Account).Requests, share)
			}
			return linkage.Rule{Kind: casefile.ObserveTemplate, Class: "prompt template",
				Keep:  func(o *casefile.Observation) bool { return carries(o, t.MinShare) },
				Alone: func(o *casefile.Observation) bool { return carries(o, t.AloneShare) }}
		},
	}
}
