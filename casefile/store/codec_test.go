package store

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"casebench/casefile"
)

// FuzzNumbers holds that every list of numbers comes back, as integers, as
// decimals and as texts of their digits, and that reading stops where writing did.
func FuzzNumbers(f *testing.F) {
	f.Add([]byte{}, uint8(0))
	f.Add([]byte("0123456789abcdef0123456789abcdef"), uint8(1))
	f.Add(bytes.Repeat([]byte{0x80, 0, 0, 0, 0, 0, 0, 0x80}, 9), uint8(2))
	f.Add(bytes.Repeat([]byte{0, 202, 154, 59, 0, 0, 0, 0}, 5), uint8(3))
	c := newCodec(nil)
	f.Fuzz(func(t *testing.T, p []byte, nulls uint8) {
		rows := len(p) / 8
		ints := casefile.Vector{Form: casefile.FormInts}
		floats := casefile.Vector{Form: casefile.FormFloats}
		texts := casefile.Vector{Form: casefile.FormTexts}
		for i := range rows {
			word := binary.LittleEndian.Uint64(p[8*i:])
			null := nulls > 0 && i%int(nulls) == 0
			if null {
				word = 0
				ints.SetNull(i, rows)
				floats.SetNull(i, rows)
				texts.SetNull(i, rows)
			}
			ints.Ints = append(ints.Ints, int64(word))
			floats.Floats = append(floats.Floats, math.Float64frombits(word))
			if null {
				texts.Texts.Append(nil)
			} else {
				texts.Texts.Append(p[8*i : 8*i+int(word%9)])
			}
		}
		for _, v := range []*casefile.Vector{&ints, &floats, &texts} {
			var s scratch
			col := packColumn(c, &s, v, rows, casefile.DomainNone)
			body, _ := col.value(c, &s, nil)
			got, err := readColumn(c, body, rows, nil)
			if err != nil {
				t.Fatal(err)
			}
			for i := range rows {
				if got.IsNull(i) != v.IsNull(i) {
					t.Fatalf("row %d: null is %v", i, got.IsNull(i))
				}
			}
			for i := range rows {
				switch v.Form {
				case casefile.FormInts:
					if got.Ints[i] != v.Ints[i] {
						t.Fatalf("row %d: %d, want %d", i, got.Ints[i], v.Ints[i])
					}
				case casefile.FormFloats:
					if math.Float64bits(got.Floats[i]) != math.Float64bits(v.Floats[i]) {
						t.Fatalf("row %d: %v, want %v", i, got.Floats[i], v.Floats[i])
					}
				default:
					if !bytes.Equal(got.Texts.At(i), v.Texts.At(i)) {
						t.Fatalf("row %d: %q, want %q", i, got.Texts.At(i), v.Texts.At(i))
					}
				}
			}
		}
	})
}

// FuzzHostileColumn holds that bytes which nobody wrote are an error, or a column
// of the right length: never a panic, never memory without measure.
func FuzzHostileColumn(f *testing.F) {
	c := newCodec(nil)
	var s scratch
	for _, v := range []casefile.Vector{
		{Form: casefile.FormCodes, Codes: []uint32{1, 0, 2, 1, 2}, Dict: []string{"a", "b"}},
		{Form: casefile.FormInts, Ints: []int64{5, 7, 1 << 60, 9, -1}},
		{Form: casefile.FormFloats, Floats: []float64{.5, .7, 1e300, 2, 3}},
		{Form: casefile.FormTexts, Texts: casefile.Texts{Bytes: []byte("ab12cd34ef"), Ends: []uint32{2, 4, 6, 8, 10}}},
	} {
		col := packColumn(c, &s, &v, 5, casefile.DomainNone)
		body, _ := col.value(c, &s, nil)
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		const rows = 5
		v, err := readColumn(c, body, rows, nil)
		if err != nil {
			return
		}
		have := len(v.Local) + len(v.Ints) + len(v.Floats) + v.Texts.Len()
		if have != rows {
			t.Fatalf("%d values of form %d for %d rows", have, v.Form, rows)
		}
		for i := range rows {
			if !v.IsNull(i) {
				_ = v.appendTyped(nil, i)
			}
		}
		if _, _, err := readHeader(body); err == nil {
			t.Log("a header")
		}
		_, _ = readLinks(body)
		_, _ = readObservations(c, body)
	})
}
