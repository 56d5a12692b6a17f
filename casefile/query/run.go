package query

import (
	"context"
	"errors"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Request says what is wanted of the rows that match.
type Request struct {
	Query *Query
	Options

	By  string // group by this field; "" for no groups
	Top int    // so many groups, the most frequent; 0 for all
	// GroupBytes is what the values of groups may take when Top is set; 0 is 128 MB.
	// More values are counted in several passes, each exactly.
	GroupBytes int
	Width      time.Duration // of the histogram's bins; 0 for none
	Months     int           // the same in months of the calendar, in place of Width

	Skip, Limit int      // the page of rows; Limit 0 for none, below 0 for all
	Columns     []string // fields of the rows; nil for all
	Quick       bool     // stop when the page is full: Count is then what was seen so far
}

// Result is the answer to a Request.
type Result struct {
	Count    int64
	Rows     []Row
	Groups   []Group  // most frequent first, then by value
	Distinct int64    // how many groups there are, shown or not
	Without  int64    // matching rows that have no value to be grouped by
	Buckets  []Bucket // in order of time, those with rows only
	Untimed  int64    // matching rows without a time, which are in no bucket
}

// Group is a value and how many rows have it.
type Group struct {
	Value string `json:"value"`
	Count int64  `json:"count"`
}

// Bucket is a stretch of time, from Start for the width asked for, and how many
// rows lie in it. Bins are aligned as time.Truncate aligns them, in UTC: hours
// and days begin where one expects, weeks on Monday. Bins of months are counted from
// the beginning of a year.
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
	res, seen, err := run(ctx, s, req, 0, 1)
	if !errors.Is(err, errParts) {
		return res, err
	}
	for parts := partsFor(s, seen); parts < maxParts; parts *= 2 {
		if res, err = runParts(ctx, s, req, parts); !errors.Is(err, errParts) {
			return res, err
		}
	}
	return nil, fault.New(fault.Invalid, "There are too many different values to group by.", "Narrow the query, or group by a field with fewer values.", nil)
}

// maxParts bounds the passes of a group-by.
const maxParts = 4096

// partsFor guesses in how many parts the values fit, of which so many rows had too
// many.
func partsFor(s *search, seen int64) int {
	rows := int64(0)
	for _, b := range s.blocks {
		rows += int64(b.Rows)
	}
	return int(5*rows/(4*max(seen, 1))) + 2
}

// runParts counts the values part by part, each exactly, and keeps the most frequent.
func runParts(ctx context.Context, s *search, req Request, parts int) (*Result, error) {
	out, _, err := run(ctx, s, req, 0, parts)
	if err != nil {
		return nil, err
	}
	rest := req
	rest.Width, rest.Limit = 0, 0
	all := &best{top: req.Top, groups: out.Groups}
	for part := 1; part < parts; part++ {
		one, _, err := run(ctx, s, rest, part, parts)
		if err != nil {
			return nil, err
		}
		out.Distinct += one.Distinct
		all.groups = append(all.groups, one.Groups...)
		all.groups = all.done()
	}
	out.Groups = all.groups
	return out, nil
}

// run answers a request, of the groups one part. Seen is how many rows it has looked
// at when it fails.
func run(ctx context.Context, s *search, req Request, part, parts int) (_ *Result, seen int64, err error) {
	counts, err := newCounts(s, req)
	if err != nil {
		return nil, 0, err
	}
	counts.part, counts.parts = uint64(part), uint64(parts)
	page, err := newPage(ctx, s, req)
	if err != nil {
		return nil, 0, err
	}
	res := &Result{}
	err = scan(ctx, s, func(r *reader, sel rowset) (*tally, error) {
		return counts.block(r, sel, page.wanted())
	}, func(t *tally) (bool, error) {
		seen += int64(t.block.Rows)
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
		return nil, seen, err
	}
	res.Rows = page.rows
	return res, seen, counts.finish(res)
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
		return localCounts{slices.Clone(c.Global), countCodes(c.Codes, len(c.Global), sel)}, nil
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
