package widgets_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"casebench/ui/uitest"
	"casebench/ui/widgets"
)

// Text never runs over what stands beside it, whatever it is and however narrow
// its place.
func TestALineNeverOverflows(t *testing.T) {
	uitest.App(t, true)
	for name, s := range map[string]string{"long": strings.Repeat("acct_7f3a91 ", 50), "one word": strings.Repeat("w", 4000),
		"marks": "e\u0301\u0301\u0301 " + strings.Repeat("漢字", 200), "short": "ok", "empty": ""} {
		for _, style := range []widgets.Style{widgets.Body, widgets.Head, widgets.Title, widgets.Mono} {
			for _, width := range []float32{0, 3, 20, 120, 400} {
				l := widgets.NewCut(s, style)
				l.Resize(fyne.NewSize(width, 18))
				for _, shown := range texts(l) {
					if shown.MinSize().Width > width+1 {
						t.Errorf("%s in %v: %q is %v wide", name, width, shown.Text, shown.MinSize().Width)
					}
				}
			}
		}
	}
}

func TestWhatIsCutEndsInDots(t *testing.T) {
	uitest.App(t, true)
	l := widgets.NewCut("requests-0422.jsonl.gz of the front door", widgets.Body)
	l.Resize(fyne.NewSize(120, 18))
	shown := texts(l)[0].Text
	if !strings.HasSuffix(shown, "…") || !strings.HasPrefix("requests-0422.jsonl.gz", strings.TrimSuffix(shown, "…")) {
		t.Errorf("%q is shown", shown)
	}
	if l.AccessibilityLabel() != l.Text() {
		t.Error("who listens hears less than there is")
	}
}

// A log may hold anything: signs that turn the direction of writing, escape
// sequences, markup. All of it is shown as text, none of it does anything.
func TestHostileTextStaysText(t *testing.T) {
	uitest.App(t, true)
	hostile := "a\u202egpj.exe\x1b[2J\x00 **bold** <b>&amp;\nsecond"
	for name, o := range map[string]fyne.Widget{"label": widgets.NewLabel(hostile, widgets.Mono), "paragraph": widgets.NewParagraph(hostile, widgets.Mono),
		"badge": widgets.NewBadge(hostile, ""), "chip": widgets.NewChip(hostile, nil, nil), "button": widgets.NewButton(hostile, widgets.Plain, nil),
		"row": widgets.NewListRow(widgets.RowLook{Text: hostile}, nil)} {
		o.Resize(fyne.NewSize(900, 60))
		var all string
		for _, shown := range texts(o) {
			all += shown.Text + "\n"
		}
		if strings.ContainsAny(all, "\u202e\x1b\x00") || !strings.Contains(all, "**bold** <b>&amp;") {
			t.Errorf("the %s shows %q", name, all)
		}
	}
}

func TestParagraphBreaksBetweenWords(t *testing.T) {
	uitest.App(t, true)
	p := widgets.NewParagraph("one two three four five six seven eight nine ten", widgets.Body)
	p.Resize(fyne.NewSize(90, 400))
	rows := texts(p)
	var words []string
	for _, row := range rows {
		if row.MinSize().Width > 90 {
			t.Errorf("%q is wider than its place", row.Text)
		}
		words = append(words, strings.Fields(row.Text)...)
	}
	if len(rows) < 3 || strings.Join(words, " ") != p.Text() {
		t.Errorf("it broke into %d lines: %q", len(rows), words)
	}
	if want := p.MinSize().Height; want != float32(len(rows))*18 {
		t.Errorf("%d lines ask for %v", len(rows), want)
	}
	p.MaxLines = 2
	p.Refresh()
	if rows := texts(p); len(rows) != 2 || !strings.HasSuffix(rows[1].Text, "…") {
		t.Errorf("bounded to two lines it shows %d", len(rows))
	}
	p.SetText(strings.Repeat("x", 200))
	if rows := texts(p); rows[0].MinSize().Width > 90 || rows[0].Text == "" {
		t.Errorf("a word longer than a line: %q", rows[0].Text)
	}
}

// texts are the visible texts that a part draws.
func texts(o fyne.CanvasObject) (found []*canvas.Text) {
	for _, part := range visible(o) {
		if text, ok := part.(*canvas.Text); ok {
			found = append(found, text)
		}
	}
	return found
}

// visible are an object and all that it shows, as it is laid out now.
func visible(o fyne.CanvasObject) []fyne.CanvasObject {
	if !o.Visible() {
		return nil
	}
	all := []fyne.CanvasObject{o}
	var inside []fyne.CanvasObject
	switch part := o.(type) {
	case *fyne.Container:
		inside = part.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(part).Objects()
	}
	for _, child := range inside {
		all = append(all, visible(child)...)
	}
	return all
}
