package graphview

import (
	"fmt"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// FontBytes returns the embedded face for a text, as TrueType. The bytes are shared:
// read them, never write.
func FontBytes(w Weight, mono bool) []byte {
	return [][]byte{goregular.TTF, gobold.TTF, gomono.TTF}[style(w, mono)]
}

// ruler measures text in the embedded faces, unhinted, in units of the em, so that a
// width is the same number everywhere.
type ruler struct {
	buffer sfnt.Buffer
	faces  [3]*sfnt.Font // by style
	widths map[glyph]float64
}

type glyph struct {
	r     rune
	style int
}

// style is the place of a face among regular, bold and mono.
func style(w Weight, mono bool) int {
	switch {
	case mono:
		return 2
	case w == Bold:
		return 1
	}
	return 0
}

func newRuler() (*ruler, error) {
	r := &ruler{widths: map[glyph]float64{}}
	for style, ttf := range [][]byte{goregular.TTF, gobold.TTF, gomono.TTF} {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			return nil, fmt.Errorf("graphview: embedded face: %w", err)
		}
		r.faces[style] = f
	}
	return r, nil
}

// width returns how wide a text of that size is, in points.
func (r *ruler) width(text string, size float64, w Weight, mono bool) float64 {
	sum := 0.0
	for _, c := range text {
		sum += r.advance(glyph{r: c, style: style(w, mono)})
	}
	return sum * size
}

func (r *ruler) advance(g glyph) float64 {
	if w, ok := r.widths[g]; ok {
		return w
	}
	f := r.faces[g.style]
	const em = 1000
	w := 0.6 // what cannot be found or measured is given a middling width
	if i, err := f.GlyphIndex(&r.buffer, g.r); err == nil {
		if a, err := f.GlyphAdvance(&r.buffer, i, fixed.I(em), 0); err == nil {
			w = float64(a) / 64 / em
		}
	}
	r.widths[g] = w
	return w
}
