package widgets_test

import (
	"bytes"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"casebench/ui/theme"
	"casebench/ui/uitest"
	"casebench/ui/widgets"
)

// A change of look reaches every part: what was made in the dark and then turned
// light is, pixel for pixel, what is made in the light.
func TestLightReachesWhatWasMadeInTheDark(t *testing.T) {
	app := uitest.App(t, true)
	turned := gallery()
	before := uitest.Image(t, turned, 1240, 900, true)
	test.ApplyTheme(&testing.T{}, theme.New(theme.Options{Variant: theme.Light}))
	_ = app
	after := uitest.Image(t, turned, 1240, 900, false)
	fresh := uitest.Image(t, gallery(), 1240, 900, false)
	if n := differ(after, fresh); n > 0 {
		t.Errorf("%d pixels kept the dark look", n)
	}
	if n := differ(before, after); n < 1240*900/2 {
		t.Errorf("only %d pixels changed", n)
	}
}

func differ(a, b image.Image) (n int) {
	p, q := a.(*image.NRGBA), b.(*image.NRGBA)
	for i := 0; i < len(p.Pix); i += 4 {
		if !bytes.Equal(p.Pix[i:i+4], q.Pix[i:i+4]) {
			n++
		}
	}
	return n
}

// The markup of a handful of parts, to be read in review.
func TestMarkup(t *testing.T) {
	sizes := map[string]fyne.Size{"row": fyne.NewSize(224, 26), "failed": fyne.NewSize(480, 260)}
	for name, dark := range map[string]bool{"dark": true, "light": false} {
		uitest.App(t, dark)
		for part, o := range map[string]fyne.CanvasObject{
			"button": container.NewHBox(widgets.NewButton("Import…", widgets.Primary, nil), widgets.NewButton("Same", widgets.Good, nil).WithKey("Y")),
			"row":    row(theme.Cluster1, "C-03 operator-like", "118", true),
			"badge":  container.NewHBox(widgets.NewBadge("strong", theme.Selection), widgets.NewTLP("amber+strict")),
			"failed": widgets.NewState(widgets.StateLook{Kind: widgets.Failed, Title: "The links could not be built.", Text: "The case was not changed. Make room and build again.", Details: "no space left", Action: "Build again"}, nil),
		} {
			o.Resize(o.MinSize().Max(sizes[part]))
			uitest.Markup(t, o, part+"-"+name)
		}
	}
}

func TestTLPIsWrittenAsTheStandardWritesIt(t *testing.T) {
	uitest.App(t, true)
	for given, want := range map[string]string{"amber+strict": "TLP:AMBER+STRICT", "TLP:RED": "TLP:RED", " green ": "TLP:GREEN", "": "TLP:CLEAR"} {
		if got := widgets.NewTLP(given).Text(); got != want {
			t.Errorf("%q is marked %q, want %q", given, got, want)
		}
	}
}
