// Package importertest holds what every importer is tested with: a Sink that
// collects, a way to print what it collected, and the conformance suite that a
// new importer must pass.
//
// Start with Run in suite.go. The package is for tests alone; it keeps whole
// inputs in memory.
package importertest

import (
	"bytes"
	"fmt"
	"slices"
	"sync"

	"casebench/casefile"
	"casebench/importers"
)

// Sink is an importers.Sink that keeps deep copies of everything in memory.
type Sink struct {
	mu      sync.Mutex
	packs   int
	Batches []*casefile.Batch // in order
	Parts   [][]byte
	// OnPut, when set, is called before each Put with the batch's index.
	OnPut func(index int) error
}

var _ importers.Sink = (*Sink)(nil)

type packed struct{ batch *casefile.Batch }

func (p packed) Index() int { return p.batch.Index }

// Pack implements importers.Sink.
func (s *Sink) Pack(b *casefile.Batch) (casefile.Packed, error) {
	s.mu.Lock()
	s.packs++
	s.mu.Unlock()
	return packed{copyBatch(b)}, nil
}

// Put implements importers.Sink. It insists on order.
func (s *Sink) Put(p casefile.Packed) error {
	if s.OnPut != nil {
		if err := s.OnPut(p.Index()); err != nil {
			return err
		}
	}
	if p.Index() != len(s.Batches) {
		return fmt.Errorf("importertest: batch %d came when %d was due", p.Index(), len(s.Batches))
	}
	s.Batches = append(s.Batches, p.(packed).batch)
	return nil
}

// Part implements importers.Sink. It insists on order.
func (s *Sink) Part(index int, p []byte) error {
	if index != len(s.Parts) {
		return fmt.Errorf("importertest: part %d came when %d was due", index, len(s.Parts))
	}
	s.Parts = append(s.Parts, bytes.Clone(p))
	return nil
}

// Raw returns the decoded stream, put together from the batches.
func (s *Sink) Raw() []byte {
	var out []byte
	for _, b := range s.Batches {
		out = append(out, b.Raw...)
	}
	return out
}

// Original returns the compressed input, put together from the parts.
func (s *Sink) Original() []byte { return bytes.Join(s.Parts, nil) }

func copyBatch(b *casefile.Batch) *casefile.Batch {
	c := *b
	c.Raw = bytes.Clone(b.Raw)
	c.Rejects, c.Defects, c.Indicators = slices.Clone(b.Rejects), slices.Clone(b.Defects), slices.Clone(b.Indicators)
	c.Blocks = nil
	for _, bl := range b.Blocks {
		d := *bl
		d.Row, d.Offset, d.Length, d.Hash = slices.Clone(bl.Row), slices.Clone(bl.Offset), slices.Clone(bl.Length), slices.Clone(bl.Hash)
		d.Columns, d.Extra = nil, nil
		for _, v := range bl.Columns {
			d.Columns = append(d.Columns, copyVector(v))
		}
		for _, e := range bl.Extra {
			d.Extra = append(d.Extra, casefile.Extra{Name: e.Name, Vector: copyVector(e.Vector)})
		}
		c.Blocks = append(c.Blocks, &d)
	}
	return &c
}

func copyVector(v casefile.Vector) casefile.Vector {
	v.Codes, v.Dict, v.Ints, v.Floats, v.Null = slices.Clone(v.Codes), slices.Clone(v.Dict), slices.Clone(v.Ints),
		slices.Clone(v.Floats), slices.Clone(v.Null)
	v.Texts = casefile.Texts{Bytes: bytes.Clone(v.Texts.Bytes), Ends: slices.Clone(v.Texts.Ends)}
	return v
}
