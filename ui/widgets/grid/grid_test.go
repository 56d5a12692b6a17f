package grid_test

import (
	"fmt"
	"image"
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"casebench/graphview"
	"casebench/ui/theme"
	"casebench/ui/uitest"
	"casebench/ui/widgets/grid"
)

// numbers are rows that say their own number; every seventh is not here yet when
// late is set. It remembers which rows were asked for.
type numbers struct {
	count int64
	late  bool
	asked map[int64]bool
}

func (n *numbers) Len() int64 { return n.count }
func (n *numbers) Row(i int64) ([]grid.Cell, bool) {
	if n.asked != nil {
		n.asked[i] = true
	}
	if n.late && i%7 == 0 {
		return nil, false
	}
	return []grid.Cell{
		{Text: fmt.Sprintf("2026-05-%02d 09:%02d:%02d.%03d", i%28+1, i%60, i*7%60, i*13%1000), Mono: true, Token: graphview.Text2},
		{Text: fmt.Sprintf("acct_%06x", uint32(i*2654435761)>>8), Mono: true, Dot: graphview.ClusterToken(int(i % 7))},
		{Text: fmt.Sprintf("203.0.113.%d", i%256), Mono: true},
		{Text: "atlas-5"},
		{Text: strconv.Itoa(int(i % 3 * 200)), Token: []graphview.Token{graphview.Good, graphview.Warn, graphview.Bad}[i%3]},
		{Text: strconv.FormatInt(i, 10)},
		{Text: "[masked: 1,204 bytes]"},
	}, true
}

func columns() []grid.Column {
	return []grid.Column{
		{ID: "ts", Title: "Time (UTC)", Width: 190, Sortable: true},
		{ID: "account_id", Title: "Account", Width: 130, Sortable: true},
		{ID: "ip", Title: "Address", Width: 120, Sortable: true},
		{ID: "model", Title: "Model", Width: 90, Sortable: true},
		{ID: "status", Title: "Status", Width: 70, Align: grid.End, Sortable: true},
		{ID: "row", Title: "Row", Width: 110, Align: grid.End},
		{ID: "prompt_text", Title: "Prompt", Width: 160, Masked: true},
	}
}

// shown is a grid of count rows on a canvas of that size and scale.
func shown(t *testing.T, count int64, scale float32) (*grid.Grid, *numbers, fyne.Window) {
	t.Helper()
	uitest.App(t, true)
	g, rows := grid.New(), &numbers{count: count}
	g.SetColumns(columns())
	g.SetRows(rows)
	w := test.NewTempWindow(t, g)
	w.SetPadded(false)
	w.Canvas().(software.WindowlessCanvas).SetScale(scale)
	w.Resize(fyne.NewSize(900, 400))
	w.Canvas().Capture()
	return g, rows, w
}

// TestLook draws the grid dark and light, to be looked at:
// CASEBENCH_SHOTS=folder go test -run Look ./ui/widgets/grid
func TestLook(t *testing.T) {
	for _, dark := range []bool{true, false} {
		g, rows, w := shown(t, 28_811_904, 1)
		w.SetContent(canvas.NewRectangle(nil))
		rows.late = true
		g.SetSort("ts", true)
		g.SetCurrent(3)
		g.SetSelected(func(i int64) bool { return i > 4 && i < 8 })
		g.FocusGained()
		t.Log(uitest.Shot(t, g, 900, 400, dark))
	}
}

// At 160 % everything is larger, and a click still hits.
func TestThePersonsScale(t *testing.T) {
	g, _, _ := shown(t, 1_000_000, 1)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Variant: theme.Dark, Scale: 1.6}))
	g.Refresh()
	g.ScrollTo(500_000)
	if from, to := g.InView(); from != 500_000 || to-from != 10 {
		t.Errorf("rows %d to %d in view", from, to)
	}
	if got := g.RowAt(fyne.NewPos(50, 1.6*grid.HeadHeight+1.6*grid.RowHeight*3+5)); got != 500_003 {
		t.Errorf("the fourth row is %d", got)
	}
}

// drawn returns the rows as they are drawn for a screen, without the rest.
func drawn(g *grid.Grid, scale float32) image.Image {
	for _, o := range test.WidgetRenderer(g).Objects() {
		if r, ok := o.(*canvas.Raster); ok {
			size := r.Size()
			frame := r.Generator(int(size.Width*scale+0.5), int(size.Height*scale+0.5)).(*image.RGBA)
			return &image.RGBA{Pix: slices.Clone(frame.Pix), Stride: frame.Stride, Rect: frame.Rect}
		}
	}
	panic("a grid without a picture")
}

// down presses the left button in the middle of a row, as drawn.
func down(g *grid.Grid, pos fyne.Position, mod fyne.KeyModifier) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: mod}
	e.Position = pos
	g.MouseDown(e)
	g.MouseUp(e)
}

func TestScrollToShowsExactlyTheRowAskedFor(t *testing.T) {
	for _, count := range []int64{9_001, 10_000_000, 1_000_000_000} {
		for _, scale := range []float32{1, 1.25, 1.7, 2} {
			t.Run(fmt.Sprintf("%d rows at %v", count, scale), func(t *testing.T) {
				g, rows, _ := shown(t, count, scale)
				for _, row := range []int64{0, 1, 9_000 / 2, count/3 + 1, count / 2, count - 100} {
					g.ScrollTo(row)
					rows.asked = map[int64]bool{}
					g.Refresh()
					drawn(g, scale)
					from, to := g.InView()
					if from != row || !rows.asked[row] || rows.asked[row-1] {
						t.Errorf("ScrollTo(%d) shows rows %d to %d", row, from, to)
					}
					for i := from; i < to; i++ {
						if !rows.asked[i] {
							t.Errorf("row %d is in view and was not drawn", i)
						}
					}
					if int64(len(rows.asked)) > to-from+1 {
						t.Errorf("%d rows were asked for to show %d", len(rows.asked), to-from)
					}
					if got := g.RowAt(fyne.NewPos(50, grid.HeadHeight+1)); got != row {
						t.Errorf("at the top of the view lies row %d, not %d", got, row)
					}
				}
				g.ScrollTo(count)
				if _, to := g.InView(); to != count {
					t.Errorf("the end shows rows to %d of %d", to, count)
				}
				if got := g.RowAt(fyne.NewPos(50, 399-12)); got != count-1 {
					t.Errorf("at the bottom of the view lies row %d of %d", got, count)
				}
			})
		}
	}
}

func TestAClickHitsTheRowThatIsDrawnThere(t *testing.T) {
	for _, scale := range []float32{0.8, 1, 1.1, 1.33, 1.5, 2.25} {
		g, _, _ := shown(t, 10_000_000, scale)
		var picked []int64
		g.OnPick = func(row int64, _ grid.Modifiers) { picked = append(picked, row) }
		g.ScrollTo(7_654_321)
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -1.7}})
		plain := drawn(g, scale)
		for y := float32(grid.HeadHeight + 2); y < 380; y += 29 {
			picked = nil
			down(g, fyne.NewPos(100, y), 0)
			if len(picked) != 1 {
				t.Fatalf("scale %v: a click at %v picked %v", scale, y, picked)
			}
			// The current row is drawn pressed: where the click was, the picture changed,
			// unless the line between two rows runs there.
			at, x, pressed := int((y-grid.HeadHeight)*scale), int(40*scale), drawn(g, scale)
			if pressed.At(x, at) == plain.At(x, at) && pressed.At(x, at-2) == plain.At(x, at-2) {
				t.Errorf("scale %v: the row picked at %v is drawn elsewhere", scale, y)
			}
		}
	}
}

func TestPickModifiersAndDoubleClick(t *testing.T) {
	g, _, _ := shown(t, 100, 1)
	var got []string
	g.OnPick = func(row int64, mod grid.Modifiers) { got = append(got, fmt.Sprint(row, mod.Shift, mod.Ctrl)) }
	g.OnOpen = func(row int64) { got = append(got, fmt.Sprint("open ", row)) }
	row := func(n float32) fyne.Position { return fyne.NewPos(20, grid.HeadHeight+n*grid.RowHeight+12) }
	down(g, row(2), 0)
	down(g, row(5), fyne.KeyModifierShift)
	down(g, row(6), fyne.KeyModifierShortcutDefault)
	down(g, row(7), 0)
	down(g, row(7), 0)
	down(g, fyne.NewPos(20, 5), 0)
	want := "[2 false false 5 true false 6 false true 7 false false open 7]"
	if fmt.Sprint(got) != want {
		t.Errorf("signals %v, want %s", got, want)
	}
}

func TestKeysMoveTheCurrentRowAndKeepItInView(t *testing.T) {
	g, _, _ := shown(t, 1_000_000_000, 1)
	var picks []int64
	var opened int64 = -1
	var keys []string
	shifted := false
	g.OnPick = func(row int64, mod grid.Modifiers) { picks = append(picks, row); shifted = mod.Shift }
	g.OnOpen = func(row int64) { opened = row }
	g.OnKey = func(name string, row int64) bool { keys = append(keys, name+strconv.FormatInt(row, 10)); return true }
	press := func(names ...fyne.KeyName) {
		for _, n := range names {
			g.TypedKey(&fyne.KeyEvent{Name: n})
		}
	}
	press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp)
	g.TypedRune('j')
	g.TypedRune('k')
	if fmt.Sprint(picks) != "[0 1 2 1 2 1]" {
		t.Fatalf("moved over %v", picks)
	}
	check := func(want int64) {
		t.Helper()
		from, to := g.InView()
		if g.Current() != want || want < from || want >= to {
			t.Errorf("current row %d in view %d to %d, want %d", g.Current(), from, to, want)
		}
	}
	press(fyne.KeyEnd)
	check(999_999_999)
	press(fyne.KeyPageUp)
	check(999_999_999 - 14)
	press(fyne.KeyUp, fyne.KeyUp)
	check(999_999_999 - 16)
	press(fyne.KeyHome)
	check(0)
	press(fyne.KeyPageDown, fyne.KeyReturn, fyne.KeySpace)
	check(14)
	g.TypedRune('t')
	g.TypedRune('/')
	g.TypedRune(' ')
	if opened != 14 || fmt.Sprint(keys) != "[Space14 t14 /14]" {
		t.Errorf("opened %d, keys %v", opened, keys)
	}
	g.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(fyne.KeyDown)
	if !shifted {
		t.Error("Shift and Down do not extend")
	}
	g.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	copied := false
	g.OnCopy = func() { copied = true }
	g.TypedShortcut(&fyne.ShortcutCopy{})
	if !copied {
		t.Error("Ctrl+C does not copy")
	}
}

// With the focus in the grid the window's own keys still work.
func TestKeysOfTheWindowGoOn(t *testing.T) {
	g, _, w := shown(t, 100, 1)
	var got []string
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, string(e.Name)) })
	w.Canvas().SetOnTypedRune(func(r rune) { got = append(got, string(r)) })
	g.OnKey = func(name string, _ int64) bool { return name == "t" }
	for _, k := range []fyne.KeyName{fyne.KeyF9, fyne.KeyEscape, fyne.KeyT, fyne.KeyDown} {
		g.TypedKey(&fyne.KeyEvent{Name: k})
	}
	g.TypedRune('t')
	g.TypedRune('?')
	if fmt.Sprint(got) != "[F9 Escape ?]" {
		t.Errorf("the window hears %v", got)
	}
}

func TestHeadsSortAndResize(t *testing.T) {
	g, _, w := shown(t, 1000, 1)
	var sorted, resized []string
	g.OnSort = func(c string) { sorted = append(sorted, c) }
	g.OnWidth = func(c string, width float32) { resized = append(resized, fmt.Sprint(c, width)) }
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 10))  // Time
	test.TapCanvas(w.Canvas(), fyne.NewPos(240, 10)) // Account
	test.TapCanvas(w.Canvas(), fyne.NewPos(660, 10)) // Row, which cannot be sorted
	if fmt.Sprint(sorted) != "[ts account_id]" {
		t.Errorf("sorted by %v", sorted)
	}
	test.Drag(w.Canvas(), fyne.NewPos(189, 10), 45, 0)
	if c := g.Columns()[0]; c.Width != 235 {
		t.Errorf("the dragged column is %v wide, want 235", c.Width)
	}
	if len(resized) != 1 || resized[0] != "ts235" {
		t.Errorf("resized %v", resized)
	}
	test.Drag(w.Canvas(), fyne.NewPos(234, 10), -900, 0)
	if c := g.Columns()[0]; c.Width < 20 || c.Width > 40 {
		t.Errorf("a column can be pushed to %v", c.Width)
	}
	g.Fit(0)
	if c := g.Columns()[0]; c.Width < 150 || c.Width > 230 {
		t.Errorf("the fitted column is %v wide", c.Width)
	}
}

func TestColumnsWiderThanTheViewSlide(t *testing.T) {
	g, _, w := shown(t, 1000, 1)
	c := columns()
	c[1].Width = 700
	g.SetColumns(c)
	var menu string
	g.OnMenu = func(row int64, column string, _ fyne.Position) { menu = fmt.Sprint(row, column) }
	at := func(x, y float32) string {
		menu = ""
		e := &fyne.PointEvent{Position: fyne.NewPos(x, y)}
		g.TappedSecondary(e)
		return menu
	}
	if got := at(300, 60); got != "1account_id" {
		t.Errorf("menu at %q", got)
	}
	g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DX: -10_000}})
	if got := at(870, 60); got != "1prompt_text" {
		t.Errorf("slid to the end, the menu is at %q", got)
	}
	var sorted string
	g.OnSort = func(c string) { sorted = c }
	test.TapCanvas(w.Canvas(), fyne.NewPos(888-160-110-20, 10))
	if sorted != "status" {
		t.Errorf("the heads did not slide along: %q was tapped", sorted)
	}
	for range 60 {
		g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	if got := at(5, 60); got != "1ts" {
		t.Errorf("slid back, the menu is at %q", got)
	}
}

func TestTheScrollBarReachesEveryPartOfAThousandMillionRows(t *testing.T) {
	g, _, w := shown(t, 1_000_000_000, 1)
	test.Drag(w.Canvas(), fyne.NewPos(894, grid.HeadHeight+10), 0, 5000)
	if _, to := g.InView(); to != 1_000_000_000 {
		t.Errorf("dragged to the end, rows to %d are in view", to)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(894, grid.HeadHeight+5))
	if from, _ := g.InView(); from >= 1_000_000_000-16 || from < 1_000_000_000-40 {
		t.Errorf("a click above the thumb went to row %d, not up a page", from)
	}
	test.Drag(w.Canvas(), fyne.NewPos(894, 390), 0, -5000)
	if from, _ := g.InView(); from != 0 {
		t.Errorf("dragged to the beginning, row %d is first", from)
	}
}

func TestSmallTablesDoNotScroll(t *testing.T) {
	for _, count := range []int64{0, 1, 5} {
		g, _, w := shown(t, count, 1)
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -100}})
		g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
		g.ScrollTo(count)
		w.Canvas().Capture()
		if from, to := g.InView(); from != 0 || to != count {
			t.Errorf("%d rows: %d to %d in view", count, from, to)
		}
	}
}

func TestVisibleRowsAreSignalledOnce(t *testing.T) {
	g, _, _ := shown(t, 10_000, 1)
	var got []string
	g.OnVisible = func(from, to int64) { got = append(got, fmt.Sprint(from, "-", to)) }
	g.ScrollTo(500)
	g.ScrollTo(500)
	g.Refresh()
	g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -0.01}})
	if fmt.Sprint(got) != "[500-516]" {
		t.Errorf("signalled %v", got)
	}
}

func TestFewerRowsPullTheViewBack(t *testing.T) {
	g, _, w := shown(t, 1_000_000, 1)
	g.ScrollTo(900_000)
	g.SetCurrent(900_000)
	g.SetRows(&numbers{count: 40})
	w.Canvas().Capture()
	if _, to := g.InView(); to != 40 || g.Current() != -1 {
		t.Errorf("rows to %d in view, current %d", to, g.Current())
	}
}

func BenchmarkFrame(b *testing.B) {
	uitest.App(b, true)
	g := grid.New()
	g.SetColumns(columns())
	g.SetRows(&numbers{count: 28_811_904})
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(g)
	c.Resize(fyne.NewSize(1200, 800))
	for row := int64(0); b.Loop(); row++ {
		g.ScrollTo(row)
		drawn(g, 1)
	}
}
