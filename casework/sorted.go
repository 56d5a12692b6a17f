package casework

import (
	"context"
	"math"

	"casebench/casefile"
	"casebench/casefile/query"
)

// QuerySorted asks a question and returns its first rows in the question's order.
func (c *Casework) QuerySorted(ctx context.Context, q casefile.Question, limit int) (QueryResult, error) {
	l, err := c.Browse(ctx, BrowseOptions{Expr: ExprOf(q), Sort: q.Sort, Desc: q.Desc})
	if err != nil {
		return QueryResult{}, err
	}
	rows, err := l.Page(ctx, 0, limit)
	if rows == nil {
		rows = []query.Row{}
	}
	return QueryResult{Expr: l.Expr, Count: l.Len(), Rows: rows, Groups: []query.Group{}, Buckets: []query.Bucket{},
		Milliseconds: math.Round(l.Took.Seconds()*1e5) / 100}, err
}
