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
}

// hang is how the accounts of one run hang together: what is asked again and again,
// and would take reading every link each time.
type hang struct {
	ties  []tie          // sorted by account
	texts map[int]string // why the accounts of a cluster are together, by its id
}

// hangs keeps the newest run that was asked for. A run never changes.
type hangs struct {
	mu  sync.Mutex
	run uint32
	now *hang
}

// hangOf reads the links of a run, once.
func (c *Casework) hangOf(run uint32) (*hang, error) {
	s := &c.hangs
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil && s.run == run {
		return s.now, nil
	}
	var links []casefile.Link
	var clusters []casefile.Cluster
	err := c.file.View(func(tx *store.Tx) (err error) {
		if links, err = tx.Links(run); err != nil {
			return err
		}
		clusters, err = tx.Clusters(run)
		return err
	})
	if err != nil {
		return nil, err
	}
	name, err := c.accountName()
	if err != nil {
		return nil, err
	}
	h := &hang{ties: make([]tie, len(links)), texts: map[int]string{}}
	for i := range links {
		h.ties[i] = tie{links[i].A, links[i].B, links[i].Weight, links[i].Strength}
	}
	for i := range clusters {
		h.texts[clusters[i].ID] = linkage.ExplainCluster(&clusters[i], links, name)
	}
	s.run, s.now = run, h
	return h, nil
}

// ties returns the links of a run, light.
func (c *Casework) ties(run uint32) ([]tie, error) {
	h, err := c.hangOf(run)
	if err != nil {
		return nil, err
	}
	return h.ties, nil
}

// tiesOf returns the links of an account in a run, heaviest first.
func (c *Casework) tiesOf(run, code uint32) ([]tie, error) {
	list, err := c.ties(run)
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
		_, err = c.hangOf(run.ID)
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
