// Package theme is the look of the window: which colour a token has, which
// typeface a style, how high a row is.
//
// Three nouns: a Token names a colour by what it is for (graphview knows the
// same names, so that a figure and the window agree), a Theme answers Fyne's
// questions with our tokens and measures, and Options say which of its variants
// is in force. Widgets ask Color and the measures each time they are refreshed,
// so that a change from light to dark reaches all of them at once.
//
// The package promises that text, second text and the colours of meaning reach
// WCAG AA on every ground they are used on. It draws nothing.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	stock "fyne.io/fyne/v2/theme"

	"casebench/assets"
	"casebench/graphview"
)

// Variant says whether the window is dark or light.
type Variant int

// The variants. System follows the desktop.
const (
	System Variant = iota
	Dark
	Light
)

// Options choose a look. The zero value follows the desktop at normal size.
type Options struct {
	Variant      Variant
	Scale        float32 // of type and spacing, 0.8 to 1.6; 0 means 1
	HighContrast bool
}

// Theme is our look in the words that Fyne asks for. It does not change after
// New: another look is another Theme.
type Theme struct {
	options     Options
	dark, light graphview.Palette
	fonts       [4]fyne.Resource
}

var _ fyne.Theme = (*Theme)(nil)

// New makes the look that the options describe. Scales out of range are taken to
// the nearer end.
func New(o Options) *Theme {
	if o.Scale == 0 {
		o.Scale = 1
	}
	o.Scale = min(max(o.Scale, 0.8), 1.6)
	t := &Theme{options: o, dark: graphview.Dark(), light: graphview.Light()}
	if o.HighContrast {
		sharpen(t.dark, true)
		sharpen(t.light, false)
	}
	for i, f := range []assets.Face{assets.Sans, assets.SansSemiBold, assets.Mono, assets.MonoSemiBold} {
		t.fonts[i] = fyne.NewStaticResource(string(f), exact(assets.Font(f)))
	}
	return t
}

// Options returns what the theme was made from.
func (t *Theme) Options() Options { return t.options }

// IsDark reports whether the theme is dark now.
func (t *Theme) IsDark() bool { return t.isDark(systemVariant()) }

// Palette returns the colours in force. The caller must not change it.
func (t *Theme) Palette() graphview.Palette { return t.palette(systemVariant()) }

// Font returns the face of a style: Inter, or JetBrains Mono for identifiers.
// There is no slanted face; slanted text is upright.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Symbol:
		return stock.DefaultTheme().Font(s)
	case s.Monospace && s.Bold:
		return t.fonts[3]
	case s.Monospace:
		return t.fonts[2]
	case s.Bold:
		return t.fonts[1]
	}
	return t.fonts[0]
}

// Color answers Fyne's own names, and any Token, with a colour.
func (t *Theme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	p := t.palette(system)
	if c, ok := p[Token(name)]; ok && name != stock.ColorNamePressed && name != stock.ColorNameSelection {
		return c
	}
	if c, ok := stockColor(name, p, t.isDark(system)); ok {
		return c
	}
	return stock.DefaultTheme().Color(name, t.variant(system))
}

func (t *Theme) isDark(system fyne.ThemeVariant) bool {
	return t.variant(system) == stock.VariantDark
}

func (t *Theme) variant(system fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.options.Variant {
	case Dark:
		return stock.VariantDark
	case Light:
		return stock.VariantLight
	}
	return system
}

func (t *Theme) palette(system fyne.ThemeVariant) graphview.Palette {
	if t.isDark(system) {
		return t.dark
	}
	return t.light
}

func systemVariant() fyne.ThemeVariant {
	if app := fyne.CurrentApp(); app != nil {
		return app.Settings().ThemeVariant()
	}
	return stock.VariantDark
}
