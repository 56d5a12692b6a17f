//go:build cgo

package windowtest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/ui"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets/grid"
)

// BenchmarkScale opens the case that CASEBENCH_SCALE_CASE names, linked and as large as
// one likes, and works in it by wheel, scroll bar, filters, sorting and selections. Of
// each step it tells how long the goroutine of the window was taken, and how long the
// answer took to come; scripts/bench reads the lines that begin with a bar. A step
// without an answer fails by its name, also when the window itself stands still.
func BenchmarkScale(b *testing.B) {
	alone(b)
	file := os.Getenv("CASEBENCH_SCALE_CASE")
	if file == "" {
		b.Skip("CASEBENCH_SCALE_CASE names no case")
	}
	toolkitPrefers("dark")
	for b.Loop() {
		s := &scale{hand: &hand{t: b}}
		s.reopen(file)
		s.work()
		s.tell(b)
		s.within("close the case", func() {
			if err := s.window.Close(); err != nil {
				b.Error(err)
			}
			s.on(s.window.Hide)
		})
	}
}

// scale works in a large case and notes how long turns take.
type scale struct {
	*hand
	grid *grid.Grid // of the events
	all  []turn
}

// The longest that a step waits for its answer, and the longest that it may take
// in all: past that the window does not even answer what is on its screen.
const (
	answerLimit = 2 * time.Minute
	stepLimit   = answerLimit + time.Minute
)

// step does something and waits until its answer is there and half a second has passed.
func (s *scale) step(name string, do func(), answered func() bool) {
	s.t.Helper()
	s.within(name, func() {
		var answer time.Duration
		turns := turnsWhile(func() {
			began := time.Now()
			do()
			for end := began.Add(answerLimit); !answered(); time.Sleep(2 * time.Millisecond) {
				if time.Now().After(end) {
					s.shot("failed-scale")
					s.t.Fatalf("%s: no answer; on the screen: %s", name, strings.Join(s.texts(), " | "))
				}
			}
			answer = time.Since(began)
			time.Sleep(500 * time.Millisecond)
		})
		s.all = append(s.all, turns...)
		s.line(name, fmt.Sprintf("%.0f ms", float64(answer.Microseconds())/1000), turns)
	})
}

// within does something, and ends the program when it does not end: where the
// goroutine of the window waits, nothing can be asked of it, and what all goroutines
// do is what there is to be told.
func (s *scale) within(name string, do func()) {
	late := time.AfterFunc(stepLimit, func() { standstill(name) })
	defer late.Stop()
	do()
}

// line is one line of a table.
func (s *scale) line(name, answer string, turns []turn) {
	p50, p99, worst := spread(turns, turn.wall)
	_, own99, own := spread(turns, turn.own)
	_, _, busy := spread(turns, turn.busy)
	fmt.Printf("| %s | %s | %d | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f ms |\n", name, answer, len(turns), p50, p99, worst, own99, own, busy)
}

func (s *scale) tell(b *testing.B) {
	s.line("all of it", "", s.all)
	tell(b, walls(s.all), "turn")
}

// reopen opens the window on the case. It is usable when its parts are on the screen
// and the first rows can be read.
func (s *scale) reopen(file string) {
	s.step("reopen, until the first rows", func() {
		s.on(func() {
			s.window = ui.New(toolkit, ui.Options{Config: config(), Case: file, GL: true, Size: fyne.NewSize(1600, 1000)})
			s.window.Show()
		})
		for end := time.Now().Add(answerLimit); s.bench() == nil; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				s.shot("failed-scale")
				s.t.Fatalf("the case does not open; on the screen: %s", strings.Join(s.texts(), " | "))
			}
		}
		s.on(func() { s.window.Bench().Tab.Set(viewmodel.TabEvents) })
	}, s.rows)
	s.xdo("search", "--onlyvisible", "--name", "Casebench", "windowmove", "0", "0", "windowsize", "1600", "1000", "windowfocus")
}

// rows reports whether all rows of the newest search are there.
func (s *scale) rows() (there bool) {
	s.on(func() {
		e := s.window.Events()
		p := e.Standing.Get().Phase
		_, first := e.Row(0)
		there = p == viewmodel.Shown && (first || e.Len() == 0)
	})
	return there
}

// inView reports whether the rows in view were read.
func (s *scale) inView() (there bool) {
	s.on(func() {
		from, to := s.grid.InView()
		there = to > from || s.window.Events().Len() == 0
		for i := from; i < min(to, s.window.Events().Len()) && there; i++ {
			_, there = s.window.Events().Row(i)
		}
	})
	return there
}

// frame is where the grid of the events is.
func (s *scale) frame() (p place) {
	s.on(func() {
		walk(s.window.Canvas().Content(), func(o fyne.CanvasObject) {
			if g, ok := o.(*grid.Grid); ok && g.Name == "Events" {
				s.grid = g
			}
		})
		g, zoom := s.grid, s.window.Canvas().Scale()
		at := toolkit.Driver().AbsolutePositionForObject(g)
		p = place{x: at.X * zoom, y: at.Y * zoom, w: g.Size().Width * zoom, h: g.Size().Height * zoom}
	})
	return p
}

// work is what a person does with a large case.
func (s *scale) work() {
	do := func(f func(b *viewmodel.Bench)) func() {
		return func() { s.on(func() { f(s.window.Bench()) }) }
	}
	filter := func(expr string) {
		s.step("filter "+strings.ReplaceAll(expr, "|", "/"), do(func(b *viewmodel.Bench) { b.SetFilter(expr) }), s.rows)
	}
	at := s.frame()
	middle, edge, top := at.x+at.w/2, at.x+at.w-5, at.y+60
	s.step("wheel, 60 notches", func() {
		s.move(middle, at.y+at.h/2)
		s.xdo("click", "--repeat", "60", "--delay", "16", "5")
	}, s.inView)
	s.step("scroll bar to the middle", func() { s.drag(edge, top, edge, at.y+at.h/2) }, s.inView)
	s.step("scroll bar to the end", func() { s.drag(edge, at.y+at.h/2, edge, at.y+at.h+200) }, s.inView)
	s.step("wheel back, 60 notches", func() {
		s.move(middle, at.y+at.h/2)
		s.xdo("click", "--repeat", "60", "--delay", "16", "4")
	}, s.inView)
	for _, expr := range []string{"tokens_out>=500", "model:atlas-4 AND status:429", "user_agent:*python*", `"better words"`, "user_agent:/[a-z]+-[a-z]+\\/1\\.4/", "request_id:*beef*", "cluster:1"} {
		filter(expr)
	}
	s.step("scroll in what is found", func() {
		s.move(middle, at.y+at.h/2)
		s.xdo("click", "--repeat", "60", "--delay", "16", "5")
	}, s.inView)
	filter("table:requests") // of several tables together, only what they share has a column
	for _, column := range []string{"tokens_out", "ts"} {
		s.step("sort by "+column, do(func(*viewmodel.Bench) { s.window.Events().SortBy(column) }), s.rows)
		s.step("scroll bar to the middle of that", func() { s.drag(edge, top, edge, at.y+at.h/2) }, s.inView)
	}
	filter("*")
	account := s.account()
	s.step("select an account", do(func(b *viewmodel.Bench) { b.Selection.Set(viewmodel.Select(casefile.AccountRef(account))) }), s.detailed)
	filter("account:" + account)
	filter("*")
	s.step("a week of time", do(func(b *viewmodel.Bench) {
		from := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
		b.Window.Set(timeline.Window{From: from, Until: from.AddDate(0, 0, 7)})
	}), s.rows)
	base := s.find("requests per *")
	s.step("drag over the time line", func() { s.drag(base.x+200, base.y+60, base.x+700, base.y+60) }, s.rows)
	s.step("all of time again", do(func(b *viewmodel.Bench) { b.Window.Set(timeline.Window{}) }), s.rows)
	for _, tab := range viewmodel.Tabs() {
		s.step("open "+string(tab), do(func(b *viewmodel.Bench) { b.Tab.Set(tab) }), s.still)
	}
	s.step("open the graph when it is there", do(func(b *viewmodel.Bench) { b.Tab.Set(viewmodel.TabGraph) }), func() (there bool) {
		s.on(func() { there = s.window.Graph().Picture.Get().Chart != nil })
		return there
	})
	s.step("filter the graph to status:429", do(func(b *viewmodel.Bench) { b.SetFilter("status:429") }), s.still)
	s.step("select a cluster", do(func(b *viewmodel.Bench) {
		b.Selection.Set(viewmodel.Select(casefile.Ref{Kind: casefile.RefCluster, ID: "1"}))
	}), s.still)
}

// still is the answer of a step that is only looked at, for a second.
func (s *scale) still() bool {
	time.Sleep(time.Second)
	return true
}

// account is the busiest account of the case.
func (s *scale) account() string {
	r, err := s.bench().Work.Accounts(s.t.Context(), "", 1)
	if err != nil || len(r.Accounts) == 0 {
		s.t.Fatalf("no accounts: %v", err)
	}
	return r.Accounts[0].ID
}

// detailed reports whether the inspector tells of an account. It looks four times a
// second, since looking takes the window's goroutine for some milliseconds.
func (s *scale) detailed() (there bool) {
	time.Sleep(time.Second / 4)
	s.on(func() {
		walk(s.window.Canvas().Content(), func(o fyne.CanvasObject) {
			t, ok := o.(*canvas.Text)
			there = there || ok && t.Text == "In the newest run"
		})
	})
	return there
}
