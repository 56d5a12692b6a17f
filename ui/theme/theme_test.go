package theme_test

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	stock "fyne.io/fyne/v2/theme"

	"casebench/graphview"
	"casebench/ui/theme"
)

// What is read must be readable: WCAG AA, on every ground text stands on.
func TestTextReachesAA(t *testing.T) {
	grounds := []theme.Token{theme.Ground, theme.Surface, theme.Raised, theme.Pressed}
	for name, o := range looks() {
		t.Run(name, func(t *testing.T) {
			wear(t, o)
			for _, g := range grounds {
				for _, text := range []theme.Token{theme.Text, theme.Text2} {
					if r := theme.Contrast(theme.Color(text), theme.Color(g)); r < 4.5 {
						t.Errorf("%s on %s has a contrast of %.2f", text, g, r)
					}
				}
				if r := theme.Contrast(theme.Color(theme.Text3), theme.Color(g)); r < 2.7 {
					t.Errorf("hints on %s cannot be made out: %.2f", g, r)
				}
			}
			for token := range theme.Palette() {
				if r := theme.Contrast(theme.Ink(token), theme.Color(theme.Surface)); r < 4.5 && token != theme.Text3 {
					t.Errorf("%s as ink has a contrast of %.2f", token, r)
				}
			}
			for _, fill := range []theme.Token{theme.Accent, theme.Bad, theme.Good} {
				if r := theme.Contrast(theme.On(fill), theme.Color(fill)); r < 4.5 {
					t.Errorf("a caption on %s has a contrast of %.2f", fill, r)
				}
			}
		})
	}
}

func TestContrastIsThatOfWCAG(t *testing.T) {
	black, white, grey := color.NRGBA{A: 255}, color.NRGBA{R: 255, G: 255, B: 255, A: 255}, color.NRGBA{R: 0x76, G: 0x76, B: 0x76, A: 255}
	for name, c := range map[string]struct {
		a, b color.Color
		want float64
	}{"black on white": {black, white, 21}, "white on white": {white, white, 1}, "the grey that just passes": {grey, white, 4.54}} {
		if got := theme.Contrast(c.a, c.b); got < c.want-0.01 || got > c.want+0.01 {
			t.Errorf("%s: %.3f, want %.2f", name, got, c.want)
		}
	}
}

// Figures and window must not part: the tokens are graphview's, unless the person
// asked for more contrast.
func TestTokensAreThoseOfFigures(t *testing.T) {
	for name, want := range map[string]graphview.Palette{"dark": graphview.Dark(), "light": graphview.Light()} {
		wear(t, looks()[name])
		for token, c := range want {
			if got := theme.Color(token); got != c {
				t.Errorf("%s, %s: %v, want %v", name, token, got, c)
			}
		}
	}
}

func TestTheVariantIsTheOneAskedFor(t *testing.T) {
	for name, o := range looks() {
		made := theme.New(o)
		for _, system := range []fyne.ThemeVariant{stock.VariantDark, stock.VariantLight} {
			want := graphview.Light()[theme.Surface]
			if o.Variant == theme.Dark {
				want = graphview.Dark()[theme.Surface]
			}
			if got := made.Color(stock.ColorNameBackground, system); !o.HighContrast && got != want {
				t.Errorf("%s: background %v, want %v", name, got, want)
			}
		}
	}
	follows := theme.New(theme.Options{})
	if follows.Color(stock.ColorNameBackground, stock.VariantLight) == follows.Color(stock.ColorNameBackground, stock.VariantDark) {
		t.Error("the system's variant is not followed")
	}
}

// Every name that Fyne asks for has an answer of ours, so that no stock grey shows.
func TestFynesNamesAreAnswered(t *testing.T) {
	ours, stocks := theme.New(theme.Options{Variant: theme.Dark}), stock.DefaultTheme()
	for _, name := range []fyne.ThemeColorName{stock.ColorNameBackground, stock.ColorNameButton, stock.ColorNameForeground, stock.ColorNamePrimary,
		stock.ColorNameInputBackground, stock.ColorNameMenuBackground, stock.ColorNameOverlayBackground, stock.ColorNameSelection,
		stock.ColorNamePressed, stock.ColorNameSeparator, stock.ColorNameHover, stock.ColorNameScrollBar, stock.ColorNamePlaceHolder} {
		if ours.Color(name, stock.VariantDark) == stocks.Color(name, stock.VariantDark) {
			t.Errorf("%q has Fyne's colour", name)
		}
	}
	if ours.Color("text2", stock.VariantLight) != graphview.Dark()[theme.Text2] {
		t.Error("a token is not answered by its name")
	}
}

func TestScaleReachesTypeAndSpace(t *testing.T) {
	for scale, want := range map[float32]float32{0: 13, 1: 13, 1.5: 19.5, 9: 13 * 1.6, 0.1: 13 * 0.8} {
		if got := theme.New(theme.Options{Scale: scale}).Size(stock.SizeNameText); got < want-0.01 || got > want+0.01 {
			t.Errorf("scale %v: type of %v, want %v", scale, got, want)
		}
	}
}

// An identifier is drawn sign by sign, and digits have one width: "1" must not
// make a column of numbers ragged.
func TestTypeIsExact(t *testing.T) {
	wear(t, looks()["dark"])
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}, {Monospace: true, Bold: true}} {
		ones, eights := fyne.MeasureText("11111111", 13, style).Width, fyne.MeasureText("88888888", 13, style).Width
		if ones != eights {
			t.Errorf("%+v: eight ones are %v wide, eight eights %v", style, ones, eights)
		}
	}
	// At 20 pixels the mono face is 12 wide, so that signs drawn apart must meet.
	for _, pair := range []string{"!=", "->", ">=", "--", "www"} {
		var apart []fyne.CanvasObject
		for i, r := range pair {
			sign := mono(string(r))
			sign.Move(fyne.NewPos(float32(12*i), 0))
			apart = append(apart, sign)
		}
		if n := differing(picture(mono(pair)), picture(apart...)); n > 4 {
			t.Errorf("%q is drawn as something else: %d pixels differ", pair, n)
		}
	}
}

// differing counts the pixels that are dark in one picture and bright in the other;
// at the seams of glyphs the smoothing may differ a little.
func differing(a, b image.Image) (n int) {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, _, _, _ := a.At(x, y).RGBA()
			q, _, _, _ := b.At(x, y).RGBA()
			if max(p, q)-min(p, q) > 0x6000 {
				n++
			}
		}
	}
	return n
}

func mono(s string) *canvas.Text {
	t := canvas.NewText(s, color.White)
	t.TextSize, t.TextStyle = 20, fyne.TextStyle{Monospace: true}
	t.Resize(t.MinSize())
	return t
}

func picture(objects ...fyne.CanvasObject) image.Image {
	c := software.NewCanvas()
	c.SetContent(container.NewWithoutLayout(objects...))
	c.Resize(fyne.NewSize(60, 40))
	return c.Capture()
}

func TestUnknownNamesDoNotBreakThePicture(t *testing.T) {
	wear(t, looks()["light"])
	if theme.Color("no such token") != theme.Color(theme.Text) {
		t.Error("an unknown token is not text")
	}
	if got := theme.Icon("no such icon", theme.Accent).Name(); got != "question-1f5fcc.svg" {
		t.Errorf("an unknown icon is %s", got)
	}
}

func looks() map[string]theme.Options {
	return map[string]theme.Options{
		"dark": {Variant: theme.Dark}, "light": {Variant: theme.Light},
		"dark, high contrast": {Variant: theme.Dark, HighContrast: true}, "light, high contrast": {Variant: theme.Light, HighContrast: true},
	}
}

func wear(t *testing.T, o theme.Options) {
	t.Helper()
	app := test.NewApp()
	t.Cleanup(app.Quit)
	app.Settings().SetTheme(theme.New(o))
}
