package theme

import (
	"image/color"
	"math"

	"casebench/graphview"
)

// Contrast is the ratio of two colours' luminance as WCAG 2.1 defines it, from 1
// to 21. Text reaches level AA at 4.5.
func Contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

// luminance is WCAG 2.1's relative luminance; opacity is not looked at.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func linear(v uint8) float64 {
	s := float64(v) / 255
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}

// sharpen turns a palette into its variant of high contrast: black or white
// grounds, lines that can be seen from afar, no grey text.
func sharpen(p graphview.Palette, dark bool) {
	grey := func(v uint8) color.NRGBA { return color.NRGBA{R: v, G: v, B: v, A: 0xff} }
	if dark {
		p[Ground], p[Surface], p[Raised], p[Pressed] = grey(0), grey(0), grey(0x14), grey(0x33)
		p[Line], p[Text], p[Text2], p[Text3] = grey(0x8A), grey(0xff), grey(0xE6), grey(0xC4)
		p[Accent] = color.NRGBA{R: 0x8F, G: 0xC1, B: 0xFF, A: 0xff}
		return
	}
	p[Ground], p[Surface], p[Raised], p[Pressed] = grey(0xff), grey(0xff), grey(0xF4), grey(0xDD)
	p[Line], p[Text], p[Text2], p[Text3] = grey(0x5A), grey(0), grey(0x22), grey(0x40)
	p[Accent] = color.NRGBA{R: 0x0A, G: 0x3F, B: 0x9E, A: 0xff}
}
