package template

import (
	"bytes"

	"casebench/casefile"
)

// example is a value as a row has it.
type example struct {
	row int
	raw []byte
}

// binding is what the value of a part is taken to be: a column, how it is written,
// and what stands directly before and after it.
type binding struct {
	column Column
	style  Style
	open   []byte
	close  []byte
}

// empty reports whether a value as it stands in a row stands for no value.
func empty(raw []byte) bool {
	switch string(raw) {
	case "", `""`, "null":
		return true
	}
	return false
}

// fitter finds the column and the style that write what rows have.
type fitter struct {
	block  *casefile.Block
	effort *int
	buf    []byte
}

// fit returns the first binding that writes all examples; the newest is the last.
// Named columns are tried first, columns that taken reports last.
func (f *fitter) fit(examples []example, name []byte, comma byte, taken func(Column) bool) (binding, bool) {
	if len(name) > 0 {
		if at := casefile.SchemaOf(f.block.Table).Find(string(name)); at >= 0 {
			if b, ok := f.try(Column{InSchema, at}, examples, comma); ok {
				return b, true
			}
		}
		for i := range f.block.Extra {
			if f.block.Extra[i].Name == string(name) {
				if b, ok := f.try(Column{InExtra, i}, examples, comma); ok {
					return b, true
				}
			}
		}
	}
	for _, used := range [...]bool{false, true} {
		for i := range len(f.block.Columns) + len(f.block.Extra) {
			c := Column{InSchema, i}
			if i >= len(f.block.Columns) {
				c = Column{InExtra, i - len(f.block.Columns)}
			}
			if taken(c) != used {
				continue
			}
			if b, ok := f.try(c, examples, comma); ok {
				return b, true
			}
		}
	}
	return binding{}, false
}

// try looks for a style in which a column writes all examples.
func (f *fitter) try(c Column, examples []example, comma byte) (binding, bool) {
	v, err := columnOf(c, f.block)
	if err != nil || v.Form == casefile.FormNone {
		return binding{}, false
	}
	*f.effort -= 8
	newest := -1
	for i, e := range examples {
		null := v.IsNull(e.row)
		if null != empty(e.raw) {
			return binding{}, false
		}
		if !null {
			newest = i
		}
	}
	if newest < 0 {
		return binding{}, false
	}
	found := binding{}
	ok := f.styles(v, examples[newest], comma, func(b binding) bool {
		for _, e := range examples {
			if !v.IsNull(e.row) && !f.writes(v, &b, e) {
				return false
			}
		}
		b.column = c
		found = b
		return true
	})
	return found, ok
}

// writes reports whether the binding writes the example's bytes.
func (f *fitter) writes(v *casefile.Vector, b *binding, e example) bool {
	f.buf = append(f.buf[:0], b.open...)
	f.buf = b.style.value(f.buf, v, e.row)
	f.buf = append(f.buf, b.close...)
	*f.effort -= len(f.buf)
	return bytes.Equal(f.buf, e.raw)
}

// value writes a value that is not null.
func (s *Style) value(dst []byte, v *casefile.Vector, row int) []byte {
	one := Part{Style: *s}
	switch v.Form {
	case casefile.FormCodes:
		return s.text(dst, v.Dict[v.Codes[row]-1])
	case casefile.FormTexts:
		return s.bytes(dst, v.Texts.At(row))
	}
	o := ink{style: one.Style, vec: v}
	if s.Way == Clock {
		l, err := compileLayout(s.Layout)
		if err != nil {
			return dst
		}
		o.clock = clock{layout: l, offset: int64(s.Offset)}
	}
	return o.append(dst, row)
}

// styles calls try with the bindings that may write an example, the simplest
// first, until one is taken.
func (f *fitter) styles(v *casefile.Vector, e example, comma byte, try func(binding) bool) bool {
	inner, quote := unquoted(e.raw)
	q := binding{open: quote, close: quote}
	with := func(s Style) bool {
		b := q
		b.style = s
		return try(b)
	}
	switch v.Form {
	case casefile.FormCodes, casefile.FormTexts:
		switch {
		case comma != 0:
			if try(binding{style: Style{Way: Field, Comma: comma}}) {
				return true
			}
			return quote != nil && with(Style{Way: Doubled})
		case quote == nil:
			return with(Style{Way: Plain})
		}
		for _, escape := range [...]Escape{0, EscapeHTML | EscapeLines, EscapeLines, EscapeASCII | EscapeDEL, EscapeASCII, EscapeASCII | EscapeSlash,
			EscapeSlash, EscapeUpper, EscapeLong, EscapeHTML | EscapeLines | EscapeLong, EscapeLines | EscapeLong, EscapeLong | EscapeUpper,
			EscapeASCII | EscapeUpper, EscapeASCII | EscapeHTML | EscapeUpper, EscapeASCII | EscapeHTML, EscapeHTML} {
			if with(Style{Way: Escaped, Escape: escape}) {
				return true
			}
		}
		return false
	case casefile.FormFloats:
		if with(Style{Way: Shortest}) || with(Style{Way: Python}) {
			return true
		}
		point := bytes.IndexByte(inner, '.')
		n := len(inner) - point - 1
		if point < 0 {
			n = 0
		}
		return n <= maxFixed && with(Style{Way: Fixed, Digits: uint8(n)})
	}
	if with(Style{Way: Plain}) || zeros(inner, q, try) {
		return true
	}
	return instants(v.Ints[e.row], inner, with)
}

// zeros tries a whole number that is written with a fraction of zeros.
func zeros(inner []byte, q binding, try func(binding) bool) bool {
	point := bytes.IndexByte(inner, '.')
	if point < 0 || point+1 == len(inner) || len(bytes.Trim(inner[point+1:], "0")) > 0 {
		return false
	}
	q.close = append(bytes.Clone(inner[point:]), q.close...)
	q.style = Style{Way: Plain}
	return try(q)
}

// unquoted takes the quotes off a value.
func unquoted(raw []byte) (inner, quote []byte) {
	if n := len(raw); n >= 2 && raw[0] == '"' && raw[n-1] == '"' {
		return raw[1 : n-1], raw[:1]
	}
	return raw, nil
}
