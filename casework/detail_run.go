package casework

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/linkage"
)

// tie is a link without what is behind it.
type tie struct {
	a, b     uint32
	weight   casefile.Bits
	strength casefile.Strength
	families []casefile.Family // shared with other ties: not to be changed
}

// hang is how the accounts of one run hang together: what is asked again and again,
// and would take reading every link each time. Of a million links it holds what a
// picture of them takes, and not their evidence, which is fifty times as much.
type hang struct {
	clusters []casefile.Cluster
	ties     []tie // sorted by account
	values   []value
	texts    map[int]string // why the accounts of a cluster are together, by its id
}

// hangs keeps the newest run that was asked for. A run never changes.
type hangs struct {
	mu  sync.Mutex
	run uint32
	now *hang
}

// hangOf reads the links of a run, once.
func (c *Casework) hangOf(ctx context.Context, run uint32) (*hang, error) {
	s := &c.hangs
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil && s.run == run {
		return s.now, nil
	}
	h, err := c.readHang(ctx, run)
	if err == nil {
		s.run, s.now = run, h
	}
	return h, err
}

func (c *Casework) readHang(ctx context.Context, run uint32) (*hang, error) {
	name, err := c.accountName()
	if err != nil {
		return nil, err
	}
	h := &hang{texts: map[int]string{}}
	var insides *linkage.Insides
	values, families := newValueSet(), familySets{}
	err = c.file.View(func(tx *store.Tx) error {
		about, err := tx.Run(run)
		if err != nil {
			return err
		}
		if h.clusters, err = tx.Clusters(run); err != nil {
			return err
		}
		insides = linkage.NewInsides(h.clusters)
		h.ties = make([]tie, 0, about.LinkCount)
		return tx.EachLink(run, func(l *casefile.Link) error {
			h.ties = append(h.ties, tie{l.A, l.B, l.Weight, l.Strength, families.of(l.Families)})
			insides.Add(l)
			values.add(l)
			if len(h.ties)%1024 == 0 {
				return ctx.Err()
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	for i := range h.clusters {
		h.texts[h.clusters[i].ID] = insides.Explain(i, name)
	}
	h.values = values.list()
	return h, nil
}

// familySets keeps one copy of each list of families: there are a few dozen.
type familySets map[[12]casefile.Family][]casefile.Family

func (s familySets) of(list []casefile.Family) []casefile.Family {
	var key [12]casefile.Family
	if copy(key[:], list) < len(list) {
		return slices.Clone(list)
	}
	kept, ok := s[key]
	if !ok {
		kept = slices.Clone(list)
		s[key] = kept
	}
	return kept
}

// ties returns the links of a run, light.
func (c *Casework) ties(ctx context.Context, run uint32) ([]tie, error) {
	h, err := c.hangOf(ctx, run)
	if err != nil {
		return nil, err
	}
	return h.ties, nil
}

// tiesOf returns the links of an account in a run, heaviest first.
func (c *Casework) tiesOf(ctx context.Context, run, code uint32) ([]tie, error) {
	list, err := c.ties(ctx, run)
	var out []tie
	for _, t := range list {
		if t.a == code || t.b == code {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b tie) int { return cmp.Compare(b.weight, a.weight) })
	return out, err
}

// Warm reads ahead what a first Detail would have to wait for. It changes nothing,
// and a case without a run is no failure.
func (c *Casework) Warm(ctx context.Context) error {
	run, ok, err := c.NewestRun(ctx)
	if err == nil && ok {
		_, err = c.hangOf(ctx, run.ID)
	}
	if err != nil {
		return err
	}
	if _, _, err = c.measured(ctx, 0); err != nil {
		return err
	}
	for _, kind := range append(identifying(), casefile.ObserveModel) {
		if _, err := c.held(ctx, kind); err != nil {
			return err
		}
	}
	if _, err = c.Matched(ctx); fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return err
}
