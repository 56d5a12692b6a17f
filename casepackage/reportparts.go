package casepackage

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casepackage/report"
)

// clusterOrder returns indices of clusters as the report shows them: by strength,
// then assessment, then size.
func (p *packer) clusterOrder() []int {
	strength := map[casefile.Strength]int{casefile.Strong: 0, casefile.Moderate: 1, casefile.Weak: 2}
	level := map[casefile.Level]int{casefile.LevelStrong: 0, casefile.LevelModerate: 1, casefile.LevelWeak: 2, casefile.LevelNone: 3}
	order := make([]int, len(p.c.Clusters))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &p.c.Clusters[a], &p.c.Clusters[b]
		if d := strength[x.Strength] - strength[y.Strength]; d != 0 {
			return d
		}
		if d := level[x.Assessment.Level] - level[y.Assessment.Level]; d != 0 {
			return d
		}
		if d := len(y.Members) - len(x.Members); d != 0 {
			return d
		}
		return x.ID - y.ID
	})
	return order
}

func (p *packer) reportClusters() []report.Cluster {
	var out []report.Cluster
	clusterOf := map[uint32]int{}
	for i := range p.c.Clusters {
		for _, m := range p.c.Clusters[i].Members {
			clusterOf[m.Account] = p.c.Clusters[i].ID
		}
	}
	for rank, i := range p.clusterOrder() {
		c := &p.c.Clusters[i]
		k := report.Cluster{ID: clusterLabel(c.ID), Size: count(int64(len(c.Members))), Core: count(int64(countCore(c))), Requests: count(c.Requests),
			Period: span(nanos(c.From), nanos(c.To)), Strength: string(c.Strength), Assessment: string(c.Assessment.Level), Pattern: string(c.Pattern),
			Families: strings.ReplaceAll(joinFamilies(c.Families), " ", ", "), Score: field(c.Score), Stability: field(c.Stability), Shown: rank < shownClusters && worthDetail(c)}
		if k.Shown {
			p.clusterDetail(&k, c, clusterOf)
		}
		out = append(out, k)
	}
	return out
}

// worthDetail leaves out clusters that are both weakly tied and of no notable use:
// they stand in the table, and in full in clusters.csv.
func worthDetail(c *casefile.Cluster) bool {
	return c.Strength != casefile.Weak || c.Assessment.Level == casefile.LevelStrong || c.Assessment.Level == casefile.LevelModerate
}

func (p *packer) clusterDetail(k *report.Cluster, c *casefile.Cluster, clusterOf map[uint32]int) {
	k.Detail = fmt.Sprintf("Mean probability of the links inside %s. Over repeated runs with other seeds, %s of the accounts stayed together on average.",
		k.Score, percent(c.Stability))
	for _, s := range c.Assessment.For {
		k.For = append(k.For, plain(s.Text))
	}
	for _, s := range c.Assessment.Against {
		k.Against = append(k.Against, plain(s.Text))
	}
	for _, x := range c.Assessment.Checked {
		k.Checked = append(k.Checked, report.Checked{Explanation: plain(strings.ReplaceAll(x.Lookalike, "_", " ")), Would: plain(x.Would), Found: plain(x.Found), Result: plain(x.Result)})
	}
	for i := range p.c.Explanations {
		x := &p.c.Explanations[i]
		if len(k.Links) < shownLinks(c.Strength) && clusterOf[x.A] == c.ID && clusterOf[x.B] == c.ID {
			if l := p.link(x.A, x.B); l != nil {
				k.Links = append(k.Links, p.reportLink(l, x.Text))
			}
		}
	}
	for i := range p.c.Figures {
		if f := &p.c.Figures[i]; f.Cluster == c.ID && f.Kind == "network" {
			k.Figures = append(k.Figures, reportFigure(f))
		}
	}
	for _, m := range c.Members[:min(shownMembers, len(c.Members))] {
		k.Accounts = append(k.Accounts, p.reportAccount(m.Account, c.ID, m))
	}
	if n := len(c.Members); n > shownMembers {
		k.MoreNote = fmt.Sprintf("The first %d of %s accounts, core first; the others stand in Annex H and in data/graph/accounts.csv.", shownMembers, count(int64(n)))
	}
}

// probability never prints a certainty that the weight does not have.
func probability(f float64) string {
	switch {
	case f > 0.9999:
		return "above 0.9999"
	case f < 0.0001:
		return "below 0.0001"
	}
	return strconv.FormatFloat(f, 'f', 4, 64)
}

func percent(f float64) string { return strconv.FormatFloat(f*100, 'f', 1, 64) + " %" }

// shownLinks is how many waterfalls a cluster gets.
func shownLinks(s casefile.Strength) int {
	switch s {
	case casefile.Strong:
		return 2
	}
	return 1
}

func (p *packer) link(a, b uint32) *casefile.Link {
	i, ok := slices.BinarySearchFunc(p.c.Links, [2]uint32{min(a, b), max(a, b)}, func(l casefile.Link, k [2]uint32) int {
		return slices.Compare([]uint32{l.A, l.B}, k[:])
	})
	if !ok {
		return nil
	}
	return &p.c.Links[i]
}

func (p *packer) reportLink(l *casefile.Link, text string) report.Link {
	r := report.Link{A: plain(p.name(l.A)), B: plain(p.name(l.B)), Bits: l.Weight.String(), Probability: probability(l.Probability()),
		Strength: string(l.Strength), Families: familyWords(l.Families), Text: plain(text)}
	r.Waterfall = report.NewWaterfall(p.c.Settings.Prior, p.bars(l))
	for _, s := range l.Suppressed {
		r.Suppressed = append(r.Suppressed, fmt.Sprintf("%s, shared by %s accounts: %s.", plain(s.Class), count(int64(s.SharedBy)), reasonWords(s.Reason)))
	}
	for _, d := range p.c.Decisions {
		if !d.Withdrawn && d.A == l.A && d.B == l.B {
			r.Decision = string(d.Verdict)
		}
	}
	return r
}

// bars are the steps of a waterfall, heaviest first as the run put them. What
// weighs little is drawn as one step: evidence.csv has each of them.
func (p *packer) bars(l *casefile.Link) []report.Bar {
	const shown, little = 9, 500 // bars, and thousandths of a bit
	var bars []report.Bar
	rest, n := casefile.Bits(0), 0
	for _, e := range l.Evidence {
		if len(bars) >= shown || e.Bits < little && e.Bits > -little {
			rest += e.Bits
			n++
			continue
		}
		note := fmt.Sprintf("%s of %s accounts", count(int64(e.SharedBy)), count(p.population()))
		if e.Value == 0 {
			note = plural(int(e.Count), "time")
		} else if e.Count > 0 {
			note += " · " + plural(int(e.Count), "row")
		}
		bars = append(bars, report.Bar{Label: plain(e.Class), Note: note, Bits: e.Bits})
	}
	if n > 0 {
		bars = append(bars, report.Bar{Label: plural(n, "smaller piece") + " of evidence", Note: "counted in part, or not at all", Bits: rest})
	}
	return bars
}

func (p *packer) population() int64 {
	if p.c.Run != nil && p.c.Run.Accounts > 0 {
		return int64(p.c.Run.Accounts)
	}
	return p.c.Population
}

func (p *packer) reportAccount(code uint32, cluster int, m casefile.Member) report.Account {
	r := report.Account{Name: plain(p.name(code)), Cluster: clusterLabel(cluster), Role: string(m.Role)}
	if m.Via != 0 {
		r.Via = plain(p.name(m.Via))
	}
	if a := p.accounts[code]; a != nil {
		r.Events, r.First, r.Last = count(a.Events), day(a), lastDay(a)
		r.Note = plain(p.holdBack(a))
	}
	return r
}

func day(a *Account) string {
	if a.First.IsZero() {
		return ""
	}
	return a.First.UTC().Format("2006-01-02 15:04")
}

func lastDay(a *Account) string {
	if a.Last.IsZero() {
		return ""
	}
	return a.Last.UTC().Format("2006-01-02 15:04")
}

// peopleParts fills in what people said.
func (p *packer) peopleParts(d *report.Document) {
	n := 0
	for _, a := range p.notes() {
		note := report.Note{Ref: plain(a.Target.String()), Kind: string(a.Kind), Text: plain(a.Text), Tags: plain(strings.Join(a.Tags, ", ")),
			By: plain(a.By) + ", " + minute(a.At)}
		switch a.Kind {
		case casefile.KindFinding:
			n++
			d.Findings = append(d.Findings, report.Finding{ID: fmt.Sprintf("F%d", n), Text: note.Text, Basis: p.basis(&a), By: note.By})
		case casefile.KindExculpatory:
			d.Exculpatory = append(d.Exculpatory, note)
		default:
			if note.Text != "" || note.Tags != "" {
				d.Notes = append(d.Notes, note)
			}
		}
	}
	for _, v := range p.c.Decisions {
		if v.Withdrawn {
			continue
		}
		row := report.Decision{A: plain(p.name(v.A)), B: plain(p.name(v.B)), Verdict: string(v.Verdict), Reason: plain(v.Reason), By: plain(v.By) + ", " + minute(v.At)}
		if v.Verdict == casefile.VerdictSame {
			d.Confirmed = append(d.Confirmed, row)
		} else {
			d.Rejected = append(d.Rejected, row)
		}
	}
	for i := range p.c.Accounts {
		a := &p.c.Accounts[i]
		if why := p.holdBack(a); why != "" && a.Cluster != 0 {
			d.HoldBack = append(d.HoldBack, report.Pair{Label: plain(a.Name), Value: plain(why)})
		}
	}
	for _, x := range p.c.Permissions {
		who := x.Account
		if who == "" {
			who = "organisation " + x.Org
		}
		d.Permissions = append(d.Permissions, report.Permission{Who: plain(who), Kind: plain(x.Kind), Scope: plain(x.Scope), Span: span(x.From, x.Until), Source: plain(x.Source)})
	}
	d.Action = []string{"The program proposes no action. Which term applies, whether it was in force and accepted, and what follows is for a reviewer to say, per account."}
	if p.o.Profile == Enforcement {
		d.Action = append(d.Action, "data/enforcement/accounts.csv lists the accounts with empty columns for action, reason, clause and two reviewers; data/enforcement/hold-back.csv, those for which something speaks against action.")
	}
}

// basis names what a finding is about, and the exhibits of the same thing.
func (p *packer) basis(a *casefile.Annotation) string {
	parts := []string{plain(a.Target.String())}
	for i := range p.c.Exhibits {
		x := &p.c.Exhibits[i]
		if !x.Withdrawn && (x.Target == a.Target || slices.Contains(x.CitedIn, fmt.Sprintf("F%d", a.ID))) {
			parts = append(parts, exhibitLabel(x.Number))
		}
	}
	return strings.Join(parts, ", ")
}

func reportFigure(f *Figure) report.Figure {
	r := report.Figure{ID: f.ID, Title: plain(f.Title), Caption: plain(f.Caption), MediaType: "image/svg+xml", Data: f.SVG}
	if len(f.PNG) > 0 && (len(f.SVG) == 0 || len(f.SVG) > largestSVG) {
		r.MediaType, r.Data = "image/png", f.PNG
	}
	return r
}

func (p *packer) figures(d *report.Document) {
	for i := range p.c.Figures {
		f := &p.c.Figures[i]
		switch r := reportFigure(f); {
		case f.Kind == "timeline":
			d.Timeline = append(d.Timeline, r)
		case f.Cluster == 0 && d.Network == nil:
			d.Network = &r
		}
	}
}

// keyEvents joins dated context with the beginning and end of the clusters that
// are shown.
func (p *packer) keyEvents(d *report.Document) {
	type dated struct {
		at int64
		report.Event
	}
	var all []dated
	add := func(t time.Time, of, what, detail string) {
		if !t.IsZero() {
			all = append(all, dated{t.UnixNano(), report.Event{Time: minute(t), Who: of, What: plain(what), Detail: plain(detail)}})
		}
	}
	for _, e := range p.c.KeyEvents {
		add(e.Time, "context", e.What, e.Detail)
	}
	for rank, i := range p.clusterOrder() {
		c := &p.c.Clusters[i]
		if rank < shownClusters && worthDetail(c) {
			add(nanos(c.From), clusterLabel(c.ID), "first request", fmt.Sprintf("%d accounts", len(c.Members)))
			add(nanos(c.To), clusterLabel(c.ID), "last request", "")
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(a.at, b.at) })
	for _, e := range all {
		d.KeyEvents = append(d.KeyEvents, e.Event)
	}
}
