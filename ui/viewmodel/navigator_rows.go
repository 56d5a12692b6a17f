package viewmodel

import (
	"fmt"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/graphview"
)

// ref is a row that selects a thing.
func (n *Navigator) ref(key string, r casefile.Ref) NavRow {
	b := n.bench
	return NavRow{Key: key, Current: b.Selection.Get().Lead() == r, Pick: func() { b.Selection.Set(Select(r)) }}
}

// narrow makes a double click narrow the filter to a condition, or take it away
// again.
func (n *Navigator) narrow(row *NavRow, term string) {
	row.Open = func() {
		row.Pick()
		n.bench.Narrow(term)
	}
	label := "Show only these events"
	if n.bench.Narrowed(term) {
		label = "Show other events too"
	}
	row.Menu = append(row.Menu, NavAction{label, func() { n.bench.Narrow(term) }})
}

func (n *Navigator) sources() NavSection {
	s := NavSection{Part: NavSources, Title: "Sources", Count: Thousands(int64(len(n.overview.Sources))),
		Hint: "Nothing is imported yet.", AddAs: "Import…", Add: func() { n.bench.Show(Intention{Name: IntendImport}) }}
	for i := range n.overview.Sources {
		src := &n.overview.Sources[i]
		row := n.ref(strconv.Itoa(int(src.ID)), casefile.Ref{Kind: casefile.RefSource, N: src.ID})
		row.Text, row.Right = src.Name, shortText(src.Accepted)
		row.Dot, row.RightToken, row.Tip = n.sourceState(src)
		if src.Rejected > 0 {
			row.Right, row.RightToken = Many(src.Rejected, "reject"), graphview.Warn
			row.Menu = append(row.Menu, NavAction{"Show rejected rows…", func() {
				n.bench.Show(Intention{Name: IntendRejects, Argument: strconv.Itoa(int(src.ID))})
			}})
		}
		if row.Dot == graphview.Bad {
			row.Right, row.RightToken = "damaged", graphview.Bad
		}
		n.narrow(&row, fmt.Sprintf("source:%d", src.ID))
		target := casefile.Ref{Kind: casefile.RefSource, N: src.ID}
		row.Menu = append(row.Menu, NavAction{"Make exhibit…", func() { n.bench.Exhibit(target) }})
		s.Rows = append(s.Rows, row)
	}
	return s
}

// sourceState is the dot of a source and what it means.
func (n *Navigator) sourceState(src *casefile.Source) (dot, right graphview.Token, tip string) {
	good, known := n.verified.State.Get().Of(src.ID)
	rows := fmt.Sprintf("%s of %s kept", Thousands(src.Accepted), Many(src.Rows, "row"))
	switch {
	case known && !good:
		return graphview.Bad, graphview.Bad, "Damaged: its bytes are not those that were imported."
	case src.Rejected > 0:
		return graphview.Warn, graphview.Warn, rows + ", " + Thousands(src.Rejected) + " could not be read."
	case known:
		return graphview.Good, "", "Verified; " + rows + "."
	}
	return graphview.Text3, "", "Not verified yet; " + rows + "."
}

func (n *Navigator) clusters() NavSection {
	s := NavSection{Part: NavClusters, Title: "Clusters", Count: fmt.Sprintf("Run %d", n.overview.Run),
		Hint: "No links were found."}
	if n.overview.Run == 0 {
		s.Count, s.Hint, s.AddAs = "", "Accounts are not linked yet.", "Link accounts"
		s.Add = func() { n.bench.Show(Intention{Name: IntendLink}) }
	}
	for _, k := range n.overview.Clusters {
		target := casefile.Ref{Kind: casefile.RefCluster, ID: strconv.Itoa(k.ID)}
		row := n.ref(strconv.Itoa(k.ID), target)
		row.Dot, row.Text, row.Right = k.Token, fmt.Sprintf("C-%02d %s", k.ID, clusterWord(k)), Thousands(int64(k.Size))
		row.Tip = fmt.Sprintf("%s, %s evidence, %s", Many(int64(k.Size), "account"), k.Strength, strings.ReplaceAll(string(k.Pattern), "_", "-"))
		n.narrow(&row, fmt.Sprintf("cluster:%d", k.ID))
		row.Menu = append(row.Menu, NavAction{"Tag…", func() { n.bench.Tag(target) }},
			NavAction{"Add note…", func() { n.bench.Note(target) }}, NavAction{"Make exhibit…", func() { n.bench.Exhibit(target) }})
		s.Rows = append(s.Rows, row)
	}
	return s
}

// clusterWord is what a row has room to say of a cluster: that it is weak, before
// what it looks like.
func clusterWord(k casework.ClusterBrief) string {
	if k.Strength == casefile.Weak || k.Pattern == "" {
		return string(k.Strength)
	}
	return strings.ReplaceAll(string(k.Pattern), "_", "-")
}

func (n *Navigator) savedViews() NavSection {
	list := n.views.Saved.Get()
	s := NavSection{Part: NavViews, Title: "Saved views", Count: Thousands(int64(len(list))),
		Hint: "Filter and time, under a name.", AddAs: "Save view…", Add: n.views.Ask}
	for i, v := range list {
		row := NavRow{Key: v.Name, Text: v.Name, Current: n.views.Shown(v), Tip: n.asked(&v.Question), Pick: func() { n.views.Apply(v.Name) },
			Menu: []NavAction{{"Show what is looked at now", func() { n.views.Replace(v.Name) }}, {"Rename…", func() { n.views.Rename(v.Name) }},
				{"Remove", func() { n.views.Withdraw(v.Name) }}}}
		if i < 9 {
			row.Tip += " · " + ShortcutOf("view-"+strconv.Itoa(i+1))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// asked is a question in a sentence.
func (n *Navigator) asked(q *casefile.Question) string {
	return q.Expr + ", " + WindowText(timeline.Window{From: q.From, Until: q.Until}, n.bench.Zone.Get())
}

func (n *Navigator) tags() NavSection {
	s := NavSection{Part: NavTags, Title: "Tags", Count: Thousands(int64(len(n.overview.Tags))), Hint: "Nothing is tagged yet."}
	for _, t := range n.overview.Tags {
		term := FieldHas("tag", t.Tag)
		s.Rows = append(s.Rows, NavRow{Key: t.Tag, Text: t.Tag, Right: Thousands(int64(t.Count)), Current: n.bench.Narrowed(term),
			Tip: "On " + Many(int64(t.Count), "thing") + "; click to show only their events, and again for all.", Pick: func() { n.bench.Narrow(term) }})
	}
	return s
}

// FieldHas returns the condition that a field is a value, letter case aside.
func FieldHas(field, value string) string {
	f, ok := query.FieldByName(field)
	if !ok {
		f = query.Field{Name: field}
	}
	return (&query.Query{Expr: query.Match{Field: f, Test: query.Test{Op: query.OpHas, Pattern: query.Literal(value)}}}).String()
}

func (n *Navigator) findings() NavSection {
	s := NavSection{Part: NavFindings, Title: "Findings", Count: Thousands(int64(len(n.overview.Findings))), Hint: "Notes that are findings."}
	for _, f := range n.overview.Findings {
		row := n.ref(strconv.Itoa(int(f.ID)), casefile.Ref{Kind: casefile.RefFinding, N: f.ID})
		row.Text, row.Tip = fmt.Sprintf("F%d %s", f.ID, f.Text), "On "+Name(f.Target)+", by "+f.By
		target := f.Target
		row.Open = func() { n.bench.Selection.Set(Select(target)) }
		row.Menu = []NavAction{{"Select " + Name(target), row.Open}}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func (n *Navigator) exhibits() NavSection {
	s := NavSection{Part: NavExhibits, Title: "Exhibits", Count: Thousands(int64(len(n.overview.Exhibits))), Hint: "Things with a lasting number."}
	for _, e := range n.overview.Exhibits {
		row := n.ref(strconv.Itoa(int(e.Number)), casefile.Ref{Kind: casefile.RefExhibit, N: e.Number})
		title := e.Title
		if title == "" {
			title = Name(e.Target)
		}
		row.Text, row.Tip = fmt.Sprintf("E-%06d %s", e.Number, title), Name(e.Target)+", by "+e.By
		target := e.Target
		row.Open = func() { n.bench.Selection.Set(Select(target)) }
		row.Menu = []NavAction{{"Select " + Name(target), row.Open}}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// history is the newest of what was searched, as the tree that it grew.
func (n *Navigator) history() NavSection {
	list := n.searches.Rows.Get()
	s := NavSection{Part: NavSearches, Title: "Searches", Count: Thousands(int64(len(n.searches.tree))), Hint: "What you look for is kept here."}
	if len(list) > 0 {
		s.AddAs, s.Add = "Search history…", func() { n.bench.Show(Intention{Name: IntendSearches}) }
	}
	for _, r := range list {
		row := NavRow{Key: strconv.Itoa(int(r.ID)), Depth: min(r.Depth, 4), Text: r.Text, Current: r.Here, Tip: r.Whole,
			Pick: func() { n.searches.Again(r.ID) }}
		switch {
		case r.Star:
			row.Icon = "star-filled"
		case r.Folds && r.Open:
			row.Icon = "chevron-down"
		case r.Folds:
			row.Icon = "chevron-right"
		}
		if r.Matches >= 0 {
			row.Right = shortText(r.Matches)
		}
		if r.Note != "" {
			row.Tip += " · " + r.Note
		}
		if r.Folds {
			row.Open = func() { n.searches.Fold(r.ID, r.Open) }
		}
		for _, m := range n.searches.Menu(r) {
			row.Menu = append(row.Menu, NavAction{m.Text, m.Do})
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}
