package glyph

import (
	"fmt"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

// Font is a parsed font file. It never changes: any number of goroutines may make
// faces of it at once.
type Font struct{ sfnt *sfnt.Font }

// Parse reads a TrueType or OpenType font. The bytes belong to the Font from then on.
func Parse(ttf []byte) (*Font, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("parse font: %w", err)
	}
	return &Font{f}, nil
}

// replacement stands for what cannot or should not be drawn.
const replacement = '\uFFFD'

// drawable returns the character to draw for r.
func drawable(r rune) rune {
	if r >= ' ' && r < 0x7F {
		return r
	}
	if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) {
		return replacement
	}
	return r
}
