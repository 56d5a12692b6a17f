package store

import (
	"encoding/binary"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
)

// Blocks returns the blocks of all ready sources by source and number, of the
// given tables or of all. It reads headers only, and those only once.
func (f *File) Blocks(tables ...casefile.Table) ([]BlockInfo, error) {
	var sources []casefile.Source
	if err := f.View(func(tx *Tx) (err error) {
		sources, err = tx.Sources()
		return err
	}); err != nil {
		return nil, err
	}
	var out []BlockInfo
	for _, s := range sources {
		if s.State != casefile.SourceReady {
			continue
		}
		blocks, err := f.blocksOf(s.ID)
		if err != nil {
			return nil, err
		}
		for _, b := range blocks {
			if len(tables) == 0 || slices.Contains(tables, b.Table) {
				out = append(out, b)
			}
		}
	}
	return out, nil
}

// blocksOf returns the blocks of a source whose blocks are all written.
func (f *File) blocksOf(source uint32) ([]BlockInfo, error) {
	f.mu.Lock()
	have, ok := f.blocks[source]
	f.mu.Unlock()
	if ok {
		return have, nil
	}
	names, err := f.loadNames()
	if err != nil {
		return nil, err
	}
	var out []BlockInfo
	err = f.view(func(b *bolt.Tx) error {
		out = nil
		tx := &Tx{f: f, b: b}
		return tx.each(bucketBlocks, key32(source), func(k, v []byte) error {
			info, err := f.blockInfo(names, k, v)
			if err != nil {
				return err
			}
			out = append(out, info)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	f.blocks[source] = out
	f.mu.Unlock()
	return out, nil
}

// blockInfo reads the header of a block as it is stored.
func (f *File) blockInfo(names *names, k, v []byte) (info BlockInfo, err error) {
	body, err := f.codec.unwrap(bucketBlocks, k, v)
	if err != nil {
		return info, err
	}
	h, _, err := readHeader(body)
	if err != nil {
		return info, corrupt(bucketBlocks, k, err)
	}
	info = BlockInfo{Source: binary.BigEndian.Uint32(k), Block: binary.BigEndian.Uint32(k[4:]), Table: h.table, Rows: h.rows,
		FirstRow: h.firstRow, LastRow: h.lastRow, Timed: h.timed, Gaps: h.gaps, Min: h.min, Max: h.max, batch: h.batch, offset: h.offset}
	for _, c := range h.columns {
		switch {
		case c.number < columnExtra:
			info.Columns = append(info.Columns, int(c.number))
			info.Spans = append(info.Spans, Span{c.span.min, c.span.max, c.span.known})
		case c.number < columnRow:
			n := int(c.number - columnExtra)
			if n >= len(names.byNumber) {
				return info, corrupt(bucketBlocks, k, fmt.Errorf("extra column %d has no name", n))
			}
			at, _ := slices.BinarySearch(info.Extra, names.byNumber[n])
			info.Extra = slices.Insert(info.Extra, at, names.byNumber[n])
			info.extra = slices.Insert(info.extra, at, c.number)
		}
	}
	return info, nil
}

// Read decodes the named columns of a block: columns by their number in the table's
// schema, extra columns by name. Columns that the block lacks come as FormNone.
func (f *File) Read(info BlockInfo, columns []int, extra []string) (*BlockView, error) {
	return f.read(info, columns, extra, nil)
}

// read is Read into memory of an arena.
func (f *File) read(info BlockInfo, columns []int, extra []string, mem *arena) (*BlockView, error) {
	numbers := make([]uint16, 0, len(columns)+len(extra)+1)
	for _, c := range columns {
		if slices.Contains(info.Columns, c) {
			numbers = append(numbers, uint16(c))
		} else {
			numbers = append(numbers, columnAbsent)
		}
	}
	for _, name := range extra {
		if i := slices.Index(info.Extra, name); i >= 0 {
			numbers = append(numbers, info.extra[i])
		} else {
			numbers = append(numbers, columnAbsent)
		}
	}
	contiguous := info.LastRow-info.FirstRow == int64(info.Rows-1)
	if !contiguous {
		numbers = append(numbers, columnRow)
	}
	views := make([]ColumnView, len(numbers))
	err := f.peekColumns(info, numbers, mem.ofBodies(), func(i int, body []byte) (err error) {
		views[i], err = readColumn(f.codec, body, info.Rows, mem)
		return err
	})
	if err != nil {
		return nil, err
	}
	v := &BlockView{Info: info, Columns: views[:len(columns):len(columns)],
		Extra: views[len(columns) : len(columns)+len(extra) : len(columns)+len(extra)]}
	if !contiguous {
		v.rows = views[len(numbers)-1].Ints
		for i := range v.rows {
			v.rows[i] += info.FirstRow
		}
	}
	return v, nil
}

const columnAbsent = 0xffff

// columnBodies copies the bodies of columns out of the file in one transaction.
func (f *File) columnBodies(info BlockInfo, numbers []uint16) ([][]byte, error) {
	out := make([][]byte, len(numbers))
	err := f.peekColumns(info, numbers, nil, func(i int, body []byte) error {
		out[i] = append(make([]byte, 0, len(body)), body...)
		return nil
	})
	return out, err
}

// peekColumns calls do with the body of each column that is not absent, in one
// transaction. The bytes are lent: what do keeps of them it copies. An error of do
// comes back as one of the stored value. Own is for the next call about the block; nil:
// there is none.
func (f *File) peekColumns(info BlockInfo, numbers []uint16, own *openings, do func(i int, body []byte) error) error {
	return f.view(func(b *bolt.Tx) error {
		bucket := bucketOf(b, bucketColumns)
		for i, n := range numbers {
			if n == columnAbsent {
				continue
			}
			key := columnKey(info.Source, info.Block, n)
			value := bucket.Get(key)
			if value == nil {
				return corrupt(bucketColumns, key, errMissing)
			}
			err := f.codec.lend(bucketColumns, key, value, own, func(body []byte) error {
				if err := do(i, body); err != nil {
					return corrupt(bucketColumns, key, err)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// BlockCodes returns the distinct case codes of a column of codes, without decoding
// its rows: a filter can pass over the block by them. It returns nil for a column
// that the block lacks.
func (f *File) BlockCodes(info BlockInfo, column int) ([]uint32, error) {
	return f.blockCodes(info, column, nil)
}

func (f *File) blockCodes(info BlockInfo, column int, own *openings) ([]uint32, error) {
	if !slices.Contains(info.Columns, column) {
		return nil, nil
	}
	var codes []uint32
	err := f.peekColumns(info, []uint16{uint16(column)}, own, func(_ int, body []byte) error {
		form, dict, _, err := splitColumn(body)
		if err == nil && form == casefile.FormCodes {
			codes, _, err = readDict(f.codec, dict, info.Rows, nil)
		}
		return err
	})
	return codes, err
}

// Addresses returns where each row of a block stands in its source.
func (f *File) Addresses(info BlockInfo) ([]casefile.Origin, error) {
	numbers := []uint16{columnRow, columnGap, columnLength}
	var views [3][]int64
	bodies, err := f.columnBodies(info, numbers)
	if err != nil {
		return nil, err
	}
	for i, n := range numbers {
		v, err := readColumn(f.codec, bodies[i], info.Rows, nil)
		if err != nil || v.Form != casefile.FormInts {
			return nil, corrupt(bucketColumns, columnKey(info.Source, info.Block, n), err)
		}
		views[i] = v.Ints
	}
	out := make([]casefile.Origin, info.Rows)
	at := info.offset
	for i := range out {
		at += views[1][i]
		out[i] = casefile.Origin{Source: info.Source, Row: info.FirstRow + views[0][i], Offset: at, Length: views[2][i]}
		at += views[2][i]
	}
	return out, nil
}
