package graphview

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/dominikbraun/graph"
	"github.com/dominikbraun/graph/draw"

	"casebench/internal/fault"
)

// PathLimit is how many shortest paths Paths is willing to list.
const PathLimit = 1000

// Path returns a path with the fewest links from a to b, both included, found on
// the whole flat graph; nil when they are not connected.
func (g *Graph) Path(a, b int32) []int32 { return g.flat.Path(a, b) }

// Paths returns all paths with the fewest links from a to b in ascending order; none
// when they are not connected. The nodes that lie on one are found on the flat
// graph, the paths are the library's AllPathsBetween over those. It fails, before
// listing any, when there are more than PathLimit.
func (g *Graph) Paths(a, b int32) ([][]int32, error) {
	fromA, fromB := g.flat.Distances(a, 0), g.flat.Distances(b, 0)
	if a < 0 || b < 0 || int(a) >= len(fromA) || int(b) >= len(fromB) || fromA[b] < 0 {
		return nil, nil
	}
	if n := g.countPaths(a, b, fromA, fromB); n > PathLimit {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("There are more than %d shortest paths between the two.", PathLimit),
			"Ask for one path, or look at a smaller part of the graph.", nil)
	}
	onPath := func(v int32) bool { return fromA[v] >= 0 && fromB[v] >= 0 && fromA[v]+fromB[v] == fromA[b] }
	steps := graph.New(func(v int32) int32 { return v }, graph.Directed())
	for v := range int32(len(fromA)) {
		if onPath(v) {
			if err := steps.AddVertex(v); err != nil {
				return nil, fmt.Errorf("graphview: paths: %w", err)
			}
		}
	}
	for _, e := range g.Edges {
		u, v := e.A, e.B
		if fromA[u] > fromA[v] {
			u, v = v, u
		}
		if onPath(u) && onPath(v) && fromA[u] < fromA[v] { // only onwards: every walk is a shortest path
			if err := steps.AddEdge(u, v); err != nil {
				return nil, fmt.Errorf("graphview: paths: %w", err)
			}
		}
	}
	paths, err := graph.AllPathsBetween(steps, a, b)
	if err != nil {
		return nil, fmt.Errorf("graphview: paths: %w", err)
	}
	slices.SortFunc(paths, slices.Compare[[]int32])
	return paths, nil
}

// countPaths counts shortest paths from a to b, stopping above PathLimit.
func (g *Graph) countPaths(a, b int32, fromA, fromB []int32) int {
	ways := map[int32]int{a: 1}
	for ring := []int32{a}; len(ring) > 0 && ring[0] != b; {
		var next []int32
		for _, v := range ring {
			to, _ := g.flat.Neighbours(v)
			for _, u := range to {
				if fromA[u] != fromA[v]+1 || fromB[u] != fromB[v]-1 {
					continue
				}
				if ways[u] == 0 {
					next = append(next, u)
				}
				ways[u] = min(ways[u]+ways[v], PathLimit+1)
			}
		}
		ring = next
	}
	return ways[b]
}

// Backbone returns a spanning forest of the strongest links: the fewest edges that
// keep connected what is connected, by the library's minimum spanning tree. It is
// meant for a part of the graph. Among equal weights the lower pair wins.
func (g *Graph) Backbone() ([]Edge, error) {
	order := make([]int, len(g.Edges))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(g.Edges[j].Weight, g.Edges[i].Weight), cmp.Compare(i, j))
	})
	// The library sorts edges that come out of a map; giving each its rank for a
	// weight leaves it no choice between equals.
	ranked := graph.New(func(v int32) int32 { return v }, graph.Weighted())
	for v := range g.Nodes {
		if err := ranked.AddVertex(int32(v)); err != nil {
			return nil, fmt.Errorf("graphview: backbone: %w", err)
		}
	}
	for rank, i := range order {
		if err := ranked.AddEdge(g.Edges[i].A, g.Edges[i].B, graph.EdgeWeight(rank)); err != nil {
			return nil, fmt.Errorf("graphview: backbone: %w", err)
		}
	}
	tree, err := graph.MinimumSpanningTree(ranked)
	if err != nil {
		return nil, fmt.Errorf("graphview: backbone: %w", err)
	}
	kept, err := tree.Edges()
	if err != nil {
		return nil, fmt.Errorf("graphview: backbone: %w", err)
	}
	ranks := make([]int, len(kept))
	for i, e := range kept {
		ranks[i] = e.Properties.Weight
	}
	slices.Sort(ranks)
	edges := make([]Edge, len(ranks))
	for i, rank := range ranks {
		edges[i] = g.Edges[order[rank]]
	}
	return edges, nil
}

// DOT writes the graph in Graphviz's language through the library's writer, for a
// part of the graph. Lines are sorted, so that the same graph is the same file, and
// each edge is written once. Labels are escaped here, because the library does not.
func (g *Graph) DOT(w io.Writer) error {
	out := graph.New(func(id string) string { return id })
	for _, n := range g.Nodes {
		err := out.AddVertex(strconv.Itoa(int(n.ID)),
			graph.VertexAttribute("label", escapeDOT(n.Text())), graph.VertexAttribute("shape", dotShape(n.Kind)),
			graph.VertexWeight(int(n.Importance)))
		if err != nil {
			return fmt.Errorf("graphview: dot: %w", err)
		}
	}
	for _, e := range g.Edges {
		err := out.AddEdge(strconv.Itoa(int(e.A)), strconv.Itoa(int(e.B)),
			graph.EdgeWeight(int(e.Weight)), graph.EdgeAttribute("label", e.Weight.String()))
		if err != nil {
			return fmt.Errorf("graphview: dot: %w", err)
		}
	}
	var text bytes.Buffer
	if err := draw.DOT(out, &text); err != nil {
		return fmt.Errorf("graphview: dot: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(text.String()), "\n")
	body := make([]string, 0, len(lines))
	for _, line := range lines[1 : len(lines)-1] {
		if line = strings.TrimSpace(line); line != "" && !backwards(line) {
			body = append(body, "\t"+line+"\n")
		}
	}
	slices.Sort(body)
	_, err := io.WriteString(w, lines[0]+"\n"+strings.Join(body, "")+"}\n")
	return err
}

// backwards says whether a line holds the second direction of an edge.
func backwards(line string) bool {
	from, rest, ok := strings.Cut(line, ` -- "`)
	if !ok {
		return false
	}
	to, _, _ := strings.Cut(rest, `"`)
	a, errA := strconv.Atoi(strings.Trim(from, `"`))
	b, errB := strconv.Atoi(to)
	return errA == nil && errB == nil && a > b
}

// escapeDOT makes a text safe inside the quotes of a DOT attribute: no quote ends
// it, no backslash starts an escape, no line ends.
func escapeDOT(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(strings.ToValidUTF8(s, "\uFFFD")))
}

func dotShape(k Kind) string {
	switch k {
	case Payment:
		return "box"
	case Device:
		return "diamond"
	case Template:
		return "note"
	case Address:
		return "hexagon"
	}
	return "ellipse"
}
