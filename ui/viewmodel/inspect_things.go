package viewmodel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casefile/packing"
	"casebench/casefile/query"
	"casebench/casework"
	"casebench/graphview"
)

// cluster composes what is known of one cluster: how sure it is, what its use looks
// like, what speaks for and against, and what else could explain it.
func (c *composer) cluster(k *casework.ClusterDetail) {
	c.badge(string(k.Strength), strengthToken(k.Strength))
	c.badge(strings.ReplaceAll(string(k.Pattern), "_", "-"), "")
	c.badge(countText(int64(k.Size), "account"), clusterInk(k.ID))
	expr := "cluster:" + strconv.Itoa(k.ID)
	if c.p.Ref.Run > 0 { // the field means clusters of the newest run
		expr = ""
	}
	b := c.v.bench
	members := func() {
		var list []casefile.Ref
		for _, m := range k.Accounts {
			list = append(list, casefile.AccountRef(m.ID))
		}
		b.Selection.Set(Select(list...))
	}
	c.p.Menu = append(c.p.Menu, NavAction{"Select its accounts", members}, NavAction{"Copy as paragraph", c.v.CopyWords})
	requests := Way{}
	if expr != "" {
		requests.Expr = expr + " AND table:requests"
		c.p.Menu = append(c.p.Menu, NavAction{"Show events", func() { c.v.ShowRows(expr) }})
	}
	c.add(InspectSection{ID: "words", Title: "In words", Text: k.Text})
	s := InspectSection{ID: "facts", Title: "Measures"}
	s.fact("Families", strings.Join(k.FamilyNames(), ", "))
	s.fact("Links inside", numberText(int64(k.Links)))
	s.fact("Mean probability", probability(k.Score)).Note = "of the links inside"
	s.fact("Stability", percentText(int64(k.Stability*1000), 1000)).Note = "of repeated runs agree"
	s.fact("Requests", numberText(k.Events)).Way = requests
	s.fact("Active", c.span(k.From, k.To))
	c.add(s)
	c.assessment(&k.Assessment)
	c.p.HonestOf = fmt.Sprintf("C-%02d", k.ID)
	c.honest(k.Assessment.Checked)
	m := InspectSection{ID: "members", Title: "Accounts", Count: numberText(int64(k.Size))}
	for i, a := range k.Accounts {
		if i == fewShown && !c.v.open["members"] || i == manyShown {
			more := InspectLine{Text: numberText(int64(k.Size-i)) + " more", Quiet: true, Way: Way{Unfold: "members"}}
			if i == manyShown {
				more.Way = Way{Expr: expr}
			}
			m.Lines = append(m.Lines, more)
			break
		}
		m.Lines = append(m.Lines, InspectLine{Text: a.ID, Mono: true, Right: string(a.Role) + " · " + a.Bits.String(), Way: Way{Ref: casefile.AccountRef(a.ID)}})
	}
	c.add(m)
}

// manyShown is how many rows a list has at most.
const manyShown = 60

// assessment is the second question, kept apart from strength.
func (c *composer) assessment(a *casefile.Assessment) {
	s := InspectSection{ID: "assessment", Title: "Does the use look like harvesting?", Count: string(a.Level)}
	for _, x := range a.For {
		s.Lines = append(s.Lines, InspectLine{Text: "For", Note: x.Text, Dot: graphview.Warn})
	}
	for _, x := range a.Against {
		s.Lines = append(s.Lines, InspectLine{Text: "Against: " + x.Lookalike, Note: x.Text, Dot: graphview.Good})
	}
	if len(s.Lines) == 0 {
		s.Text = "Nothing in the use of these accounts speaks for it."
	}
	c.add(s)
}

// event composes one row of a source, field by field.
func (c *composer) event(r *query.Row) {
	c.badge(r.Table.String(), "")
	s := InspectSection{ID: "facts"}
	for _, v := range r.Values {
		if v.Kind == casefile.KindTime {
			s.fact(v.Name, timeText(v.Int, c.zone))
			continue
		}
		text := v.String()
		if v.Kind == casefile.KindInt {
			text = numberText(v.Int)
		}
		f := s.fact(v.Name, text)
		f.Mono = v.Kind == casefile.KindCode || v.Kind == casefile.KindText
		switch {
		case v.Name == "account_id":
			f.Way = Way{Ref: casefile.AccountRef(v.Text)}
		case v.Kind == casefile.KindCode:
			f.Way = Way{Expr: fieldText(v.Name) + "=" + quoted(v.Text)}
		}
	}
	c.add(s)
	src := InspectSection{ID: "origin", Title: "Where it stands"}
	src.fact("Source", strconv.Itoa(int(r.Origin.Source))).Way = Way{Ref: casefile.Ref{Kind: casefile.RefSource, N: r.Origin.Source}}
	src.fact("Row", numberText(r.Origin.Row)).Way = Way{Expr: casework.RowsExpr([]casefile.Origin{r.Origin})}
	c.add(src)
}

func fieldText(name string) string {
	if f, ok := query.FieldByName(name); ok {
		return f.String()
	}
	return name
}

// custodyLabel is the title of a field, as short as the inspector's column.
func custodyLabel(f casefile.CustodyField) string {
	switch f.Key {
	case "system":
		return "System"
	case "export_query":
		return "Export query"
	case "expires_on":
		return "Expires on"
	}
	return f.Title
}

// source composes one imported file.
func (c *composer) source(d *casework.SourceDetail) {
	c.p.Subject = d.Name
	state, ink := string(d.State), graphview.Good
	if d.State != casefile.SourceReady {
		ink = graphview.Warn
	}
	c.badge(state, ink)
	c.badge(d.Table, "")
	if d.TLP != "" {
		c.badge("TLP:"+strings.ToUpper(string(d.TLP)), graphview.Warn)
	}
	b := c.v.bench
	c.p.Menu = append(c.p.Menu, NavAction{"Copy SHA-256", func() { b.Copy(d.SHA256) }})
	rows := Way{}
	if casefile.SchemaOf(casefile.TableByName(d.Table)) != nil && d.State == casefile.SourceReady { // indicators are no rows to search
		rows.Expr = fmt.Sprintf("source:%d", d.ID)
		c.p.Menu = append(c.p.Menu, NavAction{"Show rows", func() { c.v.ShowRows(rows.Expr) }})
	}
	if d.State == casefile.SourceReady {
		id := d.ID
		c.p.Menu = append(c.p.Menu, NavAction{"Withdraw source…", func() {
			c.v.withdraw("Withdraw the source", "Its rows stay in the case and are left out of everything until it is restored.", casework.ThingSource, id)
		}})
	}
	s := InspectSection{ID: "facts"}
	s.fact("Format", d.Format).Note = fmt.Sprintf("version %d", d.FormatVersion)
	s.fact("Rows", numberText(d.Rows))
	s.fact("Accepted", numberText(d.Accepted)).Way = rows
	s.fact("Rejected", numberText(d.Rejected))
	s.fact("Skipped", numberText(d.Skipped)).Note = "headers, blank lines"
	if d.Duplicates > 0 {
		s.fact("Duplicates", numberText(d.Duplicates)).Note = "of rows in earlier sources"
	}
	s.fact("Period", c.span(d.From, d.To))
	s.fact("Size", SizeOf(d.Bytes))
	s.fact("Original", map[string]string{"embed": "kept in the case", "reference": "referred to"}[d.Originals]).Note = packing.Words(d.Compression)
	s.fact("Namespace", d.Namespace)
	s.fact("Imported", c.moment(d.Imported)).Note = "by " + d.By
	s.fact("SHA-256", d.SHA256).Mono = true
	c.add(s)
	how := InspectSection{ID: "custody", Title: "How it came"}
	for i := len(d.Within) - 1; i >= 0; i-- {
		how.fact("Lay as", d.Within[i].String())
	}
	for _, f := range d.Custody.Fields() {
		if f.Value != "" {
			how.fact(custodyLabel(f), f.Value)
		}
	}
	if len(how.Facts) > 0 {
		c.add(how)
	}
	c.reading(d)
	r := InspectSection{ID: "rejects", Title: "Rows that could not be read", Count: numberText(d.Rejected)}
	for _, x := range d.Rejects {
		r.Lines = append(r.Lines, InspectLine{Text: "row " + numberText(x.Row), Note: x.Reason, Dot: graphview.Warn})
	}
	if len(r.Lines) > 0 {
		c.p.Menu = append(c.p.Menu, NavAction{"Show rejected rows…", func() { b.Show(Intention{IntendRejects, strconv.Itoa(int(d.ID))}) }})
	}
	c.add(r)
}

// reading says how the file was understood.
func (c *composer) reading(d *casework.SourceDetail) {
	s := InspectSection{ID: "reading", Title: "How it was read", Fold: true}
	if m := d.Mapping; m != nil {
		var names []string
		for from := range m.Columns {
			names = append(names, from)
		}
		slices.Sort(names)
		for _, from := range names {
			s.fact(from, m.Columns[from]).Mono = true
		}
		s.fact("Unit of times", m.TimeUnit)
		s.fact("Zone", m.Zone)
	}
	for _, a := range d.Assumed {
		s.Lines = append(s.Lines, InspectLine{Text: "Assumed", Note: a, Dot: graphview.Warn})
	}
	c.add(s)
}

// indicator composes what a partner says is worth looking for, and what it meets.
func (c *composer) indicator(d *casework.IndicatorDetail) {
	first := d.Parts[0]
	c.p.Subject = first.Value
	if len(d.Hits) > 0 {
		c.badge(countText(int64(len(d.Hits)), "hit"), graphview.Warn)
	} else {
		c.badge("not seen here", "")
	}
	c.badge(string(first.Type), "")
	if first.TLP != "" {
		c.badge("TLP:"+strings.ToUpper(string(first.TLP)), graphview.Warn)
	}
	s := InspectSection{ID: "facts"}
	s.fact("Provider", first.Provider)
	if first.Confidence > 0 {
		s.fact("Confidence", strconv.Itoa(first.Confidence)).Note = "of 100, by its provider"
	}
	s.fact("Valid", c.until(first.ValidFrom, first.ValidUntil))
	if first.Revoked {
		s.fact("Revoked", "yes")
	}
	s.fact("Use", string(first.Usage)).Note = first.Why
	s.fact("Legal basis", first.LegalBasis)
	s.fact("Comment", first.Comment)
	s.fact("Pattern", first.Pattern).Mono = true
	s.fact("Id", first.ID).Mono = true
	s.fact("From", fmt.Sprintf("source %d, row %s", first.Origin.Source, numberText(first.Origin.Row))).Way = Way{Ref: casefile.Ref{Kind: casefile.RefSource, N: first.Origin.Source}}
	c.add(s)
	p := InspectSection{ID: "parts", Title: "Values", Count: numberText(int64(len(d.Parts)))}
	if len(d.Parts) > 1 {
		for _, x := range d.Parts {
			p.Lines = append(p.Lines, InspectLine{Text: x.Value, Mono: true, Right: string(x.Type)})
		}
	}
	c.add(p)
	for _, part := range []struct {
		title string
		list  []casework.HitView
	}{{"Seen in this case", d.Hits}, {"Seen outside its time", d.Stale}} {
		h := InspectSection{ID: part.title, Title: part.title, Count: numberText(int64(len(part.list)))}
		for _, x := range part.list {
			h.Lines = append(h.Lines, InspectLine{Text: x.Value, Mono: true, Right: countText(x.Events, "event"), Note: c.span(x.FirstSeen, x.LastSeen) + " · " + hitNote(x),
				Way: Way{Expr: "indicator:" + quoted(first.ID)}})
			for i, a := range x.Accounts {
				if i == manyShown {
					break
				}
				h.Lines = append(h.Lines, InspectLine{Text: a, Mono: true, Indent: true, Way: Way{Ref: casefile.AccountRef(a)}})
			}
		}
		c.add(h)
	}
}

// exhibit composes a thing with a permanent number.
func (c *composer) exhibit(e *casefile.Exhibit) {
	if e.Withdrawn {
		c.badge("withdrawn", graphview.Warn)
	}
	s := InspectSection{ID: "facts", Text: e.Title}
	if !e.Withdrawn {
		number := e.Number
		c.p.Menu = append(c.p.Menu, NavAction{"Withdraw exhibit…", func() {
			c.v.withdraw("Withdraw the exhibit", "Its number is never given again.", casework.ThingExhibit, number)
		}})
	}
	s.fact("What", Name(e.Target)).Way = Way{Ref: e.Target}
	s.fact("Made by", e.By).Note = c.moment(e.At)
	c.add(s)
}

// finding composes a note that goes into the report.
func (c *composer) finding(a *casefile.Annotation) {
	if a.Withdrawn {
		c.badge("withdrawn", graphview.Warn)
	}
	if !a.Withdrawn {
		id := a.ID
		c.p.Menu = append(c.p.Menu, NavAction{"Withdraw finding…", func() { c.v.WithdrawNote(id) }})
	}
	s := InspectSection{ID: "words", Text: a.Text}
	s.fact("On", Name(a.Target)).Way = Way{Ref: a.Target}
	s.fact("By", a.By).Note = c.moment(a.At)
	c.add(s)
}

// several composes what several things have in common.
func (c *composer) several(d *casework.Summary) {
	var kinds []string
	for _, k := range d.Kinds {
		kinds = append(kinds, countText(int64(k.Count), string(k.Kind)))
	}
	c.p.Subject = ""
	for _, k := range kinds {
		c.badge(k, "")
	}
	if names := (Selection{c.seen.of}).Accounts(); len(names) > 0 {
		terms := make([]string, len(names))
		for i, n := range names {
			terms[i] = "account_id=" + quoted(n)
		}
		if len(names) <= manyShown { // a filter that a person can still read
			c.p.Menu = append(c.p.Menu, NavAction{"Show their events", func() { c.v.ShowRows(strings.Join(terms, " OR ")) }})
		}
		c.p.Menu = append(c.p.Menu, NavAction{"Copy names", func() { c.v.bench.Copy(strings.Join(names, "\n")) }})
	}
	if d.Accounts > 0 {
		s := InspectSection{ID: "facts", Title: "Together"}
		s.fact("Accounts", numberText(int64(d.Accounts)))
		s.fact("Requests", numberText(d.Events))
		s.fact("Seen", c.span(d.FirstSeen, d.LastSeen))
		s.fact("Links inside", numberText(int64(d.Links))).Note = numberText(int64(d.Strong)) + " strong"
		c.add(s)
		k := InspectSection{ID: "clusters", Title: "In clusters", Count: numberText(int64(len(d.Clusters)))}
		for i, x := range d.Clusters {
			if i == manyShown {
				break
			}
			k.Lines = append(k.Lines, InspectLine{Text: fmt.Sprintf("C-%02d", x.Cluster), Right: fmt.Sprintf("%s of %s", numberText(int64(x.Count)), numberText(int64(x.Size))),
				Dot: clusterInk(x.Cluster), Share: float64(x.Count) / float64(max(d.Accounts, 1)), Way: Way{Ref: casefile.Ref{Kind: casefile.RefCluster, ID: strconv.Itoa(x.Cluster)}}})
		}
		if d.Alone > 0 {
			k.Lines = append(k.Lines, InspectLine{Text: "in no cluster", Right: numberText(int64(d.Alone)), Dot: graphview.Text3, Share: float64(d.Alone) / float64(max(d.Accounts, 1))})
		}
		c.add(k)
	}
	if d.Gone > 0 {
		c.add(InspectSection{ID: "gone", Text: countText(int64(d.Gone), "thing") + " of the selection is not in the case any more."})
	}
	l := InspectSection{ID: "list", Title: "Selected", Count: numberText(int64(len(c.seen.of)))}
	for i, r := range c.seen.of {
		if i == fewShown*2 {
			l.Lines = append(l.Lines, InspectLine{Text: numberText(int64(len(c.seen.of)-i)) + " more", Quiet: true})
			break
		}
		l.Lines = append(l.Lines, InspectLine{Text: Name(r), Way: Way{Ref: r}})
	}
	c.add(l)
}
