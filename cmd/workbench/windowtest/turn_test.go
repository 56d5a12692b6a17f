//go:build cgo

package windowtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"time"

	"fyne.io/fyne/v2"
)

// turn is how long the goroutine of the window took to come when it was asked for,
// and what its thread did in that time. Where the system does not tell of threads,
// the time is all there is.
type turn struct {
	took   time.Duration
	worked time.Duration // the thread had a processor
	queued time.Duration // it was ready, and others had the processors
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// wall is the turn as a person has it, own what is left of it without the wait for a
// processor, which is long when the machine has other work, and busy the time of the
// processor alone; all in milliseconds.
func (t turn) wall() float64 { return milliseconds(t.took) }
func (t turn) own() float64  { return milliseconds(max(0, t.took-t.queued)) }
func (t turn) busy() float64 { return milliseconds(t.worked) }

func walls(turns []turn) []float64 {
	var out []float64
	for _, t := range turns {
		out = append(out, t.wall())
	}
	return out
}

// spread is the median, the 99th percentile and the greatest of something about turns.
func spread(turns []turn, of func(turn) float64) (p50, p99, most float64) {
	var all []float64
	for _, t := range turns {
		all = append(all, of(t))
	}
	slices.Sort(all)
	at := func(share float64) float64 { return all[min(len(all)-1, int(share*float64(len(all))))] }
	return at(0.5), at(0.99), all[len(all)-1]
}

// turnsWhile asks for the goroutine of the window while do goes on, five
// milliseconds after it last came.
func turnsWhile(do func()) []turn {
	stop, turns := make(chan struct{}), make(chan []turn)
	var thread int
	fyne.DoAndWait(func() { thread = threadID() })
	go func() {
		var took []turn
		for {
			worked, queued := threadTimes(thread)
			began := time.Now()
			var t turn
			fyne.DoAndWait(func() {
				t.took = time.Since(began)
				t.worked, t.queued = threadTimes(thread)
			})
			t.worked, t.queued = t.worked-worked, t.queued-queued
			took = append(took, t)
			select {
			case <-stop:
				turns <- took
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	do()
	close(stop)
	return <-turns
}

// standstill tells what stands still, what is on the screen and what every goroutine
// does, and ends the program.
func standstill(what string) {
	shot := filepath.Join(os.TempDir(), "failed-standstill.png")
	fmt.Fprintf(os.Stderr, "FAIL: %s: the window stands still; what the screen shows is in %s\n", what, shot)
	if err := exec.Command("import", "-window", "root", "-strip", "png8:"+shot).Run(); err != nil {
		fmt.Fprintf(os.Stderr, "no picture: %v\n", err)
	}
	_ = pprof.Lookup("goroutine").WriteTo(os.Stderr, 2)
	os.Exit(1)
}
