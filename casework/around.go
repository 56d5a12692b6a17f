package casework

import (
	"context"
	"strconv"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/timeline"
	"casebench/internal/fault"
)

// AroundOptions says what is shown around an event.
type AroundOptions struct {
	Event         casefile.Ref
	Before, After query.Reach
	Same          []string // fields in which rows must be like the event: account, session, ip, …
	Expr          string   // which rows are looked at; "" for all
	InFile        bool     // the neighbours in the event's file, and not by time
	Columns       []string // fields of the rows; nil for all
}

// Surroundings are the events before and after an event, in order; content is masked
// as Query masks it.
type Surroundings struct {
	Event        query.Row   `json:"event"`
	Before       []query.Row `json:"before"` // the nearest last
	After        []query.Row `json:"after"`  // the nearest first
	MoreBefore   bool        `json:"more_before"`
	MoreAfter    bool        `json:"more_after"`
	Milliseconds float64     `json:"milliseconds"`
}

// Around finds what happened before and after an event, in all tables. It returns
// ctx.Err() within 100 ms of cancellation.
func (c *Casework) Around(ctx context.Context, o AroundOptions) (Surroundings, error) {
	if o.Event.Kind != casefile.RefEvent {
		return Surroundings{}, fault.New(fault.Usage, "Only events have something before and after them.", "Name the event as event:SOURCE/ROW, such as event:2/17.", nil)
	}
	req := query.AroundRequest{Options: c.searchOptions(ctx), Event: casefile.Origin{Source: o.Event.N, Row: o.Event.Row},
		Same: o.Same, Before: o.Before, After: o.After, InSource: o.InFile, Columns: o.Columns}
	if strings.TrimSpace(o.Expr) != "" {
		var err error
		if req.Query, err = query.Parse(o.Expr); err != nil {
			return Surroundings{}, err
		}
	}
	began := time.Now()
	found, err := query.Around(ctx, c.searchSource(), req)
	if err != nil {
		return Surroundings{}, err
	}
	mask(&found.Event)
	s := Surroundings{Event: found.Event, Before: masked(found.Before), After: masked(found.After),
		MoreBefore: found.EarlierRows, MoreAfter: found.LaterRows, Milliseconds: milliseconds(time.Since(began))}
	if s.Before == nil {
		s.Before = []query.Row{}
	}
	if s.After == nil {
		s.After = []query.Row{}
	}
	return s, nil
}

// Rows returns all of them in order, the event in its place.
func (s *Surroundings) Rows() []query.Row {
	rows := make([]query.Row, 0, len(s.Before)+1+len(s.After))
	return append(append(append(rows, s.Before...), s.Event), s.After...)
}

// ParseReach reads how far to look around an event: a number of rows ("50"), a
// stretch of time ("10m", "2h", "1d"), or both ("50,10m").
func ParseReach(text string) (query.Reach, error) {
	var r query.Reach
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if n, err := strconv.Atoi(part); err == nil && r.Rows == 0 && n >= 0 && n <= query.MaxAround {
			r.Rows = n
			continue
		}
		span, err := timeline.ParseWidth(part)
		if err != nil || r.Time != 0 {
			return r, fault.New(fault.Usage, strconv.Quote(text)+" does not say how far to look.",
				"Write a number of rows up to 10,000, a stretch of time such as 10m, 2h or 1d, or both as 50,10m.", err)
		}
		r.Time = span
	}
	return r, nil
}
