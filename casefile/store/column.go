package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/bits"

	"casebench/casefile"
)

const (
	nullsNone = 0
	nullsBits = 1
	nullsZstd = 2

	dictGlobal = 0
	dictInline = 1
)

var errColumn = errors.New("unknown column")

// packedColumn is a column that lacks only its case codes. Data and its sum are
// final; the dictionary is written when the column is put, in the order of the
// source.
type packedColumn struct {
	number uint16
	extra  bool // the number is that of the name, and made when put
	name   string
	form   casefile.Form
	domain casefile.Domain
	dict   []string // distinct values that want case codes
	inline []byte   // the dictionary of a column without a domain
	data   []byte
	span   span
	sum    [sha256.Size]byte // of data
	filter []byte            // what its texts may be; nil: no filter
}

// packColumn encodes everything but the dictionary of a column with a domain. The
// result holds copies only.
func packColumn(c *codec, s *scratch, v *casefile.Vector, rows int, domain casefile.Domain) packedColumn {
	p := packedColumn{form: v.Form, domain: domain}
	switch v.Form {
	case casefile.FormCodes:
		if domain == casefile.DomainNone {
			var t casefile.Texts
			for _, d := range v.Dict {
				t.Append([]byte(d))
			}
			p.inline = binary.AppendUvarint([]byte{dictInline}, uint64(len(v.Dict)))
			p.inline = appendTexts(c, s, p.inline, &t)
		} else {
			p.dict = cloned(v.Dict)
		}
		p.data = appendWords(c, s, nil, v.Codes)
	case casefile.FormInts:
		data, m := appendNulls(c, s, nil, v.Null, rows)
		ints := v.Ints
		if m < rows {
			ints = make([]int64, 0, m)
			for i, x := range v.Ints[:rows] {
				if !v.IsNull(i) {
					ints = append(ints, x)
				}
			}
		}
		p.span = spanOf(ints)
		p.data = appendInts(c, s, data, ints)
	case casefile.FormFloats:
		data, m := appendNulls(c, s, nil, v.Null, rows)
		floats := v.Floats
		if m < rows {
			floats = make([]float64, 0, m)
			for i, x := range v.Floats[:rows] {
				if !v.IsNull(i) {
					floats = append(floats, x)
				}
			}
		}
		p.data = appendFloats(c, s, data, floats)
	case casefile.FormTexts:
		data, m := appendNulls(c, s, nil, v.Null, rows)
		texts := v.Texts
		if m < rows {
			texts = casefile.Texts{}
			for i := range rows {
				if !v.IsNull(i) {
					texts.Append(v.Texts.At(i))
				}
			}
		}
		p.data = appendTexts(c, s, data, &texts)
	}
	p.sum = sha256.Sum256(p.data)
	return p
}

func spanOf(v []int64) (s span) {
	for i, x := range v {
		if i == 0 {
			s = span{true, x, x}
		}
		s.min, s.max = min(s.min, x), max(s.max, x)
	}
	return s
}

// cloned copies strings into one piece of memory of their own.
func cloned(in []string) []string {
	size := 0
	for _, s := range in {
		size += len(s)
	}
	buf := make([]byte, 0, size)
	for _, s := range in {
		buf = append(buf, s...)
	}
	all := string(buf)
	out := make([]string, len(in))
	at := 0
	for i, s := range in {
		out[i] = all[at : at+len(s)]
		at += len(s)
	}
	return out
}

// value finishes the column with the case codes of its dictionary, and returns
// the stored body with its sum.
func (p *packedColumn) value(c *codec, s *scratch, codes []uint32) ([]byte, [sha256.Size]byte) {
	dict := p.inline
	if p.domain != casefile.DomainNone && p.form == casefile.FormCodes {
		dict = binary.AppendUvarint([]byte{dictGlobal}, uint64(len(codes)))
		dict = appendWords(c, s, dict, codes)
	}
	body := make([]byte, 0, 1+binary.MaxVarintLen32+len(dict)+len(p.data))
	body = binary.AppendUvarint(append(body, byte(p.form)), uint64(len(dict)))
	body = append(append(body, dict...), p.data...)
	return body, columnSum(p.form, dict, p.sum)
}

// columnSum is the sum of a column: see FORMAT.md.
func columnSum(form casefile.Form, dict []byte, data [sha256.Size]byte) [sha256.Size]byte {
	h := sha256.New()
	h.Write([]byte{byte(form)})
	h.Write(dict)
	h.Write(data[:])
	return [sha256.Size]byte(h.Sum(nil))
}

// maxDict bounds the dictionary of a block. It may be longer than the block, because
// rows that are rejected leave their values behind, but not without measure.
func maxDict(rows int) int { return 1<<16 + 16*rows }

// splitColumn parts a column's body.
func splitColumn(body []byte) (form casefile.Form, dict, data []byte, err error) {
	r := reader{p: body}
	form = casefile.Form(r.u8())
	dict = r.take(r.count(1, len(r.p)))
	if r.err == nil && (form < casefile.FormCodes || form > casefile.FormTexts) {
		r.err = errColumn
	}
	return form, dict, r.p, r.err
}

// readDict reads the dictionary part of a column of codes.
func readDict(c *codec, dict []byte, rows int, mem *pool[uint32]) (global []uint32, texts []string, err error) {
	r := reader{p: dict}
	kind, n := r.u8(), r.count(0, maxDict(rows))
	switch kind {
	case dictGlobal:
		global = readWords(c, &r, n, mem)
	case dictInline:
		t := readTexts(c, &r, n)
		for i := range t.Len() {
			texts = append(texts, string(t.At(i)))
		}
	default:
		r.fail(errColumn)
	}
	return global, texts, r.err
}

// readColumn decodes a column of so many rows, into memory of the arena.
func readColumn(c *codec, body []byte, rows int, mem *arena) (ColumnView, error) {
	form, dict, data, err := splitColumn(body)
	if err != nil {
		return ColumnView{}, err
	}
	v := ColumnView{Form: form}
	r := reader{p: data}
	if form == casefile.FormCodes {
		if v.Global, v.Dict, err = readDict(c, dict, rows, mem.ofCodes()); err != nil {
			return v, err
		}
		v.Local = readWords(c, &r, rows, mem.ofCodes())
		limit := uint32(len(v.Global) + len(v.Dict))
		most := uint32(0)
		for _, l := range v.Local {
			most = max(most, l)
		}
		if most > limit {
			return v, errColumn
		}
		return v, r.err
	}
	null, m := readNulls(c, &r, rows)
	v.Null = null
	switch form {
	case casefile.FormInts:
		ints, ascending := readInts(c, &r, m, mem.ofInts())
		v.Ints, v.ascending = spread(ints, null, rows, mem.ofInts()), ascending && null == nil
	case casefile.FormFloats:
		v.Floats = spread(readFloats(c, &r, m), null, rows, nil)
	case casefile.FormTexts:
		v.Texts = readTexts(c, &r, m)
		if null != nil && r.err == nil {
			v.Texts.Ends = spreadEnds(v.Texts.Ends, null, rows)
		}
	}
	return v, r.err
}

// spread puts values that are not null at their rows.
func spread[T int64 | float64](v []T, null []uint64, rows int, mem *pool[T]) []T {
	if null == nil || v == nil {
		return v
	}
	out := mem.take(rows)
	k := 0
	for i := range out {
		if null[i>>6]&(1<<(i&63)) == 0 {
			out[i] = v[k]
			k++
		} else {
			out[i] = 0
		}
	}
	return out
}

func spreadEnds(ends []uint32, null []uint64, rows int) []uint32 {
	out := make([]uint32, rows)
	k, at := 0, uint32(0)
	for i := range out {
		if null[i>>6]&(1<<(i&63)) == 0 {
			at = ends[k]
			k++
		}
		out[i] = at
	}
	return out
}

// appendNulls writes which rows are null and returns how many are not.
func appendNulls(c *codec, s *scratch, dst []byte, null []uint64, rows int) ([]byte, int) {
	nulls := 0
	for i, w := range null {
		if rest := rows - 64*i; rest < 64 {
			w &= 1<<max(rest, 0) - 1
		}
		nulls += bits.OnesCount64(w)
	}
	if nulls == 0 {
		return append(dst, nullsNone), rows
	}
	bitmap := make([]byte, 0, (rows+7)/8+8)
	for _, w := range null {
		bitmap = binary.LittleEndian.AppendUint64(bitmap, w)
	}
	for len(bitmap) < (rows+7)/8 {
		bitmap = append(bitmap, 0)
	}
	bitmap = bitmap[:(rows+7)/8]
	if rows%8 != 0 {
		bitmap[len(bitmap)-1] &= 1<<(rows%8) - 1
	}
	s.z = c.compress(s.z[:0], bitmap)
	if len(s.z) < len(bitmap)*3/4 {
		dst = binary.AppendUvarint(append(dst, nullsZstd), uint64(len(s.z)))
		return append(dst, s.z...), rows - nulls
	}
	return append(append(dst, nullsBits), bitmap...), rows - nulls
}

// readNulls returns the bitmap, nil for none, and how many rows are not null.
func readNulls(c *codec, r *reader, rows int) ([]uint64, int) {
	size := (rows + 7) / 8
	var bitmap []byte
	switch r.u8() {
	case nullsNone:
		return nil, rows
	case nullsBits:
		bitmap = r.take(size)
	case nullsZstd:
		var err error
		if bitmap, err = c.expand(nil, r.take(r.count(1, len(r.p))), size); err != nil {
			r.fail(err)
		}
	default:
		r.fail(errColumn)
	}
	if r.err != nil {
		return nil, 0
	}
	null := make([]uint64, (rows+63)/64)
	nulls := 0
	for i, b := range bitmap {
		if i == size-1 && rows%8 != 0 {
			b &= 1<<(rows%8) - 1
		}
		null[i>>3] |= uint64(b) << (8 * (i & 7))
		nulls += bits.OnesCount8(b)
	}
	return null, rows - nulls
}
