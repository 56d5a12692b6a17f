package glyph

import (
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// ascii is the number of characters that are looked up without a map.
const ascii = 128

// Face is a Font at one size with its cache. It is for one goroutine at a time;
// goroutines that draw at once have a Face each. The cache holds no more than the
// font's glyphs and a few megabytes of halos, whatever is drawn.
type Face struct {
	font    *Font
	ppem    fixed.Int26_6
	tabular bool
	metrics font.Metrics
	buf     sfnt.Buffer
	plain   [ascii]*letter
	others  map[rune]*letter
	letters map[sfnt.GlyphIndex]*letter
	kerns   []int16 // by pair of ASCII characters, in 64ths of a pixel; unasked where not looked up
	digit   fixed.Int26_6
	halos   map[haloKey]*mask
	radius  float32 // of the halos in the cache
}

// unasked marks a pair whose kerning was not looked up.
const unasked = -1 << 15

// Face returns the font at that many pixels to the em. Sizes below one pixel
// count as one.
func (f *Font) Face(px float32) *Face { return f.face(px, false) }

// Tabular returns the font at that many pixels to the em with digits that are all
// as wide as the widest, so that numbers stand in columns.
func (f *Font) Tabular(px float32) *Face { return f.face(px, true) }

func (f *Font) face(px float32, tabular bool) *Face {
	a := &Face{font: f, ppem: fixed.Int26_6(max(px, 1)*64 + 0.5), tabular: tabular,
		others: map[rune]*letter{}, letters: map[sfnt.GlyphIndex]*letter{}, kerns: make([]int16, ascii*ascii)}
	for i := range a.kerns {
		a.kerns[i] = unasked
	}
	// A font without metrics has zero ones: its text is drawn on the baseline all the same.
	a.metrics, _ = f.sfnt.Metrics(&a.buf, a.ppem, font.HintingNone)
	if tabular {
		for r := '0'; r <= '9'; r++ {
			if g, err := f.sfnt.GlyphIndex(&a.buf, r); err == nil {
				a.digit = max(a.digit, a.advance(g))
			}
		}
	}
	return a
}

// Ascent is how far the face reaches above the baseline, in pixels.
func (a *Face) Ascent() float32 { return pixels(a.metrics.Ascent) }

// Descent is how far the face reaches below the baseline, in pixels.
func (a *Face) Descent() float32 { return pixels(a.metrics.Descent) }

// Height is the distance from one baseline to the next, in pixels.
func (a *Face) Height() float32 { return pixels(a.metrics.Height) }

// CapHeight is the height of capital letters, in pixels: what looks centred in a row.
func (a *Face) CapHeight() float32 {
	if a.metrics.CapHeight <= 0 {
		return a.Ascent() * 0.72
	}
	return pixels(a.metrics.CapHeight)
}

// Measure returns the width of s in pixels: how far Draw moves on.
func (a *Face) Measure(s string) float32 {
	var x fixed.Int26_6
	prev := rune(-1)
	for _, r := range s {
		x += a.kern(prev, r) + a.letter(r).advance
		prev = r
	}
	return pixels(x)
}

// Fit returns s when it is no wider than width, and otherwise as much of its
// beginning as fits before an ellipsis. It looks no further than it must. Where
// not even the ellipsis fits it returns "".
func (a *Face) Fit(s string, width float32) string {
	room := fixed.Int26_6(width * 64)
	dots := a.letter('…').advance
	var x fixed.Int26_6
	cut, prev := -1, rune(-1)
	for at, r := range s {
		if x+dots <= room {
			cut = at
		}
		x += a.kern(prev, r) + a.letter(r).advance
		prev = r
		if x > room {
			if cut < 0 {
				return ""
			}
			return s[:cut] + "…"
		}
	}
	return s
}

// letter returns the glyph that stands for a character.
func (a *Face) letter(r rune) *letter {
	if r >= 0 && r < ascii {
		if l := a.plain[r]; l != nil {
			return l
		}
		l := a.find(r)
		a.plain[r] = l
		return l
	}
	if l := a.others[r]; l != nil {
		return l
	}
	return a.find(r)
}

// find looks a character up in the font. What the font lacks is not remembered by
// character, so that hostile text cannot fill the memory.
func (a *Face) find(r rune) *letter {
	g, err := a.font.sfnt.GlyphIndex(&a.buf, drawable(r))
	if err != nil || g == 0 {
		g, err = a.font.sfnt.GlyphIndex(&a.buf, replacement)
		if err != nil {
			g = 0
		}
	} else if r >= ascii {
		defer func() { a.others[r] = a.letters[g] }()
	}
	if l := a.letters[g]; l != nil {
		return l
	}
	l := &letter{glyph: g, advance: a.advance(g)}
	if a.tabular && r >= '0' && r <= '9' {
		l.shift = (a.digit - l.advance) / 2
		l.advance = a.digit
	}
	a.letters[g] = l
	return l
}

func (a *Face) advance(g sfnt.GlyphIndex) fixed.Int26_6 {
	w, err := a.font.sfnt.GlyphAdvance(&a.buf, g, a.ppem, font.HintingNone)
	if err != nil {
		return 0
	}
	return w
}

// kern returns how much closer than usual two characters stand.
func (a *Face) kern(prev, r rune) fixed.Int26_6 {
	if prev < 0 || prev >= ascii || r < 0 || r >= ascii || a.tabular && isDigit(prev) && isDigit(r) {
		return 0
	}
	at := prev*ascii + r
	if k := a.kerns[at]; k != unasked {
		return fixed.Int26_6(k)
	}
	k, err := a.font.sfnt.Kern(&a.buf, a.letter(prev).glyph, a.letter(r).glyph, a.ppem, font.HintingNone)
	if err != nil {
		k = 0
	}
	a.kerns[at] = int16(k)
	return k
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func pixels(x fixed.Int26_6) float32 { return float32(x) / 64 }
