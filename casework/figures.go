package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"casebench/casefile"
	"casebench/casepackage"
	"casebench/graphview"
	"casebench/graphview/render"
	"casebench/internal/progress"
)

// clusterFigures is how many clusters get a figure of their own in a package.
const clusterFigures = 4

// figures draws what a package shows: the whole network, the largest clusters
// one by one, and requests over time.
func (g *gathering) figures(ctx context.Context, p progress.Reporter) ([]casepackage.Figure, error) {
	if g.run == nil {
		return nil, nil
	}
	p.Phase("draw figures", 0)
	graph, run, err := g.c.graph(ctx)
	if err != nil {
		return nil, err
	}
	var out []casepackage.Figure
	title := g.c.Case().Title
	wanted := []int{0}
	for i, k := range g.clusters {
		if i < clusterFigures {
			wanted = append(wanted, k.ID)
		}
	}
	for _, id := range wanted {
		f := figureOf(title, run, id)
		f.width, f.height = 1200, 760
		if err := add(ctx, &out, &f, graph); err != nil {
			return nil, err
		}
	}
	t, err := g.timeline(ctx)
	if err != nil {
		return nil, err
	}
	var svg bytes.Buffer
	if err := render.Timeline(&svg, t); err != nil {
		return nil, err
	}
	recipe, err := json.Marshal(map[string]any{"run": run.ID, "step": t.Step.String(), "from": t.Start})
	if err != nil {
		return nil, err
	}
	return append(out, casepackage.Figure{ID: fmt.Sprintf("FIG-%02d", len(out)+1), Kind: "timeline", Title: t.Title,
		Caption: "Requests a day, stacked by cluster; everyone else in grey. Dashed: releases and outages of the register.",
		Recipe:  string(recipe), SVG: svg.Bytes()}), nil
}

// add draws one network figure.
func add(ctx context.Context, out *[]casepackage.Figure, f *figure, graph *graphview.Graph) error {
	scene, note, err := f.scene(ctx, graph)
	if err != nil {
		return err
	}
	var svg, png bytes.Buffer
	if err := render.SVG(&svg, scene); err != nil {
		return err
	}
	if err := render.PNG(&png, scene); err != nil {
		return err
	}
	title := "The network of linked accounts"
	if f.cluster != 0 {
		title = fmt.Sprintf("Cluster C-%02d and its neighbours", f.cluster)
	}
	*out = append(*out, casepackage.Figure{ID: fmt.Sprintf("FIG-%02d", len(*out)+1), Kind: "network", Cluster: f.cluster, Title: title,
		Caption: note, Recipe: f.recipe(), SVG: svg.Bytes(), PNG: png.Bytes()})
	return nil
}

// layersShown is how many clusters have a colour of their own in the timeline.
const layersShown = 6

// timeline counts requests by day and cluster, from the observations of activity.
func (g *gathering) timeline(ctx context.Context) (graphview.Timeline, error) {
	t := graphview.Timeline{Title: "Requests a day, by cluster", Step: 24 * time.Hour}
	layer := map[uint32]int{}
	for i, k := range g.clusters {
		for _, m := range k.Members {
			layer[m.Account] = min(i, layersShown) + 1
		}
	}
	days := map[int32][]int64{}
	var first, last int32
	for o, err := range g.c.file.Observations(ctx, casefile.ObserveActivity) {
		if err != nil {
			return t, err
		}
		if len(days) == 0 {
			first, last = o.Day, o.Day
		}
		first, last = min(first, o.Day), max(last, o.Day)
		if days[o.Day] == nil {
			days[o.Day] = make([]int64, layersShown+2)
		}
		days[o.Day][layer[o.Account]] += o.Count
	}
	if err := ctx.Err(); err != nil || len(days) == 0 {
		return t, err
	}
	t.Start = time.Unix(int64(first)*86400, 0).UTC()
	for l := range layersShown + 2 {
		counts := make([]int64, last-first+1)
		total := int64(0)
		for d := first; d <= last; d++ {
			if row := days[d]; row != nil {
				counts[d-first] = row[l]
				total += row[l]
			}
		}
		if total == 0 {
			continue
		}
		switch {
		case l == 0:
			t.Layers = append(t.Layers, graphview.Layer{Label: "others", Token: graphview.Line, Counts: counts})
		case l > layersShown:
			t.Layers = append(t.Layers, graphview.Layer{Label: "other clusters", Token: graphview.ClusterRest, Counts: counts})
		default:
			t.Layers = append(t.Layers, graphview.Layer{Label: fmt.Sprintf("C-%02d", g.clusters[l-1].ID), Token: graphview.ClusterToken(l - 1), Counts: counts})
		}
	}
	return t, g.markers(ctx, &t)
}

// markers adds the dated events of the case's register.
func (g *gathering) markers(ctx context.Context, t *graphview.Timeline) error {
	return g.c.eachRow(ctx, casefile.TableReleases, []string{"ts", "kind", "name"}, func(r *row) error {
		at := instant(r.nanos(0))
		if at.Before(t.Start) {
			return nil
		}
		t.Markers = append(t.Markers, graphview.Marker{At: at, Label: r.text(1) + " " + r.text(2)})
		return nil
	})
}
