package graphview

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/dominikbraun/graph"
)

// ErrReadOnly is returned by the mutators of Library for what belongs to the case:
// nodes, and links that linkage found. Only links laid over them may change.
var ErrReadOnly = errors.New("graphview: the case's own nodes and links cannot be changed")

// Library returns the graph as a graph.Graph of the library. Nothing is copied:
// it reads the flat graph, at no cost until an algorithm asks for everything. Links
// added by AddEdge lie over it and may be updated and removed again; g itself never
// changes. Weights are thousandths of a bit. It is safe for concurrent use.
//
// The library's algorithms are for parts of a graph (see Part): each of them first
// asks for a map of maps of all edges.
func (g *Graph) Library() graph.Graph[int32, Node] {
	return graph.NewWithStore(Hash, NewStore(g), graph.Weighted())
}

// NewStore returns what Library reads: the graph's own nodes and links, unchanging,
// with a layer over it for links that a person makes.
func NewStore(g *Graph) graph.Store[int32, Node] {
	return &store{g: g, added: map[[2]int32]graph.Edge[int32]{}}
}

// Hash is a node's identity for the library.
func Hash(n Node) int32 { return n.ID }

// store lets the library read a Graph. It also has EdgeCount, which the library's
// next release asks for.
type store struct {
	g     *Graph
	mu    sync.RWMutex
	added map[[2]int32]graph.Edge[int32] // both directions, as the library stores them
}

var _ graph.Store[int32, Node] = (*store)(nil)

func (s *store) holds(v int32) bool { return v >= 0 && int(v) < len(s.g.Nodes) }

func (s *store) AddVertex(v int32, _ Node, _ graph.VertexProperties) error {
	if s.holds(v) {
		return graph.ErrVertexAlreadyExists
	}
	return ErrReadOnly
}

func (s *store) Vertex(v int32) (Node, graph.VertexProperties, error) {
	if !s.holds(v) {
		return Node{}, graph.VertexProperties{}, graph.ErrVertexNotFound
	}
	n := s.g.Nodes[v]
	return n, graph.VertexProperties{
		Weight:     int(n.Importance),
		Attributes: map[string]string{"label": n.Text(), "kind": string(n.Kind), "cluster": strconv.Itoa(n.Cluster)},
	}, nil
}

func (s *store) RemoveVertex(v int32) error {
	if !s.holds(v) {
		return graph.ErrVertexNotFound
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	linked := s.g.flat.Degree(v) > 0
	for pair := range s.added {
		linked = linked || pair[0] == v
	}
	if linked {
		return graph.ErrVertexHasEdges
	}
	return ErrReadOnly
}

func (s *store) ListVertices() ([]int32, error) {
	all := make([]int32, len(s.g.Nodes))
	for v := range all {
		all[v] = int32(v)
	}
	return all, nil
}

func (s *store) VertexCount() (int, error) { return len(s.g.Nodes), nil }

func (s *store) AddEdge(a, b int32, e graph.Edge[int32]) error {
	if !s.holds(a) || !s.holds(b) {
		return graph.ErrVertexNotFound
	}
	if _, ok := s.g.flat.Weight(a, b); ok || a == b {
		return graph.ErrEdgeAlreadyExists
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.added[[2]int32{a, b}]; ok {
		return graph.ErrEdgeAlreadyExists
	}
	s.added[[2]int32{a, b}] = e
	return nil
}

func (s *store) UpdateEdge(a, b int32, e graph.Edge[int32]) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.overlaid(a, b); err != nil {
		return err
	}
	s.added[[2]int32{a, b}] = e
	return nil
}

func (s *store) RemoveEdge(a, b int32) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.overlaid(a, b); err != nil {
		return err
	}
	delete(s.added, [2]int32{a, b})
	return nil
}

// overlaid tells why the edge may not be changed, or nil when a person added it.
func (s *store) overlaid(a, b int32) error {
	if _, ok := s.added[[2]int32{a, b}]; ok {
		return nil
	}
	if _, ok := s.g.flat.Weight(a, b); ok {
		return ErrReadOnly
	}
	return graph.ErrEdgeNotFound
}

func (s *store) Edge(a, b int32) (graph.Edge[int32], error) {
	if w, ok := s.g.flat.Weight(a, b); ok {
		return edge(a, b, w), nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if e, ok := s.added[[2]int32{a, b}]; ok {
		return e, nil
	}
	return graph.Edge[int32]{}, graph.ErrEdgeNotFound
}

// ListEdges returns both directions of every edge, as the library's undirected
// graphs expect, in ascending order: first the case's own, then those laid over.
func (s *store) ListEdges() ([]graph.Edge[int32], error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]graph.Edge[int32], 0, 2*s.g.flat.Edges()+len(s.added))
	for v := range int32(len(s.g.Nodes)) {
		to, weight := s.g.flat.Neighbours(v)
		for i, u := range to {
			all = append(all, edge(v, u, weight[i]))
		}
	}
	for _, pair := range slices.SortedFunc(maps.Keys(s.added), comparePairs) {
		all = append(all, s.added[pair])
	}
	return all, nil
}

// EdgeCount returns how many edges ListEdges lists.
func (s *store) EdgeCount() (int, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return 2*s.g.flat.Edges() + len(s.added), nil
}

func comparePairs(x, y [2]int32) int { return slices.Compare(x[:], y[:]) }

func edge(a, b int32, weight int64) graph.Edge[int32] {
	return graph.Edge[int32]{Source: a, Target: b, Properties: graph.EdgeProperties{Weight: int(weight)}}
}
