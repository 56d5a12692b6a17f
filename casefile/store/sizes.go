package store

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
)

// Size is how much of the case file one part of it takes.
type Size struct {
	Part   string // a bucket, or "columns TABLE.COLUMN"; extra columns of a table are one part
	Values int
	Bytes  int64 // of keys and values, without what pages leave empty
}

// Sizes measures the case file, the largest part first. Parts that hold nothing are
// left out.
func (f *File) Sizes(ctx context.Context) ([]Size, error) {
	tables := map[uint64]casefile.Table{}
	sources, err := f.sourceIDs()
	if err != nil {
		return nil, err
	}
	for _, id := range sources {
		blocks, err := f.blocksOf(id)
		if err != nil {
			return nil, err
		}
		for _, b := range blocks {
			tables[uint64(b.Source)<<32|uint64(b.Block)] = b.Table
		}
	}
	found := map[string]*Size{}
	err = f.view(func(b *bolt.Tx) error {
		clear(found)
		return b.ForEach(func(name []byte, bucket *bolt.Bucket) error {
			return bucket.ForEach(func(k, v []byte) error {
				if err := ctx.Err(); err != nil {
					return err
				}
				part := string(name)
				if part == bucketColumns && len(k) == 10 {
					part += " " + columnName(tables[binary.BigEndian.Uint64(k)], binary.BigEndian.Uint16(k[8:]))
				}
				if found[part] == nil {
					found[part] = &Size{Part: part}
				}
				found[part].Values++
				found[part].Bytes += int64(len(k) + len(v))
				return nil
			})
		})
	})
	var out []Size
	for _, s := range found {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Size) int {
		return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), strings.Compare(a.Part, b.Part))
	})
	return out, err
}

func (f *File) sourceIDs() (out []uint32, err error) {
	err = f.View(func(tx *Tx) error {
		sources, err := tx.Sources()
		for _, s := range sources {
			out = append(out, s.ID)
		}
		return err
	})
	return out, err
}

// columnName names a stored column for people.
func columnName(t casefile.Table, number uint16) string {
	schema := casefile.SchemaOf(t)
	column := fmt.Sprintf("column %d", number)
	switch {
	case schema != nil && int(number) < len(schema.Columns):
		column = schema.Columns[number].Name
	case number == columnRow:
		column = "row numbers"
	case number == columnGap:
		column = "gaps"
	case number == columnLength:
		column = "lengths"
	case number == columnHash:
		column = "row hashes"
	case number > columnHash:
		column = "duplicates"
	case number >= columnExtra:
		column = "extra columns"
	}
	return t.String() + "." + column
}
