package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Find returns the block that holds a row of a source and the row's place in it; a
// row that is not in a block (rejected, skipped, an indicator, or not there at all)
// is a fault of kind NotFound.
func (f *File) Find(source uint32, row int64) (info BlockInfo, i int, err error) {
	blocks, err := f.blocksOf(source)
	if err != nil {
		return info, 0, err
	}
	// Blocks of one batch may interleave, so that a row may be within several.
	from, _ := slices.BinarySearchFunc(blocks, row, func(b BlockInfo, row int64) int { return cmp.Compare(b.LastRow, row) })
	for _, b := range blocks[max(0, from-casefile.Domains()):] {
		if row < b.FirstRow || row > b.LastRow {
			continue
		}
		v, err := f.Read(b, nil, nil)
		if err != nil {
			return info, 0, err
		}
		if i, ok := v.find(row); ok {
			return b, i, nil
		}
	}
	return info, 0, fault.New(fault.NotFound, fmt.Sprintf("Source %d has no accepted event in row %d.", source, row), "", nil)
}

// find returns the place of a row number in the block.
func (v *BlockView) find(row int64) (int, bool) {
	if v.rows == nil {
		i := row - v.Info.FirstRow
		return int(i), i >= 0 && i < int64(v.Info.Rows)
	}
	return slices.BinarySearch(v.rows, row)
}

// Locate fills in offset and length of rows of which source and row are known. A
// row that is not there is a fault of kind NotFound. Rows of one block cost one
// reading of it when they stand together.
func (f *File) Locate(ctx context.Context, rows []casefile.Origin) error {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(rows[a].Source, rows[b].Source), cmp.Compare(rows[a].Row, rows[b].Row))
	})
	var addresses []casefile.Origin
	for _, k := range order {
		if err := ctx.Err(); err != nil {
			return err
		}
		o := &rows[k]
		i, ok := placeOf(addresses, *o)
		if !ok {
			info, _, err := f.Find(o.Source, o.Row)
			if err != nil {
				return err
			}
			if addresses, err = f.Addresses(info); err != nil {
				return err
			}
			i, _ = placeOf(addresses, *o)
		}
		*o = addresses[i]
	}
	return nil
}

// placeOf finds a row among the addresses of one block.
func placeOf(addresses []casefile.Origin, o casefile.Origin) (int, bool) {
	if len(addresses) == 0 || addresses[0].Source != o.Source {
		return 0, false
	}
	return slices.BinarySearchFunc(addresses, o.Row, func(a casefile.Origin, row int64) int { return cmp.Compare(a.Row, row) })
}
