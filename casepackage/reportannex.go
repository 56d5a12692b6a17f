package casepackage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casepackage/report"
)

// annexes fills in what stands behind the numbered sections.
func (p *packer) annexes(d *report.Document) {
	for i := range p.exhibits {
		x := &p.exhibits[i]
		row := report.Exhibit{ID: exhibitLabel(x.Number), Title: plain(x.Title), State: x.state, SHA256: x.sha256}
		if x.state == exhibitWithdrawn {
			row.Title = ""
		}
		if x.state == exhibitPresent {
			row.File, row.Size = strings.TrimPrefix(x.file, "data/"), count(x.size)
		}
		if x.Rows != nil {
			row.Rows = count(x.rows)
		}
		d.Exhibits = append(d.Exhibits, row)
	}
	for _, s := range p.z.sums[:min(shownFiles, len(p.z.sums))] {
		d.Files = append(d.Files, report.File{Path: s.path, Size: count(s.size), SHA256: hexSum(s)})
	}
	for _, e := range p.custody() {
		detail := e.Note
		if e.After != "" {
			detail = strings.TrimSpace(detail + " SHA-256 " + e.After[:min(16, len(e.After))] + " …")
		}
		d.Custody = append(d.Custody, report.Event{Time: minute(e.Time), Who: plain(e.Actor), What: plain(e.Action + " " + e.Subject), Detail: plain(detail)})
	}
	for i := range p.audit.last {
		e := &p.audit.last[i]
		d.Audit = append(d.Audit, report.Event{Time: fmt.Sprintf("%d, %s", e.Seq, e.Time.UTC().Format("2006-01-02 15:04")), Who: plain(e.By), What: plain(e.Message), Detail: e.Hash})
	}
	d.AuditNote = fmt.Sprintf("The log has %s entries. All of it stands in data/custody/audit.jsonl and ends with the hash %s.", count(int64(p.audit.entries)), p.c.Head)
	if p.audit.withheld > 0 {
		d.AuditNote += fmt.Sprintf(" %d withheld for privilege: the chain runs through them by their hashes.", p.audit.withheld)
	}
	p.runParameters(d)
	p.reportIndicators(d)
	n := 0
	for i := range p.c.Clusters {
		c := &p.c.Clusters[i]
		n += len(c.Members)
		for _, m := range c.Members {
			if len(d.Accounts) < shownAccounts {
				d.Accounts = append(d.Accounts, p.reportAccount(m.Account, c.ID, m))
			}
		}
	}
	if n > shownAccounts {
		d.MoreNote = fmt.Sprintf("%s of %s accounts; all stand in data/graph/accounts.csv.", count(shownAccounts), count(int64(n)))
	}
}

func (p *packer) runParameters(d *report.Document) {
	for i := range p.c.Sources {
		s := &p.c.Sources[i]
		d.Parameters = append(d.Parameters, report.Pair{Label: fmt.Sprintf("S-%02d SHA-256", s.ID), Value: s.SHA256, Mono: true})
	}
	run := p.c.Run
	if run == nil {
		return
	}
	signals := make([]string, 0, len(run.Signals))
	for id, v := range run.Signals {
		signals = append(signals, fmt.Sprintf("%s v%d", id, v))
	}
	slices.Sort(signals)
	d.Parameters = append(d.Parameters,
		report.Pair{Label: "Run", Value: fmt.Sprintf("%d, %s, by %s, with %s", run.ID, minute(run.At), plain(run.By), plain(run.Program))},
		report.Pair{Label: "Seed", Value: strconv.FormatUint(run.Seed, 10)},
		report.Pair{Label: "Signals", Value: strings.Join(signals, ", ")},
		report.Pair{Label: "Model SHA-256", Value: run.ModelSum, Mono: true},
		report.Pair{Label: "Result SHA-256", Value: run.Result, Mono: true})
	d.Model = plain(string(run.Model))
}

// reportIndicators lists the indicators that were seen in the case.
func (p *packer) reportIndicators(d *report.Document) {
	for i := range p.c.Hits {
		h := &p.c.Hits[i]
		k := slices.IndexFunc(p.c.Indicators, func(x casefile.Indicator) bool { return x.ID == h.Indicator && x.Part == h.Part })
		if k < 0 || len(d.Indicators) >= shownIndicators {
			continue
		}
		x := &p.c.Indicators[k]
		d.Indicators = append(d.Indicators, report.Indicator{Type: string(x.Type), Value: plain(x.Value), TLP: x.TLP.String(), Provider: plain(x.Provider),
			Seen: fmt.Sprintf("%s, %s events", plural(len(h.Accounts), "account"), count(h.Events))})
	}
}
