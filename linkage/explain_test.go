package linkage_test

import (
	"fmt"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/internal/golden"
	"casebench/linkage"
	"casebench/linkage/linkagetest"
)

// The words that a person reads of a link and of a cluster.
func TestExplain(t *testing.T) {
	w := linkagetest.NewWorld()
	people(w, 300)
	w.Shared = []linkage.KnownShared{{Type: "ipv4-addr", Value: "192.0.2.9", Reason: "university NAT"}}
	var ring []uint32
	for i := range 4 {
		a := person(w, fmt.Sprint("acct_", i+1))
		ring = append(ring, a)
		w.Observe(a, casefile.ObservePhonePrefix, "+1555", monday)
		w.Address(a, "192.0.2.9", monday)
		for range 30 {
			w.Request(a, monday+int64(i)*minute, "private one")
			w.Request(a, monday+int64(i)*minute, "private two")
		}
	}
	for _, a := range ring[:3] {
		w.Observe(a, casefile.ObservePayment, "one card", monday)
	}
	for _, a := range ring[1:] {
		w.Observe(a, casefile.ObserveDevice, "one device", monday)
	}
	alone := person(w, "acct_9")
	w.Observe(alone, casefile.ObservePayment, "one card", monday)
	model := linkage.DefaultModel()
	r := loose(t, w.Input(), linkage.Options{})
	var b strings.Builder
	for _, pair := range [][2]uint32{{ring[0], ring[1]}, {ring[1], ring[2]}, {ring[0], alone}} {
		l := find(r, pair[0], pair[1])
		if l == nil {
			t.Fatalf("no link %v", pair)
		}
		e := linkage.Explain(l, linkage.Names{A: w.Names[l.A], B: w.Names[l.B]}, &model)
		fmt.Fprintf(&b, "%s\n\n  prior %s\n", e.Text, e.Prior)
		for _, bar := range e.Bars {
			fmt.Fprintf(&b, "  %+6.1f  %6.1f  %s %s: %s\n", bar.Evidence.Bits.Float(), bar.Sum.Float(), bar.Evidence.Grade, bar.Evidence.Signal, bar.Text)
		}
		b.WriteString("\n")
	}
	r = run(t, w, linkage.Options{})
	in := linkage.NewInsides(r.Clusters)
	for i := range r.Links {
		in.Add(&r.Links[i])
	}
	for i := range r.Clusters {
		fmt.Fprintf(&b, "%s\n", in.Explain(i, func(a uint32) string { return w.Names[a] }))
	}
	golden.Equal(t, "testdata/explain.golden", []byte(b.String()))
}
