package store

import (
	"encoding/binary"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"casebench/casefile"
)

// runPage is how many observations one stored value holds. A reader that merges
// runs holds one page of each.
const runPage = 8192

// entry is one value that is ready to be put.
type entry struct {
	bucket string
	key    []byte
	value  []byte
}

// runPages sorts observations and encodes them as the pages of a run.
func (c *codec) runPages(source uint32, group uint16, kind casefile.ObservationKind, run uint32, in []observation) []entry {
	var out []entry
	var s scratch
	sorted := sortObservations(in)
	for page := uint32(0); len(sorted) > 0; page++ {
		n := min(runPage, len(sorted))
		key := observedKey(source, group, uint8(kind), run, page)
		body := appendObservations(c, &s, nil, sorted[:n])
		out = append(out, entry{bucketObserved, key, c.wrap(bucketObserved, key, body, false)})
		sorted = sorted[n:]
	}
	return out
}

// addRun makes a run of what was gathered of one kind.
func (l *Loader) addRun(kind casefile.ObservationKind) {
	g := &l.observed.kinds[kind]
	for _, e := range l.f.codec.runPages(l.src.ID, 0, kind, g.runs, g.take()) {
		l.add(e)
	}
	g.runs++
}

// lastRuns makes runs of what is left of all kinds. Nothing else is under way at the
// end of an import, so the kinds are sorted and encoded beside each other; they are
// added in their order.
func (l *Loader) lastRuns() error {
	kinds := l.observed.kinds
	pages := make([][]entry, len(kinds))
	var next atomic.Int32
	var sorting sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(kinds)) {
		sorting.Go(func() {
			for kind := int(next.Add(1)) - 1; kind < len(kinds); kind = int(next.Add(1)) - 1 {
				if g := &kinds[kind]; len(g.entries) > 0 {
					pages[kind] = l.f.codec.runPages(l.src.ID, 0, casefile.ObservationKind(kind), g.runs, g.entries)
				}
			}
		})
	}
	sorting.Wait()
	for kind := range kinds {
		if len(kinds[kind].entries) == 0 {
			continue
		}
		kinds[kind].entries = nil
		kinds[kind].runs++
		for _, e := range pages[kind] {
			l.add(e)
		}
		if err := l.flushIf(txBytes); err != nil {
			return err
		}
	}
	return nil
}

func appendObservations(c *codec, s *scratch, dst []byte, in []observation) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(in)))
	column := make([]int64, len(in))
	fields := []func(*observation) int64{
		func(o *observation) int64 { return int64(o.value) },
		func(o *observation) int64 { return int64(o.day) },
		func(o *observation) int64 { return int64(o.account) },
		func(o *observation) int64 { return o.count },
		func(o *observation) int64 { return o.first },
		func(o *observation) int64 { return o.last },
		func(o *observation) int64 { return o.firstRow },
		func(o *observation) int64 { return o.lastRow },
	}
	for _, field := range fields {
		for i := range in {
			column[i] = field(&in[i])
		}
		dst = appendInts(c, s, dst, column)
	}
	return dst
}

func readObservations(c *codec, body []byte) ([]observation, error) {
	r := reader{p: body}
	out := make([]observation, r.count(0, runPage))
	fields := []func(*observation, int64){
		func(o *observation, v int64) { o.value = uint32(v) },
		func(o *observation, v int64) { o.day = int32(v) },
		func(o *observation, v int64) { o.account = uint32(v) },
		func(o *observation, v int64) { o.count = v },
		func(o *observation, v int64) { o.first = v },
		func(o *observation, v int64) { o.last = v },
		func(o *observation, v int64) { o.firstRow = v },
		func(o *observation, v int64) { o.lastRow = v },
	}
	for _, field := range fields {
		column, _ := readInts(c, &r, len(out), nil)
		if r.err != nil {
			return nil, r.err
		}
		for i := range out {
			field(&out[i], column[i])
		}
	}
	for i := 1; i < len(out); i++ {
		if out[i-1].compare(&out[i]) >= 0 {
			return nil, errors.New("the run is not sorted")
		}
	}
	return out, nil
}
