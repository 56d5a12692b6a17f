package casepackage

import "encoding/binary"

// The one form of the zip (FORMAT.md, "The zip"), shared by writer and verifier.
// The layout is PKWARE's APPNOTE 6.3.10, restricted to stored entries.

const (
	localMark     = 0x04034b50
	directoryMark = 0x02014b50
	endMark       = 0x06054b50
	end64Mark     = 0x06064b50
	locatorMark   = 0x07064b50

	localSize     = 30
	directorySize = 46
	endSize       = 22
	end64Size     = 56
	locatorSize   = 20

	dosDate  = 0x0021     // 1980-01-01
	fileMode = 0x81A40000 // Unix: plain file, 0644

	max32 = 1<<32 - 1
	max16 = 1<<16 - 1

	maxFiles     = 1_000_000
	maxName      = 1000
	maxDirectory = 256 << 20
	maxTotal     = 1 << 53
)

// entry is one file of the archive. Offset is where its local header begins.
type entry struct {
	name   string
	size   int64
	crc    uint32
	offset int64
}

func (e *entry) large() bool { return e.size >= max32 }

// headerSize returns the length of the local header with name and field.
func (e *entry) headerSize() int64 {
	n := int64(localSize + len(e.name))
	if e.large() {
		n += 20
	}
	return n
}

// end returns the offset of the first byte after the entry's data.
func (e *entry) end() int64 { return e.offset + e.headerSize() + e.size }

// appendLocal appends the local header.
func (e *entry) appendLocal(b []byte) []byte {
	le := binary.LittleEndian
	version, size, extra := uint16(20), uint32(e.size), uint16(0)
	if e.large() {
		version, size, extra = 45, max32, 20
	}
	b = le.AppendUint32(b, localMark)
	b = le.AppendUint16(b, version)
	b = le.AppendUint16(b, 0) // flags
	b = le.AppendUint16(b, 0) // stored
	b = le.AppendUint16(b, 0) // time
	b = le.AppendUint16(b, dosDate)
	b = le.AppendUint32(b, e.crc)
	b = le.AppendUint32(b, size)
	b = le.AppendUint32(b, size)
	b = le.AppendUint16(b, uint16(len(e.name)))
	b = le.AppendUint16(b, extra)
	b = append(b, e.name...)
	if e.large() {
		b = le.AppendUint16(b, 1)
		b = le.AppendUint16(b, 16)
		b = le.AppendUint64(b, uint64(e.size))
		b = le.AppendUint64(b, uint64(e.size))
	}
	return b
}

// appendDirectory appends the entry's record in the central directory.
func (e *entry) appendDirectory(b []byte) []byte {
	le := binary.LittleEndian
	size, offset := uint32(e.size), uint32(e.offset)
	var field []byte
	if e.large() {
		size = max32
		field = le.AppendUint64(field, uint64(e.size))
		field = le.AppendUint64(field, uint64(e.size))
	}
	if e.offset >= max32 {
		offset = max32
		field = le.AppendUint64(field, uint64(e.offset))
	}
	version := uint16(20)
	if len(field) > 0 {
		version = 45
		head := le.AppendUint16(le.AppendUint16(nil, 1), uint16(len(field)))
		field = append(head, field...)
	}
	b = le.AppendUint32(b, directoryMark)
	b = le.AppendUint16(b, 3<<8|version)
	b = le.AppendUint16(b, version)
	b = le.AppendUint16(b, 0)
	b = le.AppendUint16(b, 0)
	b = le.AppendUint16(b, 0)
	b = le.AppendUint16(b, dosDate)
	b = le.AppendUint32(b, e.crc)
	b = le.AppendUint32(b, size)
	b = le.AppendUint32(b, size)
	b = le.AppendUint16(b, uint16(len(e.name)))
	b = le.AppendUint16(b, uint16(len(field)))
	b = le.AppendUint16(b, 0) // comment
	b = le.AppendUint16(b, 0) // disk
	b = le.AppendUint16(b, 0) // internal attributes
	b = le.AppendUint32(b, fileMode)
	b = le.AppendUint32(b, offset)
	b = append(b, e.name...)
	return append(b, field...)
}

// appendEnd appends what closes an archive whose directory of count entries and
// size bytes begins at offset start.
func appendEnd(b []byte, count int, size, start int64) []byte {
	le := binary.LittleEndian
	n, size32, start32 := uint16(min(count, max16)), uint32(min(size, max32)), uint32(min(start, max32))
	if count >= max16 || size >= max32 || start >= max32 {
		b = le.AppendUint32(b, end64Mark)
		b = le.AppendUint64(b, end64Size-12)
		b = le.AppendUint16(b, 3<<8|45)
		b = le.AppendUint16(b, 45)
		b = le.AppendUint32(b, 0)
		b = le.AppendUint32(b, 0)
		b = le.AppendUint64(b, uint64(count))
		b = le.AppendUint64(b, uint64(count))
		b = le.AppendUint64(b, uint64(size))
		b = le.AppendUint64(b, uint64(start))
		b = le.AppendUint32(b, locatorMark)
		b = le.AppendUint32(b, 0)
		b = le.AppendUint64(b, uint64(start+size))
		b = le.AppendUint32(b, 1)
	}
	b = le.AppendUint32(b, endMark)
	b = le.AppendUint16(b, 0)
	b = le.AppendUint16(b, 0)
	b = le.AppendUint16(b, n)
	b = le.AppendUint16(b, n)
	b = le.AppendUint32(b, size32)
	b = le.AppendUint32(b, start32)
	return le.AppendUint16(b, 0)
}
