package query

import (
	"context"
	"slices"

	"casebench/casefile"
)

// Activity is what the matching rows about one account add up to.
type Activity struct {
	Rows        int64
	First, Last int64 // nanoseconds since the Unix epoch; 0 when no such row has a time
	TokensOut   int64
}

func (a *Activity) add(b Activity) {
	if a.First == 0 || b.First != 0 && b.First < a.First {
		a.First = b.First
	}
	a.Rows, a.Last, a.TokensOut = a.Rows+b.Rows, max(a.Last, b.Last), a.TokensOut+b.TokensOut
}

// Activities returns, for every account that a matching row is about, what those
// rows add up to, by account code. Its Rows are what Accounts returns.
func Activities(ctx context.Context, src Source, q *Query, opt Options) (map[uint32]Activity, error) {
	s, err := prepare(ctx, src, q, opt)
	if err != nil {
		return nil, err
	}
	out := map[uint32]Activity{}
	err = scan(ctx, s, activities, func(l localActivity) (bool, error) {
		for i, code := range l.codes {
			if a := l.sums[i+1]; a.Rows > 0 {
				sum := out[code]
				sum.add(a)
				out[code] = sum
			}
		}
		return true, nil
	})
	return out, err
}

// localActivity is activity by the block's own numbering of codes; entry 0 of
// sums is for null.
type localActivity struct {
	codes []uint32
	sums  []Activity
}

// activities adds up the rows sel of the reader's block.
func activities(r *reader, sel rowset) (l localActivity, err error) {
	schema := casefile.SchemaOf(r.block.Table)
	account := schema.Role(casefile.RoleAccount)
	if account < 0 || sel.empty() {
		return l, nil
	}
	who, err := r.column(account)
	if err != nil || who.Form != casefile.FormCodes {
		return l, err
	}
	when, err := r.numeric(schema.Role(casefile.RoleTime))
	if err != nil {
		return l, err
	}
	tokens, err := r.numeric(schema.Index("tokens_out"))
	if err != nil {
		return l, err
	}
	l = localActivity{slices.Clone(who.Global), make([]Activity, len(who.Global)+1)}
	sel.rows(func(i int) {
		a := &l.sums[who.Codes[i]]
		a.Rows++
		if when != nil && !when.IsNull(i) {
			at := when.Ints[i]
			if a.First == 0 || at < a.First {
				a.First = at
			}
			a.Last = max(a.Last, at)
		}
		if tokens != nil && !tokens.IsNull(i) {
			a.TokensOut += tokens.Ints[i]
		}
	})
	return l, nil
}

// numeric returns a column of integers or times, or nil where the block has none.
func (r *reader) numeric(n int) (*Column, error) {
	if n < 0 {
		return nil, nil
	}
	c, err := r.column(n)
	if err != nil || c.Form != casefile.FormInts {
		return nil, err
	}
	return c, nil
}
