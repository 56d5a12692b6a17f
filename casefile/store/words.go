package store

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// The layouts of a list of words; see FORMAT.md.
const (
	wordsEqual  = 0
	wordsPacked = 1
	wordsZstd   = 2
	wordsPlanes = 3
	wordsSlices = 4

	// Shorter lists are not worth slicing.
	minSliced = 256
	// Wider numbers do not fit the eight-byte window of the unpacker.
	maxPacked = 56
)

var errWords = errors.New("unknown list of numbers")

type word interface{ ~uint32 | ~uint64 }

// number is what words are read as.
type number interface{ word | ~int64 }

// scratch is the working memory of one encoder. It belongs to one goroutine.
type scratch struct {
	planes []byte
	z      []byte
	words  []uint64
	ints   []int64
	bytes  []byte
}

// appendWords writes v in the layout that suits it. Byte planes compress well when
// numbers are skewed. Slices and packed bits win when they are spread evenly; they
// are much quicker to search, so they also win when it is close.
func appendWords[T word](c *codec, s *scratch, dst []byte, v []T) []byte {
	least, most := T(0), T(0)
	if len(v) > 0 {
		least, most = v[0], v[0]
	}
	for _, x := range v {
		least, most = min(least, x), max(most, x)
	}
	if least == most {
		return binary.AppendUvarint(append(dst, wordsEqual), uint64(least))
	}
	width := bits.Len64(uint64(most - least))
	sliced := len(v) >= minSliced && width <= maxPacked
	if z, planes, ok := compressed(c, s, v, least, width, sliced); ok {
		dst = binary.AppendUvarint(append(dst, wordsZstd), uint64(least))
		dst = binary.AppendUvarint(append(dst, byte(planes)), uint64(len(z)))
		return append(dst, z...)
	}
	if width > maxPacked {
		planes := (width + 7) / 8
		dst = binary.AppendUvarint(append(dst, wordsPlanes), uint64(least))
		return appendPlanes(append(dst, byte(planes)), v, least, planes)
	}
	if sliced {
		dst = binary.AppendUvarint(append(dst, wordsSlices), uint64(least))
		return appendSlices(append(dst, byte(width)), v, least, width)
	}
	dst = binary.AppendUvarint(append(dst, wordsPacked), uint64(least))
	return appendPacked(append(dst, byte(width)), v, least, width)
}

// sample is how many numbers of a long list are tried before all are compressed:
// most columns do not compress, and to find out costs more than to pack them.
const sample = 2048

// compressed returns the byte planes of v in Zstandard; ok is false when that is
// not worth it. The planes stand in the scratch until the next call.
func compressed[T word](c *codec, s *scratch, v []T, least T, width int, sliced bool) (z []byte, planes int, ok bool) {
	planes = (width + 7) / 8
	try := func(v []T, share int) bool {
		s.planes = appendPlanes(s.planes[:0], v, least, planes)
		s.z = c.compress(s.z[:0], s.planes)
		packed := (len(v)*width + 7) / 8
		return 10*len(s.z) < share*packed || width > maxPacked && len(s.z) < len(s.planes)
	}
	share := 9 // tenths of the packed size
	if sliced {
		share = 7
		if len(v) >= 4*sample && !try(v[:sample], 10) {
			return nil, planes, false
		}
	}
	ok = try(v, share)
	return s.z, planes, ok
}

func appendPlanes[T word](dst []byte, v []T, base T, planes int) []byte {
	for p := range planes {
		shift := 8 * p
		for _, x := range v {
			dst = append(dst, byte((x-base)>>shift))
		}
	}
	return dst
}

func appendPacked[T word](dst []byte, v []T, base T, width int) []byte {
	var acc uint64
	have := 0
	for _, x := range v {
		acc |= uint64(x-base) << have
		have += width
		for have >= 8 {
			dst = append(dst, byte(acc))
			acc >>= 8
			have -= 8
		}
	}
	if have > 0 {
		dst = append(dst, byte(acc))
	}
	return dst
}

// readWords reads n words into a list from the pool.
func readWords[T number](c *codec, r *reader, n int, mem *pool[T]) []T {
	if n < 0 || n > maxValue/8 {
		r.fail(errWords)
		return nil
	}
	kind := r.u8()
	base := r.uvarint()
	if r.err != nil {
		return nil
	}
	switch kind {
	case wordsEqual:
		out := mem.take(n)
		for i := range out {
			out[i] = T(base)
		}
		return out
	case wordsPacked:
		width := int(r.u8())
		if width < 1 || width > maxPacked {
			r.fail(errWords)
			return nil
		}
		p := r.take((n*width + 7) / 8)
		if r.err != nil {
			return nil
		}
		out := mem.take(n)
		unpack(p, out, width, T(base))
		return out
	case wordsSlices:
		s := readSlices(r, n, base)
		if r.err != nil {
			return nil
		}
		out := mem.take(n)
		unslice(&s, out)
		return out
	case wordsZstd, wordsPlanes:
		p, planes := readPlanes(c, r, n, kind)
		if r.err != nil {
			return nil
		}
		out := mem.take(n)
		gather(p, out, planes, T(base))
		return out
	}
	r.fail(errWords)
	return nil
}

// readPlanes reads n numbers as byte planes.
func readPlanes(c *codec, r *reader, n int, kind byte) (p []byte, planes int) {
	planes = int(r.u8())
	if planes < 1 || planes > 8 {
		r.fail(errWords)
		return nil, planes
	}
	if kind == wordsPlanes {
		return r.take(n * planes), planes
	}
	p, err := c.expand(nil, r.take(r.count(1, len(r.p))), n*planes)
	if err != nil {
		r.fail(err)
	}
	return p, planes
}

// unpack reads numbers of width bits, lowest bit first.
func unpack[T number](p []byte, out []T, width int, base T) {
	mask := uint64(1)<<width - 1
	bit := 0
	i := 0
	for ; i < len(out) && bit>>3+8 <= len(p); i++ {
		out[i] = base + T(binary.LittleEndian.Uint64(p[bit>>3:])>>(bit&7)&mask)
		bit += width
	}
	for ; i < len(out); i++ {
		var tail [8]byte
		copy(tail[:], p[bit>>3:])
		out[i] = base + T(binary.LittleEndian.Uint64(tail[:])>>(bit&7)&mask)
		bit += width
	}
}

// gather puts byte planes together.
func gather[T number](p []byte, out []T, planes int, base T) {
	n := len(out)
	if planes == 2 {
		lo, hi := p[:n], p[n:2*n]
		for i := range out {
			out[i] = base + T(lo[i]) + T(hi[i])<<8
		}
		return
	}
	for i, b := range p[:n] {
		out[i] = base + T(b)
	}
	for k := 1; k < planes; k++ {
		shift := 8 * k
		for i, b := range p[k*n : (k+1)*n] {
			out[i] += T(b) << shift
		}
	}
}
