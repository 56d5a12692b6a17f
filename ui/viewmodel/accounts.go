package viewmodel

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
)

// AccountRow is one line of the account table: what its rows add up to, how it
// hangs together with others, and what people said of it.
type AccountRow struct {
	casework.AccountActivity
	Tie    casework.Tie
	Marked casework.Marked
	Use    string // kind of agreed use that covers it, "" for none
	Hits   int    // partners' indicators that it met

	dot graphview.Token
}

// Accounts is the table of accounts: those that what is looked at is about.
type Accounts struct {
	*Listing
	bench *Bench
	table *Table[AccountRow]

	activity, around, said *Latest
	stale                  bool // the rows are not those that are looked at, and nobody sees them
	result                 casework.AccountActivityResult
	ties                   map[string]casework.Tie
	marks                  map[casefile.Ref]casework.Marked
	permitted              map[string]string
	hits                   map[string]int
	dots                   map[int]graphview.Token
}

// NewAccounts returns the account table of a bench.
func NewAccounts(b *Bench) *Accounts {
	a := &Accounts{bench: b, activity: b.NewLatest(), around: b.NewSlow(), said: b.NewLatest()}
	a.table = newTable(func(r *AccountRow) casefile.Ref { return casefile.AccountRef(r.ID) }, accountText, b.Selection, accountColumns(b)...)
	a.table.order("events", true)
	a.Listing = newListing(b, "accounts", "Accounts", "account", a.table, b.Selection)
	a.targets = func() []casefile.Ref { return b.Selection.Get().Of(casefile.RefAccount) }
	a.open, a.menu = a.inspect, a.items
	a.keys["space"] = func() { a.inspect(0) }
	a.starred = func(r casefile.Ref) bool { return a.marks[r].Star }
	a.bindEvidence()
	a.again = func() { a.load(); a.gather(); a.hear() }
	a.stops.Add(b.Filter.Follow(func(string) { a.want() }), followWindow(b, a.want),
		b.Tab.Follow(func(Tab) {
			if a.stale {
				a.want()
			}
		}),
		b.OnChange(casework.TopicSources|casework.TopicRuns, a.again),
		b.OnChange(casework.TopicAnnotations|casework.TopicDecisions|casework.TopicExhibits, a.marked),
		a.activity.Cancel, a.around.Cancel, a.said.Cancel)
	a.again()
	return a
}

// want counts anew while the table is in front, and otherwise when it comes to the
// front: it looks through all events.
func (a *Accounts) want() {
	if a.stale = a.bench.Tab.Get() != TabAccounts; a.stale {
		a.activity.Cancel()
		a.loading()
		return
	}
	a.load()
}

// load counts anew what is looked at.
func (a *Accounts) load() {
	expr := a.bench.Expr()
	a.loading()
	a.activity.Run(func(ctx context.Context) func() {
		r, err := a.bench.Work.AccountActivity(ctx, expr)
		if isCancelled(err) {
			return nil
		}
		return func() {
			if err == nil {
				a.result, a.whole = r, r.Population
			}
			a.join()
			a.loaded(err, a.blank(expr))
		}
	})
}

// gather reads what the accounts have around them: links, clusters, agreed uses,
// indicators met. It takes a second where there are many links.
func (a *Accounts) gather() {
	a.around.Run(func(ctx context.Context) func() {
		w := a.bench.Work
		ties, err := w.Ties(ctx)
		permitted, err2 := w.Permitted(ctx)
		found, err3 := w.Matched(ctx)
		dots, err4 := clusterDots(ctx, w)
		hits := map[string]int{}
		for _, h := range found.Hits {
			for _, name := range h.Accounts {
				hits[name]++
			}
		}
		return func() {
			if !a.bench.failed(err, err2, err3, err4) {
				a.ties, a.permitted, a.hits, a.dots = ties, permitted, hits, dots
				a.joined()
			}
		}
	})
}

// marked takes in that people said something, by which rows may be filtered.
func (a *Accounts) marked() {
	a.hear()
	for _, field := range []string{"tag", "starred", "exhibit"} {
		if strings.Contains(a.bench.Filter.Get(), field) {
			a.load()
			return
		}
	}
}

// hear reads what people said of the accounts.
func (a *Accounts) hear() {
	a.said.Run(func(ctx context.Context) func() {
		marks, err := a.bench.Work.Marks(ctx)
		return func() {
			if !a.bench.failed(err) {
				a.marks = marks
				a.joined()
			}
		}
	})
}

// joined shows what came beside the rows.
func (a *Accounts) joined() {
	a.join()
	if a.Phase.Get() != Loading {
		a.changed()
	}
}

// join puts the rows together from what was read.
func (a *Accounts) join() {
	rows := make([]AccountRow, len(a.result.Accounts))
	for i, v := range a.result.Accounts {
		r := &rows[i]
		r.AccountActivity, r.Tie, r.Use, r.Hits = v, a.ties[v.ID], a.permitted[v.ID], a.hits[v.ID]
		r.Marked = a.marks[casefile.AccountRef(v.ID)]
		if r.Tie.Cluster != 0 {
			r.dot = a.dots[r.Tie.Cluster]
		}
	}
	a.table.Set(rows)
}

func (a *Accounts) blank(expr string) Blank {
	if a.result.Population > 0 && expr != "*" {
		return Blank{Title: "No account matches", Text: "No row within the filter and the time window is about an account.", Button: "Show all accounts",
			Do: func() { a.bench.Window.Set(window{}); a.bench.Filter.Set("*") }}
	}
	return Blank{Title: "No accounts yet", Text: "Import request logs or an account register, and their accounts stand here.", Button: "Import…",
		Do: func() { a.bench.Show(Intention{Name: IntendImport}) }}
}

// items is the menu of the accounts selected.
func (a *Accounts) items(row int) []MenuItem {
	names, r := a.names(), a.table.At(row)
	look := []MenuItem{
		{Text: "Inspect", Key: "Enter", Do: func() { a.inspect(row) }},
		{Text: "Show events of " + a.spoken(names), Do: func() { a.bench.showEvents(fieldIsAny("account", names)) }},
		{Text: "Show in graph", Do: func() { a.bench.Tab.Set(TabGraph) }},
	}
	if r.Tie.Cluster != 0 {
		id := r.Tie.Cluster
		name := ClusterName(fmt.Sprint(id))
		look = append(look, MenuItem{Text: "Filter to cluster " + name, Do: func() { a.bench.Filter.Set(FieldIs("cluster", fmt.Sprint(id))) }},
			MenuItem{Text: "Select cluster " + name, Do: func() { a.bench.Selection.Set(Select(ClusterRef(id))) }})
	}
	if r.Tie.Best != "" {
		look = append(look, MenuItem{Text: "Why linked to " + r.Tie.Best, Do: func() {
			a.bench.Selection.Set(Select(linkRef(r.ID, r.Tie.Best)))
			a.inspect(0)
		}})
	}
	return chain(look, a.evidence(), a.copies())
}

func (a *Accounts) names() []string {
	var out []string
	for _, r := range a.targets() {
		out = append(out, r.ID)
	}
	return out
}

func (a *Accounts) spoken(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return counted(int64(len(names)), "account")
}

// accountText is what the quick search looks into.
func accountText(r *AccountRow) string {
	parts := []string{r.ID, string(r.Tie.Role), r.Tie.Best, r.Use, accountFlags(r)}
	if r.Tie.Cluster != 0 {
		parts = append(parts, ClusterName(fmt.Sprint(r.Tie.Cluster)))
	}
	return strings.Join(parts, "\n")
}

// accountFlags says in words what people and partners said of an account.
func accountFlags(r *AccountRow) string {
	m := &r.Marked
	var out []string
	add := func(ok bool, text string) {
		if ok {
			out = append(out, text)
		}
	}
	for _, n := range m.Exhibits {
		out = append(out, fmt.Sprintf("E-%06d", n))
	}
	add(len(m.Tags) > 0, strings.Join(m.Tags, ", "))
	add(m.Same > 0, counted(int64(m.Same), "same"))
	add(m.Different > 0, fmt.Sprintf("%d different", m.Different))
	add(m.Unsure > 0, fmt.Sprintf("%d unsure", m.Unsure))
	add(m.Notes > 0, counted(int64(m.Notes), "note"))
	add(r.Use != "", "agreed: "+words(r.Use))
	add(r.Hits > 0, counted(int64(r.Hits), "indicator"))
	return strings.Join(out, " · ")
}

// signOf is the sign that a person's work leaves before a name.
func signOf(m *casework.Marked) string {
	switch {
	case m.Star:
		return "star"
	case m.Notes > 0:
		return "note"
	case len(m.Tags) > 0:
		return "tag"
	}
	return ""
}

func accountColumns(b *Bench) []TableColumn[AccountRow] {
	text := func(f func(*AccountRow) string) func(*AccountRow) ListCell {
		return func(r *AccountRow) ListCell { return ListCell{Text: f(r)} }
	}
	plain := func(f func(*AccountRow) int64) func(*AccountRow) string {
		return func(r *AccountRow) string { return fmt.Sprint(f(r)) }
	}
	number := func(id, title string, width float32, f func(*AccountRow) int64) TableColumn[AccountRow] {
		return TableColumn[AccountRow]{ListColumn: ListColumn{ID: id, Title: title, Width: width, Number: true}, Down: true,
			Cell: func(r *AccountRow) ListCell { return tableCount(f(r)) }, Order: by(f), Plain: plain(f)}
	}
	return []TableColumn[AccountRow]{
		{ListColumn: ListColumn{ID: "account", Title: "Account", Width: 124, Mono: true}, Order: by(func(r *AccountRow) string { return r.ID }),
			Cell: func(r *AccountRow) ListCell { return ListCell{Text: r.ID, Mark: signOf(&r.Marked)} }},
		number("events", "Events", 76, func(r *AccountRow) int64 { return r.Events }),
		{ListColumn: ListColumn{ID: "share", Title: "Share", Width: 58, Number: true}, Down: true, Order: by(func(r *AccountRow) float64 { return r.Share }),
			Cell:  func(r *AccountRow) ListCell { return tableShare(r.Share) },
			Plain: func(r *AccountRow) string { return fmt.Sprintf("%.6f", r.Share) }},
		number("tokens", "Tokens out", 90, func(r *AccountRow) int64 { return r.TokensOut }),
		timeColumn("first", "First seen", b, func(r *AccountRow) instantOf { return r.FirstSeen }),
		timeColumn("last", "Last seen", b, func(r *AccountRow) instantOf { return r.LastSeen }),
		{ListColumn: ListColumn{ID: "cluster", Title: "Cluster", Width: 78}, Order: by(func(r *AccountRow) int { return clusterOrder(r.Tie.Cluster) }),
			Cell: func(r *AccountRow) ListCell { return clusterCell(r.Tie.Cluster, r.dot) }},
		{ListColumn: ListColumn{ID: "role", Title: "Role", Width: 74}, Order: by(func(r *AccountRow) string { return string(r.Tie.Role) }),
			Cell: text(func(r *AccountRow) string { return string(r.Tie.Role) })},
		number("links", "Links", 54, func(r *AccountRow) int64 { return int64(r.Tie.Links) }),
		{ListColumn: ListColumn{ID: "bits", Title: "Best bits", Width: 84, Number: true}, Down: true, Order: by(func(r *AccountRow) casefile.Bits { return r.Tie.Bits }),
			Cell: func(r *AccountRow) ListCell {
				if r.Tie.Links == 0 {
					return quiet("–")
				}
				return ListCell{Text: fmt.Sprintf("%+.1f", r.Tie.Bits.Float())}
			}},
		{ListColumn: ListColumn{ID: "flags", Title: "Flags", Width: 98}, Cell: func(r *AccountRow) ListCell {
			return ListCell{Text: accountFlags(r), Token: graphview.Text2}
		}, Order: func(x, y *AccountRow) int { return cmp.Compare(flagWeight(x), flagWeight(y)) }, Down: true},
	}
}

// flagWeight orders by how much people said of an account.
func flagWeight(r *AccountRow) int {
	m := &r.Marked
	n := len(m.Exhibits)*8 + len(m.Tags)*2 + m.Notes*2 + (m.Same+m.Different+m.Unsure)*4 + r.Hits
	if m.Star {
		n += 16
	}
	if r.Use != "" {
		n++
	}
	return n
}

// At returns row i of those shown, or nil.
func (a *Accounts) At(i int) *AccountRow { return a.table.At(i) }

// Row returns what is known of an account that is shown, or the zero row.
func (a *Accounts) Row(name string) AccountRow {
	if i, ok := a.table.places[casefile.AccountRef(name)]; ok {
		return *a.table.At(i)
	}
	return AccountRow{}
}
