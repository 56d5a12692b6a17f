package store

import (
	"encoding/binary"
	"errors"
)

var (
	errShort   = errors.New("the value ends too early")
	errMissing = errors.New("the value is missing")
)

// reader takes numbers and bytes off the front of a value. After the first
// failure it returns zeros and keeps the error, so that callers look once.
type reader struct {
	p   []byte
	err error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.p = nil
}

func (r *reader) u8() byte {
	if len(r.p) < 1 {
		r.fail(errShort)
		return 0
	}
	b := r.p[0]
	r.p = r.p[1:]
	return b
}

func (r *reader) u16() uint16 {
	if b := r.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *reader) u32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *reader) u64() uint64 {
	if b := r.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.p)
	if n <= 0 {
		r.fail(errShort)
		return 0
	}
	r.p = r.p[n:]
	return v
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.p)
	if n <= 0 {
		r.fail(errShort)
		return 0
	}
	r.p = r.p[n:]
	return v
}

// count reads a uvarint that counts things of at least `each` bytes in the rest
// of the value (0: things that may take no bytes, at most limit of them).
func (r *reader) count(each, limit int) int {
	v := r.uvarint()
	if v > uint64(limit) || (each > 0 && v > uint64(len(r.p)/each)) {
		r.fail(errShort)
		return 0
	}
	return int(v)
}

// take returns the next n bytes, which still belong to the value.
func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.p) {
		r.fail(errShort)
		return nil
	}
	b := r.p[:n:n]
	r.p = r.p[n:]
	return b
}

func (r *reader) text() string { return string(r.take(r.count(1, len(r.p)))) }

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}
