package store

import (
	"container/heap"
	"context"
	"encoding/binary"
	"iter"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
)

// Observations walks what all ready sources show of one kind, sorted by value, day
// and account, one observation for each. Rows that an earlier ready source holds
// too are left out. FirstRow and LastRow carry source and row; Locate completes
// them. It holds one page of each run, and ends with ctx's error on cancel.
func (f *File) Observations(ctx context.Context, kind casefile.ObservationKind) iter.Seq2[casefile.Observation, error] {
	return func(yield func(casefile.Observation, error) bool) {
		m, err := f.openRuns(kind)
		if err != nil {
			yield(casefile.Observation{}, err)
			return
		}
		for n := 0; len(m.runs) > 0; n++ {
			if n&0xfff == 0 && ctx.Err() != nil {
				yield(casefile.Observation{}, ctx.Err())
				return
			}
			out, err := m.next()
			if !yield(out, err) || err != nil {
				return
			}
		}
	}
}

// runCursor stands at one entry of one run.
type runCursor struct {
	f       *File
	source  uint32
	prefix  []byte // source, group, kind, run
	page    uint32
	entries []observation
	at      int
}

func (c *runCursor) head() *observation { return &c.entries[c.at] }

// load reads the next page; ok is false at the end of the run.
func (c *runCursor) load() (ok bool, err error) {
	key := binary.BigEndian.AppendUint32(append([]byte(nil), c.prefix...), c.page)
	err = c.f.view(func(b *bolt.Tx) error {
		tx := &Tx{f: c.f, b: b}
		body, err := tx.get(bucketObserved, key)
		if err != nil || body == nil {
			return err
		}
		c.entries, err = readObservations(c.f.codec, body)
		if err != nil {
			return corrupt(bucketObserved, key, err)
		}
		ok = len(c.entries) > 0
		return nil
	})
	c.page, c.at = c.page+1, 0
	return ok, err
}

// merging is a heap of runs by their heads; equal heads by source, so that merging
// is the same whatever the order of runs.
type merging struct{ runs []*runCursor }

func (m *merging) Len() int { return len(m.runs) }
func (m *merging) Less(i, j int) bool {
	if c := m.runs[i].head().compare(m.runs[j].head()); c != 0 {
		return c < 0
	}
	return m.runs[i].source < m.runs[j].source
}
func (m *merging) Swap(i, j int) { m.runs[i], m.runs[j] = m.runs[j], m.runs[i] }

// Push implements heap.Interface.
func (m *merging) Push(x any) { m.runs = append(m.runs, x.(*runCursor)) }

// Pop implements heap.Interface.
func (m *merging) Pop() any {
	last := m.runs[len(m.runs)-1]
	m.runs = m.runs[:len(m.runs)-1]
	return last
}

// openRuns stands at the beginning of every run of a kind that counts.
func (f *File) openRuns(kind casefile.ObservationKind) (*merging, error) {
	h, err := f.readHolders()
	if err != nil {
		return nil, err
	}
	m := &merging{}
	err = f.View(func(tx *Tx) error {
		sources, err := tx.Sources()
		if err != nil {
			return err
		}
		for _, s := range sources {
			if s.State != casefile.SourceReady {
				continue
			}
			for group := range len(h.groups[s.ID]) + 1 {
				if !h.counts(s.ID, int64(group)) {
					continue
				}
				prefix := append(groupKey(s.ID, uint16(group)), byte(kind))
				m.runs = append(m.runs, tx.runsUnder(s.ID, prefix)...)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	open := m.runs[:0]
	for _, r := range m.runs {
		ok, err := r.load()
		if err != nil {
			return nil, err
		}
		if ok {
			open = append(open, r)
		}
	}
	m.runs = open
	heap.Init(m)
	return m, nil
}

// runsUnder lists the runs below source, group and kind by seeking from one to the
// next.
func (tx *Tx) runsUnder(source uint32, prefix []byte) []*runCursor {
	var out []*runCursor
	c := bucketOf(tx.b, bucketObserved).Cursor()
	for run := uint64(0); run < 1<<32; run++ {
		k, _ := c.Seek(binary.BigEndian.AppendUint32(append([]byte(nil), prefix...), uint32(run)))
		if len(k) < len(prefix)+4 || string(k[:len(prefix)]) != string(prefix) {
			break
		}
		run = uint64(binary.BigEndian.Uint32(k[len(prefix):]))
		out = append(out, &runCursor{f: tx.f, source: source, prefix: append([]byte(nil), k[:len(prefix)+4]...)})
	}
	return out
}

// advance moves the first run on, and lets it go at its end.
func (m *merging) advance() error {
	r := m.runs[0]
	if r.at++; r.at == len(r.entries) {
		ok, err := r.load()
		if err != nil {
			return err
		}
		if !ok {
			heap.Pop(m)
			return nil
		}
	}
	heap.Fix(m, 0)
	return nil
}

// next takes everything of the least (value, day, account).
func (m *merging) next() (casefile.Observation, error) {
	first := *m.runs[0].head()
	out := observed(m.runs[0].source, &first)
	if err := m.advance(); err != nil {
		return out, err
	}
	for len(m.runs) > 0 && m.runs[0].head().compare(&first) == 0 {
		more := observed(m.runs[0].source, m.runs[0].head())
		join(&out, &more)
		if err := m.advance(); err != nil {
			return out, err
		}
	}
	return out, nil
}

func observed(source uint32, o *observation) casefile.Observation {
	return casefile.Observation{Account: o.account, Value: o.value, Day: o.day, Count: o.count, First: o.first, Last: o.last,
		FirstRow: casefile.Origin{Source: source, Row: o.firstRow}, LastRow: casefile.Origin{Source: source, Row: o.lastRow}}
}

func before(a, b casefile.Origin) bool {
	return a.Source < b.Source || a.Source == b.Source && a.Row < b.Row
}

// join adds o to e; rows without a time (0) never move what has one.
func join(e, o *casefile.Observation) {
	e.Count += o.Count
	unknown := func(x *casefile.Observation) bool { return x.First == 0 && x.Last == 0 }
	switch {
	case unknown(e) && unknown(o):
		if before(o.FirstRow, e.FirstRow) {
			e.FirstRow = o.FirstRow
		}
		if before(e.LastRow, o.LastRow) {
			e.LastRow = o.LastRow
		}
	case unknown(o):
	case unknown(e):
		e.First, e.Last, e.FirstRow, e.LastRow = o.First, o.Last, o.FirstRow, o.LastRow
	default:
		if o.First < e.First || o.First == e.First && before(o.FirstRow, e.FirstRow) {
			e.First, e.FirstRow = o.First, o.FirstRow
		}
		if o.Last > e.Last || o.Last == e.Last && before(e.LastRow, o.LastRow) {
			e.Last, e.LastRow = o.Last, o.LastRow
		}
	}
}
