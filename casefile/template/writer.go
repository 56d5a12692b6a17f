package template

import (
	"fmt"

	"casebench/casefile"
)

// Writer writes rows of one block. It belongs to one goroutine, and reads the
// block's columns while it is used.
type Writer struct {
	forms []form
}

// Kept is text that a row has in place of a part's value, between its Lead and its
// Trail: a value that no column holds byte for byte.
type Kept struct {
	Row, Part int
	Text      []byte
}

// NewWriter joins templates with the columns of a block, of which Columns and
// Extra are used. A template that names a column which the block lacks, or that
// has another form than its style writes, is an error.
func NewWriter(templates []Template, b *casefile.Block) (*Writer, error) {
	if len(templates) > MaxTemplates {
		return nil, errTemplate
	}
	w := &Writer{forms: make([]form, len(templates))}
	for i := range templates {
		t := &templates[i]
		if err := t.Check(); err != nil {
			return nil, err
		}
		f := &w.forms[i]
		f.head, f.between, f.tail = t.Head, t.Between, t.Tail
		for k := range t.Parts {
			o, err := newInk(&t.Parts[k], b)
			if err != nil {
				return nil, fmt.Errorf("part %d: %w", k, err)
			}
			f.inks = append(f.inks, o)
		}
	}
	return w, nil
}

// Append writes a row by one of the templates. Kept are its kept texts by part.
func (w *Writer) Append(dst []byte, template, row int, kept []Kept) []byte {
	return w.forms[template].write(dst, row, kept)
}

// form is a template that is ready to write.
type form struct {
	head    []byte
	between int
	inks    []ink
	tail    []byte
}

func (f *form) write(dst []byte, row int, kept []Kept) []byte {
	if len(kept) > 0 {
		return f.appendKept(dst, row, kept)
	}
	return f.append(dst, row)
}

func (f *form) append(dst []byte, row int) []byte {
	dst = append(dst, f.head...)
	i := 0
	for at := len(dst); i < len(f.inks); {
		dst = f.inks[i].append(dst, row)
		if i++; len(dst) > at {
			dst = cutBetween(dst, at, f.between)
			break
		}
	}
	for ; i < len(f.inks); i++ {
		o := &f.inks[i]
		if o.codes == nil {
			dst = o.append(dst, row)
			continue
		}
		// Nearly every part is short, and a copy of fixed size needs neither a call nor
		// a branch that is guessed wrong.
		at := o.places[o.codes[row]]
		from, n, have := int(at>>32), int(uint32(at)), len(dst)
		if n > wide || cap(dst)-have < wide {
			dst = append(dst, o.text[from:from+n]...)
			continue
		}
		copyWide(dst[have:have+wide], o.text[from:])
		dst = dst[:have+n]
	}
	return append(dst, f.tail...)
}

func (f *form) appendKept(dst []byte, row int, kept []Kept) []byte {
	dst = append(dst, f.head...)
	at, first := len(dst), true
	for i := range f.inks {
		if len(kept) > 0 && kept[0].Part == i {
			dst = append(append(append(dst, f.inks[i].lead...), kept[0].Text...), f.inks[i].trail...)
			kept = kept[1:]
		} else {
			dst = f.inks[i].append(dst, row)
		}
		if first && len(dst) > at {
			dst, first = cutBetween(dst, at, f.between), false
		}
	}
	return append(dst, f.tail...)
}

// cutBetween takes the separator away from the part that stands first.
func cutBetween(dst []byte, at, between int) []byte {
	n := copy(dst[at:], dst[at+between:])
	return dst[:at+n]
}

// wide is how much is copied of a short text: all of it and what stands behind it.
const wide = 48

// copyWide copies wide bytes. Sixteen at a time is what the compiler copies without a
// call where it cannot know whether they overlap.
func copyWide(dst, src []byte) {
	d, s := (*[wide]byte)(dst), (*[wide]byte)(src)
	*(*[16]byte)(d[:16]) = *(*[16]byte)(s[:16])
	*(*[16]byte)(d[16:32]) = *(*[16]byte)(s[16:32])
	*(*[16]byte)(d[32:]) = *(*[16]byte)(s[32:])
}

// appendWide appends from[at:at+n]; quickly where it is short and enough stands behind it.
func appendWide(dst, from []byte, at, n int) []byte {
	have := len(dst)
	if n > wide || cap(dst)-have < wide || len(from)-at < wide {
		return append(dst, from[at:at+n]...)
	}
	copyWide(dst[have:have+wide], from[at:at+wide])
	return dst[:have+n]
}

// roomy returns a copy of a text with wide bytes of capacity at the least.
func roomy(text []byte) []byte {
	return append(make([]byte, 0, max(len(text), wide)), text...)
}

// ink is a part that is ready to write.
type ink struct {
	// Of codes: everything that the part can write, by code: from where in text, and
	// how long. Text goes on for wide bytes behind its end.
	codes  []uint32
	places []uint64
	text   []byte

	lead, trail, null []byte

	vec   *casefile.Vector // nil: the part has no column
	style Style
	clock clock
	calm  bool // texts need no escapes
}

// columnOf returns the vector that a part names.
func columnOf(c Column, b *casefile.Block) (*casefile.Vector, error) {
	switch {
	case c.In == InSchema && c.At < len(b.Columns):
		return &b.Columns[c.At], nil
	case c.In == InExtra && c.At < len(b.Extra):
		return &b.Extra[c.At].Vector, nil
	}
	return nil, errTemplate
}

func newInk(p *Part, b *casefile.Block) (ink, error) {
	o := ink{lead: roomy(p.Lead), trail: roomy(p.Trail), null: p.Null, style: p.Style}
	if p.Column.In == InNone {
		return o, nil
	}
	v, err := columnOf(p.Column, b)
	if err != nil {
		return o, err
	}
	if !p.Style.writes(v.Form) {
		return o, errTemplate
	}
	o.vec = v
	switch {
	case v.Form == casefile.FormCodes:
		o.render(v)
	case v.Form == casefile.FormTexts && p.Style.Way == Escaped:
		o.calm = calm(v.Texts.Bytes, p.Style.Escape)
	case p.Style.Way == Clock:
		if o.clock.layout, err = compileLayout(p.Style.Layout); err != nil {
			return o, err
		}
		o.clock.offset = int64(p.Style.Offset)
	}
	return o, nil
}

// writes reports whether the style writes values of a form.
func (s *Style) writes(f casefile.Form) bool {
	switch s.Way {
	case Plain:
		return f == casefile.FormCodes || f == casefile.FormTexts || f == casefile.FormInts
	case Escaped, Doubled, Field:
		return f == casefile.FormCodes || f == casefile.FormTexts
	case Clock, Epoch:
		return f == casefile.FormInts
	case Shortest, Python, Fixed:
		return f == casefile.FormFloats
	}
	return false
}

// render writes the part once for every value of a dictionary.
func (o *ink) render(v *casefile.Vector) {
	size := 0
	for _, d := range v.Dict {
		size += len(o.lead) + len(d) + len(o.trail)
	}
	o.places = make([]uint64, 0, len(v.Dict)+1)
	o.text = append(make([]byte, 0, size+len(o.null)+wide), o.null...)
	o.places = append(o.places, uint64(len(o.text)))
	for _, d := range v.Dict {
		at := len(o.text)
		o.text = append(o.text, o.lead...)
		o.text = o.style.text(o.text, d)
		o.text = append(o.text, o.trail...)
		o.places = append(o.places, uint64(at)<<32|uint64(len(o.text)-at))
	}
	o.text = append(o.text, make([]byte, wide)...)
	o.codes = v.Codes
}

// append writes the part of a row.
func (o *ink) append(dst []byte, row int) []byte {
	v := o.vec
	switch {
	case v == nil:
		return append(dst, o.null...)
	case o.codes != nil:
		at := o.places[o.codes[row]]
		return append(dst, o.text[at>>32:at>>32+uint64(uint32(at))]...)
	case v.Null != nil && v.Null[row>>6]&(1<<(row&63)) != 0:
		return append(dst, o.null...)
	}
	dst = appendWide(dst, o.lead[:cap(o.lead)], 0, len(o.lead))
	switch {
	case v.Form == casefile.FormTexts && (o.calm || o.style.Way == Plain):
		from := 0
		if row > 0 {
			from = int(v.Texts.Ends[row-1])
		}
		dst = appendWide(dst, v.Texts.Bytes, from, int(v.Texts.Ends[row])-from)
	case v.Form == casefile.FormTexts:
		dst = o.style.bytes(dst, v.Texts.At(row))
	case v.Form == casefile.FormFloats:
		dst = o.style.decimal(dst, v.Floats[row])
	case o.style.Way == Clock:
		dst = o.clock.append(dst, v.Ints[row])
	case o.style.Way == Epoch:
		dst = o.style.epoch(dst, v.Ints[row])
	default:
		dst = integer(dst, v.Ints[row])
	}
	if len(o.trail) == 1 {
		return append(dst, o.trail[0])
	}
	return appendWide(dst, o.trail[:cap(o.trail)], 0, len(o.trail))
}

// text writes the text of a code.
func (s *Style) text(dst []byte, text string) []byte {
	if s.Way == Plain || s.Way == Escaped && calm(text, s.Escape) {
		return append(dst, text...)
	}
	return s.bytes(dst, []byte(text))
}

// bytes writes a text.
func (s *Style) bytes(dst, text []byte) []byte {
	switch s.Way {
	case Escaped:
		return s.Escape.append(dst, text)
	case Doubled:
		return doubled(dst, text)
	case Field:
		return field(dst, text, s.Comma)
	}
	return append(dst, text...)
}
