package packing

import (
	"bytes"
	"io"

	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// xzHeader is how much of an xz file says what window its first block asks for: the
// stream header and the longest header of a block.
const xzHeader = 12 + 1024

// openXZ opens every stream of an xz file. The window is checked in the header of
// the first block; those who compress in several blocks give all of them one.
func openXZ(r io.Reader) (io.Reader, error) {
	head := make([]byte, xzHeader)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	if window, ok := xzWindow(head); ok && window > MaxWindow {
		return nil, ErrWindow
	}
	return xz.NewReader(io.MultiReader(bytes.NewReader(head), r))
}

// xzWindow returns the window that the first block asks for; ok is false where there
// is no block, or none that is understood. The filter flags of LZMA2 are the bytes
// 0x21 0x01 and the window (xz format 1.2, sections 3.1 and 5.3.1).
func xzWindow(head []byte) (window int64, ok bool) {
	if len(head) < 14 || head[12] == 0 {
		return 0, false
	}
	block := head[12:min(len(head), 12+4*(int(head[12])+1))]
	at := 2
	for sizes := block[1] >> 6; sizes > 0; sizes &= sizes - 1 { // compressed size, uncompressed size
		for at < len(block) && block[at] >= 0x80 {
			at++
		}
		at++
	}
	if at+3 > len(block) || block[at] != 0x21 || block[at+1] != 1 {
		return 0, false
	}
	window, err := lzma.DecodeDictCap(block[at+2])
	return window, err == nil
}
