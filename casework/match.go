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

// MatchResult is what partners' indicators meet in the case.
type MatchResult struct {
	Indicators int           `json:"indicators"`
	Matchable  int           `json:"matchable"`
	Hits       []HitView     `json:"hits"`
	Stale      []HitView     `json:"stale"` // seen only outside the indicator's time
	Skipped    match.Skipped `json:"skipped"`
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
// imported, against the case.
func (c *Casework) Match(ctx context.Context, files []string) (MatchResult, error) {
	indicators, err := c.indicators()
	if err != nil {
		return MatchResult{}, err
	}
	for _, path := range files {
		more, err := c.indicatorsOf(ctx, path)
		if err != nil {
			return MatchResult{}, err
		}
		indicators = append(indicators, more...)
	}
	rep, err := match.Find(ctx, matchCase{c}, indicators)
	if err != nil {
		return MatchResult{}, err
	}
	name, err := c.accountName()
	if err != nil {
		return MatchResult{}, err
	}
	r := MatchResult{Indicators: rep.Indicators, Matchable: rep.Matchable, Skipped: rep.Skipped, Hits: []HitView{}, Stale: []HitView{}}
	for _, h := range rep.Hits {
		r.Hits = append(r.Hits, hitView(h, name))
	}
	for _, h := range rep.Stale {
		v := hitView(h, name)
		v.Note = "seen only outside the indicator's time"
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

func (c *Casework) indicators() (list []casefile.Indicator, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		list, err = tx.Indicators()
		return err
	})
	return list, err
}

// indicatorsOf reads the indicators of a file into memory.
func (c *Casework) indicatorsOf(ctx context.Context, path string) ([]casefile.Indicator, error) {
	op, err := openInput(file{path: path}, ImportOptions{}, c.registry)
	if err != nil {
		return nil, err
	}
	defer op.close()
	var sink indicatorSink
	if _, err := importers.Run(ctx, op.input, op.importer, nil, &sink, progress.Discard); err != nil {
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
