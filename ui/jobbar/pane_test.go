package jobbar_test

import (
	"context"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/internal/progress"
	"casebench/ui/jobbar"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func TestLooks(t *testing.T) {
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Case(t))
	verified := viewmodel.NewVerification(b)
	vm := viewmodel.NewStatus(b, verified)
	pane := jobbar.New(vm)
	t.Cleanup(func() { pane.Close(); vm.Close(); verified.Close() })
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p1_1"), casefile.AccountRef("p1_2")))
	b.Window.Set(timeline.Window{From: uitest.Now().AddDate(0, 0, -9), Until: uitest.Now().AddDate(0, 0, -3)})
	pump.Until(t, "facts", func() bool { return len(vm.Facts.Get()) == 5 && !b.Jobs.Any() })
	done := make(chan struct{})
	b.Long("link accounts", func(ctx context.Context, p progress.Reporter) error {
		p.Phase("communities", 100)
		p.Add(62)
		select {
		case <-done:
		case <-ctx.Done():
		}
		return nil
	}, nil)
	time.Sleep(1200 * time.Millisecond)
	pump.Turn()
	b.Jobs.Tick()
	for _, dark := range []bool{true, false} {
		t.Log(uitest.Shot(t, pane.Object(), 1600, 29, dark))
	}
	t.Log(vm.Job.Get(), vm.Facts.Get())
	close(done)
}
