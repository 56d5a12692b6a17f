package query

import (
	"context"
	"slices"
	"time"

	"casebench/casefile"
)

// Request says what is wanted of the rows that match.
type Request struct {
	Query *Query
	Options

	By    string        // group by this field; "" for no groups
	Width time.Duration // of the histogram's bins; 0 for none

	Skip, Limit int      // the page of rows; Limit 0 for none, below 0 for all
	Columns     []string // fields of the rows; nil for all
	Quick       bool     // stop when the page is full: Count is then what was seen so far
}

// Result is the answer to a Request.
type Result struct {
	Count   int64
	Rows    []Row
	Groups  []Group  // most frequent first, then by value
	Without int64    // matching rows that have no value to be grouped by
	Buckets []Bucket // in order of time, those with rows only
	Untimed int64    // matching rows without a time, which are in no bucket
}

// Group is a value and how many rows have it.
type Group struct {
	Value string `json:"value"`
	Count int64  `json:"count"`
}

// Bucket is a stretch of time, from Start for the width asked for, and how many
// rows lie in it. Bins are aligned as time.Truncate aligns them, in UTC: hours
// and days begin where one expects, weeks on Monday.
type Bucket struct {
	Start time.Time `json:"start"`
	Count int64     `json:"count"`
}

// Run answers a request. Rows come in the order of the source's blocks: by
// source, then as they stand in it. The answer does not depend on the number of
// workers. When ctx is cancelled Run returns its error within a tenth of a
// second, with nothing left running.
func Run(ctx context.Context, src Source, req Request) (*Result, error) {
	s, err := prepare(ctx, src, req.Query, req.Options)
	if err != nil {
		return nil, err
	}
	counts, err := newCounts(s, req)
	if err != nil {
		return nil, err
	}
	page, err := newPage(ctx, s, req)
	if err != nil {
		return nil, err
	}
	res := &Result{}
	err = scan(ctx, s, func(r *reader, sel rowset) (*tally, error) {
		return counts.block(r, sel, page.wanted())
	}, func(t *tally) (bool, error) {
		res.Count += t.count
		if err := counts.add(t); err != nil {
			return false, err
		}
		if err := page.add(t); err != nil {
			return false, err
		}
		return !req.Quick || page.wanted() || req.Limit == 0, nil
	})
	if err != nil {
		return nil, err
	}
	res.Rows = page.rows
	return res, counts.finish(res)
}

// Count returns the number of rows that match.
func Count(ctx context.Context, src Source, q *Query, opt Options) (int64, error) {
	res, err := Run(ctx, src, Request{Query: q, Options: opt})
	if err != nil {
		return 0, err
	}
	return res.Count, nil
}

// Each calls do for every row that matches, in order, on the caller's goroutine,
// while workers read ahead. It ends early, without an error, when do returns
// false. Columns names the fields of the rows; nil means all.
func Each(ctx context.Context, src Source, q *Query, opt Options, columns []string, do func(Row) (bool, error)) error {
	s, err := prepare(ctx, src, q, opt)
	if err != nil {
		return err
	}
	shape, err := newShape(columns)
	if err != nil {
		return err
	}
	return scan(ctx, s, func(r *reader, sel rowset) (*hits, error) {
		return shape.read(r, positions(sel, s.opt.Reverse))
	}, func(h *hits) (bool, error) {
		for i := range h.at {
			if more, err := do(h.row(i)); err != nil || !more {
				return false, err
			}
		}
		return true, nil
	})
}

// Accounts returns, for every account that a matching row is about, how many
// such rows there are, by account code.
func Accounts(ctx context.Context, src Source, q *Query, opt Options) (map[uint32]int64, error) {
	s, err := prepare(ctx, src, q, opt)
	if err != nil {
		return nil, err
	}
	out := map[uint32]int64{}
	err = scan(ctx, s, func(r *reader, sel rowset) (localCounts, error) {
		column := casefile.SchemaOf(r.block.Table).Role(casefile.RoleAccount)
		if column < 0 || sel.empty() {
			return localCounts{}, nil
		}
		c, err := r.column(column)
		if err != nil || c.Form != casefile.FormCodes {
			return localCounts{}, err
		}
		return localCounts{slices.Clone(c.Global), countCodes(c, sel)}, nil
	}, func(l localCounts) (bool, error) {
		for i, code := range l.codes {
			if n := l.counts[i+1]; n > 0 {
				out[code] += n
			}
		}
		return true, nil
	})
	return out, err
}

// localCounts are counts by the block's own numbering of codes; entry 0 of
// counts is for null.
type localCounts struct {
	codes  []uint32
	counts []int64
}
