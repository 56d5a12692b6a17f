package jobbar_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/internal/progress"
	"casebench/ui/jobbar"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

const height = 29

// opened shows the status bar of the small case, its sources verified.
func opened(t *testing.T, width float32) (*viewmodel.Bench, *viewmodel.Status, *jobbar.Pane, *uitest.Pump) {
	t.Helper()
	uitest.App(t, true)
	b, pump := uitest.Bench(t, uitest.Case(t))
	verified := viewmodel.NewVerification(b)
	vm := viewmodel.NewStatus(b, verified)
	pane := jobbar.New(vm)
	t.Cleanup(func() { pane.Close(); vm.Close(); verified.Close() })
	uitest.Window(t, pane.Object(), width, height)
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p1_1"), casefile.AccountRef("p1_2")))
	b.Window.Set(timeline.Window{From: uitest.Now().AddDate(0, 0, -9), Until: uitest.Now().AddDate(0, 0, -3)})
	pump.Until(t, "facts", func() bool {
		list := vm.Facts.Get()
		return len(list) == 5 && list[1].Text == "6 of 6 sources verified" && list[3].Text != "2,161 events" && !b.Jobs.Any()
	})
	return b, vm, pane, pump
}

// items are the facts on screen, from the left, and after them what stops a job.
func items(pane *jobbar.Pane) (out []string, last *widgets.StatusItem) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *widgets.StatusItem:
			out, last = append(out, o.AccessibilityLabel()), o
		case *fyne.Container:
			for _, part := range o.Objects {
				walk(part)
			}
		}
	}
	walk(pane.Object())
	return out, last
}

func TestGolden(t *testing.T) {
	_, _, pane, _ := opened(t, 1400)
	uitest.Markup(t, pane.Object(), "quiet")
}

func TestAJobIsStoppedByAClick(t *testing.T) {
	b, vm, pane, pump := opened(t, 1400)
	begun, over := make(chan struct{}), false
	b.Long("link accounts", func(ctx context.Context, p progress.Reporter) error {
		p.Phase("communities", 0)
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}, func(error) { over = true })
	<-begun
	b.Jobs.Tick()
	uitest.Markup(t, pane.Object(), "job")
	_, stop := items(pane)
	test.Tap(stop)
	pump.Until(t, "the end", func() bool { return over && vm.Job.Get() == viewmodel.JobLine{} })
}

// In a narrow window the last facts are left out whole; nothing is drawn over
// something else.
func TestANarrowWindow(t *testing.T) {
	_, _, pane, _ := opened(t, 560)
	got, _ := items(pane)
	if len(got) < 2 || len(got) > 4 || got[0] != "Small case · rev 14" {
		t.Errorf("%q", got)
	}
}

// The looks, to be seen beside the drawings.
func TestShots(t *testing.T) {
	b, _, pane, _ := opened(t, 1600)
	begun, end := make(chan struct{}), make(chan struct{})
	b.Long("link accounts", func(ctx context.Context, p progress.Reporter) error {
		p.Phase("communities", 100)
		p.Add(62)
		close(begun)
		<-end
		return nil
	}, nil)
	<-begun
	b.Jobs.Tick()
	for _, dark := range []bool{true, false} {
		t.Log(uitest.Shot(t, pane.Object(), 1600, height, dark))
	}
	close(end)
}
