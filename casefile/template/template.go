package template

import (
	"errors"
)

// Template is how the rows of a block are written: the head, then every part whose
// turn it is, then the tail. The first part that is written loses as many bytes as
// Between says: the separator, which stands between parts and not before them.
type Template struct {
	Head    []byte
	Between int
	Parts   []Part
	Tail    []byte
}

// Part is a value with the text around it. Where the column has no value, Null is
// written in place of all three; a Null that is nil leaves the part out.
type Part struct {
	Lead   []byte
	Column Column
	Style  Style
	Trail  []byte
	Null   []byte
}

// Column says where the value of a part stands.
type Column struct {
	In From
	At int // number of the table's schema, or place among the block's extra columns
}

// From is a group of columns.
type From uint8

// The groups of columns. A part without a column has only values that are kept.
const (
	InNone From = iota
	InSchema
	InExtra
)

// Way is how a value becomes text. Numbers are part of the file format.
type Way uint8

// The ways. Each says which columns it fits.
const (
	// Plain writes texts and codes as they stand, and integers in decimal.
	Plain Way = 1 + iota
	// Escaped writes texts and codes as the inside of a JSON string; Escape says
	// what is escaped besides quotes, backslashes and control characters.
	Escaped
	// Doubled writes texts and codes with every quote doubled.
	Doubled
	// Field writes texts and codes as a CSV field: between quotes and Doubled if
	// the text holds a quote, CR, LF or the byte Comma, otherwise as it stands.
	Field
	// Clock writes an instant by Layout, Offset seconds east of UTC.
	Clock
	// Epoch writes an instant as a decimal number of units of 10^-Unit seconds
	// with Digits digits after the point; AsNeeded: as many as it takes.
	Epoch
	// Shortest writes a decimal as encoding/json and JavaScript do.
	Shortest
	// Python writes a decimal as repr does in Python: with a point or an exponent.
	Python
	// Fixed writes a decimal with Digits digits after the point.
	Fixed
)

// AsNeeded in place of a number of digits: as many as the value has.
const AsNeeded = 255

// Style is a way with what it needs to know.
type Style struct {
	Way    Way
	Escape Escape // Escaped
	Comma  byte   // Field
	Unit   uint8  // Epoch: 0, 3, 6 or 9
	Digits uint8  // Epoch, Fixed
	Layout string // Clock: see Layout
	Offset int32  // Clock
}

// Limits of what a template may be, so that a damaged one cannot ask for much.
const (
	MaxTemplates = 16
	MaxParts     = 1024
	MaxKept      = 16 // kept texts for each row of the block
)

var errTemplate = errors.New("unknown template")

// Check says whether the template is one that a Learner may have made.
func (t *Template) Check() error {
	if len(t.Parts) > MaxParts || t.Between < 0 {
		return errTemplate
	}
	for i := range t.Parts {
		p := &t.Parts[i]
		if p.Column.In > InExtra || p.Column.At < 0 || len(p.Lead) < t.Between || p.Null != nil && len(p.Null) < t.Between {
			return errTemplate
		}
		if p.Column.In != InNone {
			if err := p.Style.check(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Style) check() error {
	switch s.Way {
	case Plain, Doubled, Field, Shortest, Python:
	case Escaped:
		if s.Escape >= escapeEnd {
			return errTemplate
		}
	case Clock:
		_, err := compileLayout(s.Layout)
		return err
	case Epoch:
		if s.Unit > 9 || s.Unit%3 != 0 || s.Digits != AsNeeded && s.Digits > 9-s.Unit {
			return errTemplate
		}
	case Fixed:
		if s.Digits > maxFixed {
			return errTemplate
		}
	default:
		return errTemplate
	}
	return nil
}

// maxFixed is the most digits after the point of a decimal that are written.
const maxFixed = 24
