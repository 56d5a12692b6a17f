package casepackage

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casepackage/report"
)

// What the report shows at most; the tables of the package hold all of it.
const (
	shownClusters   = 20
	shownMembers    = 12
	shownAccounts   = 1500
	shownSuppressed = 15
	shownIndicators = 300
	shownFiles      = 500
	largestSVG      = 1 << 20 // beyond, the PNG of a figure is embedded where there is one
)

func (p *packer) reportMember() member {
	return member{"data/report.html", func(path string) error {
		var b bytes.Buffer
		if err := report.Render(&b, p.document()); err != nil {
			return err
		}
		return p.z.put(path, b.Bytes())
	}}
}

// document lays the contents out for the report. It runs after every other file
// of the payload, so that it can name their digests.
func (p *packer) document() *report.Document {
	d := &report.Document{Package: p.id, Marking: p.marking.String(), Title: plain(p.title()), Partner: !p.o.Profile.userData(),
		Control: p.control(), Scope: p.scope(), Limits: p.limits()}
	switch p.o.Profile {
	case Legal:
		d.Subtitle = "Case report for counsel. Facts and opinion are kept apart; privileged notes are not in this package."
	case Enforcement:
		d.Subtitle = "Case report for the terms-of-service team. Facts and opinion are kept apart; privileged notes are not in this package."
	case Partner:
		d.Subtitle = "Keyed tokens for comparison between two parties. This package holds no user data."
		d.Summary.Machine = []string{"data/indicators/indicators.csv lists keyed tokens of values that several linked accounts have in common, with coarse bands and months. Whoever holds the exchange key can compare them with values of their own, and learns nothing of others.",
			"A match is a reason to look into one's own data, and nothing more: each party decides by itself, on evidence of its own."}
		d.Method.Paragraphs = []string{"Tokens are HMAC-SHA256 under the exchange key. Addresses, phone numbers and account names are left out: there are few enough of them to be tried one by one."}
		return d
	}
	d.Summary = report.Summary{Machine: p.machineSummary(), Person: p.personSummary()}
	d.Sources, d.Method = p.reportSources(), p.method()
	p.peopleParts(d)
	d.Clusters = p.reportClusters()
	p.figures(d)
	p.keyEvents(d)
	p.annexes(d)
	return d
}

func (p *packer) control() []report.Pair {
	c := p.c
	rows := []report.Pair{{Label: "Package", Value: p.id, Mono: true}}
	add := func(label, value string) {
		if value != "" {
			rows = append(rows, report.Pair{Label: label, Value: plain(value)})
		}
	}
	if p.o.Profile.userData() {
		add("Case", fmt.Sprintf("%s, revision %d", c.Case.ID, c.Revision))
	}
	prepared := c.Author
	if c.Role != "" {
		prepared += " (" + c.Role + ")"
	}
	add("Prepared by", prepared)
	add("Approved by", c.Approved)
	add("Written", fmt.Sprintf("%s, profile %s", minute(p.now), p.o.Profile))
	add("Program", strings.TrimSpace(c.Program+" "+c.Build))
	if p.o.Profile.userData() {
		rows = append(rows, report.Pair{Label: "Audit chain head", Value: fmt.Sprintf("%s (entry %s)", c.Head, count(int64(c.Revision))), Mono: true})
	}
	for i := range c.Holds {
		if h := &c.Holds[i]; h.Stands() && p.o.Profile.userData() {
			add("Legal hold", fmt.Sprintf("%d, since %s: %s. Scope: %s", h.ID, minute(h.At), h.Trigger, h.Scope))
		}
	}
	for i := range c.Seals {
		if s := &c.Seals[i]; p.o.Profile.userData() {
			add("Sealed revision", fmt.Sprintf("%d, sealed %s by %s, digest %s", s.Seal.Revision, minute(s.Seal.At), s.Seal.By, s.Digest))
		}
	}
	if c.Case.RetainUntil != "" && p.o.Profile.userData() {
		add("Case kept until", c.Case.RetainUntil)
	}
	if s := p.o.Signer; s != nil {
		add("Signed by", s.Identity())
	} else {
		add("Signed by", "nobody; the package is not signed")
	}
	add("How to verify", "VERIFY.txt: unzip, sha256sum and ssh-keygen are enough")
	return rows
}

func (p *packer) scope() []report.Pair {
	c := p.c
	if !p.o.Profile.userData() {
		return []report.Pair{{Label: "What is asked", Value: "Nothing. The recipient may compare."}}
	}
	rows := []report.Pair{{Label: "Period examined", Value: span(c.From, c.To)}}
	if c.CountingUnit != "" {
		rows = append(rows, report.Pair{Label: "Counting unit", Value: plain(c.CountingUnit)})
	}
	rows = append(rows,
		report.Pair{Label: "Population", Value: fmt.Sprintf("%s accounts, %s requests", count(c.Population), count(c.Events))},
		report.Pair{Label: "Question put", Value: "Which accounts act together, how sure is that, and does their use look like harvesting of a model's output?"},
		report.Pair{Label: "Not asked", Value: "Who the people behind the accounts are, what they intended, and what the law says of it."})
	return rows
}

func (p *packer) machineSummary() []string {
	c := p.c
	if c.Run == nil {
		return []string{"No linkage was run. This package holds the sources and what people noted."}
	}
	byStrength := map[casefile.Strength]int{}
	members, strongMembers := 0, 0
	for i := range c.Clusters {
		byStrength[c.Clusters[i].Strength]++
		members += len(c.Clusters[i].Members)
		if c.Clusters[i].Strength == casefile.Strong {
			strongMembers += len(c.Clusters[i].Members)
		}
	}
	out := []string{fmt.Sprintf("Among %s accounts, run %d found %s between pairs and %s: %d strong, %d moderate, %d weak. %s of the accounts are in one, %s in a strong one.",
		count(int64(c.Run.Accounts)), c.Run.ID, plural(len(c.Links), "link"), plural(len(c.Clusters), "cluster"),
		byStrength[casefile.Strong], byStrength[casefile.Moderate], byStrength[casefile.Weak], count(int64(members)), count(int64(strongMembers)))}
	order := p.clusterOrder()
	for _, i := range order[:min(3, len(order))] {
		k := &c.Clusters[i]
		out = append(out, fmt.Sprintf("%s: %d accounts are tied with strength %s, by %s. Together they sent %s requests; how much that looks like harvesting: %s.",
			clusterLabel(k.ID), len(k.Members), k.Strength, familyWords(k.Families), count(k.Requests), k.Assessment.Level))
	}
	return append(out, "Strength and assessment are different questions, and neither names a person. Section 9 says what speaks for the accounts; section 10, what this data cannot show.")
}

func (p *packer) personSummary() []string {
	findings, same, different, unsure := 0, 0, 0, 0
	var out []string
	for _, a := range p.notes() {
		if a.Kind == casefile.KindFinding {
			findings++
			if findings <= 5 {
				out = append(out, fmt.Sprintf("F%d: %s", findings, plain(a.Text)))
			}
		}
	}
	switch {
	case findings == 0:
		out = append(out, "No finding has been recorded by a person. The machine's part awaits a reviewer.")
	case findings > 5:
		out = append(out, fmt.Sprintf("%d further findings stand in section 6.", findings-5))
	}
	for _, d := range p.c.Decisions {
		if d.Withdrawn {
			continue
		}
		switch d.Verdict {
		case casefile.VerdictSame:
			same++
		case casefile.VerdictDifferent:
			different++
		default:
			unsure++
		}
	}
	if same+different+unsure > 0 {
		out = append(out, fmt.Sprintf("Pairs judged one by one: %d held to be one actor, %d not, %d left open.", same, different, unsure))
	}
	return out
}

func (p *packer) reportSources() []report.Source {
	var out []report.Source
	for i := range p.c.Sources {
		s := &p.c.Sources[i]
		detail := fmt.Sprintf("%s, %s bytes, imported %s by %s", s.Table, count(s.Bytes), minute(s.Imported), s.By)
		if came := cameBy(s); came != "" && p.o.Profile.userData() {
			detail = came + "; " + detail
		}
		if !s.From.IsZero() {
			detail += "; covers " + span(s.From, s.To)
		}
		if s.DuplicateOf != nil {
			detail += fmt.Sprintf("; the same file as source %d", *s.DuplicateOf)
		}
		if s.State == casefile.SourceWithdrawn {
			detail += "; withdrawn, and left out of everything"
		}
		if g := s.Purged; g != nil {
			detail += fmt.Sprintf("; purged %s by %s: its content is gone, its digest and counts stay", minute(g.At), g.By)
		}
		out = append(out, report.Source{Ref: fmt.Sprintf("S-%02d", s.ID), Name: plain(s.Name), Detail: plain(detail),
			Rows: count(s.Rows), Rejected: count(s.Rejected), SHA256: s.SHA256})
	}
	return out
}

func (p *packer) method() report.Method {
	run := p.c.Run
	if run == nil {
		return report.Method{Paragraphs: []string{"No linkage was run."}}
	}
	set := p.c.Settings
	m := report.Method{Paragraphs: []string{
		"Accounts are compared by record linkage (Fellegi and Sunter, 1969) with term frequencies: a value that two accounts share weighs the more, the fewer accounts show it. Within one family of signals the best value counts in full and the rest in part, because they fail together. Values that too many accounts share are set aside, visibly.",
		"Links make a graph; its communities are the clusters. The seed and every number are recorded, weights are fixed to thousandths of a bit, and the same input gives the same result to the last byte on any machine: workbench recompute repeats the run from this package, where keyed tokens stand in place of values.",
	}}
	if set.ErrorRate != "" {
		m.Paragraphs = append(m.Paragraphs, "Known error rate, and how it was estimated: "+plain(set.ErrorRate))
	} else {
		m.Paragraphs = append(m.Paragraphs, "Known error rate: none is stated for this model.")
	}
	m.Settings = []report.Pair{{Label: "Weight before evidence", Value: set.Prior.String() + " bits"}, {Label: "Threshold T of a family", Value: set.Threshold.String() + " bits"},
		{Label: "Share of further signals", Value: field(set.Rho)}, {Label: "Seed", Value: strconv.FormatUint(run.Seed, 10)},
		{Label: "Pairs compared", Value: count(run.CandidatePairs)}}
	if len(run.Without) > 0 {
		m.Settings = append(m.Settings, report.Pair{Label: "Left out on request", Value: strings.Join(run.Without, ", ")})
	}
	for _, s := range p.c.Signals {
		title, more := titleOf(&s)
		row := report.Signal{Title: title, Family: string(s.Family), Grade: string(s.Grade), Version: strconv.Itoa(s.Version),
			M: field(s.M), U: "value's share", Cap: count(int64(s.Cap)), Note: strings.TrimSpace(more + " " + plain(s.Note)), Off: s.Off}
		if s.Grade == "" {
			row.Grade = "by value"
		}
		if s.U > 0 {
			row.U = field(s.U)
		}
		if s.Cap == 0 {
			row.Cap = "–"
		}
		m.Signals = append(m.Signals, row)
	}
	widest := slices.Clone(run.Suppressed)
	slices.SortStableFunc(widest, func(a, b casefile.SuppressedValue) int { return b.SharedBy - a.SharedBy })
	for _, s := range widest[:min(shownSuppressed, len(widest))] {
		m.Suppressed = append(m.Suppressed, report.Suppressed{Signal: p.signalTitle(s.Signal), Class: plain(s.Class),
			SharedBy: count(int64(s.SharedBy)), Cap: count(int64(s.Cap)), Reason: reasonWords(s.Reason)})
	}
	if n := len(widest); n > shownSuppressed {
		m.MoreNote = fmt.Sprintf("The %d most widely shared of %s values; all stand in data/method/suppressed.csv.", shownSuppressed, count(int64(n)))
	}
	return m
}

func reasonWords(r string) string {
	switch r {
	case "hub":
		return "too many accounts share it"
	case "known_shared":
		return "listed as shared by honest accounts"
	case "public":
		return "anybody may have it"
	case "stop":
		return "says nothing about who uses it"
	case "without":
		return "left out on request"
	}
	return plain(r)
}

func (p *packer) signalTitle(id string) string {
	for i := range p.c.Signals {
		if s := &p.c.Signals[i]; s.ID == id {
			title, _ := titleOf(s)
			return title
		}
	}
	return id
}

// titleOf takes the first sentence of a signal's title for its name; what follows
// is said once, where the signal is introduced.
func titleOf(s *Signal) (title, more string) {
	if s.Title == "" {
		return s.ID, ""
	}
	title, more, _ = strings.Cut(plain(s.Title), ". ")
	return strings.TrimSuffix(title, "."), more
}

func (p *packer) limits() []string {
	out := slices.Clone(p.c.Limits)
	for i := range out {
		out[i] = plain(out[i])
	}
	return append(out,
		"Addresses, networks and software are shared by people who have nothing to do with one another. No such value makes a strong link by itself.",
		"Paraphrased prompts, separate payment means and long pauses can hide that accounts act together: that no link was found does not show that there is none.",
		"One pool of linked accounts may carry many unrelated customers of a reseller, honest ones among them.",
		"Times are as the sources state them. A clock that was wrong there is wrong here.",
		"An audit chain shows tampering against a copy of its head. Keep the head that this report prints.")
}

// minute prints an instant for people; the zero time is "not stated".
func minute(t time.Time) string {
	if t.IsZero() {
		return "not stated"
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

func span(from, to time.Time) string {
	if from.IsZero() && to.IsZero() {
		return "not stated"
	}
	return minute(from) + " to " + minute(to)
}

// count groups thousands.
func count(n int64) string {
	if n < 0 {
		return "-" + count(-n)
	}
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return count(int64(n)) + " " + noun
}

func clusterLabel(id int) string { return fmt.Sprintf("C-%02d", id) }

func familyWords(all []casefile.Family) string {
	if len(all) == 0 {
		return "no independent family"
	}
	s := strings.ReplaceAll(joinFamilies(all), " ", ", ")
	if len(all) == 1 {
		return "one family (" + s + ")"
	}
	return fmt.Sprintf("%d independent families (%s)", len(all), s)
}

func hexSum(s sum) string { return hex.EncodeToString(s.sha256[:]) }
