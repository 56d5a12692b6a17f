package casework

import (
	"context"
	"slices"

	"casebench/casefile"
	"casebench/casefile/store"
)

// population returns the codes of all accounts that some row is about, in
// ascending order. An account that is only named as an inviter is not one.
func (c *Casework) population(ctx context.Context) ([]uint32, error) {
	seen := map[uint32]bool{}
	for _, t := range []casefile.Table{casefile.TableAccounts, casefile.TablePayments, casefile.TableLogins,
		casefile.TableRequests, casefile.TableActions, casefile.TableScores} {
		blocks, err := c.file.Blocks(t)
		if err != nil {
			return nil, err
		}
		col := casefile.SchemaOf(t).Role(casefile.RoleAccount)
		for _, b := range blocks {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			codes, err := c.file.BlockCodes(b, col)
			if err != nil {
				return nil, err
			}
			for _, code := range codes {
				seen[code] = true
			}
		}
	}
	out := make([]uint32, 0, len(seen))
	for code := range seen {
		out = append(out, code)
	}
	slices.Sort(out)
	return out, nil
}

// row reads the named columns of one row of a small table.
type row struct {
	view *store.BlockView
	dict map[casefile.Domain]*store.Dict
	cols []casefile.Column
	i    int
}

// code returns the dictionary code in column k of those asked for, 0 for null.
func (r *row) code(k int) uint32 {
	col := &r.view.Columns[k]
	if col.IsNull(r.i) {
		return 0
	}
	return col.Code(r.i)
}

// text returns the text in column k, "" for null.
func (r *row) text(k int) string {
	col := &r.view.Columns[k]
	switch {
	case col.IsNull(r.i):
		return ""
	case col.Form == casefile.FormCodes:
		return r.dict[r.cols[k].Domain].Value(col.Code(r.i))
	case col.Form == casefile.FormTexts:
		return string(col.Texts.At(r.i))
	}
	return ""
}

// nanos returns the integer or instant in column k, 0 for null.
func (r *row) nanos(k int) int64 {
	col := &r.view.Columns[k]
	if col.IsNull(r.i) || col.Form != casefile.FormInts {
		return 0
	}
	return col.Ints[r.i]
}

// eachRow calls f for every row of a table that counts, with the named columns.
// It is for tables that fit a person's patience; requests are searched by blocks.
func (c *Casework) eachRow(ctx context.Context, t casefile.Table, names []string, f func(*row) error) error {
	schema := casefile.SchemaOf(t)
	r := &row{dict: map[casefile.Domain]*store.Dict{}}
	var numbers []int
	for _, n := range names {
		k := schema.Index(n)
		numbers = append(numbers, k)
		col := schema.Columns[k]
		r.cols = append(r.cols, col)
		if col.Kind == casefile.KindCode && r.dict[col.Domain] == nil {
			d, err := c.file.Dict(col.Domain)
			if err != nil {
				return err
			}
			r.dict[col.Domain] = d
		}
	}
	blocks, err := c.file.Blocks(t)
	if err != nil {
		return err
	}
	for _, b := range blocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		dup, err := c.file.Duplicates(b)
		if err != nil {
			return err
		}
		if r.view, err = c.file.Read(b, numbers, nil); err != nil {
			return err
		}
		for r.i = range b.Rows {
			if dup != nil && dup[r.i>>6]&(1<<(r.i&63)) != 0 {
				continue
			}
			if err := f(r); err != nil {
				return err
			}
		}
	}
	return nil
}
