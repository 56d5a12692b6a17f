// Package layout says where nodes go.
//
// Two ways. A Layout is the whole graph, a step at a time: components apart,
// communities first, then Barnes-Hut forces; what the window shows while it moves.
// From makes one that goes on from places that were seen, and Pin holds a node where
// a person put it.
// Pack is a figure: every group in a disc of its own, discs apart from one another
// inside a frame, strangers strewn between; what a page shows.
//
// Both promise the same bytes for the same graph, groups and seed, on any number
// of processors and any kind of them: sums run in a fixed order, and products are
// rounded to float32 before they are added, so that no processor fuses them. Both
// stop soon after their context ends. Neither knows what a node means.
package layout
