package searchdialog_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebench/casefile"
	"casebench/casework"
	"casebench/ui/searchdialog"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// asked is the small case with a history of searches.
func asked(t *testing.T) *casework.Casework {
	t.Helper()
	w := uitest.Case(t)
	ask := func(expr string, from uint32, found int64) uint32 {
		s, err := w.NoteSearch(t.Context(), casefile.Question{Expr: expr, In: "events"}, from, found)
		if err != nil {
			t.Fatal(err)
		}
		return s.ID
	}
	one := ask("table:requests AND model:atlas-5", 0, 960)
	two := ask("table:requests AND model:atlas-5 AND NOT status:200", one, 64)
	three := ask("table:requests AND model:atlas-5 AND NOT status:200 AND ip:203.0.113.0/24", two, 12)
	ask("table:requests AND model:atlas-5 AND cluster:1", one, 120)
	ask(`prompt:"question 3"`, 0, 1204)
	star, name, note := true, "Refused", "ask billing who pays for these"
	for id, m := range map[uint32]casework.SearchMark{two: {Star: &star, Name: &name}, three: {Note: &note}} {
		if _, err := w.MarkSearch(t.Context(), id, m); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// opened shows the sheet over a window.
func opened(t *testing.T, w *casework.Casework, dark bool) (fyne.Window, *viewmodel.SearchList, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	uitest.App(t, dark)
	b, pump := uitest.Bench(t, w)
	searches := viewmodel.NewSearches(b, viewmodel.NewViews(b, nil), nil)
	t.Cleanup(searches.Close)
	pump.Until(t, "the history", func() bool { pump.Turn(); return searches.Rows.Get() != nil })
	win := uitest.Over(t, dark)
	list := viewmodel.NewSearchList(searches)
	searchdialog.New(list).Show(win.Canvas())
	pump.Turn()
	return win, list, b, pump
}

// The looks, to be seen: CASEBENCH_SHOTS=folder go test -run Shot
func TestShot(t *testing.T) {
	for _, dark := range []bool{true, false} {
		win, list, _, _ := opened(t, asked(t), dark)
		list.Pick(2, false, false)
		t.Log(uitest.ShotOver(t, win, "history"))
	}
	win, _, _, _ := opened(t, uitest.Empty(t), true)
	t.Log(uitest.ShotOver(t, win, "empty"))
}

// The keyboard is in the list: Enter asks again and the sheet goes, Esc leaves it.
func TestTheKeyboard(t *testing.T) {
	win, list, b, pump := opened(t, asked(t), true)
	c := win.Canvas()
	press := func(name fyne.KeyName) { c.Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	press(fyne.KeyDown)
	press(fyne.KeyDown)
	press(fyne.KeyDown)
	if r := list.At(list.Current()); r == nil || r.Text != "Refused" {
		t.Fatalf("the current row is %+v", r)
	}
	c.Focused().TypedRune('s')
	pump.Until(t, "no star", func() bool { return !list.At(list.Current()).Star })
	press(fyne.KeyLeft) // folds what was refined from it
	if list.Len() != 4 {
		t.Errorf("folded, %d rows", list.Len())
	}
	press(fyne.KeyRight)
	if list.Len() != 5 {
		t.Errorf("unfolded, %d rows", list.Len())
	}
	press(fyne.KeyReturn)
	if c.Overlays().Top() != nil || b.Filter.Get() != "table:requests AND model:atlas-5 AND NOT status:200" {
		t.Errorf("after Enter the filter is %s, and the sheet stands: %v", b.Filter.Get(), c.Overlays().Top() != nil)
	}
}
