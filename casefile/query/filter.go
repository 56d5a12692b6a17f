package query

import (
	"encoding/binary"
	"errors"
	"math/bits"

	"github.com/cespare/xxhash/v2"

	"casebench/casefile"
)

// FilterParts say what a text filter knows of a column.
type FilterParts uint8

// The parts, as FORMAT.md beside the case file names them.
const (
	FilterGrams  FilterParts = 1 << iota // which four bytes stand together
	FilterValues                         // which texts there are
)

// FilterOf returns the parts of the filter of a column of texts: of one of the
// schema, or of an extra field when c is the zero Column.
func FilterOf(c casefile.Column) FilterParts {
	switch {
	case c.Name == "":
		return FilterGrams | FilterValues
	case prose(c):
		return FilterGrams
	}
	return FilterValues
}

const (
	gramLength  = 4
	gramPrime   = 0x9e3779b97f4a7c15
	valueHashes = 3

	smallestFilter = 6 // log2 of the bits
	largestGrams   = 19
	largestValues  = 20
)

// FilterBuilder makes text filters, one after another in the same memory. It
// belongs to one goroutine.
type FilterBuilder struct {
	parts  FilterParts
	grams  []uint64
	values []uint64
	plain  plainForm
	text   []byte
}

// Reset begins a filter of those parts, of so many texts.
func (b *FilterBuilder) Reset(parts FilterParts, texts int) {
	b.parts = parts
	if parts&FilterGrams != 0 {
		b.grams = emptied(b.grams, largestGrams)
	}
	if parts&FilterValues != 0 {
		size := smallestFilter
		for size < largestValues && 1<<size < 16*texts {
			size++
		}
		b.values = emptied(b.values, size)
	}
}

func emptied(s []uint64, size int) []uint64 {
	n := 1 << size / 64
	if cap(s) < n {
		return make([]uint64, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// Add takes a text into the filter.
func (b *FilterBuilder) Add(text []byte) {
	if len(text) == 0 {
		return
	}
	b.text = b.plain.append(b.text[:0], text)
	if b.parts&FilterGrams != 0 {
		mask := uint64(len(b.grams)*64 - 1)
		for p := b.text; len(p) >= gramLength; p = p[1:] {
			at := gramBit(p) & mask
			b.grams[at>>6] |= 1 << (at & 63)
		}
	}
	if b.parts&FilterValues != 0 {
		h, mask := xxhash.Sum64(b.text), uint64(len(b.values)*64-1)
		for k := range uint64(valueHashes) {
			at := valueBit(h, k) & mask
			b.values[at>>6] |= 1 << (at & 63)
		}
	}
}

func gramBit(p []byte) uint64 {
	return uint64(binary.LittleEndian.Uint32(p)) * gramPrime >> 40
}

func valueBit(h, k uint64) uint64 { return h&0xffffffff + k*(h>>32) }

// Append writes the filter; nothing when no part is worth keeping.
func (b *FilterBuilder) Append(dst []byte) []byte {
	parts := FilterParts(0)
	var bodies [2][]uint64
	for i, p := range [...]struct {
		part FilterParts
		bits []uint64
	}{{FilterGrams, b.grams}, {FilterValues, b.values}} {
		if b.parts&p.part == 0 {
			continue
		}
		set := ones64(p.bits)
		if set == 0 || 4*set > 3*64*len(p.bits) {
			continue
		}
		parts |= p.part
		bodies[i] = halved(p.bits)
	}
	if parts == 0 {
		return dst
	}
	dst = append(dst, byte(parts), unicodeMajor())
	for _, body := range bodies {
		if body == nil {
			continue
		}
		dst = append(dst, byte(bits.Len(uint(64*len(body)))-1))
		for _, w := range body {
			dst = binary.LittleEndian.AppendUint64(dst, w)
		}
	}
	return dst
}

// halved folds a set onto its half as long as at most two bits in five are set
// afterwards. It uses the memory of the set.
func halved(s []uint64) []uint64 {
	for len(s) > 1 {
		half := len(s) / 2
		set := 0
		for i, w := range s[:half] {
			set += bits.OnesCount64(w | s[half+i])
		}
		if 5*set > 2*64*half {
			break
		}
		for i := range s[:half] {
			s[i] |= s[half+i]
		}
		s = s[:half]
	}
	return s
}

func ones64(s []uint64) int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// Filter is a text filter as it is stored. Its bytes are lent.
type Filter struct {
	Unicode uint8
	grams   []byte
	values  []byte
}

var errFilter = errors.New("unknown text filter")

// ReadFilter takes a stored filter apart.
func ReadFilter(p []byte) (f Filter, err error) {
	if len(p) < 2 || p[0] == 0 || p[0] > byte(FilterGrams|FilterValues) {
		return f, errFilter
	}
	parts := FilterParts(p[0])
	f.Unicode, p = p[1], p[2:]
	for _, one := range [...]struct {
		part FilterParts
		to   *[]byte
		most byte
	}{{FilterGrams, &f.grams, largestGrams}, {FilterValues, &f.values, largestValues}} {
		if parts&one.part == 0 {
			continue
		}
		if len(p) < 1 || p[0] < smallestFilter || p[0] > one.most || len(p)-1 < 1<<p[0]/8 {
			return f, errFilter
		}
		n := 1 << p[0] / 8
		*one.to, p = p[1:1+n], p[1+n:]
	}
	if len(p) > 0 {
		return f, errFilter
	}
	return f, nil
}

// mayHold reports whether a text may have the plain form inside; it is at least as
// long as a gram.
func (f *Filter) mayHold(plain []byte) bool {
	if f.grams == nil {
		return true
	}
	mask := uint64(len(f.grams)*8 - 1)
	for p := plain; len(p) >= gramLength; p = p[1:] {
		if at := gramBit(p) & mask; f.grams[at>>3]>>(at&7)&1 == 0 {
			return false
		}
	}
	return true
}

// mayBe reports whether some text may have the plain form as a whole.
func (f *Filter) mayBe(plain []byte) bool {
	if len(plain) == 0 {
		return true
	}
	if f.values != nil {
		h, mask := xxhash.Sum64(plain), uint64(len(f.values)*8-1)
		for k := range uint64(valueHashes) {
			if at := valueBit(h, k) & mask; f.values[at>>3]>>(at&7)&1 == 0 {
				return false
			}
		}
	}
	return f.mayHold(plain)
}
