package viewmodel_test

import (
	"strings"
	"testing"

	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func TestAnAccountIsFoundInTheGraph(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	g := viewmodel.NewGraph(b)
	t.Cleanup(g.Close)
	pump.Until(t, "the graph", func() bool { return len(g.Find("p1_3")) > 0 })
	b.Tab.Set(viewmodel.TabEvents)
	answer := ""
	b.Ask = func(q viewmodel.Question) { q.Then(answer, "") }
	for _, x := range []struct{ text, lead, said string }{
		{"p1_3", "account:p1_3", ""},
		{"P2_", "account:p2_1", "p2_1 is shown; 8 names hold “P2_”."},
		{"nobody", "account:p2_1", "No account in the graph is called “nobody”."},
	} {
		said := b.Said.Get().Number
		answer = x.text
		g.AskFind()
		if got := b.Selection.Get().Lead().String(); got != x.lead {
			t.Errorf("%s: %s is selected, want %s", x.text, got, x.lead)
		}
		if s := b.Said.Get(); x.said == "" && s.Number != said || x.said != "" && !strings.Contains(s.Text, x.said) {
			t.Errorf("%s: said %q", x.text, s.Text)
		}
	}
	if b.Tab.Get() != viewmodel.TabGraph {
		t.Errorf("the tab is %s", b.Tab.Get())
	}
}
