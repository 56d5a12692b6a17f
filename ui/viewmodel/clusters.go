package viewmodel

import (
	"context"
	"fmt"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
)

// ClusterRow is one line of the cluster table.
type ClusterRow struct {
	casework.ClusterView
	Marked casework.Marked

	dot  graphview.Token
	year int // of the run: in it a period goes without one
}

// Clusters is the table of the newest run's clusters. How sure it is that the
// accounts of a cluster act together, and what their use looks like, are two
// questions and stand in two columns.
type Clusters struct {
	*Listing
	// Run is the run that is shown; its ID is 0 when there is none.
	Run *Value[casefile.Run]

	bench *Bench
	table *Table[ClusterRow]
	load  *Latest
}

// NewClusters returns the cluster table of a bench.
func NewClusters(b *Bench) *Clusters {
	c := &Clusters{bench: b, load: b.NewLatest(), Run: NewValue(casefile.Run{}, nil)}
	c.table = newTable(func(r *ClusterRow) casefile.Ref { return ClusterRef(r.ID) }, clusterText, b.Selection, clusterColumns(b)...)
	c.Listing = newListing(b, "clusters", "Clusters", "cluster", c.table, b.Selection)
	c.targets = func() []casefile.Ref { return b.Selection.Get().Of(casefile.RefCluster) }
	c.open, c.menu, c.again = c.inspect, c.items, c.read
	c.keys["space"] = func() { c.inspect(0) }
	c.starred = func(r casefile.Ref) bool {
		i, shown := c.table.places[r]
		return shown && c.table.At(i).Marked.Star
	}
	c.bindEvidence()
	c.stops.Add(b.OnChange(casework.TopicRuns|casework.TopicSources|casework.TopicAnnotations|casework.TopicExhibits, c.read), c.load.Cancel)
	c.read()
	return c
}

// LinkAgain asks for another linkage run.
func (c *Clusters) LinkAgain() { c.bench.Show(Intention{Name: IntendLink}) }

// At returns row i of those shown, or nil.
func (c *Clusters) At(i int) *ClusterRow { return c.table.At(i) }

func (c *Clusters) read() {
	c.loading()
	c.load.Run(func(ctx context.Context) func() {
		w := c.bench.Work
		run, linked, err := w.NewestRun(ctx)
		var found casework.ClustersResult
		var marks map[casefile.Ref]casework.Marked
		if err == nil && linked {
			if found, err = w.Clusters(ctx, run.ID); err == nil {
				marks, err = w.Marks(ctx)
			}
		}
		if isCancelled(err) {
			return nil
		}
		return func() {
			rows := make([]ClusterRow, len(found.Clusters))
			for i, k := range found.Clusters {
				rows[i] = ClusterRow{ClusterView: k, Marked: marksOfCluster(marks, k.ID, run.ID), dot: graphview.ClusterToken(i), year: run.At.Year()}
			}
			if err == nil {
				c.table.Set(rows)
				c.Run.Set(run)
				c.Note.Set(c.runNote(run))
			}
			c.loaded(err, c.blank(linked))
		}
	})
}

// marksOfCluster joins what was said of a cluster with and without naming its run.
func marksOfCluster(marks map[casefile.Ref]casework.Marked, id int, run uint32) casework.Marked {
	ref := ClusterRef(id)
	m := marks[ref]
	ref.Run = run
	n := marks[ref]
	m.Star, m.Notes = m.Star || n.Star, m.Notes+n.Notes
	m.Tags, m.Exhibits = append(m.Tags[:len(m.Tags):len(m.Tags)], n.Tags...), append(m.Exhibits[:len(m.Exhibits):len(m.Exhibits)], n.Exhibits...)
	return m
}

// runNote says which run is shown: number, seed, model and when.
func (c *Clusters) runNote(run casefile.Run) string {
	if run.ID == 0 {
		return ""
	}
	note := fmt.Sprintf("run %d · seed %d · model %s · %s · %s of %s", run.ID, run.Seed, shortHash(run.ModelSum),
		run.At.In(c.bench.Zone.Get()).Format("2006-01-02 15:04"), counted(int64(run.LinkCount), "link"), counted(int64(run.Accounts), "account"))
	if len(run.Without) > 0 {
		note += " · without " + strings.Join(run.Without, ", ")
	}
	return note
}

func (c *Clusters) blank(linked bool) Blank {
	if linked {
		return Blank{Title: "The run found no clusters", Text: "No accounts hang together strongly enough. That is an answer too; with more sources it may change.",
			Button: "Link again", Do: c.LinkAgain}
	}
	return Blank{Title: "The accounts are not linked yet", Text: "Linking compares accounts by what they share and gathers those that act together.",
		Button: "Link accounts", Do: c.LinkAgain}
}

func (c *Clusters) items(row int) []MenuItem {
	r := c.table.At(row)
	id, name := r.ID, ClusterName(fmt.Sprint(r.ID))
	var exprs []string
	for _, t := range c.targets() {
		exprs = append(exprs, FieldIs("cluster", t.ID))
	}
	look := []MenuItem{
		{Text: "Inspect", Key: "Enter", Do: func() { c.inspect(row) }},
		{Text: "Show events", Do: func() { c.bench.showEvents(strings.Join(exprs, " OR ")) }},
		{Text: "Show accounts", Do: func() {
			c.bench.Filter.Set(strings.Join(exprs, " OR "))
			c.bench.Tab.Set(TabAccounts)
		}},
		{Text: "Show in graph", Do: func() { c.bench.Tab.Set(TabGraph) }},
		{Text: "Filter to " + name, Do: func() { c.bench.Filter.Set(FieldIs("cluster", fmt.Sprint(id))) }},
		{Text: "Select its " + counted(int64(r.Size), "account"), Do: func() { c.bench.Selection.Set(Select(accountRefs(r.Accounts)...)) }},
	}
	return chain(look, c.evidence(), c.copies())
}

func accountRefs(list []casework.MemberView) []casefile.Ref {
	out := make([]casefile.Ref, len(list))
	for i, m := range list {
		out[i] = casefile.AccountRef(m.ID)
	}
	return out
}

// fitting is the honest explanation that fits a cluster, if any; what cannot be
// told is said when none fits.
func fitting(k *casework.ClusterView) (text string, fits bool) {
	open := 0
	for _, c := range k.Assessment.Checked {
		switch c.Result {
		case "fits":
			return words(c.Lookalike), true
		case "cannot be told":
			open++
		}
	}
	if open > 0 {
		return fmt.Sprintf("none fits, %d open", open), false
	}
	return "none fits", false
}

func clusterText(r *ClusterRow) string {
	fit, _ := fitting(&r.ClusterView)
	parts := []string{ClusterName(fmt.Sprint(r.ID)), string(r.Strength), words(string(r.Pattern)), strings.Join(r.FamilyNames(), " "), string(r.Assessment.Level), fit}
	parts = append(parts, r.Marked.Tags...)
	for _, m := range r.Accounts {
		parts = append(parts, m.ID)
	}
	return strings.Join(parts, "\n")
}

// strengthRank orders strengths.
func strengthRank(s casefile.Strength) int {
	return map[casefile.Strength]int{casefile.Weak: 1, casefile.Moderate: 2, casefile.Strong: 3}[s]
}

func levelRank(l casefile.Level) int {
	return map[casefile.Level]int{casefile.LevelNone: 1, casefile.LevelWeak: 2, casefile.LevelModerate: 3, casefile.LevelStrong: 4}[l]
}

func clusterColumns(b *Bench) []TableColumn[ClusterRow] {
	number := func(id, title string, width float32, f func(*ClusterRow) int64) TableColumn[ClusterRow] {
		return TableColumn[ClusterRow]{ListColumn: ListColumn{ID: id, Title: title, Width: width, Number: true}, Down: true, Order: by(f),
			Cell: func(r *ClusterRow) ListCell { return tableCount(f(r)) }, Plain: func(r *ClusterRow) string { return fmt.Sprint(f(r)) }}
	}
	decimal := func(id, title string, width float32, digits int, f func(*ClusterRow) float64) TableColumn[ClusterRow] {
		return TableColumn[ClusterRow]{ListColumn: ListColumn{ID: id, Title: title, Width: width, Number: true}, Down: true, Order: by(f),
			Cell: func(r *ClusterRow) ListCell { return ListCell{Text: fmt.Sprintf("%.*f", digits, f(r))} }}
	}
	return []TableColumn[ClusterRow]{
		{ListColumn: ListColumn{ID: "cluster", Title: "Cluster", Width: 66}, Order: by(func(r *ClusterRow) int { return r.ID }),
			Cell: func(r *ClusterRow) ListCell {
				cell := clusterCell(r.ID, r.dot)
				cell.Mark = signOf(&r.Marked)
				return cell
			}},
		number("size", "Accounts", 70, func(r *ClusterRow) int64 { return int64(r.Size) }),
		{ListColumn: ListColumn{ID: "strength", Title: "Strength", Width: 80}, Down: true, Order: by(func(r *ClusterRow) int { return strengthRank(r.Strength) }),
			Cell: func(r *ClusterRow) ListCell { return strengthCell(string(r.Strength)) }},
		{ListColumn: ListColumn{ID: "pattern", Title: "Pattern", Width: 96}, Order: by(func(r *ClusterRow) string { return string(r.Pattern) }),
			Cell: func(r *ClusterRow) ListCell { return ListCell{Text: words(string(r.Pattern))} }},
		{ListColumn: ListColumn{ID: "level", Title: "Harvesting", Width: 82}, Down: true, Order: by(func(r *ClusterRow) int { return levelRank(r.Assessment.Level) }),
			Cell: func(r *ClusterRow) ListCell { return strengthCell(string(r.Assessment.Level)) }},
		{ListColumn: ListColumn{ID: "signs", Title: "For / against", Width: 90, Number: true}, Down: true,
			Order: by(func(r *ClusterRow) int { return len(r.Assessment.For) - len(r.Assessment.Against) }),
			Cell: func(r *ClusterRow) ListCell {
				return ListCell{Text: fmt.Sprintf("%d / %d", len(r.Assessment.For), len(r.Assessment.Against))}
			}},
		{ListColumn: ListColumn{ID: "honest", Title: "Honest cause", Width: 116}, Order: by(func(r *ClusterRow) string { s, _ := fitting(&r.ClusterView); return s }),
			Cell: func(r *ClusterRow) ListCell {
				s, fits := fitting(&r.ClusterView)
				if !fits {
					return ListCell{Text: s, Token: graphview.Text2}
				}
				return ListCell{Text: s, Token: graphview.Good, Strong: true}
			}},
		{ListColumn: ListColumn{ID: "families", Title: "Families", Width: 118}, Order: by(func(r *ClusterRow) int { return len(r.Families) }), Down: true,
			Cell: func(r *ClusterRow) ListCell {
				return ListCell{Text: shortFamilies(r.Families), Token: graphview.Text2}
			}, Plain: func(r *ClusterRow) string { return strings.Join(r.FamilyNames(), ", ") }},
		number("requests", "Requests", 70, func(r *ClusterRow) int64 { return r.Requests }),
		{ListColumn: ListColumn{ID: "period", Title: "Period", Width: 112}, Order: func(x, y *ClusterRow) int { return x.From.Compare(y.From) },
			Cell:  func(r *ClusterRow) ListCell { return shortPeriod(r.From, r.To, b.Zone.Get(), r.year) },
			Plain: func(r *ClusterRow) string { return plainPeriod(r.From, r.To) }},
		decimal("score", "Score", 56, 3, func(r *ClusterRow) float64 { return r.Score }),
		decimal("stability", "Stable", 58, 2, func(r *ClusterRow) float64 { return r.Stability }),
	}
}

// strengthCell sets a degree apart by weight: it is a word first.
func strengthCell(s string) ListCell {
	switch s {
	case "strong":
		return ListCell{Text: s, Strong: true}
	case "moderate":
		return ListCell{Text: s}
	}
	return ListCell{Text: s, Token: graphview.Text2}
}

// shortFamilies names families for a narrow place; what is copied names them in full.
func shortFamilies(list []casefile.Family) string {
	short := map[casefile.Family]string{casefile.FamilyPayment: "pay", casefile.FamilyIdentity: "id", casefile.FamilyDevice: "dev", casefile.FamilyNetwork: "net",
		casefile.FamilyClient: "client", casefile.FamilyTime: "time", casefile.FamilyContent: "text", casefile.FamilyPartner: "partner"}
	names := make([]string, len(list))
	for i, f := range list {
		if names[i] = short[f]; names[i] == "" {
			names[i] = string(f)
		}
	}
	return strings.Join(names, " ")
}

// shortPeriod is a stretch of days for a narrow place: without its year when that is
// the usual one, by months otherwise.
func shortPeriod(from, to time.Time, zone *time.Location, usual int) ListCell {
	if from.IsZero() {
		return quiet("–")
	}
	from, to = from.In(zone), to.In(zone)
	switch {
	case from.Year() != to.Year():
		return ListCell{Text: from.Format("Jan ’06") + " – " + to.Format("Jan ’06")}
	case from.Year() != usual:
		return ListCell{Text: from.Format("Jan") + " – " + to.Format("Jan 2006")}
	}
	return ListCell{Text: from.Format("2 Jan") + " – " + to.Format("2 Jan")}
}

// periodCell is a stretch of days.
func periodCell(from, to time.Time, zone *time.Location) ListCell {
	if from.IsZero() {
		return quiet("–")
	}
	from, to = from.In(zone), to.In(zone)
	begin := from.Format("2 Jan")
	if from.Year() != to.Year() {
		begin = from.Format("2 Jan 2006")
	}
	return ListCell{Text: begin + " – " + to.Format("2 Jan 2006")}
}

func plainPeriod(from, to time.Time) string {
	if from.IsZero() {
		return ""
	}
	return from.UTC().Format(time.RFC3339) + "/" + to.UTC().Format(time.RFC3339)
}
