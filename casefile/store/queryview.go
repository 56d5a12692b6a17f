package store

import (
	"sync"

	"casebench/casefile"
	"casebench/casefile/query"
)

// Searchable returns the case as package query sees it. Make one for each search:
// it remembers the blocks that it listed.
func (f *File) Searchable() query.Source { return &searchable{f: f, infos: map[uint64]BlockInfo{}} }

var (
	_ query.Source = (*searchable)(nil)
	_ query.Peeker = (*searchable)(nil)
	_ query.Lender = (*searchable)(nil)
	_ query.Screen = (*searchable)(nil)
	_ query.Sieve  = (*lent)(nil)
	_ query.Digits = (*lent)(nil)
)

type searchable struct {
	f *File

	mu    sync.RWMutex
	infos map[uint64]BlockInfo // by the ID given to the search
}

// Blocks implements query.Source.
func (s *searchable) Blocks(tables ...casefile.Table) ([]query.Block, error) {
	infos, err := s.f.Blocks(tables...)
	if err != nil {
		return nil, err
	}
	out := make([]query.Block, len(infos))
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, info := range infos {
		id := uint64(info.Source)<<32 | uint64(info.Block)
		s.infos[id] = info
		out[i] = query.Block{ID: id, Table: info.Table, Source: info.Source, Rows: info.Rows,
			First: info.FirstRow, Last: info.LastRow, Extra: info.Extra, Holds: info.Columns}
		if n := len(info.Columns); n > 0 {
			out[i].Bounds = make([]query.Bounds, info.Columns[n-1]+1)
		}
		for k, column := range info.Columns {
			out[i].Bounds[column] = query.Bounds(info.Spans[k])
		}
	}
	return out, nil
}

func (s *searchable) info(b query.Block) BlockInfo {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.infos[b.ID]
}

// Read implements query.Source.
func (s *searchable) Read(b query.Block, columns []int, extra []string) ([]query.Column, error) {
	return s.read(b, columns, extra, nil)
}

func (s *searchable) read(b query.Block, columns []int, extra []string, mem *arena) ([]query.Column, error) {
	v, err := s.f.read(s.info(b), columns, extra, mem)
	if err != nil {
		return nil, err
	}
	out := make([]query.Column, 0, len(columns)+len(extra))
	for i := range v.Columns {
		out = append(out, searchColumn(&v.Columns[i]))
	}
	for i := range v.Extra {
		out = append(out, searchColumn(&v.Extra[i]))
	}
	return out, nil
}

func searchColumn(c *ColumnView) query.Column {
	return query.Column{Global: c.Global, Ascending: c.ascending, Vector: casefile.Vector{Form: c.Form, Codes: c.Local, Dict: c.Dict,
		Ints: c.Ints, Floats: c.Floats, Texts: c.Texts, Null: c.Null}}
}

// Lend implements query.Lender.
func (s *searchable) Lend() query.Source { return &lent{searchable: s} }

// lent is a searchable for one goroutine, which reads block after block into the
// same memory.
type lent struct {
	*searchable
	mem   arena
	block uint64 // the block that the memory holds columns of

	// Of the sieve, for one call each.
	dict   pool[uint32]
	few    []uint64
	others []uint64
	spare  []uint64
	packed []byte
}

// Read implements query.Source.
func (l *lent) Read(b query.Block, columns []int, extra []string) ([]query.Column, error) {
	l.turnTo(b.ID)
	return l.read(b, columns, extra, &l.mem)
}

// turnTo frees the memory of the block before.
func (l *lent) turnTo(block uint64) {
	if block != l.block {
		l.mem.reset()
		l.block = block
	}
}

// Codes implements query.Peeker.
func (l *lent) Codes(b query.Block, column int) ([]uint32, error) {
	l.turnTo(b.ID)
	return l.f.blockCodes(l.info(b), column, &l.mem.bodies)
}

// Codes implements query.Peeker.
func (s *searchable) Codes(b query.Block, column int) ([]uint32, error) {
	return s.f.BlockCodes(s.info(b), column)
}

// Rows implements query.Source.
func (s *searchable) Rows(b query.Block) ([]int64, error) {
	v, err := s.f.Read(s.info(b), nil, nil)
	if err != nil {
		return nil, err
	}
	out := make([]int64, b.Rows)
	for i := range out {
		out[i] = v.Row(i)
	}
	return out, nil
}

// Duplicates implements query.Source.
func (s *searchable) Duplicates(b query.Block) ([]uint64, error) { return s.f.Duplicates(s.info(b)) }

// Dict implements query.Source.
func (s *searchable) Dict(d casefile.Domain) (query.Dict, error) { return s.f.Dict(d) }
