package store

import (
	"bytes"
	"errors"
	"slices"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/casefile/query"
)

// filterShare is how many times as large as its filter a column must be: a smaller
// one is read as quickly.
const filterShare = 4

// filter makes the text filter of a packed column, which has the values v and is of
// the schema's column c, or an extra one when c is the zero Column. It returns nil
// where there is to be none.
func (w *worker) filter(p *packedColumn, v *casefile.Vector, rows int, c casefile.Column) []byte {
	if !makeFilter(&w.filters, v, rows, c) {
		return nil
	}
	f := w.filters.Append(nil)
	if len(f) == 0 || filterShare*len(f) > len(p.inline)+len(p.data) {
		return nil
	}
	return f
}

// makeFilter puts the texts of a column into a filter; false says that such a column
// has none.
func makeFilter(b *query.FilterBuilder, v *casefile.Vector, rows int, c casefile.Column) bool {
	switch {
	case v.Form == casefile.FormTexts:
		b.Reset(query.FilterOf(c), rows)
		for i := range rows {
			if !v.IsNull(i) {
				b.Add(v.Texts.At(i))
			}
		}
	case v.Form == casefile.FormCodes && c.Domain == casefile.DomainNone:
		b.Reset(query.FilterOf(c), len(v.Dict))
		for _, s := range v.Dict {
			b.Add([]byte(s))
		}
	default:
		return false
	}
	return true
}

// MayHold implements query.Screen. A filter that is damaged is as good as none: the
// column still says what there is, and check names the filter.
func (s *searchable) MayHold(b query.Block, column int, extra string, pass func(*query.Filter) bool) (may bool, err error) {
	info := s.info(b)
	number, ok := info.number(column, extra)
	if !ok {
		return false, nil
	}
	may = true
	err = s.f.view(func(tx *bolt.Tx) error {
		bucket := tx.Bucket([]byte(bucketFilters))
		if bucket == nil {
			return nil // a case of version 1
		}
		key := columnKey(info.Source, info.Block, number)
		value := bucket.Get(key)
		if value == nil {
			return nil
		}
		_ = s.f.codec.lend(bucketFilters, key, value, nil, func(body []byte) error {
			if f, err := query.ReadFilter(body); err == nil {
				may = pass(&f)
			}
			return nil
		})
		return nil
	})
	return may, err
}

// number returns the number of a column of the block, or of the extra field of that
// name when column is below 0; ok is false when the block does not hold it.
func (info *BlockInfo) number(column int, extra string) (n uint16, ok bool) {
	if column >= 0 {
		return uint16(column), slices.Contains(info.Columns, column)
	}
	i := slices.Index(info.Extra, extra)
	if i < 0 {
		return 0, false
	}
	return info.extra[i], true
}

// sameFilter compares a stored filter with one made again from the column.
func sameFilter(stored []byte, view *ColumnView, rows int, c casefile.Column) error {
	v := casefile.Vector{Form: view.Form, Dict: view.Dict, Texts: view.Texts, Null: view.Null}
	var b query.FilterBuilder
	if !makeFilter(&b, &v, rows, c) || !bytes.Equal(b.Append(nil), stored) {
		return errors.New("the filter does not say what the column holds")
	}
	return nil
}
