package viewmodel

import (
	"context"
	"maps"
	"slices"

	"casebench/casefile/query"
)

// pageRows is how many rows are read at once: more than are in view on most
// screens. maxPages bounds those that are kept.
const (
	pageRows = 200
	maxPages = 60
)

// pages are the rows that were read.
type pages struct {
	held   map[int64]*page
	clock  int
	wanted []int64 // being read
}

// page is pageRows rows with what they show.
type page struct {
	rows  []query.Row
	cells [][]ListCell
	used  int
}

func (p *pages) clear() { p.held, p.wanted = map[int64]*page{}, nil }

// put keeps a page; the one that was not looked at for longest makes room.
func (p *pages) put(n int64, rows []query.Row) {
	if len(p.held) >= maxPages {
		oldest := int64(-1)
		for k, h := range p.held {
			if oldest < 0 || h.used < p.held[oldest].used || h.used == p.held[oldest].used && k < oldest {
				oldest = k
			}
		}
		delete(p.held, oldest)
	}
	p.clock++
	p.held[n] = &page{rows: rows, cells: make([][]ListCell, len(rows)), used: p.clock}
}

// row returns a row that was read; ok is false when it was not.
func (p *pages) row(i int64) (pg *page, at int, ok bool) {
	pg = p.held[i/pageRows]
	at = int(i % pageRows)
	if i < 0 || pg == nil || at >= len(pg.rows) {
		return nil, 0, false
	}
	p.clock++
	pg.used = p.clock
	return pg, at, true
}

func (p *pages) forgetCells() {
	for _, h := range p.held {
		clear(h.cells)
	}
}

// missing returns the pages of rows from one on and before another that are not
// there.
func (p *pages) missing(from, to, length int64) []int64 {
	var out []int64
	for n := max(0, from) / pageRows; n*pageRows < min(to, length); n++ {
		if p.held[n] == nil {
			out = append(out, n)
		}
	}
	return out
}

// Len returns the number of rows.
func (e *Events) Len() int64 { return e.length }

// Cells returns what a row shows; ok is false while it is being read.
func (e *Events) Cells(i int64) (cells []ListCell, ok bool) {
	pg, at, ok := e.pages.row(i)
	if !ok {
		return nil, false
	}
	if pg.cells[at] == nil {
		pg.cells[at] = e.cellsOf(&pg.rows[at])
	}
	return pg.cells[at], true
}

// Row returns a row that was read; ok is false when it was not.
func (e *Events) Row(i int64) (row query.Row, ok bool) {
	pg, at, ok := e.pages.row(i)
	if !ok {
		return query.Row{}, false
	}
	return pg.rows[at], true
}

// Look says which rows are in view: they are read if they are not there, and then
// those around them. A newer Look outdates an older one that asks for other rows.
func (e *Events) Look(from, to int64) {
	if e.listing == nil {
		return
	}
	need := e.pages.missing(from, to, e.length)
	if len(need) == 0 {
		e.readAhead(from, to)
		return
	}
	if e.fetch.Pending() && slices.Equal(need, e.pages.wanted) {
		return
	}
	e.pages.wanted = need
	e.ahead.Cancel()
	e.read(e.fetch, need, func() { e.readAhead(from, to) })
}

// readAhead reads the pages before and after those in view.
func (e *Events) readAhead(from, to int64) {
	if near := e.pages.missing(from-pageRows, to+pageRows, e.length); len(near) > 0 && !e.ahead.Pending() {
		e.read(e.ahead, near, nil)
	}
}

// read reads pages in the background.
func (e *Events) read(by *Latest, need []int64, then func()) {
	l := e.listing
	by.Run(func(ctx context.Context) func() {
		got := map[int64][]query.Row{}
		for _, n := range need {
			rows, err := l.Page(ctx, n*pageRows, pageRows)
			if isCancelled(err) {
				return nil
			}
			if err != nil {
				return func() { e.bench.Fail(err) }
			}
			got[n] = rows
		}
		return func() {
			if l != e.listing {
				return
			}
			for _, n := range slices.Sorted(maps.Keys(got)) {
				e.pages.put(n, got[n])
			}
			e.Rows.Set(e.Rows.Get() + 1)
			if then != nil {
				then()
			}
		}
	})
}
