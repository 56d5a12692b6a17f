package graphview_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/graphview/graphviewtest"
	"casebench/internal/golden"
)

func world(t testing.TB, accounts int, sizes ...int) *graphview.Graph {
	t.Helper()
	g, err := graphviewtest.World(accounts, sizes, 1)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func project(t testing.TB, g *graphview.Graph, f graphview.Filter) *graphview.View {
	t.Helper()
	v, err := graphview.Project(g, f)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestNewRefuses(t *testing.T) {
	cases := map[string]struct {
		nodes    []graphview.Node
		edges    []graphview.Edge
		clusters []graphview.Cluster
	}{
		"link of a node with itself": {nodes: make([]graphview.Node, 2), edges: []graphview.Edge{{A: 1, B: 1}}},
		"link twice":                 {nodes: make([]graphview.Node, 2), edges: []graphview.Edge{{A: 0, B: 1}, {A: 1, B: 0}}},
		"link to nowhere":            {nodes: make([]graphview.Node, 2), edges: []graphview.Edge{{A: 0, B: 2}}},
		"cluster that is not there":  {nodes: []graphview.Node{{Cluster: 3}}},
		"cluster twice":              {clusters: []graphview.Cluster{{ID: 1}, {ID: 1}}},
		"cluster without a number":   {clusters: []graphview.Cluster{{}}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := graphview.New(c.nodes, c.edges, c.clusters); err == nil {
				t.Error("was taken")
			}
		})
	}
}

func TestALinkWithoutWeightIsStillALink(t *testing.T) {
	g, err := graphview.New(make([]graphview.Node, 2), []graphview.Edge{{A: 1, B: 0, Weight: -3000}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if e, ok := g.Edge(1, 0); !ok || e.Weight != -3000 || g.Path(0, 1) == nil {
		t.Errorf("link %v, %v", e, ok)
	}
}

func TestProject(t *testing.T) {
	g := world(t, 300, 60, 30, 10)
	t.Run("everything", func(t *testing.T) {
		v := project(t, g, graphview.Filter{})
		if len(v.Nodes) != len(g.Nodes) || len(v.Edges) != len(g.Edges) || v.Shown != v.Total {
			t.Errorf("%s; %d nodes of %d", v.Note(), len(v.Nodes), len(g.Nodes))
		}
	})
	t.Run("one cluster", func(t *testing.T) {
		v := project(t, g, graphview.Filter{Clusters: []int{2}})
		for _, n := range v.Nodes {
			if n.Cluster != 2 {
				t.Errorf("node %v", n)
			}
		}
		if v.Shown != 30 {
			t.Errorf("%d accounts, want 30", v.Shown)
		}
		if c, _ := v.Cluster(1); c.Size != 60 {
			t.Errorf("the first cluster has %d accounts in this view, want the 60 of the case", c.Size)
		}
	})
	t.Run("one cluster and a hop", func(t *testing.T) {
		v := project(t, g, graphview.Filter{Clusters: []int{2}, Hops: 1})
		for i, n := range v.Nodes {
			near := n.Cluster == 2
			to, _ := g.Flat().Neighbours(v.Of[i])
			for _, u := range to {
				near = near || g.Nodes[u].Cluster == 2
			}
			if !near {
				t.Errorf("node %v is not near", n)
			}
		}
	})
	t.Run("around one node", func(t *testing.T) {
		v := project(t, g, graphview.Filter{Around: []int32{5}, Hops: 1})
		if want := g.Flat().Degree(5) + 1; len(v.Nodes) != want {
			t.Errorf("%d nodes, want %d", len(v.Nodes), want)
		}
	})
	t.Run("the most important", func(t *testing.T) {
		v := project(t, g, graphview.Filter{Limit: 25})
		least := v.Nodes[0].Importance
		for _, n := range v.Nodes {
			least = min(least, n.Importance)
		}
		more := 0
		for _, n := range g.Nodes {
			if n.Importance > least {
				more++
			}
		}
		if len(v.Nodes) != 25 || more >= 25 {
			t.Errorf("%d nodes, %d of the case are more important than the least of them", len(v.Nodes), more)
		}
	})
	t.Run("no strangers", func(t *testing.T) {
		v := project(t, g, graphview.Filter{Strangers: -1})
		if v.Shown != 100 || !strings.HasPrefix(v.Note(), "100 of 300 accounts shown") {
			t.Errorf("%s", v.Note())
		}
	})
	t.Run("heavy links", func(t *testing.T) {
		v := project(t, g, graphview.Filter{MinWeight: 20_000})
		for _, e := range v.Edges {
			if e.Weight < 20_000 && e.Verdict == "" {
				t.Errorf("link %v", e)
			}
		}
	})
}

func TestThinningKeepsWhatMatters(t *testing.T) {
	g := world(t, 400, 150, 60, 20)
	all := project(t, g, graphview.Filter{})
	thin := project(t, g, graphview.Figure())
	if len(thin.Edges) > 3*len(thin.Nodes) {
		t.Errorf("%d links among %d nodes", len(thin.Edges), len(thin.Nodes))
	}
	judged := func(v *graphview.View) (n int) {
		for _, e := range v.Edges {
			if e.Verdict != "" {
				n++
			}
		}
		return n
	}
	if a, b := judged(all), judged(thin); a == 0 || a != b {
		t.Errorf("%d links that a person judged, %d drawn", a, b)
	}
	for id := 1; id <= 3; id++ {
		one := project(t, g, graphview.Filter{Clusters: []int{id}, LinksPerNode: 1})
		if _, pieces := one.Flat().Components(); pieces != 1 {
			t.Errorf("cluster %d falls into %d pieces", id, pieces)
		}
	}
}

func TestDOT(t *testing.T) {
	nodes := []graphview.Node{
		{Key: "acct_1", Kind: graphview.Account, Importance: 3},
		{Key: `card "]; evil [label="x` + "\n\\", Kind: graphview.Payment},
		{Key: ` -- "0" `, Kind: graphview.Device},
	}
	g, err := graphview.New(nodes, []graphview.Edge{{A: 2, B: 0, Weight: 12_600}, {A: 0, B: 1, Weight: 3000}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var first, second bytes.Buffer
	if err := g.DOT(&first); err != nil {
		t.Fatal(err)
	}
	if err := g.DOT(&second); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Error("two answers")
	}
	golden.Equal(t, "testdata/hostile.dot", first.Bytes())
}

func TestCleanTakesTheSting(t *testing.T) {
	for in, want := range map[string]string{
		"plain · text é ж":  "plain · text é ж",
		"two\nlines":        "two\uFFFDlines",
		"\u202Eeman":        "\uFFFDeman",
		"zero\u200Bwidth":   "zero\uFFFDwidth",
		"bad \xff byte":     "bad \uFFFD byte",
		"esc \x1b[31m":      "esc \uFFFD[31m",
		"para\u2029graph":   "para\uFFFDgraph",
		"isolate\u2066here": "isolate\uFFFDhere",
	} {
		if got := graphview.Clean(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestEdgesAreInOrderWhateverCame(t *testing.T) {
	g, err := graphview.New(make([]graphview.Node, 4),
		[]graphview.Edge{{A: 3, B: 1, Strength: casefile.Strong}, {A: 2, B: 0}, {A: 0, B: 1}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(g.Edges, func(a, b graphview.Edge) int {
		return slices.Compare([]int32{a.A, a.B}, []int32{b.A, b.B})
	}) {
		t.Errorf("%v", g.Edges)
	}
	if e, ok := g.Edge(3, 1); !ok || e.Strength != casefile.Strong {
		t.Errorf("link 3-1: %v, %v", e, ok)
	}
	if !strings.HasPrefix(project(t, g, graphview.Filter{}).Note(), "0 of 0 accounts") {
		t.Error("nodes of no kind were counted as accounts")
	}
}

func TestOnlyTheLargestClusters(t *testing.T) {
	g := world(t, 200, 40, 30, 20, 10)
	v := project(t, g, graphview.Filter{MostClusters: 2, Strangers: -1})
	if v.Shown != 70 || !strings.HasPrefix(v.Note(), "70 of 200 accounts shown · 2 of 4 clusters") {
		t.Errorf("%s", v.Note())
	}
	for i, n := range g.Nodes {
		if n.Cluster == 4 {
			g.Nodes[i].Selected = true
			break
		}
	}
	if v = project(t, g, graphview.Filter{MostClusters: 2, Strangers: -1}); v.Shown != 80 {
		t.Errorf("with a selected node in the fourth: %s", v.Note())
	}
}

func TestACaseOfThousandsOfClustersIsDrawn(t *testing.T) {
	var sizes []int
	for range 2000 {
		sizes = append(sizes, 3)
	}
	g := world(t, 6500, sizes...)
	s := draw2(t, project(t, g, graphview.Figure()), graphview.FigureOptions{})
	tidy(t, s)
}
