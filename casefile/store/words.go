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

	// Wider numbers do not fit the eight-byte window of the unpacker.
	maxPacked = 56
)

var errWords = errors.New("unknown list of numbers")

type word interface{ ~uint32 | ~uint64 }

// scratch is the working memory of one encoder. It belongs to one goroutine.
type scratch struct {
	planes []byte
	z      []byte
	words  []uint64
	ints   []int64
	bytes  []byte
}

// appendWords writes v in the smallest of the layouts. Byte planes compress well
// when numbers are skewed; packed bits win when they are spread evenly, and are
// quicker to read, so they also win when it is close.
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
	packed := (len(v)*width + 7) / 8
	planes := (width + 7) / 8
	s.planes = appendPlanes(s.planes[:0], v, least, planes)
	s.z = c.compress(s.z[:0], s.planes)
	if len(s.z) < packed*9/10 || (width > maxPacked && len(s.z) < len(s.planes)) {
		dst = binary.AppendUvarint(append(dst, wordsZstd), uint64(least))
		dst = binary.AppendUvarint(append(dst, byte(planes)), uint64(len(s.z)))
		return append(dst, s.z...)
	}
	if width > maxPacked {
		dst = binary.AppendUvarint(append(dst, wordsPlanes), uint64(least))
		return append(append(dst, byte(planes)), s.planes...)
	}
	dst = binary.AppendUvarint(append(dst, wordsPacked), uint64(least))
	return appendPacked(append(dst, byte(width)), v, least, width)
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

// readWords reads n words into a fresh list.
func readWords[T word](c *codec, r *reader, n int) []T {
	if n < 0 || n > maxValue/8 {
		r.fail(errWords)
		return nil
	}
	kind := r.u8()
	base := T(r.uvarint())
	if r.err != nil {
		return nil
	}
	switch kind {
	case wordsEqual:
		out := make([]T, n)
		if base != 0 {
			for i := range out {
				out[i] = base
			}
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
		return unpack(p, n, width, base)
	case wordsZstd, wordsPlanes:
		planes := int(r.u8())
		if planes < 1 || planes > 8 {
			r.fail(errWords)
			return nil
		}
		var p []byte
		if kind == wordsPlanes {
			p = r.take(n * planes)
		} else {
			var err error
			z := r.take(r.count(1, len(r.p)))
			if p, err = c.expand(nil, z, n*planes); err != nil {
				r.fail(err)
			}
		}
		if r.err != nil {
			return nil
		}
		return gather(p, n, planes, base)
	}
	r.fail(errWords)
	return nil
}

// unpack reads n numbers of width bits, lowest bit first.
func unpack[T word](p []byte, n, width int, base T) []T {
	out := make([]T, n)
	mask := uint64(1)<<width - 1
	bit := 0
	i := 0
	for ; i < n && bit>>3+8 <= len(p); i++ {
		out[i] = base + T(binary.LittleEndian.Uint64(p[bit>>3:])>>(bit&7)&mask)
		bit += width
	}
	for ; i < n; i++ {
		var tail [8]byte
		copy(tail[:], p[bit>>3:])
		out[i] = base + T(binary.LittleEndian.Uint64(tail[:])>>(bit&7)&mask)
		bit += width
	}
	return out
}

// gather puts byte planes together.
func gather[T word](p []byte, n, planes int, base T) []T {
	out := make([]T, n)
	if planes == 2 {
		lo, hi := p[:n], p[n:2*n]
		for i := range out {
			out[i] = base + T(lo[i]) + T(hi[i])<<8
		}
		return out
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
	return out
}
