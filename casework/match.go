package casework

import (
	"context"
	"iter"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/importers"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/linkage/match"
)

// MatchResult is what partners' indicators meet in the case. Only what a person
// accepted is matched, in searches, tables and packages; of what nobody looked at yet
// is said what it would meet, because a review goes by that, and nothing else uses it.
type MatchResult struct {
	Indicators int         `json:"indicators"`
	Matchable  int         `json:"matchable"` // of a kind that can be matched: Accepted and Pending
	Accepted   int         `json:"accepted"`  // of these, looked at and matched
	Pending    int         `json:"pending"`   // of these, waiting for a review
	Hits       []HitView   `json:"hits"`
	Waiting    []HitView   `json:"waiting"` // what the pending ones would meet
	Stale      []HitView   `json:"stale"`   // seen only outside the indicator's time
	Skipped    SkippedView `json:"skipped"`
}

// SkippedView counts the values that were not looked for.
type SkippedView struct {
	match.Skipped
	Kept    int // as context, by a review
	Refused int // by a review
}

// HitView is one indicator that the case shows.
type HitView struct {
	Indicator string                 `json:"indicator"`
	Type      casefile.IndicatorType `json:"type"`
	Value     string                 `json:"value"`
	TLP       casefile.Marking       `json:"tlp"`
	Provider  string                 `json:"provider,omitempty"`
	Accounts  []string               `json:"accounts"`
	Events    int64                  `json:"events"`
	FirstSeen time.Time              `json:"first_seen"`
	LastSeen  time.Time              `json:"last_seen"`
	Seen      []string               `json:"seen"` // as what: "address", "template", …
	Review    casefile.Standing      `json:"review"`
	Note      string                 `json:"note,omitempty"`
}

// matchCase lets package match look at a case.
type matchCase struct{ c *Casework }

// Observations implements match.Case.
func (m matchCase) Observations(ctx context.Context, kind casefile.ObservationKind) iter.Seq2[casefile.Observation, error] {
	return m.c.file.Observations(ctx, kind)
}

// Values implements match.Case.
func (m matchCase) Values(d casefile.Domain, yield func(code uint32, text string)) error {
	dict, err := m.c.file.Dict(d)
	if err != nil {
		return err
	}
	for code := 1; code <= dict.Len(); code++ {
		yield(uint32(code), dict.Value(uint32(code)))
	}
	return nil
}

// Match matches the case's indicators, and those in files that are read but not
// imported, against the case. To name a file is to have looked at it: what it holds
// counts as accepted, for this one answer.
func (c *Casework) Match(ctx context.Context, files []string) (MatchResult, error) {
	r := MatchResult{Hits: []HitView{}, Waiting: []HitView{}, Stale: []HitView{}}
	all, reviewed, err := c.indicators()
	if err != nil {
		return r, err
	}
	r.Indicators = len(all)
	looked := all[:0:0]
	var pending []bool // of those looked for
	for i := range all {
		switch reviewed[all[i].Place()].Standing {
		case casefile.StandingAccepted:
			looked, pending = append(looked, all[i]), append(pending, false)
		case casefile.StandingContext:
			r.Skipped.Kept++
		case casefile.StandingRefused:
			r.Skipped.Refused++
		default:
			looked, pending = append(looked, all[i]), append(pending, true)
		}
	}
	for _, path := range files {
		more, err := c.indicatorsOf(ctx, path)
		if err != nil {
			return r, err
		}
		r.Indicators += len(more)
		looked, pending = append(looked, more...), append(pending, make([]bool, len(more))...)
	}
	rep, err := match.Find(ctx, matchCase{c}, looked)
	if err != nil {
		return r, err
	}
	name, err := c.accountName()
	if err != nil {
		return r, err
	}
	r.Skipped.Skipped = rep.Skipped
	for i := range looked {
		switch {
		case !match.Matchable(&looked[i]):
		case pending[i]:
			r.Pending++
		default:
			r.Accepted++
		}
	}
	r.Matchable = r.Accepted + r.Pending
	for _, h := range rep.Hits {
		v := hitView(h, name)
		if v.Review = casefile.StandingAccepted; pending[h.At] {
			v.Review = casefile.StandingPending
			r.Waiting = append(r.Waiting, v)
			continue
		}
		r.Hits = append(r.Hits, v)
	}
	for _, h := range rep.Stale {
		v := hitView(h, name)
		v.Note = "seen only outside the indicator's time"
		if v.Review = casefile.StandingAccepted; pending[h.At] {
			v.Review = casefile.StandingPending
		}
		r.Stale = append(r.Stale, v)
	}
	return r, nil
}

func hitView(h match.Hit, name func(uint32) string) HitView {
	v := HitView{Indicator: h.Indicator.ID, Type: h.Indicator.Type, Value: h.Indicator.Value, TLP: h.Indicator.TLP,
		Provider: h.Indicator.Provider, Accounts: []string{}, Events: h.Events, FirstSeen: instant(h.First), LastSeen: instant(h.Last), Seen: h.Seen}
	for _, a := range h.Accounts {
		v.Accounts = append(v.Accounts, name(a))
	}
	return v
}

// indicators returns the indicators of the case, and what was said of them.
func (c *Casework) indicators() (list []casefile.Indicator, reviewed map[casefile.ReviewOf]casefile.Reviewed, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		if list, err = tx.Indicators(); err != nil {
			return err
		}
		reviews, err := tx.Reviews()
		reviewed = casefile.ReviewedOf(reviews)
		return err
	})
	return list, reviewed, err
}

// indicatorsOf reads the indicators of a file into memory.
func (c *Casework) indicatorsOf(ctx context.Context, path string) ([]casefile.Indicator, error) {
	var sink indicatorSink
	err := eachUnit(ctx, file{path: path}, ImportOptions{}, func(u *unit) error {
		if u.left {
			return nil
		}
		op, err := u.open(ImportOptions{}, c.registry)
		if err != nil {
			return err
		}
		_, err = importers.Run(ctx, op.input, op.importer, nil, &sink, progress.Discard)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(sink.list) == 0 {
		return nil, fault.New(fault.Unsupported, path+" holds no indicators.", "Indicators come as STIX 2.1 bundles, MISP events or CSV.", nil)
	}
	return sink.list, nil
}

// indicatorSink keeps indicators and forgets everything else.
type indicatorSink struct{ list []casefile.Indicator }

type indicatorBatch struct {
	index int
	list  []casefile.Indicator
}

func (b indicatorBatch) Index() int { return b.index }

// Pack implements importers.Sink.
func (s *indicatorSink) Pack(b *casefile.Batch) (casefile.Packed, error) {
	return indicatorBatch{b.Index, append([]casefile.Indicator(nil), b.Indicators...)}, nil
}

// Put implements importers.Sink.
func (s *indicatorSink) Put(p casefile.Packed) error {
	s.list = append(s.list, p.(indicatorBatch).list...)
	return nil
}

// Part implements importers.Sink.
func (s *indicatorSink) Part(int, []byte) error { return nil }
