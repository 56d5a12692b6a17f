package casework_test

import (
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
	"casebench/internal/fault"
)

// The picture holds every account and link, and each value beside the accounts that
// were linked by it, without saying what the value is.
func TestThePictureHoldsAccountsLinksAndValues(t *testing.T) {
	w := linked(t, 5)
	p, err := w.Picture(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.Accounts(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if p.Accounts != all.Count || len(p.Graph.Nodes) != p.Accounts+len(p.Values) || len(p.Values) == 0 {
		t.Fatalf("%d accounts of %d, %d values, %d nodes", p.Accounts, all.Count, len(p.Values), len(p.Graph.Nodes))
	}
	links := 0
	for _, e := range p.Graph.Edges {
		if int(e.B) < p.Accounts {
			links++
		}
	}
	if links != p.Run.LinkCount {
		t.Errorf("%d links, the run has %d", links, p.Run.LinkCount)
	}
	for i, v := range p.Values {
		n := p.Graph.Nodes[p.Accounts+i]
		if n.Kind == graphview.Account || v.SharedBy < 2 || v.Linked < 2 || v.Linked > v.SharedBy || p.Graph.Flat().Degree(n.ID) != v.Linked {
			t.Errorf("node %+v stands for %+v", n, v)
		}
		if strings.ContainsAny(n.Label, "@.:") {
			t.Errorf("the label %q may be the value itself", n.Label)
		}
	}
}

// A person's verdict stands on the link.
func TestThePictureShowsVerdicts(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole world; left out of -short")
	}
	w := linked(t, 5)
	p, err := w.Picture(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e := p.Graph.Edges[0]
	a, b := p.Graph.Nodes[e.A].Key, p.Graph.Nodes[e.B].Key
	if _, err := w.Decide(t.Context(), a, b, string(casefile.VerdictDifferent), "two people"); err != nil {
		t.Fatal(err)
	}
	if p, err = w.Picture(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e, _ := p.Graph.Edge(e.A, e.B); e.Verdict != casefile.VerdictDifferent {
		t.Errorf("the link %+v carries no verdict", e)
	}
}

func TestNoPictureWithoutARun(t *testing.T) {
	w, err := casework.New(t.TempDir()+"/empty.case", "Empty", casework.Config{By: "Test", Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Picture(t.Context()); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the error is %v", err)
	}
}
