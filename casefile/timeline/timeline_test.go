package timeline_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"casebench/casefile/timeline"
	"casebench/internal/fault"
)

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestParseWidth(t *testing.T) {
	for text, want := range map[string]time.Duration{"1h": time.Hour, " 15m ": 15 * time.Minute, "1d": 24 * time.Hour,
		"2w": 14 * 24 * time.Hour, "1h30m": 90 * time.Minute, "250ms": 250 * time.Millisecond} {
		if got, err := timeline.ParseWidth(text); err != nil || got != want {
			t.Errorf("%q: got %v (%v), want %v", text, got, err, want)
		}
	}
	for name, text := range map[string]string{"empty": "", "no unit": "5", "zero": "0h", "below zero": "-1h",
		"word": "hour", "too wide": "100000d", "half a day": "0.5d", "too fine": "1us"} {
		if _, err := timeline.ParseWidth(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %q gave %v, want a fault of kind invalid", name, text, err)
		}
	}
}

func TestBinsAreAlignedInUTC(t *testing.T) {
	at := instant(t, "2026-04-22T01:30:00+05:30") // the evening before, a Tuesday, in UTC
	for width, want := range map[string]string{"1h": "2026-04-21T20:00:00Z", "1d": "2026-04-21T00:00:00Z",
		"15m": "2026-04-21T20:00:00Z", "1w": "2026-04-20T00:00:00Z"} {
		d, err := timeline.ParseWidth(width)
		if err != nil {
			t.Fatal(err)
		}
		if got := timeline.Align(at, d).Format(time.RFC3339); got != want {
			t.Errorf("%s: got %s, want %s", width, got, want)
		}
	}
}

func TestHistogramShowsSilenceAndStacksByKey(t *testing.T) {
	h := timeline.New(time.Hour)
	h.Add(instant(t, "2026-04-22T10:59:59Z"), "atlas", 2)
	h.Add(instant(t, "2026-04-22T13:00:00Z"), "sable", 5)
	h.Add(instant(t, "2026-04-22T10:00:00Z"), "sable", 1)
	if diff := cmp.Diff([]string{"sable", "atlas"}, h.Keys()); diff != "" {
		t.Error(diff)
	}
	bins, more := h.Bins(100)
	ten := instant(t, "2026-04-22T10:00:00Z")
	want := []timeline.Bin{
		{Start: ten, Total: 3, Counts: []int64{1, 2}},
		{Start: ten.Add(time.Hour), Total: 0, Counts: []int64{0, 0}},
		{Start: ten.Add(2 * time.Hour), Total: 0, Counts: []int64{0, 0}},
		{Start: ten.Add(3 * time.Hour), Total: 5, Counts: []int64{5, 0}},
	}
	if diff := cmp.Diff(want, bins); diff != "" || more {
		t.Errorf("more %v\n%s", more, diff)
	}
	if bins, more := h.Bins(2); len(bins) != 2 || !more {
		t.Errorf("bounded: %d bins, more %v; want 2 and true", len(bins), more)
	}
	if got := h.Fold(1, "other").Keys(); !cmp.Equal(got, []string{"sable", "other"}) {
		t.Errorf("folded keys are %v", got)
	}
	if h.Fold(2, "other") != h {
		t.Error("two keys were folded into two")
	}
	if bins, _ := timeline.New(time.Hour).Bins(10); bins != nil {
		t.Errorf("an empty histogram has bins %v", bins)
	}
}

func TestWindow(t *testing.T) {
	ten := instant(t, "2026-04-22T10:00:00Z")
	w := timeline.Window{From: ten, Until: ten.Add(time.Hour)}
	if !w.Contains(ten) || w.Contains(w.Until) || (timeline.Window{}).Contains(ten) {
		t.Error("a window holds its first instant and not its last")
	}
	later := timeline.Window{From: ten.Add(3 * time.Hour), Until: ten.Add(4 * time.Hour)}
	if got := w.Union(later).Span(); got != 4*time.Hour {
		t.Errorf("union spans %v", got)
	}
	if !w.Overlap(later).Empty() || w.Overlap(w) != w || w.Union(timeline.Window{}) != w {
		t.Error("overlap or union with nothing is wrong")
	}
	if got := timeline.WidthFor(timeline.Window{From: ten, Until: ten.AddDate(0, 0, 7)}, 200); got != time.Hour {
		t.Errorf("a week in at most 200 bins: got %v, want an hour", got)
	}
}

// Whatever is added, in whatever order, each count lies in exactly one bin, and
// folding loses none.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := time.Duration(rapid.Int64Range(int64(time.Millisecond), int64(400*time.Hour)).Draw(t, "width"))
		start := rapid.Int64Range(-1<<40, 1<<40).Draw(t, "start")
		forth, back := timeline.New(width), timeline.New(width)
		steps := rapid.SliceOfN(rapid.Int64Range(0, int64(50*width)), 0, 30).Draw(t, "steps")
		keys := []string{"a", "b", "c"}
		for i, s := range steps {
			forth.Add(time.Unix(start, s), keys[i%3], int64(i))
		}
		for i := len(steps) - 1; i >= 0; i-- {
			back.Add(time.Unix(start, steps[i]), keys[i%3], int64(i))
		}
		bins, more := forth.Bins(1000)
		if other, _ := back.Bins(1000); more || !cmp.Equal(bins, other) {
			t.Fatalf("order matters: %v and %v", bins, other)
		}
		sum := int64(0)
		for i, b := range bins {
			sum += b.Total
			if i > 0 && b.Start.Sub(bins[i-1].Start) != width {
				t.Fatalf("bin %d is not %v after the one before", i, width)
			}
		}
		n := int64(len(steps))
		if want := n * (n - 1) / 2; sum != want && n > 0 {
			t.Fatalf("bins hold %d, added %d", sum, want)
		}
		folded, _ := forth.Fold(1, "other").Bins(1000)
		for i := range folded {
			if folded[i].Total != bins[i].Total {
				t.Fatalf("bin %d lost events by folding", i)
			}
		}
	})
}
