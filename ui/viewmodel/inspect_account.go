package viewmodel

import (
	"fmt"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
)

// account composes what is known of one account.
func (c *composer) account(a *casework.AccountDetail) {
	c.p.Subject = a.ID
	if a.Cluster != nil {
		c.badge(fmt.Sprintf("C-%02d", *a.Cluster), clusterInk(*a.Cluster))
		c.badge(string(a.Role), "")
	}
	c.badge(a.Status, statusInk(a.Status))
	if len(a.Permissions) > 0 {
		c.badge("agreed use", graphview.Good)
	}
	c.p.Menu = append(c.p.Menu, NavAction{"Show events", func() { c.v.ShowRows("account_id=" + quoted(a.ID)) }})
	c.register(a)
	c.place(a)
	c.agreed(a)
	c.actions(a)
	c.strongest(a)
	c.identifiers(a)
	c.models(a)
	c.hits(a)
}

func statusInk(status string) graphview.Token {
	switch strings.ToLower(status) {
	case "suspended", "banned", "limited", "closed":
		return graphview.Warn
	}
	return ""
}

// register is what the account register says and what the log shows.
func (c *composer) register(a *casework.AccountDetail) {
	s := InspectSection{ID: "facts"}
	s.fact("Organisation", a.Org)
	s.fact("Owner", a.Owner)
	s.fact("Namespace", a.Namespace)
	s.fact("Programme", a.Programme)
	s.fact("Country", a.Country).Note = "as declared"
	s.fact("Created", c.moment(a.Created))
	s.fact("Status", a.Status).Note = c.moment(a.StatusAt)
	s.fact("Terms", a.Terms).Note = c.moment(a.TermsAt)
	s.fact("First seen", c.moment(a.FirstSeen))
	s.fact("Last seen", c.moment(a.LastSeen))
	s.fact("Requests", numberText(a.Events)).Way = Way{Expr: "account_id=" + quoted(a.ID) + " AND table:requests"}
	switch u := c.seen.use; {
	case u == nil:
		s.fact("Tokens", "…").Note = "adding up"
	case u.Known:
		s.fact("Tokens in", numberText(u.TokensIn))
		s.fact("Tokens out", numberText(u.TokensOut))
	}
	c.add(s)
}

// place is where the account stands in the newest run.
func (c *composer) place(a *casework.AccountDetail) {
	s := InspectSection{ID: "place", Title: "In the newest run"}
	switch {
	case a.Run == 0:
		s.Text = "Nothing has been linked yet."
	case a.Cluster == nil:
		s.fact("Cluster", "none").Note = countText(int64(a.Links), "link")
	default:
		f := s.fact("Cluster", fmt.Sprintf("C-%02d", *a.Cluster))
		f.Token, f.Way = clusterInk(*a.Cluster), Way{Ref: casefile.Ref{Kind: casefile.RefCluster, ID: fmt.Sprint(*a.Cluster)}}
		s.fact("Role", string(a.Role))
		if a.Via != "" {
			f = s.fact("Tied best to", a.Via)
			f.Mono, f.Note, f.Way = true, a.ViaBits.String()+" bits", Way{Ref: casefile.Ref{Kind: casefile.RefLink, ID: a.ID, Peer: a.Via}}
		}
	}
	c.add(s)
}

func (c *composer) agreed(a *casework.AccountDetail) {
	s := InspectSection{ID: "agreed", Title: "Agreed use", Count: numberText(int64(len(a.Permissions)))}
	for _, p := range a.Permissions {
		note := c.until(p.From, p.Until)
		if p.Org != "" {
			note = "through " + p.Org + " · " + note
		}
		if p.Source != "" {
			note += " · " + p.Source
		}
		s.Lines = append(s.Lines, InspectLine{Text: strings.TrimSpace(p.Kind + " " + p.Scope), Note: note, Dot: graphview.Good})
	}
	c.add(s)
}

// until writes for how long something is agreed.
func (c *composer) until(from, until time.Time) string {
	switch {
	case from.IsZero() && until.IsZero():
		return "without end"
	case until.IsZero():
		return "from " + c.day(from)
	case from.IsZero():
		return "until " + c.day(until)
	}
	return c.span(from, until)
}

func (c *composer) actions(a *casework.AccountDetail) {
	s := InspectSection{ID: "actions", Title: "Actions", Count: numberText(int64(len(a.Actions)))}
	for _, x := range a.Actions {
		note := x.Reason
		if x.By != "" {
			note = strings.TrimPrefix(note+" · by "+x.By, " · ")
		}
		s.Lines = append(s.Lines, InspectLine{Text: x.Action, Right: c.moment(x.At), Note: note, Dot: statusInk(x.Action)})
	}
	c.add(s)
}

func (c *composer) strongest(a *casework.AccountDetail) {
	s := InspectSection{ID: "links", Title: "Strongest links", Count: numberText(int64(a.Links))}
	for i, t := range a.Strongest {
		if i == fewShown && !c.v.open["links"] {
			s.Lines = append(s.Lines, InspectLine{Text: fmt.Sprintf("%d more", len(a.Strongest)-i), Quiet: true, Way: Way{Unfold: "links"}})
			break
		}
		s.Lines = append(s.Lines, InspectLine{Text: t.Peer, Mono: true, Right: t.Bits.String() + " " + string(t.Strength), Dot: strengthDot(t.Strength),
			Way: Way{Ref: casefile.Ref{Kind: casefile.RefLink, ID: a.ID, Peer: t.Peer}}})
	}
	if more := a.Links - len(a.Strongest); more > 0 && c.v.open["links"] {
		s.Lines = append(s.Lines, InspectLine{Text: numberText(int64(more)) + " lighter ones", Quiet: true})
	}
	c.add(s)
}

// fewShown is how many rows of a list are shown until the rest is asked for.
const fewShown = 5

func strengthDot(s casefile.Strength) graphview.Token {
	if t := strengthToken(s); t != "" {
		return t
	}
	return graphview.Text3
}

// identifiers lists what the account shows, kind by kind; kinds that it shares with
// others are unfolded from the start.
func (c *composer) identifiers(a *casework.AccountDetail) {
	s := InspectSection{ID: "identifiers", Title: "Identifiers"}
	for _, i := range a.Identifiers {
		id := "identifier:" + i.Kind
		open := (i.Shared > 0) != c.v.open[id]
		var parts []string
		if i.Shared > 0 {
			parts = append(parts, numberText(int64(i.Shared))+" shared")
		}
		if i.SetAside > 0 {
			parts = append(parts, numberText(int64(i.SetAside))+" set aside")
		}
		if len(parts) == 0 {
			parts = append(parts, "not shared")
		}
		s.Lines = append(s.Lines, InspectLine{Text: SignalName(i.Kind), Right: numberText(int64(i.Distinct)) + " · " + strings.Join(parts, ", "), Way: Way{Unfold: id}})
		if !open {
			continue
		}
		for k, x := range i.Values {
			if all := "values:" + i.Kind; k == valuesFirst && !c.v.open[all] {
				s.Lines = append(s.Lines, InspectLine{Text: numberText(int64(i.Distinct-k)) + " more", Quiet: true, Indent: true, Way: Way{Unfold: all}})
				break
			}
			s.Lines = append(s.Lines, InspectLine{Text: x.Value, Mono: true, Right: holders(x), Quiet: x.Aside != "", Indent: true, Way: Way{Expr: x.Expr}})
		}
		if more := i.Distinct - len(i.Values); more > 0 && c.v.open["values:"+i.Kind] {
			s.Lines = append(s.Lines, InspectLine{Text: numberText(int64(more)) + " more", Quiet: true, Indent: true,
				Way: Way{Expr: "account_id=" + quoted(a.ID) + " AND " + casework.FieldOf(i.Kind) + ":*"}})
		}
	}
	c.add(s)
}

// valuesFirst is how many values of a kind are shown until more are asked for.
const valuesFirst = 3

// holders says who else shows a value.
func holders(v casework.ValueView) string {
	switch {
	case v.Aside == "known_shared":
		return "known to be shared"
	case v.Aside == "public":
		return "anybody's"
	case v.Aside == "stop":
		return "a default"
	case v.Aside != "":
		return "too common, " + shortText(int64(v.Others))
	case v.Others == 0:
		return "only this one"
	case v.Others == 1:
		return "1 other"
	}
	return shortText(int64(v.Others)) + " others"
}

func (c *composer) models(a *casework.AccountDetail) {
	s := InspectSection{ID: "models", Title: "Models", Count: numberText(int64(len(a.Models)))}
	for _, m := range a.Models {
		s.Lines = append(s.Lines, InspectLine{Text: m.Name, Right: numberText(m.Count) + " · " + percentText(m.Count, a.Events),
			Share: float64(m.Count) / float64(max(a.Events, 1)), Way: Way{Expr: "account_id=" + quoted(a.ID) + " AND model=" + quoted(m.Name)}})
	}
	c.add(s)
}

func (c *composer) hits(a *casework.AccountDetail) {
	s := InspectSection{ID: "hits", Title: "Indicators met", Count: numberText(int64(len(a.Hits)))}
	for _, h := range a.Hits {
		s.Lines = append(s.Lines, InspectLine{Text: h.Value, Mono: true, Right: countText(int64(len(h.Accounts)), "account"), Note: hitNote(h),
			Way: Way{Ref: casefile.Ref{Kind: casefile.RefIndicator, ID: h.Indicator}}})
	}
	c.add(s)
}

func hitNote(h casework.HitView) string {
	var seen []string
	for _, kind := range h.Seen {
		seen = append(seen, strings.ToLower(SignalName(kind)))
	}
	parts := []string{"as " + strings.Join(seen, ", ")}
	if h.Provider != "" {
		parts = append(parts, h.Provider)
	}
	if h.TLP != "" {
		parts = append(parts, "TLP:"+strings.ToUpper(string(h.TLP)))
	}
	if h.Note != "" {
		parts = append(parts, h.Note)
	}
	return strings.Join(parts, " · ")
}

// quoted writes a value so that the query language takes it to the letter.
func quoted(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}
