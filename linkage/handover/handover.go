// Package handover holds a signal of the time family: one account takes over
// when another is stopped (domain: signal 21 and method 5.14).
//
// A halt is a suspension, ban or limit of account A. Account B takes over if its
// first request after the halt falls into a short window and either B was silent
// for long before (it had never asked anything, or was idle), or it brings a
// private prompt template that A used. Relays do this by design: they exclude a
// stopped account and fail over within seconds.
//
// One start alone is of grade B: somebody always starts at that moment. With the
// same private prompts, or more than once, it is of grade A.
//
// The chance of it is B's own rate: as many starts (or requests with that
// template) as B has over the case's time, times the window, times A's halts.
package handover

import (
	"cmp"
	"context"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/linkage"
)

// Signals returns the signals of this package.
func Signals() []linkage.Signal { return []linkage.Signal{Signal{}} }

// Signal is the hand-over signal.
type Signal struct{}

var _ linkage.Signal = Signal{}

// Info implements linkage.Signal.
func (Signal) Info() linkage.SignalInfo {
	return linkage.SignalInfo{ID: "handover", Version: 1, Family: casefile.FamilyTime,
		Doc: "An account starts, or goes on with the same private template, shortly after another was stopped. w = log2(m / p), p = n * h * window / span: n starts of B (or its requests with that template), h halts of A, over the time of the case. Trap: a person who goes on with a second key of the same organisation; guard: accounts of one declared organisation are not compared, and windows in which many accounts start say nothing."}
}

// Prepare implements linkage.Signal.
func (s Signal) Prepare(ctx context.Context, m *linkage.Material) (linkage.Comparer, error) {
	c := &takeovers{}
	if m.Input.Events == nil || m.Without {
		return c, nil
	}
	halts, err := m.Halts(ctx)
	if err != nil || len(halts) == 0 {
		return c, err
	}
	windows := m.Model.Handover.Windows(halts)
	events, err := m.Input.Events.Around(ctx, windows)
	if err != nil || len(events) == 0 {
		return c, err
	}
	f := &finder{m: m, halts: halts, events: events}
	if err := f.read(ctx); err != nil {
		return nil, err
	}
	for i := range halts {
		c.found = append(c.found, f.after(&halts[i])...)
	}
	c.settle(s.Info(), f)
	return c, nil
}

// finder looks for accounts that start after a halt.
type finder struct {
	m        *linkage.Material
	halts    []linkage.Halt
	events   []linkage.Event
	starts   [][]int64 // by account: first requests after a long silence, and the first ever
	span     int64     // of the case's requests, nanoseconds
	private  map[uint32]bool
	use      map[use]int64 // requests of an account with a template, private ones only
	haltedBy []int32       // by account: how often it was halted
}

type use struct{ account, template uint32 }

func (f *finder) read(ctx context.Context) error {
	h := f.m.Model.Handover
	idle := h.IdleHours * int64(time.Hour)
	f.starts = make([][]int64, f.m.Size())
	last := make([]int64, f.m.Size())
	var from, to int64
	err := f.m.Each(ctx, casefile.ObserveActivity, func(o *casefile.Observation) {
		if last[o.Account] == 0 || o.First-last[o.Account] >= idle {
			f.starts[o.Account] = append(f.starts[o.Account], o.First)
		}
		last[o.Account] = o.Last
		if from == 0 || o.First < from {
			from = o.First
		}
		to = max(to, o.Last)
	})
	if err != nil {
		return err
	}
	f.span = max(1, to-from)
	f.haltedBy = make([]int32, f.m.Size())
	for i := range f.halts {
		f.haltedBy[f.halts[i].Account]++
	}
	return f.readTemplates(ctx)
}

// readTemplates keeps how much the accounts in the windows use private templates.
func (f *finder) readTemplates(ctx context.Context) error {
	wanted := make([]bool, f.m.Size())
	for i := range f.halts {
		wanted[f.halts[i].Account] = true
	}
	for i := range f.events {
		wanted[f.events[i].Account] = true
	}
	f.private, f.use = map[uint32]bool{}, map[use]int64{}
	limit := f.m.N()
	if sm := f.m.Model.Signal("template"); sm != nil {
		limit = sm.Cap(f.m.N())
	}
	return f.m.EachGroup(ctx, casefile.ObserveTemplate, func(obs []casefile.Observation) {
		info := f.m.Info(casefile.ObserveTemplate, obs[0].Value)
		if obs[0].Value == 0 || info.KnownShared != "" || info.Public || info.Stop || len(obs) > limit {
			return
		}
		f.private[obs[0].Value] = true
		for i := range obs {
			if wanted[obs[i].Account] {
				f.use[use{obs[i].Account, obs[i].Value}] = obs[i].Count
			}
		}
	})
}

// A takeover is one start of to after one halt of from.
type takeover struct {
	pair     linkage.Pair
	from, to uint32
	at       int64 // of the start
	halt     int64
	template uint32 // private template that both accounts used; 0: none
	fresh    bool   // to was silent before
	p        uint64 // chance, in parts per billion
	row      [2]casefile.Origin
}

// after returns who took over from one halt.
func (f *finder) after(h *linkage.Halt) []takeover {
	hm := f.m.Model.Handover
	from, to := h.At+hm.FromSeconds*int64(time.Second), h.At+hm.ToSeconds*int64(time.Second)
	i, _ := slices.BinarySearchFunc(f.events, from, func(e linkage.Event, t int64) int { return cmp.Compare(e.At, t) })
	var fresh, same []takeover
	seen := map[uint32]bool{h.Account: true}
	org := f.m.Account(h.Account).Org
	for ; i < len(f.events) && f.events[i].At < to; i++ {
		e := &f.events[i]
		if int(e.Account) >= len(f.starts) || seen[e.Account] {
			continue
		}
		b := f.m.Account(e.Account)
		if !b.Exists || org != 0 && b.Org == org {
			continue
		}
		t := takeover{pair: linkage.PairOf(h.Account, e.Account), from: h.Account, to: e.Account, at: e.At, halt: h.At,
			row: [2]casefile.Origin{h.Row, e.Row}}
		if _, ok := slices.BinarySearch(f.starts[e.Account], e.At); ok {
			t.p = f.chance(int64(len(f.starts[e.Account])), h.Account)
			if f.private[e.Template] && f.use[use{h.Account, e.Template}] > 0 {
				t.template = e.Template
			}
			t.fresh = true
			fresh = append(fresh, t)
			seen[e.Account] = true
			continue
		}
		if e.Template == 0 || !f.private[e.Template] || f.use[use{h.Account, e.Template}] == 0 {
			continue
		}
		n := f.use[use{e.Account, e.Template}]
		if linkage.AtLeast(n, b.Requests, hm.TemplateShare) {
			t.template, t.p = e.Template, f.chance(n, h.Account)
			same = append(same, t)
			seen[e.Account] = true
		}
	}
	if len(fresh) > hm.MaxFollowers {
		fresh = nil
	}
	if len(same) > hm.MaxFollowers {
		same = nil
	}
	return append(fresh, same...)
}

// chance returns, in parts per billion, how likely it is that one of n moments of
// B falls into a window after one of A's halts: the share of the case's time that
// the windows around n moments cover, for each halt (an upper bound, by adding).
func (f *finder) chance(n int64, halted uint32) uint64 {
	hm := f.m.Model.Handover
	window := (hm.ToSeconds - hm.FromSeconds) * 1e9
	tries := uint64(n) * uint64(f.haltedBy[halted])
	per := uint64(window) / (uint64(f.span)/1e9 + 1) // parts per billion for one moment and one halt
	return max(1, min(1e9, tries*max(per, 1)))
}

// takeovers is the Comparer: the pairs that were found, each with its evidence.
type takeovers struct {
	found []takeover
	pairs []linkage.Pair
	ev    []casefile.Evidence // of pairs
}

// settle makes one piece of evidence for each pair: the least likely hand-over,
// with how often it was seen.
func (c *takeovers) settle(info linkage.SignalInfo, f *finder) {
	slices.SortStableFunc(c.found, func(a, b takeover) int {
		return cmp.Or(cmp.Compare(a.pair, b.pair), cmp.Compare(a.p, b.p), cmp.Compare(a.at, b.at))
	})
	m := f.m.Model.Signal(info.ID)
	for lo := 0; lo < len(c.found); {
		hi := lo
		for hi < len(c.found) && c.found[hi].pair == c.found[lo].pair {
			hi++
		}
		t := &c.found[lo]
		e := casefile.Evidence{Signal: info.ID, Version: info.Version, Family: info.Family, Grade: casefile.GradeB,
			Class: "start right after the other was stopped", SharedBy: 2, Count: int64(hi - lo),
			First: t.halt, Last: t.at, RawBits: linkage.Weight(m.M, t.p, 1e9)}
		if !t.fresh {
			e.Class = "same prompts right after the other was stopped"
		}
		for i := lo; i < hi; i++ {
			e.First, e.Last = min(e.First, c.found[i].halt), max(e.Last, c.found[i].at)
			if hi-lo > 1 || c.found[i].template != 0 {
				e.Grade = casefile.GradeA
			}
		}
		for _, r := range t.row {
			if r != (casefile.Origin{}) {
				e.Rows = append(e.Rows, r)
			}
		}
		c.pairs, c.ev = append(c.pairs, t.pair), append(c.ev, e)
		lo = hi
	}
	c.found = nil
}

// Candidates implements linkage.Comparer.
func (c *takeovers) Candidates(pairs []linkage.Pair) []linkage.Pair { return append(pairs, c.pairs...) }

// Compare implements linkage.Comparer.
func (c *takeovers) Compare(p linkage.Pair, out *linkage.Comparison) {
	if i, ok := slices.BinarySearch(c.pairs, p); ok {
		out.Matches = append(out.Matches, c.ev[i])
	}
}

// Suppressed implements linkage.Comparer.
func (c *takeovers) Suppressed() []casefile.SuppressedValue { return nil }
