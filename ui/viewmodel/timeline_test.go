package viewmodel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/progress"
	"casebench/internal/seedtest"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// times opens the timeline of a case and waits for its counts.
func times(t *testing.T, work *casework.Casework) (*viewmodel.Timeline, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, work)
	vm := viewmodel.NewTimeline(b)
	t.Cleanup(vm.Close)
	pump.Until(t, "counts", func() bool { return vm.Shown.Get().State != viewmodel.TimelineLoading })
	return vm, b, pump
}

// random returns a source of numbers whose seed the test prints.
func random(t *testing.T) *rand.Rand {
	t.Helper()
	return rand.New(rand.NewPCG(seedtest.Of(t), 7))
}

const near = 0.005

// A drag becomes whole bins that hold both its ends, and the window of the bench
// only when the hand lets go.
func TestADragIsAWindowOfWholeBins(t *testing.T) {
	vm, b, _ := times(t, uitest.Case(t))
	r := random(t)
	axis, width := vm.Shown.Get().Axis, vm.Shown.Get().Activity.Width
	moment := func(at float64) time.Time { return axis.From.Add(time.Duration(at * float64(axis.Span()))) }
	for range 200 {
		vm.Clear()
		x, y := r.Float64(), r.Float64()
		vm.Press(x, near)
		vm.Drag(y)
		preview := vm.Brush.Get()
		if !b.Window.Get().Empty() {
			t.Fatal("the window changed before the hand let go")
		}
		vm.Release()
		w := b.Window.Get()
		if w.Empty() && math.Abs(x-y) > 0.98 {
			continue // everything is no window
		}
		low, high := moment(min(x, y)), moment(max(x, y))
		if w != preview || w.From.After(low) || w.Until.Before(high) || low.Sub(w.From) > width || w.Until.Sub(high) > width {
			t.Fatalf("from %v to %v gives %v, previewed %v", low, high, w, preview)
		}
		if !timeline.Align(w.From, width).Equal(w.From) || !timeline.Align(w.Until, width).Equal(w.Until) {
			t.Fatalf("%v is not made of bins of %v", w, width)
		}
	}
}

func TestTheBrushIsHeldByItsParts(t *testing.T) {
	vm, b, _ := times(t, uitest.Case(t))
	vm.Press(0.3, near)
	vm.Drag(0.6)
	vm.Release()
	first, axis := b.Window.Get(), vm.Shown.Get().Axis
	place := func(at time.Time) float64 { return float64(at.Sub(axis.From)) / float64(axis.Span()) }
	for _, c := range []struct {
		at   float64
		want viewmodel.Grip
	}{{0.1, viewmodel.GripNew}, {place(first.From), viewmodel.GripFrom}, {0.45, viewmodel.GripMove},
		{place(first.Until), viewmodel.GripUntil}, {0.9, viewmodel.GripNew}} {
		if got := vm.GripAt(c.at, near); got != c.want {
			t.Errorf("at %.3f: grip %d, want %d", c.at, got, c.want)
		}
	}
	vm.Press(place(first.Until), near)
	vm.Drag(0.8)
	vm.Release()
	wide := b.Window.Get()
	if !wide.From.Equal(first.From) || !wide.Until.After(first.Until) {
		t.Errorf("the right edge: %v became %v", first, wide)
	}
	vm.Press(0.5, near)
	vm.Drag(0.55)
	vm.Release()
	moved := b.Window.Get()
	if moved.Span() != wide.Span() || !moved.From.After(wide.From) {
		t.Errorf("the whole: %v became %v", wide, moved)
	}
	vm.Press(0.5, near)
	vm.Drag(-3)
	vm.Release()
	if w := b.Window.Get(); !w.From.Equal(axis.From) || w.Span() != wide.Span() {
		t.Errorf("moved beyond the beginning: %v", w)
	}
}

func TestAnEdgeDraggedOverTheOtherTurnsTheWindow(t *testing.T) {
	vm, b, _ := times(t, uitest.Case(t))
	vm.Press(0.3, near)
	vm.Drag(0.6)
	vm.Release()
	w, axis := b.Window.Get(), vm.Shown.Get().Axis
	vm.Press(float64(w.From.Sub(axis.From))/float64(axis.Span()), near)
	vm.Drag(0.9)
	vm.Release()
	if got := b.Window.Get(); !got.From.Equal(w.Until) || !got.Until.After(w.Until) {
		t.Errorf("%v became %v", w, got)
	}
}

func TestWhatIsDroppedChangesNothing(t *testing.T) {
	vm, b, _ := times(t, uitest.Case(t))
	vm.Press(0.2, near)
	vm.Drag(0.4)
	vm.Drop()
	if !b.Window.Get().Empty() || !vm.Brush.Get().Empty() || vm.Holding() {
		t.Errorf("window %v, brush %v", b.Window.Get(), vm.Brush.Get())
	}
}

func TestKeysMoveAndWiden(t *testing.T) {
	vm, b, _ := times(t, uitest.Case(t))
	width := vm.Shown.Get().Activity.Width
	vm.Widen(1)
	one := b.Window.Get()
	if one.Span() != width {
		t.Fatalf("the first window is %v", one)
	}
	vm.Widen(-2)
	vm.Step(3)
	want := timeline.Window{From: one.From.Add(width), Until: one.Until.Add(3 * width)}
	if got := b.Window.Get(); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	vm.Clear()
	if !b.Window.Get().Empty() {
		t.Error("cleared, there is still a window")
	}
}

// The moment under the pointer stays where it is, the axis stays within the case,
// and its bins become finer.
func TestTheWheelZoomsAroundThePointer(t *testing.T) {
	vm, _, pump := times(t, uitest.Case(t))
	r := random(t)
	whole, wide := vm.Shown.Get().Activity.Whole, vm.Shown.Get().Activity.Width
	for range 40 {
		before, at := vm.Shown.Get().Axis, 0.3+0.4*r.Float64()
		vm.Zoom(at, 0.8+r.Float64())
		after := vm.Shown.Get().Axis
		if after.From.Before(whole.From) || after.Until.After(whole.Until) {
			t.Fatalf("the axis %v is not within %v", after, whole)
		}
		moment := before.From.Add(time.Duration(at * float64(before.Span())))
		if got := float64(moment.Sub(after.From)) / float64(after.Span()); math.Abs(got-at) > 0.001 && after.From != whole.From && after.Until != whole.Until {
			t.Fatalf("what was at %.3f is at %.3f", at, got)
		}
	}
	vm.Zoom(0.5, 1000)
	pump.Until(t, "finer bins", func() bool { return vm.Shown.Get().Activity.Width < wide })
	vm.ShowAll()
	vm.Widen(1)
	vm.ShowWindow()
	if w, axis := vm.Brush.Get(), vm.Shown.Get().Axis; axis.From.After(w.From) || axis.Until.Before(w.Until) || axis.Span() > max(2*w.Span(), 2*time.Minute) {
		t.Errorf("the axis of the window %v is %v", w, axis)
	}
	vm.ShowAll()
	pump.Until(t, "everything", func() bool { v := vm.Shown.Get(); return v.Axis == whole && v.Activity.Width == wide })
}

func TestTheTimelineFollowsTheFilter(t *testing.T) {
	vm, b, pump := times(t, uitest.Case(t))
	all := vm.Shown.Get().Activity.Count
	b.Filter.Set("account:p1_1")
	pump.Until(t, "fewer", func() bool { return vm.Shown.Get().Activity.Count < all })
	if n := vm.Shown.Get().Activity.Count; n != uitest.PerAccount {
		t.Errorf("%d requests, want %d", n, uitest.PerAccount)
	}
	for table, want := range map[string]int64{"logins": 2, "accounts": 1} { // the one before and the other after the first request
		b.Filter.Set("account:p1_1 AND table:" + table)
		pump.Until(t, table, func() bool { v := vm.Shown.Get(); return v.Activity.Unit == "events" && v.Activity.Count == want })
	}
	b.Filter.Set("account:nobody")
	pump.Until(t, "nothing", func() bool { return vm.Silence() == "No requests match the filter." })
}

// The read-out says what a search for that bin finds.
func TestThePointerReadsOut(t *testing.T) {
	vm, b, _ := times(t, uitest.Case(t))
	vm.Point(0.4)
	at := vm.Hover.Get()
	found, err := b.Work.Query(t.Context(), casework.QueryOptions{Expr: viewmodel.Within("table:requests", at.Bin), CountOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("%s: %d request", at.Bin.From.Format("2 Jan 2006 15:04"), found.Count); !strings.HasPrefix(at.Text, want) {
		t.Errorf("%q does not begin with %q", at.Text, want)
	}
	vm.Point(1.2)
	if !vm.Hover.Get().Bin.Empty() {
		t.Error("beside the axis there is a bin")
	}
}

func TestTheReleaseIsMarked(t *testing.T) {
	vm, _, _ := times(t, uitest.Case(t))
	marks := vm.Marks()
	if len(marks) != 1 || marks[0].Label != "atlas-5 released" || marks[0].Ban || marks[0].At < 0.3 || marks[0].At > 0.6 {
		t.Errorf("%+v", marks)
	}
}

func TestTicksAreRoundTimesWithinTheAxis(t *testing.T) {
	vm, b, pump := times(t, uitest.Case(t))
	r := random(t)
	b.Zone.Set(time.FixedZone("", 5*3600+1800))
	for range 60 {
		vm.ShowAll()
		vm.Zoom(r.Float64(), math.Exp(r.Float64()*9))
		most := 1 + r.IntN(12)
		ticks := vm.Ticks(most)
		if len(ticks) > most+1 || len(ticks) == 0 && most > 2 {
			t.Fatalf("%d ticks on %v, at most %d", len(ticks), vm.Shown.Get().Axis, most)
		}
		for i, k := range ticks {
			if k.At < 0 || k.At > 1 || i > 0 && k.At <= ticks[i-1].At || k.Label == "" {
				t.Fatalf("tick %+v", k)
			}
		}
	}
	pump.Turn()
}

func TestAnEmptyCaseTeaches(t *testing.T) {
	vm, b, _ := times(t, uitest.Empty(t))
	if title, _, action := vm.Explain(); vm.Shown.Get().State != viewmodel.TimelineEmpty || title == "" || action != "Import…" {
		t.Errorf("%q, %q", title, action)
	}
	var asked viewmodel.Intention
	b.Show = func(i viewmodel.Intention) { asked = i }
	vm.Import()
	if asked.Name != viewmodel.IntendImport {
		t.Errorf("%+v", asked)
	}
}

func TestAFailureSaysWhatToDo(t *testing.T) {
	vm, b, pump := times(t, uitest.Case(t))
	b.Filter.Set("status:(")
	pump.Until(t, "the failure", func() bool { return vm.Shown.Get().State == viewmodel.TimelineFailed })
	if _, text, action := vm.Explain(); !strings.Contains(text, "was not changed") || action != "Try again" {
		t.Errorf("%q, %q", text, action)
	}
	b.Filter.Set("*")
	pump.Until(t, "counts again", func() bool { return vm.Shown.Get().State == viewmodel.TimelineReady })
}

func TestWindowsInWords(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct{ from, until, want string }{
		{"2026-04-22 00:00", "2026-06-06 00:00", "22 Apr – 5 Jun 2026"},
		{"2026-04-22 00:00", "2026-04-23 00:00", "22 Apr 2026"},
		{"2026-04-22 00:00", "2026-04-25 00:00", "22 – 24 Apr 2026"},
		{"2025-12-30 00:00", "2026-01-03 00:00", "30 Dec 2025 – 2 Jan 2026"},
		{"2026-04-22 06:00", "2026-04-22 18:00", "22 Apr 2026 06:00 – 18:00"},
		{"2026-04-22 06:00", "2026-04-23 00:00", "22 Apr 2026 06:00 – 24:00"},
		{"2026-04-22 06:00", "2026-04-24 18:30", "22 Apr 06:00 – 24 Apr 18:30 2026"},
	} {
		if got := viewmodel.WindowText(timeline.Window{From: at(c.from), Until: at(c.until)}, time.UTC); got != c.want {
			t.Errorf("%s to %s is %q, want %q", c.from, c.until, got, c.want)
		}
	}
}

// A saved selection of the bench does not disturb the timeline; a window set
// elsewhere is its brush.
func TestAWindowSetElsewhereIsTheBrush(t *testing.T) {
	vm, b, _ := times(t, uitest.Case(t))
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p1_1")))
	w := timeline.Window{From: uitest.Now().AddDate(0, 0, -9), Until: uitest.Now().AddDate(0, 0, -3)}
	vm.Press(0.1, near)
	b.Window.Set(w)
	if vm.Brush.Get() != w || vm.Holding() {
		t.Errorf("%v", vm.Brush.Get())
	}
}

func TestTheLayerOfASelectedClusterStandsOut(t *testing.T) {
	vm, b, _ := times(t, uitest.Case(t))
	b.Selection.Set(viewmodel.Select(casefile.Ref{Kind: casefile.RefCluster, ID: "2"}))
	if id := vm.Shown.Get().Stressed; id != 2 {
		t.Errorf("cluster %d stands out", id)
	}
	b.Selection.Set(viewmodel.Selection{})
	if id := vm.Shown.Get().Stressed; id != 0 {
		t.Errorf("cluster %d stands out", id)
	}
}

// Of many actions against accounts only the waves are marked; the read-out tells of
// all.
func TestWavesOfBansAreMarked(t *testing.T) {
	w := uitest.Case(t)
	var actions strings.Builder
	actions.WriteString("account_id,ts,action\n")
	for day := range 12 {
		at := uitest.Now().AddDate(0, 0, -15+day)
		n := 2
		if day == 6 {
			n = 30
		}
		for k := range n {
			fmt.Fprintf(&actions, "honest_%02d,%s,ban\n", k+1, at.Format(time.RFC3339))
		}
	}
	path := filepath.Join(t.TempDir(), "actions.csv")
	if err := os.WriteFile(path, []byte(actions.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{path}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	vm, _, _ := times(t, w)
	var bans []viewmodel.TimelineMark
	for _, m := range vm.Marks() {
		if m.Ban {
			bans = append(bans, m)
		}
	}
	if len(bans) != 1 || bans[0].Label != "30 × ban" {
		t.Errorf("%+v", bans)
	}
	axis := vm.Shown.Get().Axis
	small := uitest.Now().AddDate(0, 0, -14)
	vm.Point(float64(small.Sub(axis.From)) / float64(axis.Span()))
	if text := vm.Hover.Get().Text; !strings.HasSuffix(text, "· 2 × ban") {
		t.Errorf("%q", text)
	}
}
