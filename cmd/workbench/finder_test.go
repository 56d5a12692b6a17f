package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
)

// finder finds needles of at least eight bytes.
type finder map[uint64][]needle

type needle struct {
	text  []byte
	value string
}

// add adds a value as it is and, where all is true, in the codes that a program
// might write it in.
func (f finder) add(value string, all bool) {
	forms := [][]byte{[]byte(value)}
	if all {
		le, be := []byte{}, []byte{}
		for _, u := range utf16.Encode([]rune(value)) {
			le, be = binary.LittleEndian.AppendUint16(le, u), binary.BigEndian.AppendUint16(be, u)
		}
		forms = append(forms, le, be, []byte(hex.EncodeToString([]byte(value))))
		for shift := range 3 {
			// What stands before a value moves its base64; the ends depend on neighbours.
			text := base64.StdEncoding.EncodeToString(append(make([]byte, shift), value...))
			forms = append(forms, []byte(text[4:len(text)-4]))
		}
	}
	for _, p := range forms {
		if len(p) < 8 {
			continue
		}
		k := binary.LittleEndian.Uint64(p)
		f[k] = append(f[k], needle{p, value})
	}
}

func (f finder) search(hay []byte, found map[string]bool) {
	for i := 0; i+8 <= len(hay); i++ {
		for _, n := range f[binary.LittleEndian.Uint64(hay[i:])] {
			if bytes.HasPrefix(hay[i:], n.text) {
				found[n.value] = true
			}
		}
	}
}

// layers returns bytes and what is packed inside them with Zstandard, some levels deep.
func layers(p []byte, depth int) [][]byte {
	out := [][]byte{p}
	magic := []byte{0x28, 0xb5, 0x2f, 0xfd}
	for i := 0; depth > 0; {
		at := bytes.Index(p[i:], magic)
		if at < 0 {
			break
		}
		i += at + 1
		d, err := zstd.NewReader(bytes.NewReader(p[i-1:]), zstd.WithDecoderConcurrency(1))
		if err != nil {
			continue
		}
		plain, _ := io.ReadAll(io.LimitReader(d, 64<<20)) // what follows the frame is no frame
		d.Close()
		if len(plain) > 0 {
			out = append(out, layers(plain, depth-1)...)
		}
	}
	return out
}

// The search for planted values finds them in every code that it says it knows.
func TestFinderFinds(t *testing.T) {
	const value = "mail-of-somebody"
	wide := []byte{}
	for _, u := range utf16.Encode([]rune("x" + value)) {
		wide = binary.BigEndian.AppendUint16(wide, u)
	}
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	packed := enc.EncodeAll([]byte(strings.Repeat("before ", 99)+value), nil)
	for name, hay := range map[string][]byte{
		"as it is": []byte("xx" + value + "yy"), "UTF-16": wide, "hex": []byte(hex.EncodeToString([]byte("a" + value + "b"))),
		"base64":   []byte(base64.StdEncoding.EncodeToString([]byte("a" + value + "b"))),
		"base64+1": []byte(base64.StdEncoding.EncodeToString([]byte("ab" + value + "b"))),
		"base64+2": []byte(base64.StdEncoding.EncodeToString([]byte(value + "b"))),
		"packed":   append(append([]byte("(\xb5/ no frame"), packed...), "behind"...),
	} {
		f, found := finder{}, map[string]bool{}
		f.add(value, true)
		for _, p := range layers(hay, 2) {
			f.search(p, found)
		}
		if !found[value] {
			t.Errorf("%s: not found", name)
		}
	}
}
