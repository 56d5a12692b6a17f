package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"casebench/casefile"
)

const (
	headerTimed = 1
	headerGaps  = 2
	columnSpan  = 1

	// maxRows bounds the rows of one block, so that a damaged header cannot ask
	// for all memory.
	maxRows = 1 << 26
)

// header is what stands in `blocks`; see FORMAT.md.
type header struct {
	table    casefile.Table
	rows     int
	firstRow int64
	lastRow  int64
	timed    bool
	gaps     bool
	min, max int64
	batch    uint32
	offset   int64
	columns  []headerColumn
	chain    [sha256.Size]byte
}

type headerColumn struct {
	number uint16
	length int // of the body
	span   span
	sum    [sha256.Size]byte
}

// span is the least and the greatest value of a column of integers.
type span struct {
	known    bool
	min, max int64
}

// chainStart is the link before the first block of a source.
func chainStart(source uint32) [sha256.Size]byte {
	return sha256.Sum256(binary.LittleEndian.AppendUint32([]byte("casebench blocks 1\n"), source))
}

// append writes the header, and sets its chain to what follows the link before.
func (h *header) append(dst []byte, before [sha256.Size]byte) []byte {
	flags := byte(0)
	if h.timed {
		flags |= headerTimed
	}
	if h.gaps {
		flags |= headerGaps
	}
	dst = append(dst, byte(h.table), flags)
	dst = binary.AppendUvarint(dst, uint64(h.rows))
	dst = binary.AppendUvarint(dst, uint64(h.firstRow))
	dst = binary.AppendUvarint(dst, uint64(h.lastRow))
	dst = binary.AppendVarint(dst, h.min)
	dst = binary.AppendVarint(dst, h.max)
	dst = binary.AppendUvarint(dst, uint64(h.batch))
	dst = binary.AppendUvarint(dst, uint64(h.offset))
	dst = binary.AppendUvarint(dst, uint64(len(h.columns)))
	for i := range h.columns {
		c := &h.columns[i]
		dst = binary.LittleEndian.AppendUint16(dst, c.number)
		dst = binary.AppendUvarint(dst, uint64(c.length))
		if c.span.known {
			dst = append(dst, columnSpan)
			dst = binary.AppendVarint(binary.AppendVarint(dst, c.span.min), c.span.max)
		} else {
			dst = append(dst, 0)
		}
		dst = append(dst, c.sum[:]...)
	}
	h.chain = chainNext(before, dst)
	return append(dst, h.chain[:]...)
}

func chainNext(before [sha256.Size]byte, body []byte) [sha256.Size]byte {
	return sha256.Sum256(append(before[:], body...))
}

// readHeader reads a header. Signed is what its chain covers.
func readHeader(body []byte) (h header, signed []byte, err error) {
	r := reader{p: body}
	h.table = casefile.Table(r.u8())
	flags := r.u8()
	h.timed, h.gaps = flags&headerTimed != 0, flags&headerGaps != 0
	h.rows = r.count(0, maxRows)
	h.firstRow, h.lastRow = int64(r.uvarint()), int64(r.uvarint())
	h.min, h.max = r.varint(), r.varint()
	h.batch = uint32(r.uvarint())
	h.offset = int64(r.uvarint())
	h.columns = make([]headerColumn, r.count(2+1+1+sha256.Size, 1<<16))
	for i := range h.columns {
		c := &h.columns[i]
		c.number, c.length = r.u16(), r.count(0, maxValue)
		if c.span.known = r.u8()&columnSpan != 0; c.span.known {
			c.span.min, c.span.max = r.varint(), r.varint()
		}
		copy(c.sum[:], r.take(sha256.Size))
	}
	if len(r.p) != sha256.Size {
		r.fail(errShort)
	}
	if r.err == nil && casefile.SchemaOf(h.table) == nil {
		r.fail(errors.New("unknown table"))
	}
	if r.err != nil {
		return h, nil, r.err
	}
	copy(h.chain[:], r.p)
	return h, body[:len(body)-sha256.Size], nil
}

func sortColumns(columns []headerColumn) {
	slices.SortFunc(columns, func(a, b headerColumn) int { return int(a.number) - int(b.number) })
}
