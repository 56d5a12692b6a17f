package timelinepane_test

import (
	"testing"
	"time"

	"casebench/casefile/timeline"
	"casebench/ui/timelinepane"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// opened shows the small case.
func opened(t *testing.T) (*viewmodel.Bench, *viewmodel.Timeline, *timelinepane.Pane, *uitest.Pump) {
	t.Helper()
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Case(t))
	vm := viewmodel.NewTimeline(b)
	pane := timelinepane.New(vm)
	t.Cleanup(func() { pane.Close(); vm.Close() })
	return b, vm, pane, pump
}

func ready(t *testing.T, vm *viewmodel.Timeline, pump *uitest.Pump) {
	t.Helper()
	pump.Until(t, "counts", func() bool { return vm.Shown.Get().State != viewmodel.TimelineLoading })
}

func TestLooks(t *testing.T) {
	b, vm, pane, pump := opened(t)
	uitest.Window(t, pane.Object(), 1010, 138)
	ready(t, vm, pump)
	for pump.Turn() > 0 {
	}
	time.Sleep(300 * time.Millisecond)
	pump.Turn()
	w := vm.Shown.Get().Activity.Whole
	b.Window.Set(timeline.Window{From: w.From.Add(w.Span() / 4).Truncate(24 * time.Hour), Until: w.From.Add(w.Span() * 3 / 4).Truncate(24 * time.Hour)})
	for _, dark := range []bool{true, false} {
		t.Log(uitest.Shot(t, pane.Object(), 1010, 138, dark))
	}
	vm.Point(0.3)
}
