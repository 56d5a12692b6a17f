package query

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"casebench/casefile"
)

// Options are the parameters of a search that do not change what matches.
type Options struct {
	Known      Known   // nil: nothing is marked
	Workers    int     // 0: one for each processor
	Duplicates bool    // count rows that an earlier source holds too
	Reverse    bool    // from the last block to the first, and so in each block
	Gate       *Gate   // shared with other searches; nil: this one works as if it were alone
	Aside      bool    // at the gate, other searches go first
	Memory     *Memory // of what was found in texts, shared with other searches of the source; nil: none
}

// search is a query compiled against a source.
type search struct {
	src    Source
	opt    Options
	tables map[casefile.Table]node
	blocks []Block           // those that may hold a match, in order of delivery
	known  map[uint64]rowset // by block ID, when it is known which rows match; nil otherwise
}

// prepare compiles the query for every table and leaves out the tables and
// blocks that hold no match by what is known of them without reading.
func prepare(ctx context.Context, src Source, q *Query, opt Options) (*search, error) {
	if opt.Known == nil {
		opt.Known = Nothing{}
	}
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	c := compiler{ctx: ctx, src: src, known: opt.Known, sets: map[string]codeSet{}, found: map[string]Marked{}, keeps: opt.Memory}
	s := &search{src: src, opt: opt, tables: map[casefile.Table]node{}}
	var tables []casefile.Table
	for _, t := range casefile.Tables() {
		n, err := c.compile(q.Expr, t)
		if err != nil {
			return nil, err
		}
		if k, ok := n.(constant); ok && verdict(k) == never {
			continue
		}
		s.tables[t] = n
		tables = append(tables, t)
	}
	if len(tables) == 0 {
		return s, nil
	}
	blocks, err := src.Blocks(tables...)
	if err != nil {
		return nil, err
	}
	for _, b := range blocks {
		if b.Rows > 0 && s.tables[b.Table].judge(&b) != never {
			s.blocks = append(s.blocks, b)
		}
	}
	if opt.Reverse {
		slices.Reverse(s.blocks)
	}
	return s, nil
}

// match returns the rows of the reader's block that match.
func (s *search) match(r *reader, into rowset) (rowset, error) {
	if s.known != nil {
		return s.known[r.block.ID], nil
	}
	sel := allRows(into, r.block.Rows)
	if !s.opt.Duplicates {
		twice, err := s.src.Duplicates(r.block)
		if err != nil {
			return sel, err
		}
		sel.without(twice)
	}
	n := s.tables[r.block.Table]
	if n.judge(&r.block) == always {
		return sel, nil
	}
	if none, err := screened(n, r); none || err != nil {
		sel.clear()
		return sel, err
	}
	return sel, n.filter(r, sel)
}

// scan matches all blocks with several workers. Work makes something of one
// block's matching rows, on any worker; the set is only lent. Take gets what was
// made, in the order of the blocks, on the caller's goroutine, and ends the scan
// by returning false. All workers have ended when scan returns. An error is that
// of the earliest block that has one.
func scan[T any](ctx context.Context, s *search, work func(*reader, rowset) (T, error), take func(T) (bool, error)) error {
	type result struct {
		value T
		err   error
	}
	ctx, cancel := context.WithCancel(ctx)
	var workers sync.WaitGroup
	defer func() {
		cancel()
		workers.Wait()
	}()
	// A slot is a promise for one block. The queue bounds how far workers run
	// ahead of take.
	type slot struct {
		block Block
		done  chan result
	}
	n := s.opt.Workers
	if s.opt.Gate != nil {
		n++ // one waits at the gate while the others work, so that its turn is not missed
	}
	jobs := make(chan slot)
	queue := make(chan slot, 2*n)
	workers.Add(1 + n)
	go func() {
		defer workers.Done()
		defer close(queue)
		defer close(jobs)
		for _, b := range s.blocks {
			j := slot{b, make(chan result, 1)}
			select {
			case queue <- j:
			case <-ctx.Done():
				return
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range n {
		go func() {
			defer workers.Done()
			r := newReader(ctx, s.src)
			var sel rowset
			for j := range jobs {
				var out result
				r.open(j.block)
				if out.err = s.opt.Gate.enter(ctx, s.opt.Aside); out.err == nil {
					if sel, out.err = s.match(r, sel); out.err == nil {
						out.value, out.err = work(r, sel)
					}
					s.opt.Gate.leave()
				}
				j.done <- out
			}
		}()
	}
	for j := range queue {
		select {
		case out := <-j.done:
			if out.err != nil {
				return out.err
			}
			more, err := take(out.value)
			if err != nil || !more {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}
