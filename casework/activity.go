package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/timeline"
	"casebench/graphview"
)

// ActivityOptions says whose activity is counted, when, and how finely.
type ActivityOptions struct {
	Expr     string          // "" is everything
	Window   timeline.Window // widened to whole bins; empty: all of the case's time
	Width    time.Duration   // of a bin; 0: the finest usual one that gives at most Bins
	Bins     int             // 0: 200
	Clusters int             // how many of the largest clusters have a layer each; 0: six
}

// Activity is requests over time in layers: the largest clusters, the other
// clusters, and everybody else. Where a query finds no request it is about all
// events that the query finds.
type Activity struct {
	Unit   string          `json:"unit"`  // "requests" or "events"
	Whole  timeline.Window `json:"whole"` // from the first to the last instant of the case, in whole bins
	Window timeline.Window `json:"window"`
	Width  time.Duration   `json:"width"`
	Layers []ActivityLayer `json:"layers"` // from the bottom up; those without a count are left out
	Count  int64           `json:"count"`  // in all bins
	Marks  []ActivityMark  `json:"marks"`  // in order of time
}

// ActivityLayer is one cluster's counts, one a bin from Window.From.
type ActivityLayer struct {
	Cluster int             `json:"cluster"` // its id; 0 for the two layers of the rest
	Label   string          `json:"label"`
	Token   graphview.Token `json:"token"`
	Counts  []int64         `json:"counts"`
}

// ActivityMark is something that happened: a release or an outage by the register,
// or what was done against accounts within one bin.
type ActivityMark struct {
	At    time.Time `json:"at"`
	Label string    `json:"label"`
	Ban   bool      `json:"ban"`
	Count int64     `json:"count"` // of a Ban: how many actions
}

// mostBins bounds what a width that a caller names may ask for.
const mostBins = 5000

// Activity counts requests over time. What was counted is kept in memory until
// sources, runs or what a person said change.
func (c *Casework) Activity(ctx context.Context, o ActivityOptions) (Activity, error) {
	if o.Expr == "" {
		o.Expr = "*"
	}
	o.Window.From, o.Window.Until = o.Window.From.UTC(), o.Window.Until.UTC()
	found, generation, ok := c.kept.activity(o)
	if ok {
		return found, nil
	}
	a, err := c.countActivity(ctx, o)
	if err == nil {
		c.kept.keepActivity(o, a, generation)
	}
	return a, err
}

func (c *Casework) countActivity(ctx context.Context, o ActivityOptions) (a Activity, err error) {
	a.Unit = "requests"
	whole, err := c.extent(casefile.TableRequests)
	if err == nil && whole.Empty() {
		a.Unit = "events"
		whole, err = c.extent(eventTables()...)
	}
	if err != nil || whole.Empty() {
		return a, err
	}
	layers, err := c.layers(cmp.Or(o.Clusters, layersShown))
	if err != nil {
		return a, err
	}
	a.span(o, whole)
	if err := c.stack(ctx, o.Expr, &a, layers); err != nil {
		return a, err
	}
	if a.Count == 0 && o.Expr != "*" && a.Unit == "requests" {
		// Perhaps the query is about logins or payments.
		all, err := c.extent(eventTables()...)
		if err != nil {
			return a, err
		}
		other := Activity{Unit: "events"}
		other.span(o, whole.Union(all))
		if err := c.stack(ctx, o.Expr, &other, layers); err != nil {
			return a, err
		}
		if other.Count > 0 {
			a = other
		}
	}
	a.Marks, err = c.activityMarks(ctx, &a)
	return a, err
}

// span takes the width of the bins and the window from the options.
func (a *Activity) span(o ActivityOptions, whole timeline.Window) {
	a.Width = binWidth(o, whole)
	a.Whole = whole.Aligned(a.Width)
	a.Window = a.Whole
	if !o.Window.Empty() {
		a.Window = o.Window.Aligned(a.Width)
	}
}

// binWidth is the width of the bins.
func binWidth(o ActivityOptions, whole timeline.Window) time.Duration {
	w := o.Window
	if w.Empty() {
		w = whole
	}
	if o.Width > 0 {
		return max(o.Width, timeline.WidthFor(w, mostBins))
	}
	return timeline.WidthFor(w, cmp.Or(o.Bins, 200))
}

// eventTables are those whose rows are events of accounts in time.
func eventTables() []casefile.Table {
	return []casefile.Table{casefile.TableAccounts, casefile.TablePayments, casefile.TableLogins, casefile.TableRequests, casefile.TableActions}
}

// extent returns the time from the first to the last row of some tables, from what
// is known of blocks without reading them.
func (c *Casework) extent(tables ...casefile.Table) (w timeline.Window, err error) {
	blocks, err := c.file.Blocks(tables...)
	for i := range blocks {
		if b := &blocks[i]; b.Timed {
			w = w.Union(timeline.Window{From: time.Unix(0, b.Min).UTC(), Until: time.Unix(0, b.Max+1).UTC()})
		}
	}
	return w, err
}

// stack counts what the expression finds in the activity's window.
func (c *Casework) stack(ctx context.Context, expr string, a *Activity, l *layering) error {
	if _, err := query.Parse(expr); err != nil {
		return err // with the columns as the person wrote them
	}
	if a.Unit == "requests" {
		// Without a window in the query, other tables count as well: not all of them
		// call their time ts.
		if a.Window != a.Whole {
			expr = fmt.Sprintf("(%s) AND ts:[%s TO %s}", expr, a.Window.From.Format(time.RFC3339Nano), a.Window.Until.Format(time.RFC3339Nano))
		}
		expr = "table:requests AND (" + expr + ")"
	}
	q, err := query.Parse(expr)
	if err != nil {
		return err
	}
	found, err := query.Stack(ctx, c.searchSource(), query.StackRequest{Query: q, Options: c.asideOptions(ctx), Width: a.Width,
		Layers: len(l.layers), LayerOf: l.of})
	if err == nil {
		a.fill(found, l)
	}
	return err
}

// fill spreads what was counted over all bins, those without rows included.
func (a *Activity) fill(found *query.Stacked, l *layering) {
	n := int(a.Window.Span() / a.Width)
	all := make([]ActivityLayer, len(l.layers))
	totals := make([]int64, len(all))
	for i := range all {
		all[i] = l.layers[i]
		all[i].Counts = make([]int64, n)
	}
	for _, b := range found.Bins {
		at := int(b.Start.Sub(a.Window.From) / a.Width)
		if at < 0 || at >= n {
			continue // beyond the window
		}
		for i, count := range b.Counts {
			all[i].Counts[at] += count
			totals[i] += count
			a.Count += count
		}
	}
	a.Layers = []ActivityLayer{}
	for i := range all {
		if totals[i] > 0 {
			a.Layers = append(a.Layers, all[i])
		}
	}
}

// activityMarks lists what happened in the window.
func (c *Casework) activityMarks(ctx context.Context, a *Activity) ([]ActivityMark, error) {
	out := []ActivityMark{}
	err := c.eachRow(ctx, casefile.TableReleases, []string{"ts", "kind", "name"}, func(r *row) error {
		if at := instant(r.nanos(0)); a.Window.Contains(at) {
			out = append(out, ActivityMark{At: at, Label: happened(r.text(1), r.text(2))})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	bans := map[int64]map[string]int64{} // by bin and word
	err = c.eachRow(ctx, casefile.TableActions, []string{"ts", "action"}, func(r *row) error {
		if at := instant(r.nanos(0)); a.Window.Contains(at) {
			start := timeline.Align(at, a.Width).UnixNano()
			if bans[start] == nil {
				bans[start] = map[string]int64{}
			}
			bans[start][r.text(1)]++
		}
		return nil
	})
	for start, words := range bans {
		m := ActivityMark{At: instant(start), Ban: true}
		m.Label, m.Count = acted(words)
		out = append(out, m)
	}
	slices.SortFunc(out, func(x, y ActivityMark) int { return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Label, y.Label)) })
	return out, err
}

// happened says of an entry of the register what happened: "atlas-5 released",
// "outage: gateway errors".
func happened(kind, name string) string {
	switch {
	case name == "":
		return kind
	case kind == "release" || kind == "model" || kind == "":
		return name + " released"
	}
	return kind + ": " + name
}

// acted says what was done to how many: "12 × suspended", "14 actions, 12 × suspended".
func acted(words map[string]int64) (label string, total int64) {
	most := ""
	for w, n := range words {
		total += n
		if n > words[most] || n == words[most] && w < most {
			most = w
		}
	}
	label = fmt.Sprintf("%d × %s", words[most], cmp.Or(strings.ReplaceAll(most, "_", " "), "action"))
	if words[most] < total {
		label = fmt.Sprintf("%d actions, %s", total, label)
	}
	return label, total
}
