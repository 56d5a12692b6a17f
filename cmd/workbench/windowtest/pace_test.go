//go:build cgo

package windowtest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/graphview/graphviewtest"
	"casebench/ui"
	"casebench/ui/viewmodel"
)

// BenchmarkFlight pans and zooms over planted graphs in the real window, along the
// camera's way that the frames of scripts/bench take, and tells how long the screen
// took from one tick to the next: 16.7 ms is the toolkit's own pace.
func BenchmarkFlight(b *testing.B) {
	alone(b)
	w := show(b, ui.Options{Config: config(), OpenSample: true, SampleDir: filepath.Join(b.TempDir(), "sample")})
	for _, size := range graphviewtest.Sizes() {
		chart, err := graphviewtest.Chart(b.Context(), size)
		if err != nil {
			b.Fatal(err)
		}
		for _, how := range []struct {
			name string
			fold graphview.Fold
		}{{"folded", graphview.ByZoom}, {"open", graphview.Expanded}} {
			b.Run(fmt.Sprintf("%dk/%s", len(chart.View().Nodes)/1000, how.name), func(b *testing.B) {
				flown := chart.FoldedAll(how.fold)
				for b.Loop() {
					tell(b, fly(w, flown), "tick")
				}
			})
		}
	}
}

// fly follows the way, a step at every tick, and returns the milliseconds between
// ticks.
func fly(w *ui.Window, chart *graphview.Chart) []float64 {
	var way []graphview.Camera
	fyne.DoAndWait(func() {
		g := w.Graph()
		cam := g.Camera.Get()
		way = graphviewtest.Flight(chart, cam.W, cam.H, 300)
		g.Picture.Set(viewmodel.GraphPicture{Chart: chart})
		g.Camera.Set(way[0])
	})
	time.Sleep(time.Second)
	var at []time.Time
	done := make(chan struct{})
	fyne.DoAndWait(func() {
		var a *fyne.Animation
		a = fyne.NewAnimation(time.Hour, func(float32) {
			at = append(at, time.Now())
			if len(at) >= len(way) {
				a.Stop()
				close(done)
				return
			}
			w.Graph().Camera.Set(way[len(at)])
		})
		a.Start()
	})
	<-done
	return between(at)
}

// BenchmarkDay goes through a day's clicks at scale m and tells how long the
// goroutine of the window was taken: from when a turn was asked for to when it came,
// five milliseconds after the last.
func BenchmarkDay(b *testing.B) {
	alone(b)
	dir := os.Getenv("CASEBENCH_SAMPLE_M") // a sample of scale m that is there already
	if dir == "" {
		dir = filepath.Join(b.TempDir(), "sample")
	}
	w := show(b, ui.Options{Config: config(), OpenSample: true, SampleDir: dir, SampleScale: "m", SampleSeed: 1})
	for b.Loop() {
		var all []float64
		for _, s := range day() {
			took := walls(turnsWhile(func() {
				fyne.DoAndWait(func() { s.do(w) })
				time.Sleep(2 * time.Second) // to look
			}))
			fmt.Fprintf(os.Stderr, "%-24s longest turn %6.1f ms\n", s.name, slices.Max(took)) // Logf cuts long lists
			all = append(all, took...)
		}
		tell(b, all, "turn")
	}
}

// step is one thing that a person does.
type step struct {
	name string
	do   func(w *ui.Window)
}

// day is what a person does.
func day() []step {
	cluster := casefile.Ref{Kind: casefile.RefCluster, ID: "1"}
	on := func(name string, do func(b *viewmodel.Bench)) step {
		return step{name, func(w *ui.Window) { do(w.Bench()) }}
	}
	steps := []step{
		on("select a cluster", func(b *viewmodel.Bench) { b.Selection.Set(viewmodel.Select(cluster)) }),
		{"select its neighbours", func(w *ui.Window) { w.Graph().SelectNeighbours(1) }},
	}
	for _, tab := range viewmodel.Tabs() {
		steps = append(steps, on("open "+string(tab), func(b *viewmodel.Bench) { b.Tab.Set(tab) }))
	}
	for _, filter := range []string{"status:429", "cluster:1", "tokens_out>=2000", "*"} {
		steps = append(steps,
			on("filter "+filter, func(b *viewmodel.Bench) { b.SetFilter(filter); b.Tab.Set(viewmodel.TabEvents) }),
			on("its accounts", func(b *viewmodel.Bench) { b.Tab.Set(viewmodel.TabAccounts) }),
			on("its graph", func(b *viewmodel.Bench) { b.Tab.Set(viewmodel.TabGraph) }))
	}
	return append(steps,
		step{"select all", func(w *ui.Window) { w.Graph().SelectAll() }},
		step{"relax", func(w *ui.Window) { w.Graph().Relax() }},
		step{"fit", func(w *ui.Window) { w.Graph().Fit() }})
}

// show opens the window for a measurement and waits for its case.
func show(b *testing.B, o ui.Options) *ui.Window {
	b.Helper()
	toolkitPrefers("dark")
	o.GL, o.Size = true, fyne.NewSize(1600, 1000)
	var w *ui.Window
	fyne.DoAndWait(func() {
		w = ui.New(toolkit, o)
		w.Show()
	})
	ready := func() (ok bool) {
		fyne.DoAndWait(func() { ok = w.Bench() != nil && w.Graph().Picture.Get().Chart != nil })
		return ok
	}
	for end := time.Now().Add(5 * time.Minute); !ready(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			b.Fatal("the sample case did not open")
		}
	}
	time.Sleep(3 * time.Second)
	b.Cleanup(func() {
		if err := w.Close(); err != nil {
			b.Error(err)
		}
		fyne.DoAndWait(w.Hide)
	})
	return w
}

// between returns the milliseconds from each to the next.
func between(at []time.Time) []float64 {
	var ms []float64
	for i := 1; i < len(at); i++ {
		ms = append(ms, float64(at[i].Sub(at[i-1]).Microseconds())/1000)
	}
	return ms
}

// tell reports the median, the 99th percentile and the longest.
func tell(b *testing.B, ms []float64, what string) {
	slices.Sort(ms)
	at := func(share float64) float64 { return ms[min(len(ms)-1, int(share*float64(len(ms))))] }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(at(0.5), "ms/"+what+"-p50")
	b.ReportMetric(at(0.99), "ms/"+what+"-p99")
	b.ReportMetric(ms[len(ms)-1], "ms/"+what+"-max")
}
