package query

import (
	"cmp"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// tally is what one block gives to the answer. Only the parts asked for are set.
type tally struct {
	block   Block
	count   int64
	at      []int32 // matching rows, when rows are wanted
	bins    []bin
	untimed int64

	local   localCounts      // groups by code of the case
	texts   map[string]int64 // groups by value
	without int64
}

// counts adds up blocks. The worker's side, block, is safe for several
// goroutines; the rest belongs to one.
type counts struct {
	s       *search
	by      *Field
	labels  map[uint32]string // by account code, when grouping by cluster
	ruler   ruler
	bins    map[int64]int64
	untimed int64
	codes   map[casefile.Domain][]int64
	groups  map[string]int64
	without int64

	top   int    // how many groups are wanted; 0: all
	part  uint64 // only values of this part of all are counted,
	parts uint64 // when there are several
	bytes int    // that the values take
	room  int    // that they may take
}

func newCounts(s *search, req Request) (*counts, error) {
	c := &counts{s: s, ruler: ruler{int64(req.Width), req.Months}, bins: map[int64]int64{},
		codes: map[casefile.Domain][]int64{}, groups: map[string]int64{}, top: req.Top, parts: 1, room: cmp.Or(req.GroupBytes, groupBytes)}
	if req.Width < 0 || req.Width > maxWidth || req.Months < 0 || req.Months > maxMonths || req.Width > 0 && req.Months > 0 {
		return nil, fault.New(fault.Invalid, "The bins of a histogram are wider than nothing and at most ten years wide.",
			"Write the width as 15m, 1h, 1d or 1mo.", nil)
	}
	if req.Top < 0 {
		return nil, fault.New(fault.Invalid, "There is no such number of groups.", "", nil)
	}
	if req.By == "" {
		return c, nil
	}
	f, ok := FieldByName(req.By)
	if !ok {
		return nil, fault.New(fault.Invalid, "There is no such field to group by.", fieldHint(req.By), nil)
	}
	if f.Known() && f.Name != fieldSource && f.Name != fieldTable && f.Name != fieldCluster {
		return nil, fault.New(fault.Invalid, "Rows cannot be grouped by "+f.Name+".",
			"Group by a column, or by source, table or cluster.", nil)
	}
	c.by = &f
	if f.Known() && f.Name == fieldCluster {
		var err error
		if c.labels, err = s.opt.Known.Labels(fieldCluster); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// block counts the rows sel of the reader's block.
func (c *counts) block(r *reader, sel rowset, rows bool) (*tally, error) {
	t := &tally{block: r.block, count: int64(sel.count())}
	if t.count == 0 {
		return t, nil
	}
	if rows {
		t.at = positions(sel, c.s.opt.Reverse)
	}
	if c.ruler != (ruler{}) {
		if err := c.histogram(r, sel, t); err != nil {
			return nil, err
		}
	}
	if c.by == nil {
		return t, nil
	}
	return t, c.group(r, sel, t)
}

func positions(sel rowset, reverse bool) []int32 {
	at := make([]int32, 0, sel.count())
	sel.rows(func(i int) { at = append(at, int32(i)) })
	if reverse {
		slices.Reverse(at)
	}
	return at
}

// add takes one block's tally into the sums.
func (c *counts) add(t *tally) error {
	c.untimed += t.untimed
	for _, b := range t.bins {
		c.bins[b.start] += b.count
	}
	if len(c.bins) > maxBins {
		return fault.New(fault.Invalid, "The histogram would have more than a million bins.", "Choose wider bins, or a shorter time.", nil)
	}
	return c.addGroups(t)
}

// maxBins bounds a histogram: more bins than that can neither be drawn nor read.
const maxBins = 1_000_000

// finish writes the sums into the answer.
func (c *counts) finish(res *Result) error {
	for start, n := range c.bins {
		res.Buckets = append(res.Buckets, Bucket{time.Unix(0, start).UTC(), n})
	}
	slices.SortFunc(res.Buckets, func(a, b Bucket) int { return a.Start.Compare(b.Start) })
	res.Untimed = c.untimed
	return c.finishGroups(res)
}
