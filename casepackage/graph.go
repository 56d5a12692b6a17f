package casepackage

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"casebench/casefile"
)

func (p *packer) graphMembers() []member {
	return []member{
		p.bytes("data/graph/accounts.csv", p.accountTable),
		p.stream("data/graph/links.csv", p.linkTable),
		p.stream("data/graph/evidence.csv", p.evidenceTable),
		p.bytes("data/graph/clusters.csv", p.clusterTable),
		p.stream("data/graph/graph.graphml", p.graphML),
	}
}

func clusterCell(id int) string {
	if id == 0 {
		return ""
	}
	return fmt.Sprint(id)
}

func (p *packer) accountTable(w *bytes.Buffer) error {
	t := newTable(w, "account", "code", "token", "cluster", "role", "via", "events", "first_seen", "last_seen", "status")
	for i := range p.c.Accounts {
		a := &p.c.Accounts[i]
		via := ""
		if a.Via != 0 {
			via = p.name(a.Via)
		}
		t.add(a.Name, a.Code, a.Token, clusterCell(a.Cluster), string(a.Role), via, a.Events, a.First, a.Last, a.Status)
	}
	return t.close()
}

func (p *packer) linkTable(w io.Writer) error {
	verdicts := map[[2]uint32]string{}
	for _, d := range p.c.Decisions {
		if !d.Withdrawn {
			verdicts[[2]uint32{d.A, d.B}] = string(d.Verdict)
		}
	}
	t := newTable(w, "a", "b", "weight_bits", "probability", "strength", "families", "signals", "suppressed", "decision")
	for i := range p.c.Links {
		l := &p.c.Links[i]
		signals := make([]string, len(l.Evidence))
		for k, e := range l.Evidence {
			signals[k] = e.Signal + ":" + field(e.Bits)
		}
		t.add(p.name(l.A), p.name(l.B), l.Weight, l.Probability(), string(l.Strength), joinFamilies(l.Families),
			strings.Join(signals, " "), len(l.Suppressed), verdicts[[2]uint32{l.A, l.B}])
	}
	return t.close()
}

func (p *packer) token(signal string, code uint32) string {
	if code == 0 || p.c.Token == nil {
		return ""
	}
	return p.c.Token(signal, code)
}

func (p *packer) evidenceTable(w io.Writer) error {
	t := newTable(w, "a", "b", "signal", "version", "family", "grade", "value_class", "value_token", "bits", "raw_bits",
		"shared_by", "count", "first_seen", "last_seen", "rows")
	for i := range p.c.Links {
		l := &p.c.Links[i]
		a, b := p.name(l.A), p.name(l.B)
		for _, e := range l.Evidence {
			rows := make([]string, len(e.Rows))
			for k, r := range e.Rows {
				rows[k] = r.String()
			}
			t.add(a, b, e.Signal, e.Version, string(e.Family), string(e.Grade), e.Class, p.token(e.Signal, e.Value), e.Bits, e.RawBits,
				e.SharedBy, e.Count, nanos(e.First), nanos(e.Last), strings.Join(rows, " "))
		}
		for _, s := range l.Suppressed {
			t.raw(field(a), field(b), field(s.Signal), "", "", "-", field(s.Class+" ("+s.Reason+")"), p.token(s.Signal, s.Value),
				"", "", fmt.Sprint(s.SharedBy), "", "", "", "")
		}
	}
	return t.close()
}

func (p *packer) clusterTable(w *bytes.Buffer) error {
	t := newTable(w, "cluster", "size", "core", "strength", "families", "score", "stability", "requests", "first_seen", "last_seen",
		"pattern", "assessment", "for", "against")
	for i := range p.c.Clusters {
		c := &p.c.Clusters[i]
		t.add(c.ID, len(c.Members), countCore(c), string(c.Strength), joinFamilies(c.Families), c.Score, c.Stability, c.Requests,
			nanos(c.From), nanos(c.To), string(c.Pattern), string(c.Assessment.Level), joinSigns(c.Assessment.For), joinSigns(c.Assessment.Against))
	}
	return t.close()
}

func countCore(c *casefile.Cluster) int {
	n := 0
	for _, m := range c.Members {
		if m.Role == casefile.RoleCore {
			n++
		}
	}
	return n
}

func joinFamilies(all []casefile.Family) string {
	s := make([]string, len(all))
	for i, f := range all {
		s[i] = string(f)
	}
	slices.Sort(s)
	return strings.Join(s, " ")
}

func joinSigns(all []casefile.Sign) string {
	s := make([]string, len(all))
	for i, g := range all {
		s[i] = g.Text
	}
	return strings.Join(s, "; ")
}

// graphML writes nodes and links for graph programs. Keys are declared before use.
func (p *packer) graphML(w io.Writer) error {
	esc := func(s string) string { return html.EscapeString(plain(s)) }
	write := func(format string, args ...any) error {
		_, err := fmt.Fprintf(w, format, args...)
		return err
	}
	err := write(`<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="cluster" for="node" attr.name="cluster" attr.type="int"/>
  <key id="role" for="node" attr.name="role" attr.type="string"/>
  <key id="events" for="node" attr.name="events" attr.type="long"/>
  <key id="weight" for="edge" attr.name="weight_bits" attr.type="double"/>
  <key id="strength" for="edge" attr.name="strength" attr.type="string"/>
  <key id="families" for="edge" attr.name="families" attr.type="string"/>
  <graph id="accounts" edgedefault="undirected">
`)
	if err != nil {
		return err
	}
	for i := range p.c.Accounts {
		a := &p.c.Accounts[i]
		if err := write(`    <node id="n%d"><data key="name">%s</data><data key="cluster">%d</data><data key="role">%s</data><data key="events">%d</data></node>`+"\n",
			a.Code, esc(a.Name), a.Cluster, esc(string(a.Role)), a.Events); err != nil {
			return err
		}
	}
	for i := range p.c.Links {
		l := &p.c.Links[i]
		if p.accounts[l.A] == nil || p.accounts[l.B] == nil {
			return fmt.Errorf("link %d,%d names an account that is not in the account table", l.A, l.B)
		}
		if err := write(`    <edge source="n%d" target="n%d"><data key="weight">%s</data><data key="strength">%s</data><data key="families">%s</data></edge>`+"\n",
			l.A, l.B, field(l.Weight), esc(string(l.Strength)), esc(joinFamilies(l.Families))); err != nil {
			return err
		}
	}
	return write("  </graph>\n</graphml>\n")
}
