package viewmodel

import (
	"context"
	"strconv"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/graphview"
	"casebench/graphview/layout"
	"casebench/internal/fault"
)

// Graph is the picture of the case: accounts, links and clusters of the newest run,
// the part of them that is looked at, and what the hand does with it.
//
// Three things come one after the other, each in the background and each shown as
// soon as it is there: the data of the run, the part of it that the choice lets
// through (graph_choice.go), and places for that part (graph_places.go). A pane
// draws Picture through Camera, over it what Hover and Tip say, and around it
// Status.
type Graph struct {
	Picture *Value[GraphPicture]
	Camera  *Value[graphview.Camera]
	Hover   *Value[graphview.Hit]
	Tip     *Value[GraphTip]
	Status  *Value[GraphStatus]
	Note    *Value[string] // "1,204 of 24,031 accounts shown"
	Tool    *Value[GraphTool]
	Back    *Value[string] // what TakeBack would take back: "hide 14 accounts"; "" for nothing

	bench   *Bench
	data    *graphData
	choice  graphChoice
	past    []graphAct
	places  map[string]layout.Point // of everything seen so far, by key
	rest    map[string]layout.Point // where a layout left it
	shown   *graphShown
	dim     []bool // of the data's accounts; nil: everything matches
	behind  bool   // dim is not of what is looked at, and nobody sees it
	fitted  bool   // the camera shows everything and follows the window
	from    string // the account where a path is to begin
	drag    graphDrag
	relaxed graphRelaxing

	load, build, match, relax, route *Latest
	move                             *inTurn
	stops                            Stops
}

// GraphPicture is what is drawn. It is finished: nothing in it changes.
type GraphPicture struct {
	Chart            *graphview.Chart // nil: nothing to draw
	Selected         []int32          // nodes of the chart
	SelectedLinks    []int32          // edges of the chart's view
	SelectedClusters []int
	Dimmed           []bool // by node: what filter and time window leave out; nil for none
	Pinned           []int32
}

// GraphTool is what dragging over the ground does.
type GraphTool int

// The tools, in the order of their buttons.
const (
	GraphSelect GraphTool = iota // a box
	GraphLasso
	GraphPan
	GraphPath // two clicks: from here to there
)

// GraphTools returns the names of the tools, in order.
func GraphTools() []string { return []string{"Select", "Lasso", "Pan", "Path"} }

// NewGraph makes the view model of the graph.
func NewGraph(b *Bench) *Graph {
	g := &Graph{
		bench:   b,
		Picture: NewValue(GraphPicture{}, nil),
		Camera:  Of(graphview.Camera{}),
		Hover:   Of(graphview.Hit{}),
		Tip:     NewValue(GraphTip{}, GraphTip.equal),
		Status:  NewValue(GraphStatus{State: GraphLoading}, nil),
		Note:    Of(""),
		Tool:    Of(GraphSelect),
		Back:    Of(""),
		fitted:  true,
		choice:  newGraphChoice(),
		load:    b.NewSlow(), build: b.NewSlow(), match: b.NewSlow(), relax: b.NewLatest(), route: b.NewLatest(),
		move: newInTurn(b),
	}
	g.stops.Add(
		b.OnChange(casework.TopicRuns|casework.TopicDecisions|casework.TopicSources, g.reload),
		b.Selection.Follow(func(Selection) { g.selected() }),
		b.Window.Follow(func(timeline.Window) { g.rematch() }),
		b.Filter.Follow(func(string) { g.rematch() }),
		g.Tool.Follow(func(GraphTool) { g.from = "" }),
		b.Tab.Follow(func(Tab) {
			if g.behind {
				g.rematch()
			}
		}),
	)
	g.reload()
	return g
}

// Close ends the view model. It runs on the goroutine of the window.
func (g *Graph) Close() {
	g.stops.Stop()
	for _, l := range []*Latest{g.load, g.build, g.match, g.relax, g.route} {
		l.Cancel()
	}
	g.pauseRelaxing()
}

// Post runs a function on the goroutine of the window: for the pane, which draws in
// the background.
func (g *Graph) Post(f func()) { g.bench.Post(f) }

// Import asks for the import dialog; Link for a linkage run: what the empty states
// offer.
func (g *Graph) Import() { g.bench.Show(Intention{Name: IntendImport}) }

// Link asks for a linkage run.
func (g *Graph) Link() { g.bench.Show(Intention{Name: IntendLink}) }

// Reload reads the run again, after a failure.
func (g *Graph) Reload() { g.reload() }

// graphData is the newest run, ready to be looked at; it never changes.
type graphData struct {
	casework.Picture
	people *graphview.Graph // the accounts alone
	byKey  map[string]int32
}

func newGraphData(p casework.Picture) (*graphData, error) {
	d := &graphData{Picture: p, byKey: make(map[string]int32, len(p.Graph.Nodes))}
	nodes := make([]int32, p.Accounts)
	for i := range nodes {
		nodes[i] = int32(i)
	}
	for i, n := range p.Graph.Nodes {
		d.byKey[n.Key] = int32(i)
	}
	var err error
	d.people, err = p.Graph.Part(nodes)
	return d, err
}

// reload reads the newest run in the background and shows it as it was looked at.
func (g *Graph) reload() {
	first := g.data == nil
	if first {
		g.status(func(s *GraphStatus) { *s = GraphStatus{State: GraphLoading} })
	}
	g.load.Run(func(ctx context.Context) func() {
		p, err := g.bench.Work.Picture(ctx)
		if err != nil {
			return g.cannotLoad(ctx, err)
		}
		d, err := newGraphData(p)
		if err != nil {
			return g.cannotLoad(ctx, err)
		}
		kept := graphKept{}
		if first {
			_ = g.bench.Work.View(graphView, &kept) // what cannot be read was not kept
		}
		return func() {
			g.data = d
			if first {
				g.recall(kept, d)
			}
			g.rebuild(keepPlaces)
			g.rematch()
		}
	})
}

// cannotLoad says what is shown in the place of a picture.
func (g *Graph) cannotLoad(ctx context.Context, err error) func() {
	if isCancelled(err) {
		return nil
	}
	s := GraphStatus{State: GraphFailed, Problem: sentence(err)}
	if fault.KindOf(err) == fault.NotFound {
		s = GraphStatus{State: GraphNoRun}
		if all, err := g.bench.Work.Accounts(ctx, "", 1); err == nil && all.Count == 0 {
			s = GraphStatus{State: GraphNoData}
		}
	}
	return func() {
		g.data, g.shown = nil, nil
		g.Picture.Set(GraphPicture{})
		g.status(func(was *GraphStatus) { *was = s })
		g.Note.Set("")
	}
}

// clusterRef points at a cluster of the newest run.
func clusterRef(id int) casefile.Ref {
	return casefile.Ref{Kind: casefile.RefCluster, ID: strconv.Itoa(id)}
}
