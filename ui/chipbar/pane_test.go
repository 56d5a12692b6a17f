package chipbar_test

import (
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/ui/chipbar"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func TestLooks(t *testing.T) {
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Case(t))
	views := viewmodel.NewViews(b)
	vm := viewmodel.NewChips(b, views)
	pane := chipbar.New(vm)
	t.Cleanup(func() { pane.Close(); vm.Close(); views.Close() })
	b.Window.Set(timeline.Window{From: time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 6, 6, 0, 0, 0, 0, time.UTC)})
	b.Filter.Set("cluster:3 AND model:atlas-5 AND NOT status:200")
	for pump.Turn() > 0 {
	}
	vm.Marking.Set(casefile.Marking("amber+strict"))
	for _, dark := range []bool{true, false} {
		t.Log(uitest.Shot(t, pane.Object(), 1400, 37, dark))
	}
}
