package importers

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

// tally is what a batch adds to its source. It outlives the batch.
type tally struct {
	decoded, rows, accepted, rejected, skipped int64
	from, to                                   int64  // nanoseconds; from > to: none
	first                                      []door // of the first rows that were not skipped
}

// door is how one row left.
type door struct {
	row    int64
	reason string // "" for an accepted row
}

const (
	guardRows    = 100
	guardRejects = 80
)

func tallyOf(b *casefile.Batch) tally {
	t := tally{decoded: int64(len(b.Raw)), rows: int64(b.Rows), accepted: int64(b.Accepted()),
		rejected: int64(len(b.Rejects)), skipped: int64(b.Skipped), from: 1, to: 0}
	for _, bl := range b.Blocks {
		t.span(bl)
	}
	for _, bl := range b.Blocks {
		for _, row := range bl.Row[:min(bl.Rows, guardRows)] {
			t.first = append(t.first, door{row: int64(row)})
		}
	}
	for _, in := range b.Indicators[:min(len(b.Indicators), guardRows)] {
		t.first = append(t.first, door{row: in.Origin.Row})
	}
	for _, rej := range b.Rejects[:min(len(b.Rejects), guardRows)] {
		t.first = append(t.first, door{rej.Row, rej.Reason})
	}
	slices.SortStableFunc(t.first, func(a, b door) int { return cmp.Compare(a.row, b.row) })
	t.first = t.first[:min(len(t.first), guardRows)]
	return t
}

// span widens the tally's time by a block's.
func (t *tally) span(bl *casefile.Block) {
	schema := casefile.SchemaOf(bl.Table)
	if schema == nil {
		return
	}
	col := schema.Role(casefile.RoleTime)
	if col < 0 || col >= len(bl.Columns) || bl.Columns[col].Form != casefile.FormInts {
		return
	}
	v := &bl.Columns[col]
	for i, ns := range v.Ints[:bl.Rows] {
		switch {
		case v.Null != nil && v.IsNull(i):
		case t.from > t.to:
			t.from, t.to = ns, ns
		default:
			t.from, t.to = min(t.from, ns), max(t.to, ns)
		}
	}
}

func (t *tally) addTo(s *casefile.Source) {
	s.DecodedBytes += t.decoded
	s.Rows += t.rows
	s.Accepted += t.accepted
	s.Rejected += t.rejected
	s.Skipped += t.skipped
	if t.from > t.to {
		return
	}
	from, to := time.Unix(0, t.from).UTC(), time.Unix(0, t.to).UTC()
	if s.From.IsZero() || from.Before(s.From) {
		s.From = from
	}
	if s.To.IsZero() || to.After(s.To) {
		s.To = to
	}
}

// MisfitError says that nearly all of the first rows were rejected, so that the
// file is probably of another format. Its cause is a fault of kind Invalid.
type MisfitError struct {
	Format   string
	Rows     int
	Rejected int
	Reason   string // the commonest
	Fault    *fault.Error
}

// Error returns the fault's sentence.
func (e *MisfitError) Error() string { return e.Fault.Error() }

// Unwrap returns the fault.
func (e *MisfitError) Unwrap() error { return e.Fault }

// misfit watches the first rows of an input.
type misfit struct {
	rows, rejected int
	reasons        []string // distinct, in order of appearance
	counts         []int
}

func (m *misfit) add(f Format, name string, t tally) error {
	if m.rows >= guardRows {
		return nil
	}
	for _, d := range t.first[:min(len(t.first), guardRows-m.rows)] {
		m.rows++
		if d.reason == "" {
			continue
		}
		m.rejected++
		i := slices.Index(m.reasons, d.reason)
		if i < 0 {
			i = len(m.reasons)
			m.reasons, m.counts = append(m.reasons, d.reason), append(m.counts, 0)
		}
		m.counts[i]++
	}
	if m.rows < guardRows || m.rejected < guardRejects {
		return nil
	}
	common := m.reasons[slices.Index(m.counts, slices.Max(m.counts))]
	return &MisfitError{Format: f.ID, Rows: m.rows, Rejected: m.rejected, Reason: common, Fault: &fault.Error{
		Kind: fault.Invalid,
		Message: fmt.Sprintf("%d of the first %d rows of %s were rejected as %s: it is probably the wrong format.",
			m.rejected, m.rows, name, f.ID),
		Hint: "The commonest reason: " + common + " Try another --format, or a mapping with --map.",
	}}
}

// Advise adds to a *MisfitError's hint which other formats fit the input better.
// Any other error is returned as it is.
func (r *Registry) Advise(err error, h Head) error {
	var m *MisfitError
	if !errors.As(err, &m) {
		return err
	}
	for _, c := range r.Identify(h) {
		if c.Format.ID != m.Format && c.Match.Fit > FitNo {
			better := *m
			f := *m.Fault
			f.Hint = fmt.Sprintf("%s fits better: %s. %s", c.Format.ID, c.Match.Why, f.Hint)
			better.Fault = &f
			return &better
		}
	}
	return err
}
