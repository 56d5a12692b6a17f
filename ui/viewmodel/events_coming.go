package viewmodel

import (
	"maps"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
)

// early shows the first rows while others are still being found. They keep their
// places when more come, so that a person may go to work on them.
func (e *Events) early(rows []query.Row) {
	if len(rows) == 0 || e.again() {
		return // the answer is on its way, and what stands may stand until then
	}
	tables, fields := map[casefile.Table]int64{}, map[string]bool{}
	for _, r := range rows {
		tables[r.Table]++
		for _, v := range r.Values {
			fields[v.Name] = true
		}
	}
	if e.coming {
		e.extend(int64(len(rows)), rows)
	} else {
		e.listing, e.asked = nil, e.bench.Expr()
		e.begin(int64(len(rows)), rows)
		e.bring(0)
		e.say(int64(len(rows)))
	}
	e.coming = true
	e.Took.Set("")
	if e.columns == nil || !slices.Equal(slices.Sorted(maps.Keys(tables)), slices.Sorted(maps.Keys(e.tables))) {
		e.arrange(tables, sortedKeys(fields))
	}
	e.Standing.Set(Stand{Phase: Coming})
	e.redraw()
}

// again reports whether the rows that stand are all of an older answer to the same
// question.
func (e *Events) again() bool { return e.listing != nil && e.asked == e.bench.Expr() }

// tellEvery is how often a count that grows is told. Every time the whole window is
// painted, perhaps by the processor that the search could have.
const tellEvery = 250 * time.Millisecond

// sofar returns what tells how many rows a search found so far. It is called where the
// search goes on.
func (e *Events) sofar(turn int) func(int64) {
	var told time.Time
	return func(n int64) {
		if now := time.Now(); now.Sub(told) >= tellEvery {
			told = now
			e.bench.Post(func() {
				if turn == e.turn {
					e.say(n)
				}
			})
		}
	}
}

// say says how many rows there are so far.
func (e *Events) say(n int64) {
	e.soFar = n
	e.Count.Set(Thousands(n) + " so far")
}

// Searching reports whether rows are being looked for that are not all there.
func (e *Events) Searching() bool { return e.find.Pending() && !e.stale }

// Stop ends the search that goes on. The rows that came stay, and Resume looks for the
// others.
func (e *Events) Stop() {
	if !e.Searching() {
		return
	}
	e.turn++
	e.find.Cancel()
	stand := Stand{Phase: Shown, Stopped: true}
	switch {
	case e.again():
	case e.coming:
		e.Count.Set(Thousands(max(e.soFar, e.length)) + " so far, stopped")
	default:
		e.listing = nil
		e.begin(0, nil)
		e.Count.Set("stopped")
		stand.Blank = Blank{Title: "The search was stopped", Text: "No event was found until then.", Button: "Search on", Do: e.Resume}
	}
	e.Took.Set("")
	e.Standing.Set(stand)
	e.redraw()
}

// Resume looks again for what a stopped search did not find.
func (e *Events) Resume() { e.load() }
