package casepackage

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
)

// What people said, and what people are asked to decide.

func (p *packer) noteMembers() []member {
	return []member{
		p.bytes("data/notes/decisions.csv", func(w *bytes.Buffer) error {
			t := newTable(w, "id", "a", "b", "verdict", "reason", "by", "at")
			for _, d := range p.c.Decisions {
				if !d.Withdrawn {
					t.add(d.ID, p.name(d.A), p.name(d.B), string(d.Verdict), d.Reason, d.By, d.At)
				}
			}
			return t.close()
		}),
		p.bytes("data/notes/notes.csv", func(w *bytes.Buffer) error {
			t := newTable(w, "id", "ref", "kind", "text", "tags", "star", "by", "at")
			for _, a := range p.notes() {
				t.add(a.ID, a.Target.String(), string(a.Kind), a.Text, strings.Join(a.Tags, " "), a.Star, a.By, a.At)
			}
			return t.close()
		}),
	}
}

// notes returns the annotations that may leave: no privileged and no withdrawn one.
func (p *packer) notes() []casefile.Annotation {
	return slices.DeleteFunc(slices.Clone(p.c.Annotations), func(a casefile.Annotation) bool {
		return a.Withdrawn || a.Kind == casefile.KindPrivileged
	})
}

// blockPrivileged counts what counsel's privilege keeps back.
func (p *packer) blockPrivileged() {
	for i := range p.c.Annotations {
		if a := &p.c.Annotations[i]; a.Kind == casefile.KindPrivileged && !a.Withdrawn {
			p.block(fmt.Sprintf("annotation:%d", a.ID), "Privileged; it never leaves the case.")
		}
	}
}

func (p *packer) enforcementMembers() []member {
	if p.o.Profile != Enforcement {
		return nil
	}
	return []member{
		p.bytes("data/enforcement/accounts.csv", p.reviewTable),
		p.bytes("data/enforcement/hold-back.csv", func(w *bytes.Buffer) error {
			t := newTable(w, "account", "cluster", "reason")
			for i := range p.c.Accounts {
				if a := &p.c.Accounts[i]; a.Cluster != 0 {
					if why := p.holdBack(a); why != "" {
						t.add(a.Name, a.Cluster, why)
					}
				}
			}
			return t.close()
		}),
	}
}

// holdBack says why an account should not be acted on, or "".
func (p *packer) holdBack(a *Account) string {
	var why []string
	if a.Bystander != "" {
		why = append(why, a.Bystander)
	}
	for i := range p.c.Annotations {
		n := &p.c.Annotations[i]
		if n.Kind == casefile.KindExculpatory && !n.Withdrawn && n.Target.Kind == casefile.RefAccount && n.Target.ID == a.Name {
			why = append(why, "exculpatory note "+fmt.Sprint(n.ID))
		}
	}
	for _, d := range p.c.Decisions {
		if !d.Withdrawn && d.Verdict == casefile.VerdictDifferent && (d.A == a.Code || d.B == a.Code) {
			why = append(why, "decision "+fmt.Sprint(d.ID)+" says different")
		}
	}
	return strings.Join(why, "; ")
}

// reviewTable is the account table of a terms-of-service review. What is for
// people to decide is left empty.
func (p *packer) reviewTable(w *bytes.Buffer) error {
	t := newTable(w, "account", "cluster", "role", "action_proposed", "reason_code", "policy_clause", "strength", "strongest_signals",
		"first_seen", "last_seen", "terms_accepted", "bystander_check", "exhibits", "reviewer", "reviewed_at", "second_reviewer", "decision")
	strongest := p.strongestSignals()
	strength := map[int]casefile.Strength{}
	for i := range p.c.Clusters {
		strength[p.c.Clusters[i].ID] = p.c.Clusters[i].Strength
	}
	for i := range p.c.Accounts {
		a := &p.c.Accounts[i]
		if a.Cluster == 0 || p.holdBack(a) != "" {
			continue
		}
		t.add(a.Name, a.Cluster, string(a.Role), "", "", "", string(strength[a.Cluster]), strings.Join(strongest[a.Code], " "),
			a.First, a.Last, a.Terms, "nothing found in this case", p.exhibitsOf(a), "", "", "", "")
	}
	return t.close()
}

// strongestSignals returns, for each account, the three signals that weigh most
// in any of its links.
func (p *packer) strongestSignals() map[uint32][]string {
	best := map[uint32]map[string]casefile.Bits{}
	for i := range p.c.Links {
		l := &p.c.Links[i]
		for _, code := range [2]uint32{l.A, l.B} {
			if best[code] == nil {
				best[code] = map[string]casefile.Bits{}
			}
			for _, e := range l.Evidence {
				best[code][e.Signal] = max(best[code][e.Signal], e.Bits)
			}
		}
	}
	out := make(map[uint32][]string, len(best))
	for code, bits := range best {
		var ids []string
		for id := range bits {
			ids = append(ids, id)
		}
		slices.SortFunc(ids, func(a, b string) int {
			if bits[a] != bits[b] {
				return int(bits[b] - bits[a])
			}
			return strings.Compare(a, b)
		})
		out[code] = ids[:min(3, len(ids))]
	}
	return out
}

func (p *packer) exhibitsOf(a *Account) string {
	var all []string
	for i := range p.c.Exhibits {
		if x := &p.c.Exhibits[i]; !x.Withdrawn && x.Target.Kind == casefile.RefAccount && x.Target.ID == a.Name {
			all = append(all, exhibitLabel(x.Number))
		}
	}
	return strings.Join(all, " ")
}
