package linkage

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"casebench/casefile"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// Run computes links, clusters and assessments. The result depends on input,
// model, seed and Without alone. It stops with the context's error soon after
// ctx is cancelled.
func Run(ctx context.Context, in Input, model Model, o Options, p progress.Reporter) (*Result, error) {
	if p == nil {
		p = progress.Discard
	}
	if err := model.check(); err != nil {
		return nil, err
	}
	if err := o.check(&model); err != nil {
		return nil, err
	}
	p.Phase("Reading observations", int64(len(o.Signals)))
	m, err := newMaterial(ctx, in, &model)
	if err != nil {
		return nil, err
	}
	res := &Result{Accounts: m.N(), Signals: map[string]int{}}
	comparers := make([]Comparer, 0, len(o.Signals))
	for _, s := range o.Signals {
		info := s.Info()
		m.Without = slices.Contains(o.Without, info.ID)
		c, err := s.Prepare(ctx, m)
		if err != nil {
			return nil, fmt.Errorf("prepare signal %s: %w", info.ID, err)
		}
		if !m.Without {
			res.Signals[info.ID] = info.Version
		}
		comparers = append(comparers, c)
		res.Suppressed = append(res.Suppressed, c.Suppressed()...)
		p.Add(1)
	}
	pairs := candidates(comparers)
	res.CandidatePairs = int64(len(pairs))
	p.Phase("Comparing accounts", int64(len(pairs)))
	if res.Links, err = compareAll(ctx, &model, comparers, pairs, o.Workers, p); err != nil {
		return nil, err
	}
	p.Phase("Finding clusters", int64(model.Community.Runs))
	if err := res.cluster(ctx, m, o.Seed, p); err != nil {
		return nil, err
	}
	res.Digest = res.digest()
	return res, nil
}

func (o *Options) check(model *Model) error {
	if len(o.Signals) == 0 {
		return fault.Newf(fault.Usage, "A linkage run needs at least one signal.")
	}
	var ids []string
	for _, s := range o.Signals {
		id := s.Info().ID
		if model.Signal(id) == nil {
			return fault.New(fault.Invalid, fmt.Sprintf("The model has no numbers for the signal %q.", id),
				"Start from the model that a run recorded.", nil)
		}
		ids = append(ids, id)
	}
	for _, w := range o.Without {
		if !slices.Contains(ids, w) {
			slices.Sort(ids)
			return fault.New(fault.Usage, fmt.Sprintf("There is no signal %q.", w),
				fmt.Sprintf("The signals are %v.", ids), nil)
		}
	}
	return nil
}

// candidates gathers the pairs that any signal proposes, sorted, each once.
func candidates(comparers []Comparer) []Pair {
	var pairs []Pair
	for _, c := range comparers {
		from := len(pairs)
		pairs = c.Candidates(pairs)
		slices.Sort(pairs[from:])
		pairs = pairs[:from+len(slices.Compact(pairs[from:]))]
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// compareAll scores pairs on several workers. Pairs are cut into stretches, and
// the links of the stretches are put together in order.
func compareAll(ctx context.Context, model *Model, comparers []Comparer, pairs []Pair, workers int, p progress.Reporter) ([]casefile.Link, error) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	const stretch = 4096
	parts := make([][]casefile.Link, (len(pairs)+stretch-1)/stretch)
	work := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var c Comparison
			for i := range work {
				part := pairs[i*stretch : min(len(pairs), (i+1)*stretch)]
				for _, pair := range part {
					c.Matches, c.Suppressed = c.Matches[:0], c.Suppressed[:0]
					for _, cmp := range comparers {
						cmp.Compare(pair, &c)
					}
					if l := model.score(pair, &c); l.Weight >= model.Lower {
						parts[i] = append(parts[i], l)
					}
				}
				p.Add(int64(len(part)))
			}
		}()
	}
	for i := range parts {
		if ctx.Err() != nil {
			break
		}
		work <- i
	}
	close(work)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return slices.Concat(parts...), nil
}
