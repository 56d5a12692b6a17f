package parquetfile

import (
	"encoding/binary"
	"errors"
)

var errLZ4 = errors.New("a page is no LZ4 block")

// checkLZ4 goes through an LZ4 block (lz4_Block_format.md) without decompressing it:
// the decoder gives a broken one more and more memory.
func checkLZ4(b []byte, stated int64) error {
	out := int64(0)
	long := func(n int) int64 { // of literals, or of a match
		total := int64(n)
		for n == 15 && len(b) > 0 {
			more := b[0]
			b = b[1:]
			if total += int64(more); more != 255 {
				return total
			}
		}
		if n == 15 {
			return stated + 1
		}
		return total
	}
	for len(b) > 0 {
		token := b[0]
		b = b[1:]
		literals := long(int(token >> 4))
		if out += literals; out > stated || literals > int64(len(b)) {
			return errLZ4
		}
		if b = b[literals:]; len(b) == 0 {
			break // the last sequence has no match
		}
		if len(b) < 2 {
			return errLZ4
		}
		offset := int64(binary.LittleEndian.Uint16(b))
		b = b[2:]
		if offset == 0 || offset > out {
			return errLZ4
		}
		if out += long(int(token&15)) + 4; out > stated {
			return errLZ4
		}
	}
	if out != stated {
		return errPageSize
	}
	return nil
}
