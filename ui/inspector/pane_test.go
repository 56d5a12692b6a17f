package inspector_test

import (
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/ui/inspector"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// opened shows the inspector of a case, with something selected.
func opened(t *testing.T, w *casework.Casework, refs ...casefile.Ref) (*viewmodel.Bench, *uitest.Pump, *viewmodel.Inspect, *inspector.Pane) {
	t.Helper()
	uitest.App(t, true)
	b, pump := uitest.Bench(t, w)
	b.Selection.Set(viewmodel.Select(refs...))
	vm := viewmodel.NewInspect(b)
	pane := inspector.New(vm)
	t.Cleanup(func() { pane.Close(); vm.Close() })
	settled(t, pump, vm)
	return b, pump, vm, pane
}

// settled waits until the page is there, sums over the log included.
func settled(t *testing.T, pump *uitest.Pump, vm *viewmodel.Inspect) {
	t.Helper()
	pump.Until(t, "the page", func() bool { return vm.Page.Get().State != viewmodel.InspectLoading && !vm.Pending() })
}

func account(id string) casefile.Ref { return casefile.AccountRef(id) }

// Pictures to be looked at: CASEBENCH_SHOTS=folder go test -run Looks ./ui/inspector
func TestLooks(t *testing.T) {
	for name, refs := range map[string][]casefile.Ref{
		"nothing": nil, "pair whole": {account("p1_1"), account("p1_2")}, "pair": {account("p1_1"), account("p1_2")}, "account": {account("p1_3")}, "honest": {account("honest_07")},
		"cluster": {{Kind: casefile.RefCluster, ID: "1"}}, "apart": {account("p1_1"), account("honest_07")},
		"several": {account("p1_1"), account("p1_2"), account("p2_1"), account("honest_01")}, "gone": {account("nobody")},
		"source": {{Kind: casefile.RefSource, N: 1}}, "event": {casefile.EventRef(6, 5)},
	} {
		t.Run(name, func(t *testing.T) {
			w, height := uitest.Case(t), float32(860)
			if strings.HasPrefix(name, "pair") {
				said(t, w)
			}
			if name == "pair whole" {
				height = 1560
				if _, err := w.Decide(t.Context(), "p1_1", "p1_2", "different", "They met at one desk; the card is the firm's."); err != nil {
					t.Fatal(err)
				}
			}
			_, pump, vm, pane := opened(t, w, refs...)
			if name == "pair whole" {
				vm.LeaveOut("device")
				vm.Toggle("history")
				vm.Toggle("honest:class or course")
				settled(t, pump, vm)
			}
			for _, dark := range []bool{true, false} {
				t.Log(uitest.Shot(t, pane.Object(), 346, height, dark))
			}
		})
	}
}

// said puts a person's words on the pair and its ends.
func said(t *testing.T, w *casework.Casework) {
	t.Helper()
	for _, o := range []casework.AnnotateOptions{
		{Ref: "link:p1_1,p1_2", Note: "Same prepaid range as F1; ask billing for the issuer."},
		{Ref: "link:p1_1,p1_2", Note: "Counsel asked for this on 8 June.", Kind: "privileged"},
		{Ref: "link:p1_1,p1_2", Tags: []string{"prepaid", "to ask"}}, {Ref: "link:p1_1,p1_2", Star: true},
	} {
		if _, err := w.Annotate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
}
