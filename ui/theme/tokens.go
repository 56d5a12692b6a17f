package theme

import (
	"image/color"
	"sync"

	"fyne.io/fyne/v2"

	"casebench/graphview"
)

// Token names a colour by what it is for.
type Token = graphview.Token

// The tokens, as graphview has them.
const (
	Ground      = graphview.Ground
	Surface     = graphview.Surface
	Raised      = graphview.Raised
	Pressed     = graphview.Pressed
	Line        = graphview.Line
	Text        = graphview.Text
	Text2       = graphview.Text2
	Text3       = graphview.Text3
	Accent      = graphview.Accent
	Selection   = graphview.Selection
	Good        = graphview.Good
	Warn        = graphview.Warn
	Bad         = graphview.Bad
	Cluster1    = graphview.Cluster1
	Cluster2    = graphview.Cluster2
	Cluster3    = graphview.Cluster3
	Cluster4    = graphview.Cluster4
	Cluster5    = graphview.Cluster5
	Cluster6    = graphview.Cluster6
	ClusterRest = graphview.ClusterRest
)

// none is the theme of a program that has set none of ours, as small tests do.
var none = sync.OnceValue(func() *Theme { return New(Options{Variant: Dark}) })

// Current returns the theme in force, a dark one if the program has set none.
func Current() *Theme {
	if app := fyne.CurrentApp(); app != nil {
		if t, ours := app.Settings().Theme().(*Theme); ours {
			return t
		}
	}
	return none()
}

// Color returns the colour of a token in the theme in force. An unknown token
// has the colour of text.
func Color(token Token) color.NRGBA {
	p := Palette()
	if c, ok := p[token]; ok {
		return c
	}
	return p[Text]
}

// Palette returns all colours in force; figures are drawn with it. The caller
// must not change it.
func Palette() graphview.Palette { return Current().Palette() }

// IsDark reports whether the window is dark now.
func IsDark() bool { return Current().IsDark() }

// Fade returns a token's colour at an opacity of 0 to 1, for tints and washes.
func Fade(token Token, opacity float32) color.NRGBA {
	c := Color(token)
	c.A = uint8(min(max(opacity, 0), 1)*255 + 0.5)
	return c
}

// Mix returns the colour that lies between two tokens, share 0 to 1 of the way.
func Mix(from, to Token, share float32) color.NRGBA {
	a, b := Color(from), Color(to)
	between := func(x, y uint8) uint8 { return uint8(float32(x) + float32(float32(y)-float32(x))*share + 0.5) }
	return color.NRGBA{R: between(a.R, b.R), G: between(a.G, b.G), B: between(a.B, b.B), A: 0xff}
}

// Ink returns the colour in which a token is written: its own where that can be
// read on every surface, else moved towards the colour of text until it can. The
// three text tokens are what they are.
func Ink(token Token) color.NRGBA {
	if token == Text || token == Text2 || token == Text3 {
		return Color(token)
	}
	p := Palette()
	for share := float32(0); share < 1; share += 0.05 {
		c := Mix(token, Text, share)
		if min(Contrast(c, p[Surface]), Contrast(c, p[Ground]), Contrast(c, p[Raised])) >= 4.5 {
			return c
		}
	}
	return p[Text]
}

// On returns the colour of text that stands on a filled token, such as the
// caption of the primary button.
func On(token Token) color.NRGBA {
	p := Palette()
	return on(p, p[token])
}

func on(p graphview.Palette, fill color.NRGBA) color.NRGBA {
	black, white := color.NRGBA{R: 0x0B, G: 0x0E, B: 0x13, A: 0xff}, color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	if Contrast(white, fill) >= 4.5 || Contrast(white, fill) > Contrast(black, fill) {
		return white
	}
	return black
}
