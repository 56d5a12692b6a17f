package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/graphview/render"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// RenderOptions says what to draw and where to.
type RenderOptions struct {
	Path          string // .png or .svg
	Cluster       string // "": everything
	Width, Height int
}

// RenderResult says what was drawn.
type RenderResult struct {
	Path  string `json:"path"`
	Shown string `json:"shown"` // "1,204 of 24,031 accounts shown"
}

// Render draws the graph of the newest run as a figure. The same run, options
// and program give the same bytes.
func (c *Casework) Render(ctx context.Context, o RenderOptions, p progress.Reporter) (RenderResult, error) {
	ext := strings.ToLower(filepath.Ext(o.Path))
	if ext != ".png" && ext != ".svg" {
		return RenderResult{}, fault.New(fault.Usage, "A figure is a .png or a .svg file.", "Name it so.", nil)
	}
	cluster := 0
	if o.Cluster != "" {
		k, err := c.Cluster(ctx, o.Cluster)
		if err != nil {
			return RenderResult{}, err
		}
		cluster = k.ID
	}
	p.Phase("draw figure", 0)
	g, run, err := c.graph(ctx)
	if err != nil {
		return RenderResult{}, err
	}
	fig := figureOf(c.Case().Title, run, cluster)
	fig.width, fig.height = float64(o.Width), float64(o.Height)
	scene, note, err := fig.scene(ctx, g)
	if err != nil {
		return RenderResult{}, err
	}
	return RenderResult{o.Path, note}, writeFile(o.Path, func(w io.Writer) error {
		if ext == ".svg" {
			return render.SVG(w, scene)
		}
		return render.PNG(w, scene)
	})
}

// writeFile writes a file under another name and renames it when it is whole.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".casebench-*")
	if err != nil {
		return fault.New(fault.Invalid, "The file "+path+" cannot be written.", "Check the folder and its permissions.", err)
	}
	err = write(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// graph makes the graph of the newest run: its accounts and links, clusters as
// communities, the person's verdicts on the links.
func (c *Casework) graph(ctx context.Context) (*graphview.Graph, casefile.Run, error) {
	n, err := c.network(ctx)
	if err != nil {
		return nil, n.run, err
	}
	g, err := graphview.New(n.nodes, n.edges, n.clusters)
	return g, n.run, err
}

// edges turns links into edges, with the verdict of the person where there is one.
func edges(ties []tie, decisions []casefile.Decision, index map[uint32]int32) []graphview.Edge {
	verdict := map[[2]uint32]casefile.Verdict{}
	for _, d := range decisions {
		verdict[[2]uint32{d.A, d.B}] = d.Verdict
	}
	out := make([]graphview.Edge, 0, len(ties))
	for i := range ties {
		l := &ties[i]
		a, okA := index[l.a]
		b, okB := index[l.b]
		if okA && okB {
			out = append(out, graphview.Edge{A: a, B: b, Weight: l.weight, Strength: l.strength, Families: l.families,
				Verdict: verdict[[2]uint32{l.a, l.b}]})
		}
	}
	return out
}

// figure is one network picture with the recipe to make it again.
type figure struct {
	title, subtitle string
	cluster         int
	seed            uint64
	run             uint32
	width, height   float64
}

func figureOf(title string, run casefile.Run, cluster int) figure {
	f := figure{title: title, subtitle: fmt.Sprintf("Run %d, seed %d", run.ID, run.Seed), cluster: cluster, seed: run.Seed, run: run.ID}
	if cluster != 0 {
		f.subtitle = fmt.Sprintf("Cluster C-%02d and its neighbours. %s", cluster, f.subtitle)
	}
	return f
}

// recipe is the JSON that says how the figure was made.
func (f *figure) recipe() string {
	r := map[string]any{"run": f.run, "seed": f.seed, "width": f.width, "height": f.height}
	if f.cluster != 0 {
		r["cluster"], r["hops"] = f.cluster, 1
	}
	b, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	return string(b)
}

// scene draws the figure and says how much of the whole it shows.
func (f *figure) scene(ctx context.Context, g *graphview.Graph) (*graphview.Scene, string, error) {
	filter := graphview.Figure()
	if f.cluster != 0 {
		filter = graphview.Filter{Clusters: []int{f.cluster}, Hops: 1, LinksPerNode: 2, LinkBudget: 1000, Strangers: 60}
	}
	view, err := graphview.Project(g, filter)
	if err != nil {
		return nil, "", err
	}
	scene, err := graphview.Draw(ctx, view, graphview.FigureOptions{Width: f.width, Height: f.height, Title: f.title, Subtitle: f.subtitle,
		Recipe: f.recipe(), Seed: f.seed})
	return scene, view.Note(), err
}
