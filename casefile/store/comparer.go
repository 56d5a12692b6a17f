package store

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"

	"casebench/casefile"
)

// comparer tells whether a row of one source is the same as a row of another: by
// their original bytes where both are kept plain, otherwise by length and every
// typed column. It belongs to one goroutine and remembers a few blocks.
type comparer struct {
	f     *File
	raw   bool
	cache []*rowBlock // the most recent last
}

// rowBlock is a block whose rows are being compared.
type rowBlock struct {
	source, block uint32
	addresses     []casefile.Origin
	batch         []byte // raw bytes of its batch
	offset        int64
	view          *BlockView
	extra         []string
}

// comparerBlocks is how many blocks a comparer remembers: two sources that overlap
// are compared nearly in step.
const comparerBlocks = 6

func (f *File) newComparer(a, b casefile.Source) *comparer {
	plain := func(s casefile.Source) bool {
		return s.Originals != byReference && s.Compression == "" && s.LostBytes == 0
	}
	return &comparer{f: f, raw: plain(a) && plain(b)}
}

func (c *comparer) same(a BlockInfo, i uint32, b BlockInfo, j uint32) (bool, error) {
	x, err := c.block(a)
	if err != nil {
		return false, err
	}
	y, err := c.block(b)
	if err != nil {
		return false, err
	}
	if x.addresses[i].Length != y.addresses[j].Length {
		return false, nil
	}
	if c.raw {
		p, err := x.bytes(i)
		if err != nil {
			return false, err
		}
		q, err := y.bytes(j)
		return err == nil && bytes.Equal(p, q), err
	}
	return bytes.Equal(x.typed(int(i)), y.typed(int(j))), nil
}

// bytes returns the original bytes of a row.
func (b *rowBlock) bytes(i uint32) ([]byte, error) {
	a := b.addresses[i]
	from := a.Offset - b.offset
	if from < 0 || a.Length < 0 || from+a.Length > int64(len(b.batch)) {
		return nil, corrupt(bucketColumns, columnKey(b.source, b.block, columnLength), errShort)
	}
	return b.batch[from : from+a.Length], nil
}

// block returns a block, read at need.
func (c *comparer) block(info BlockInfo) (*rowBlock, error) {
	for i, b := range c.cache {
		if b.source == info.Source && b.block == info.Block {
			c.cache = append(slices.Delete(c.cache, i, i+1), b)
			return b, nil
		}
	}
	b := &rowBlock{source: info.Source, block: info.Block, offset: info.offset, extra: info.Extra}
	var err error
	if b.addresses, err = c.f.Addresses(info); err != nil {
		return nil, err
	}
	if c.raw {
		b.batch, err = c.f.batchBytes(info.Source, info.batch)
	} else {
		b.view, err = c.f.Read(info, allColumns(info.Table), info.Extra)
	}
	if err != nil {
		return nil, err
	}
	if len(c.cache) >= comparerBlocks {
		c.cache = slices.Delete(c.cache, 0, 1)
	}
	c.cache = append(c.cache, b)
	return b, nil
}

func allColumns(t casefile.Table) []int {
	out := make([]int, len(casefile.SchemaOf(t).Columns))
	for i := range out {
		out[i] = i
	}
	return out
}

// typed prints all values of a row in a form that is equal when they are.
func (b *rowBlock) typed(i int) []byte {
	var out []byte
	for k := range b.view.Columns {
		out = b.view.Columns[k].appendTyped(out, i)
	}
	for k := range b.view.Extra {
		if !b.view.Extra[k].IsNull(i) {
			out = appendText(out, b.extra[k])
			out = b.view.Extra[k].appendTyped(out, i)
		}
	}
	return out
}

func (c *ColumnView) appendTyped(dst []byte, i int) []byte {
	if c.IsNull(i) {
		return append(dst, 0)
	}
	dst = append(dst, byte(c.Form))
	switch c.Form {
	case casefile.FormCodes:
		if c.Dict != nil {
			return appendText(dst, c.Dict[c.Local[i]-1])
		}
		return binary.AppendUvarint(dst, uint64(c.Code(i)))
	case casefile.FormInts:
		return binary.AppendVarint(dst, c.Ints[i])
	case casefile.FormFloats:
		return binary.LittleEndian.AppendUint64(dst, math.Float64bits(c.Floats[i]))
	}
	return appendText(dst, string(c.Texts.At(i)))
}
