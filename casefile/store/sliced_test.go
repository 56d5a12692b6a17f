package store

import (
	"encoding/binary"
	"slices"
	"testing"
)

// FuzzSliced holds that numbers in slices come back, and that a search in them finds
// what looking at each number finds.
func FuzzSliced(f *testing.F) {
	f.Add([]byte("some numbers of eight bytes each, and a few more of them to fill a group"), uint8(12), uint64(3), uint64(900))
	f.Add([]byte{1, 2, 3}, uint8(1), uint64(1), uint64(1))
	f.Add(slices.Repeat([]byte{7, 0, 200, 1, 0, 9, 255, 0}, 70), uint8(56), uint64(0), uint64(1<<56-1))
	f.Add(slices.Repeat([]byte{255, 255, 254, 1, 128, 9, 255, 0}, 64), uint8(17), uint64(0), uint64(65535))
	f.Fuzz(func(t *testing.T, p []byte, bits uint8, low, high uint64) {
		width := 1 + int(bits)%maxPacked
		top := uint64(1)<<width - 1
		low, high = low&top, high&top
		const base = 1 << 60
		var v []uint64
		for len(p) > 0 {
			var eight [8]byte
			p = p[copy(eight[:], p):]
			x := binary.LittleEndian.Uint64(eight[:]) & top
			for k := range uint64(9) { // each makes several, so that groups fill
				v = append(v, base+(x+k*k)&top)
			}
		}
		body := appendSlices([]byte{byte(width)}, v, base, width)
		r := reader{p: body}
		s := readSlices(&r, len(v), base)
		if r.err != nil || len(r.p) > 0 {
			t.Fatalf("reading stopped %d bytes before the end: %v", len(r.p), r.err)
		}
		got := make([]uint64, len(v))
		unslice(&s, got)
		if !slices.Equal(got, v) {
			t.Fatalf("width %d: %d, want %d", width, got, v)
		}
		few := []uint64{low, high, top + 1}
		inside, chosen := bitmap(len(v)), bitmap(len(v))
		s.within(inside, low, high)
		s.among(chosen, few)
		for i, x := range v {
			x -= base
			if has := inside[i>>6]>>(i&63)&1 == 1; has != (x >= low && x <= high && i%11 > 0) {
				t.Fatalf("width %d: %d from %d to %d is %v", width, x, low, high, has)
			}
			if has := chosen[i>>6]>>(i&63)&1 == 1; has != (slices.Contains(few, x) && i%11 > 0) {
				t.Fatalf("width %d: %d among %d is %v", width, x, few, has)
			}
		}
	})
}

// bitmap is a set of all rows but every eleventh.
func bitmap(rows int) []uint64 {
	out := make([]uint64, (rows+63)/64)
	for i := range rows {
		if i%11 > 0 {
			out[i>>6] |= 1 << (i & 63)
		}
	}
	return out
}

// A list that says it is wider than numbers are, or that is cut short, is an error.
func TestHostileSlices(t *testing.T) {
	for _, body := range [][]byte{{}, {0}, {57}, {255}, {8, 1, 2, 3}} {
		r := reader{p: body}
		if readSlices(&r, 100, 0); r.err == nil {
			t.Errorf("% x was read as 100 numbers", body)
		}
	}
}
