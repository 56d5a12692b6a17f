package casework

import (
	"context"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/internal/fault"
)

// BrowseOptions says which events are looked through, and in which order.
type BrowseOptions struct {
	Expr    string
	Sort    string // field; "" leaves the events in the order of their files
	Desc    bool
	Columns []string // fields of the rows; nil for all

	// First, when it is set, gets the first events while the search goes on, on the
	// caller's goroutine and before Browse returns: as soon as there is one, whenever
	// there are twice as many, and at last FirstRows or all there are. It is not called
	// when the events are sorted.
	First     func([]query.Row)
	FirstRows int

	// Sofar, when it is set, gets the number of events found while the search goes on,
	// on the caller's goroutine. It returns at once.
	Sofar func(found int64)
}

// Listing is the events that match, to be looked through at any place. It shows the
// case as it was when Browse was called, is safe for several goroutines, and needs
// no closing. See query.Listing for what it holds in memory.
type Listing struct {
	Expr string        // as it was understood
	Took time.Duration // to find them

	list *query.Listing
}

// Browse finds the events that match and puts them in order. Content is masked as
// Query masks it, and nothing is sorted by it. More events than can be sorted are a
// fault that wraps a *query.TooManyRows. It returns ctx.Err() within 100 ms of
// cancellation.
func (c *Casework) Browse(ctx context.Context, o BrowseOptions) (*Listing, error) {
	q, err := query.Parse(o.Expr)
	if err != nil {
		return nil, err
	}
	if f, ok := query.FieldByName(o.Sort); ok && isContent(f) {
		return nil, fault.New(fault.Invalid, "Content is masked: rows are not sorted by it.", "Sort by another column.", nil)
	}
	began := time.Now()
	req := query.ListRequest{Query: q, Options: c.searchOptions(ctx), Sort: o.Sort, Desc: o.Desc, Columns: o.Columns, EarlyRows: o.FirstRows, Sofar: o.Sofar}
	if o.First != nil {
		req.Early = func(rows []query.Row) { o.First(masked(rows)) }
	}
	list, err := query.List(ctx, c.searchSource(), req)
	if err != nil {
		return nil, err
	}
	return &Listing{Expr: q.String(), Took: time.Since(began), list: list}, nil
}

// Len returns the number of events.
func (l *Listing) Len() int64 { return l.list.Len() }

// Tables returns how many of the events are of each table.
func (l *Listing) Tables() map[casefile.Table]int64 { return l.list.Tables() }

// Fields returns the names of the fields that the events, or others stored with
// them, have, in order.
func (l *Listing) Fields() []string { return l.list.Fields() }

// Page returns the n events from one on, counted from 0, or as many as there are.
func (l *Listing) Page(ctx context.Context, from int64, n int) ([]query.Row, error) {
	rows, err := l.list.Page(ctx, from, n)
	return masked(rows), err
}

// Find returns where an event stands in the listing; ok is false when it is not in it.
func (l *Listing) Find(ctx context.Context, event casefile.Ref) (at int64, ok bool, err error) {
	if event.Kind != casefile.RefEvent {
		return 0, false, nil
	}
	return l.list.Find(ctx, casefile.Origin{Source: event.N, Row: event.Row})
}

// isContent reports whether a field is one that is shown by Reveal alone.
func isContent(f query.Field) bool {
	for _, t := range casefile.Tables() {
		if n := f.In(t); n >= 0 && casefile.SchemaOf(t).Columns[n].Name == contentColumn {
			return true
		}
	}
	return false
}

// masked masks the content of rows in place.
func masked(rows []query.Row) []query.Row {
	for i := range rows {
		mask(&rows[i])
	}
	return rows
}
