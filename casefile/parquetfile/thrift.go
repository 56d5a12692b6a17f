package parquetfile

import (
	"encoding/binary"
	"errors"
	"io"
)

// The types of Thrift's compact protocol (thrift-compact-protocol.md) that are not
// told by their place alone.
const (
	thriftTrue = iota + 1
	thriftFalse
	thriftByte
	thriftI16
	thriftI32
	thriftI64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStruct
)

const (
	maxThriftDepth = 64
	// structBytes is what a struct of a list takes at least, on the average.
	structBytes = 4
	slackBytes  = 4096
)

var errThrift = errors.New("the metadata are not what Thrift writes")

// scan measures a struct without giving memory to what it says of itself, so that
// what is decoded afterwards can be no larger than its bytes.
type scan struct {
	b       []byte
	at      int
	structs int
	err     error
}

// thriftLength returns the length of the struct that b begins with, or
// io.ErrUnexpectedEOF when b ends before it does.
func thriftLength(b []byte) (int, error) {
	s := &scan{b: b}
	s.object(0)
	if s.err == nil && s.structs*structBytes > s.at+slackBytes {
		s.err = errThrift
	}
	return s.at, s.err
}

func (s *scan) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *scan) skip(n uint64) {
	if n > uint64(len(s.b)-s.at) {
		s.fail(io.ErrUnexpectedEOF)
		return
	}
	s.at += int(n)
}

func (s *scan) u8() byte {
	if s.skip(1); s.err != nil {
		return 0
	}
	return s.b[s.at-1]
}

func (s *scan) uvarint() uint64 {
	v, n := binary.Uvarint(s.b[s.at:])
	switch {
	case n == 0:
		s.fail(io.ErrUnexpectedEOF)
	case n < 0:
		s.fail(errThrift)
	default:
		s.at += n
	}
	return v
}

func (s *scan) object(depth int) {
	if depth > maxThriftDepth {
		s.fail(errThrift)
	}
	s.structs++
	for s.err == nil {
		head := s.u8()
		if s.err != nil || head == 0 {
			return
		}
		if head>>4 == 0 {
			s.uvarint()
		}
		if kind := head & 15; kind > thriftFalse || kind == 0 {
			s.value(kind, depth)
		}
	}
}

func (s *scan) value(kind byte, depth int) {
	if depth > maxThriftDepth {
		s.fail(errThrift)
	}
	if s.err != nil {
		return
	}
	switch kind {
	case thriftTrue, thriftFalse, thriftByte: // inside lists, where they take a byte
		s.skip(1)
	case thriftI16, thriftI32, thriftI64:
		s.uvarint()
	case thriftDouble:
		s.skip(8)
	case thriftBinary:
		s.skip(s.uvarint())
	case thriftStruct:
		s.object(depth + 1)
	case thriftList, thriftSet:
		head := s.u8()
		n := uint64(head >> 4)
		if n == 15 {
			n = s.uvarint()
		}
		s.items(n, head&15, 0, depth)
	case thriftMap:
		if n := s.uvarint(); n > 0 {
			head := s.u8()
			s.items(n, head>>4, head&15, depth)
		}
	default:
		s.fail(errThrift)
	}
}

// items measures the items of a list, or the pairs of a map. Each takes a byte at
// least.
func (s *scan) items(n uint64, first, second byte, depth int) {
	if n > uint64(len(s.b)-s.at) {
		s.fail(io.ErrUnexpectedEOF)
	}
	for range n {
		if s.err != nil {
			return
		}
		s.value(first, depth+1)
		if second != 0 {
			s.value(second, depth+1)
		}
	}
}
