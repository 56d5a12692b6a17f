package viewmodel

import (
	"context"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/fault"
)

// Inspect shows what is selected: one thing, why two accounts are linked, or what
// several things have in common; and lets a person say something of it.
type Inspect struct {
	Page *Value[InspectPage]

	bench *Bench
	load  *Latest
	more  *Latest // what comes second: sums over the log
	again *Latest // a link weighed again
	ahead *Latest // what a first click would have to wait for
	sized *Latest // whether there are accounts
	bare  bool    // there are none
	seen  inspected
	left  []string        // signals left out
	open  map[string]bool // parts that are unfolded, or folded where they begin open
	stops Stops
}

// inspected is what was read about the selection.
type inspected struct {
	of       []casefile.Ref // the selection it is about
	detail   casework.Detail
	summary  *casework.Summary
	said     []casefile.Annotation
	verdicts []casefile.Decision
	history  []casefile.AuditEntry
	use      *casework.AccountUse
	without  *casework.WithoutResult
	err      error // why there is no detail
	ready    bool
}

// NewInspect makes the inspector of a bench.
func NewInspect(b *Bench) *Inspect {
	v := &Inspect{Page: NewValue(InspectPage{}, nil), bench: b, load: b.NewLatest(), more: b.NewLatest(), again: b.NewLatest(), sized: b.NewAside(), ahead: b.NewSlow(), open: map[string]bool{}}
	v.stops.Add(
		b.Selection.Observe(func(Selection) { v.turn() }),
		b.Zone.Follow(func(*time.Location) { v.compose() }),
		b.OnChange(casework.TopicSources, func() { v.seen.use = nil }),
		b.OnChange(casework.TopicAll, v.reload),
		b.OnChange(casework.TopicRuns|casework.TopicSources, v.readAhead),
		b.OnChange(casework.TopicSources, v.lookWhetherBare), v.sized.Cancel,
		v.load.Cancel, v.more.Cancel, v.again.Cancel, v.ahead.Cancel,
	)
	v.readAhead()
	v.lookWhetherBare()
	return v
}

// lookWhetherBare finds out whether there are accounts at all: to an empty case none
// are offered.
func (v *Inspect) lookWhetherBare() {
	v.sized.Run(func(ctx context.Context) func() {
		o, err := v.bench.Work.Overview(ctx)
		return func() {
			if bare := err == nil && o.Accounts == 0; bare != v.bare {
				v.bare = bare
				v.compose()
			}
		}
	})
}

// readAhead lets the case look up what a click would have to wait for. That it
// fails is no loss: the click will say why.
func (v *Inspect) readAhead() {
	v.ahead.Run(func(ctx context.Context) func() {
		_ = v.bench.Work.Warm(ctx)
		return nil
	})
}

// Close ends what the inspector follows.
func (v *Inspect) Close() { v.stops.Stop() }

// Pending reports whether something is still being read.
func (v *Inspect) Pending() bool {
	return v.load.Pending() || v.more.Pending() || v.again.Pending()
}

// pairOf returns the link that a selection is about: one link, with or without its
// ends, or exactly two accounts.
func pairOf(s Selection) (casefile.Ref, bool) {
	links := s.Of(casefile.RefLink)
	switch {
	case len(links) == 1:
		end := func(r casefile.Ref) bool {
			return r == links[0] || r == casefile.AccountRef(links[0].ID) || r == casefile.AccountRef(links[0].Peer)
		}
		return links[0], !slices.ContainsFunc(s.Refs, func(r casefile.Ref) bool { return !end(r) })
	case len(s.Refs) == 2 && s.Refs[0].Kind == casefile.RefAccount && s.Refs[1].Kind == casefile.RefAccount:
		return casefile.Ref{Kind: casefile.RefLink, ID: s.Refs[0].ID, Peer: s.Refs[1].ID}, true
	}
	return casefile.Ref{}, false
}

// target is the one thing that the page is about; ok is false for none or several.
func target(s Selection) (r casefile.Ref, ok bool) {
	if pair, ok := pairOf(s); ok {
		return pair, true
	}
	if len(s.Refs) == 1 {
		return s.Refs[0], true
	}
	return casefile.Ref{}, false
}

// turn looks at another selection.
func (v *Inspect) turn() {
	v.load.Cancel()
	v.more.Cancel()
	v.again.Cancel()
	v.seen, v.left, v.open = inspected{of: v.bench.Selection.Get().Refs}, nil, map[string]bool{}
	v.compose()
	v.reload()
}

// reload reads again what is selected; what is shown stays until then.
func (v *Inspect) reload() {
	s := v.bench.Selection.Get()
	if s.Empty() {
		return
	}
	v.load.Run(func(ctx context.Context) func() {
		got := v.bench.inspect(ctx, s)
		return func() {
			got.use = v.seen.use
			v.seen = got
			v.compose()
			v.second()
			v.weigh()
		}
	})
}

// inspect reads what the case knows of a selection.
func (b *Bench) inspect(ctx context.Context, s Selection) inspected {
	got := inspected{of: s.Refs, ready: true}
	one, ok := target(s)
	if !ok {
		sum, err := b.Work.Summary(ctx, refs(s.Refs))
		got.summary, got.err = &sum, err
		return got
	}
	got.detail, got.err = b.Work.Detail(ctx, one.String())
	got.said = got.detail.Said
	if got.err != nil { // such as a pair that nothing links: people may have said something of it
		got.said, _ = b.Work.Annotations(ctx, one.String())
	}
	if one.Kind == casefile.RefLink {
		if list, err := b.Work.Verdicts(ctx, one.ID, one.Peer); err == nil {
			got.verdicts = list
		}
	}
	if list, err := b.Work.History(ctx, one.String()); err == nil {
		got.history = list
	}
	return got
}

// second reads what takes longer and is shown when it comes.
func (v *Inspect) second() {
	a := v.seen.detail.Account
	if a == nil || v.seen.err != nil || v.seen.use != nil {
		return
	}
	v.more.Run(func(ctx context.Context) func() {
		use, err := v.bench.Work.AccountUse(ctx, a.ID)
		return func() {
			if err == nil {
				v.seen.use = &use
				v.compose()
			}
		}
	})
}

// LeaveOut leaves a signal out of the weight, or takes it in again. It changes what
// is shown and nothing in the case.
func (v *Inspect) LeaveOut(signal string) {
	if i := slices.Index(v.left, signal); i >= 0 {
		v.left = slices.Delete(slices.Clone(v.left), i, i+1)
	} else {
		v.left = append(slices.Clip(v.left), signal)
	}
	v.weigh()
}

// TakeAllIn takes in again every signal that was left out.
func (v *Inspect) TakeAllIn() {
	v.left = nil
	v.weigh()
}

// weigh asks what the link weighs without the signals left out.
func (v *Inspect) weigh() {
	l := v.seen.detail.Link
	if l == nil || len(v.left) == 0 {
		v.again.Cancel()
		if v.seen.without != nil {
			v.seen.without = nil
			v.compose()
		}
		return
	}
	left := v.left
	v.again.Run(func(ctx context.Context) func() {
		r, err := v.bench.Work.WhyWithout(ctx, l.A, l.B, left)
		return func() {
			if err != nil {
				v.bench.Fail(err)
				return
			}
			v.seen.without = &r
			v.compose()
		}
	})
}

// Toggle unfolds a part of the page, or folds it again.
func (v *Inspect) Toggle(part string) {
	v.open[part] = !v.open[part]
	v.compose()
}

// Follow goes where a Way leads.
func (v *Inspect) Follow(w Way) {
	switch {
	case w.Expr != "":
		v.ShowRows(w.Expr)
	case w.Unfold != "":
		v.Toggle(w.Unfold)
	case w.Ref.Kind != "":
		v.bench.Selection.Set(Select(w.Ref))
	}
}

// ShowRows brings exactly the rows of an expression to the front: the events, with
// this filter and all of time. The way back leads to what was looked at before.
func (v *Inspect) ShowRows(expr string) {
	v.bench.Window.Set(timeline.Window{})
	if why := v.bench.SetFilter(expr); why != "" {
		v.bench.Fail(fault.Newf(fault.Internal, "These rows cannot be shown: %s", why))
		return
	}
	v.bench.Tab.Set(TabEvents)
}

// compose makes the page of what was read.
func (v *Inspect) compose() {
	c := composer{v: v, seen: &v.seen, zone: v.bench.Zone.Get()}
	v.Page.Set(c.page())
}
