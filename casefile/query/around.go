package query

import (
	"cmp"
	"context"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// MaxAround is how many rows on one side of an event are given at once.
const MaxAround = 10_000

// Reach is how far to look from an event to one side. The zero Reach looks nowhere.
type Reach struct {
	Rows int           // at most so many rows; 0: as many as the time holds, and at most MaxAround
	Time time.Duration // at most so far away, both ends included; 0: any distance
}

// AroundRequest asks what happened before and after an event, in all tables.
type AroundRequest struct {
	Query *Query // which rows are looked at; nil for all
	Options

	Event         casefile.Origin // Source and Row only
	Same          []string        // fields in which a row must be like the event, such as account_id
	Before, After Reach
	InSource      bool     // the neighbours in the event's own source, by row, and not by time
	Columns       []string // fields of the rows; nil for all
}

// Surroundings are the rows around an event, in order: by time, then by source and
// row; or by row. The event itself is in neither list.
type Surroundings struct {
	Event       Row
	Before      []Row // the nearest last
	After       []Row // the nearest first
	EarlierRows bool  // there are more rows within the time asked for, before Before
	LaterRows   bool  // the same after After
}

// Around finds the rows nearest to an event. Blocks are read from the event outwards,
// and no more of them than it takes. An event that is not there is a fault of kind
// NotFound; one that has no time, or lacks a field of Same, is one of kind Invalid.
// Cancelled, it ends as Run does.
func Around(ctx context.Context, src Source, req AroundRequest) (*Surroundings, error) {
	if req.Before.bad() || req.After.bad() {
		return nil, fault.New(fault.Invalid, "That is too far to look around an event.", "Ask for at most 10,000 rows on each side, or for a stretch of time.", nil)
	}
	if req.InSource && (req.Before.Time > 0 || req.After.Time > 0) {
		return nil, fault.New(fault.Invalid, "In the order of the file the distance is counted in rows.", "Write a number of rows, such as 50.", nil)
	}
	shape, err := newShape(req.Columns)
	if err != nil {
		return nil, err
	}
	event, err := findEvent(ctx, src, req.Event)
	if err != nil {
		return nil, err
	}
	if !req.InSource && !event.timed {
		return nil, fault.New(fault.Invalid, "This event has no time, so nothing is before or after it.", "Look at its neighbours in the file instead.", nil)
	}
	q, err := event.like(req.Query, req.Same)
	if err != nil {
		return nil, err
	}
	s, err := prepare(ctx, src, q, req.Options)
	if err != nil {
		return nil, err
	}
	if req.InSource {
		s.blocks = slices.DeleteFunc(s.blocks, func(b Block) bool { return b.Source != req.Event.Source })
		event.key.at = event.key.row
	}
	out := &Surroundings{}
	if out.Event, err = event.shaped(ctx, src, shape); err != nil {
		return nil, err
	}
	for _, side := range []struct {
		reach Reach
		later bool
		rows  *[]Row
		more  *bool
	}{{req.Before, false, &out.Before, &out.EarlierRows}, {req.After, true, &out.After, &out.LaterRows}} {
		n := nearest{s: s, from: event.key, reach: side.reach, later: side.later, byRow: req.InSource}
		if *side.rows, *side.more, err = n.find(ctx, shape); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r Reach) bad() bool { return r.Rows < 0 || r.Rows > MaxAround || r.Time < 0 }

// moment is where a row stands in the order around an event.
type moment struct {
	at     int64 // time, or number of the row
	source uint32
	row    int64
}

func (p moment) compare(o moment) int {
	return cmp.Or(cmp.Compare(p.at, o.at), cmp.Compare(p.source, o.source), cmp.Compare(p.row, o.row))
}

// eventAt is the event that is looked around.
type eventAt struct {
	block Block
	index int
	key   moment
	timed bool
	row   Row // with all its fields
}

// findEvent finds a row by source and number.
func findEvent(ctx context.Context, src Source, o casefile.Origin) (*eventAt, error) {
	blocks, err := src.Blocks(casefile.Tables()...)
	if err != nil {
		return nil, err
	}
	for _, b := range blocks {
		if b.Source != o.Source || !b.mayHoldRow(o.Row) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		numbers, err := src.Rows(b)
		if err != nil {
			return nil, err
		}
		i, ok := slices.BinarySearch(numbers, o.Row)
		if !ok {
			continue
		}
		e := &eventAt{block: b, index: i, key: moment{0, o.Source, o.Row}}
		if e.row, err = e.shaped(ctx, src, &shape{}); err != nil {
			return nil, err
		}
		schema := casefile.SchemaOf(b.Table)
		if n := schema.Role(casefile.RoleTime); n >= 0 {
			v, ok := e.row.Value(schema.Columns[n].Name)
			e.key.at, e.timed = v.Int, ok
		}
		return e, nil
	}
	return nil, fault.New(fault.NotFound, "There is no such event in this case.", "", nil)
}

// shaped reads the event with the fields of a shape.
func (e *eventAt) shaped(ctx context.Context, src Source, s *shape) (Row, error) {
	r := &reader{ctx: ctx, src: src, own: src, block: e.block}
	h, err := s.read(r, []int32{int32(e.index)})
	if err != nil {
		return Row{}, err
	}
	return h.row(0), nil
}

// like returns the query for the rows that match q and have what the event has in
// those fields.
func (e *eventAt) like(q *Query, fields []string) (*Query, error) {
	var terms []Expr
	if q != nil {
		terms = append(terms, q.Expr)
	}
	for _, name := range fields {
		f, ok := FieldByName(name)
		if !ok || f.Known() {
			return nil, fault.New(fault.Invalid, "There is no such field to be alike in.", fieldHint(name), nil)
		}
		full := extraPrefix + f.Name
		if !f.Extra {
			n := f.In(e.block.Table)
			if n < 0 {
				return nil, lacks(name)
			}
			full = casefile.SchemaOf(e.block.Table).Columns[n].Name
		}
		v, ok := e.row.Value(full)
		if !ok {
			return nil, lacks(name)
		}
		terms = append(terms, Match{f, Test{Op: OpEqual, Value: v.String()}})
	}
	switch len(terms) {
	case 0:
		return Everything(), nil
	case 1:
		return &Query{terms[0]}, nil
	}
	return &Query{And{terms}}, nil
}

func lacks(field string) error {
	return fault.New(fault.Invalid, "This event has no "+field+".", "Choose a field that the event has, or leave it out.", nil)
}

// mayHoldRow reports whether a row of that number may be in the block.
func (b *Block) mayHoldRow(row int64) bool {
	return b.Last == 0 || row >= b.First && row <= b.Last
}
