// Package graphview is the account-linkage graph as it is looked at: what its
// nodes and edges are, which part is shown, where it lies and what is drawn.
//
// Five nouns. A Graph holds Nodes, Edges and Clusters over a flat graph of package
// csr and never changes. A Project takes a Filter and gives a View, the part that
// is shown, with the count of what is not. For paper, a Scene is a View made into a
// list of things to draw, in points, with colours by token; graphview/render turns it
// into SVG or PNG. For the window, a Chart is a View with places: what a Camera sees
// of it is drawn by render.Painter, and the Chart says what lies under the pointer,
// inside a box or a lasso, and which clusters are folded into one disc.
//
// Library is the same graph as a graph.Graph of dominikbraun/graph, with the links
// that a person adds laid over it.
//
// # Why two graphs
//
// The library's algorithms build a map of maps of the whole graph at every call,
// which takes hundreds of milliseconds at 25,000 nodes. So what concerns the
// whole graph (components, paths, ranking, layout) runs on the flat graph, and the
// library's own ShortestPath, AllPathsBetween, BFS, MinimumSpanningTree and DOT run
// on a part of it: a community or a neighbourhood. Tests hold both to the same
// answers.
//
// # Promises
//
// The same Graph, Filter, size and seed give the same Scene and the same Chart, byte
// for byte, on any number of processors. Labels are text: nothing in them is followed or executed.
// The package knows neither windows nor the store.
package graphview
