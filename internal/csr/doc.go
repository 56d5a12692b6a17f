// Package csr is a flat graph: undirected, weighted, nodes numbered 0..n-1,
// neighbours in compressed sparse rows.
//
// Three nouns: an Edge is a pair of nodes with a weight; a Builder gathers edges;
// a Graph is what comes out, never changes again and is safe for concurrent
// reading. Kernels (Components, Path, PageRank, Cuts, Cores) are methods of Graph.
//
// It promises that the same set of edges gives the same Graph, in whatever order
// they came, and that every kernel gives the same bytes on every machine: weights
// are integers, float sums run in a fixed order and products are rounded before
// they are added, so that no processor may fuse them. Kernels that walk the whole
// graph for long take a context.
//
// It knows nothing of what a node means, draws nothing and stores nothing.
package csr
