package casework

import (
	"context"
	"iter"
	"runtime/debug"
	"strings"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/casepackage"
	"casebench/internal/progress"
	"casebench/linkage"
	linksignals "casebench/linkage/all"
)

// explained is how many links a report explains for each cluster, strongest first.
const explained = 3

// gathering is the state of one export: what was read once and is used by
// several sections.
type gathering struct {
	c        *Casework
	run      *casefile.Run
	model    linkage.Model
	links    []casefile.Link
	clusters []casefile.Cluster
	name     func(uint32) string
	tokens   *tokens
	values   *valueReader
}

// contents gathers what a package holds. Small things are copied out in one
// moment; events and originals are read while the package is written.
func (c *Casework) contents(ctx context.Context, o ExportOptions, p progress.Reporter) (*casepackage.Contents, error) {
	k := &casepackage.Contents{Case: c.Case(), Program: c.config.Program, Author: c.config.By, Approved: o.Approve,
		CountingUnit: "request (one row of a request log)"}
	if info, ok := debug.ReadBuildInfo(); ok {
		k.Build = info.GoVersion + " " + info.Main.Path
	}
	g := &gathering{c: c}
	var err error
	if g.name, err = c.accountName(); err != nil {
		return nil, err
	}
	if g.tokens, err = c.newTokens(); err != nil {
		return nil, err
	}
	if g.values, err = c.values(ctx); err != nil {
		return nil, err
	}
	var audit []casefile.AuditEntry
	err = c.file.View(func(tx *store.Tx) error {
		if k.Sources, err = tx.Sources(); err != nil {
			return err
		}
		if k.Annotations, err = tx.Annotations(); err != nil {
			return err
		}
		if k.Decisions, err = tx.Decisions(); err != nil {
			return err
		}
		if k.Holds, err = tx.Holds(); err != nil {
			return err
		}
		if k.Seals, err = tx.Seals(); err != nil {
			return err
		}
		if k.Indicators, err = tx.Indicators(); err != nil {
			return err
		}
		reviews, err := tx.Reviews()
		if err != nil {
			return err
		}
		k.Reviewed = casefile.ReviewedOf(reviews)
		if audit, err = tx.Audit(1); err != nil {
			return err
		}
		return g.loadRun(tx)
	})
	if err != nil {
		return nil, err
	}
	if n := len(audit); n > 0 {
		k.Head, k.Revision = audit[n-1].Hash, audit[n-1].Seq
	}
	k.Audit = sequence(audit)
	k.Custody = custody(audit, k.Sources)
	k.Rejects = c.rejectedRows(k.Sources)
	for _, s := range k.Sources {
		if s.State == casefile.SourceReady {
			k.From, k.To = timeRange(k.From, k.To, s.From, s.To)
		}
	}
	steps := []func(context.Context, *casepackage.Contents) error{g.accounts, g.exhibits, g.linkage, g.agreed, g.dated, g.hits, g.observables, g.snapshot}
	for _, step := range steps {
		if err := step(ctx, k); err != nil {
			return nil, err
		}
	}
	k.Figures, err = g.figures(ctx, p)
	return k, err
}

// loadRun reads the newest run, if there is one.
func (g *gathering) loadRun(tx *store.Tx) error {
	run, ok, err := tx.NewestRun()
	if err != nil || !ok {
		return err
	}
	g.run = &run
	if g.links, err = tx.Links(run.ID); err != nil {
		return err
	}
	if g.clusters, err = tx.Clusters(run.ID); err != nil {
		return err
	}
	g.model, err = linkage.ParseModel(run.Model)
	return err
}

// linkage fills in the run: method, links, clusters and explanations.
func (g *gathering) linkage(_ context.Context, k *casepackage.Contents) error {
	if g.run == nil {
		k.Limits = append(k.Limits, "No linkage was run: this package makes no statement about which accounts act together.")
		return nil
	}
	k.Run, k.Links, k.Clusters = g.run, g.links, g.clusters
	off := map[string]bool{}
	for _, w := range g.run.Without {
		off[w] = true
	}
	for _, s := range linksignals.Signals() {
		info := s.Info()
		title, note, _ := strings.Cut(info.Doc, ". ")
		line := casepackage.Signal{ID: info.ID, Version: info.Version, Family: info.Family, Title: title, Note: note, Off: off[info.ID]}
		if m := g.model.Signal(info.ID); m != nil {
			line.M, line.Cap = m.M, m.Cap(g.run.Accounts)
		}
		k.Signals = append(k.Signals, line)
	}
	k.Settings = casepackage.Settings{Prior: linkage.Explain(&casefile.Link{}, linkage.Names{}, &g.model).Prior, Threshold: g.model.FamilyBits, Rho: g.model.Dependence,
		ErrorRate: "Not measured on this case. On synthetic worlds with known truth: see docs/quality.md of the program that made this package."}
	k.Explanations = g.explanations()
	return nil
}

// explanations picks the strongest links of each cluster and puts them in words.
func (g *gathering) explanations() []casepackage.Explanation {
	cluster := map[uint32]int{}
	for _, k := range g.clusters {
		for _, m := range k.Members {
			cluster[m.Account] = k.ID
		}
	}
	best := map[int][]*casefile.Link{}
	for i := range g.links {
		l := &g.links[i]
		id := cluster[l.A]
		if id == 0 || cluster[l.B] != id {
			continue
		}
		list := best[id]
		at := len(list)
		for at > 0 && list[at-1].Weight < l.Weight {
			at--
		}
		if at < explained {
			list = append(list, nil)
			copy(list[at+1:], list[at:])
			list[at] = l
			best[id] = list[:min(len(list), explained)]
		}
	}
	var out []casepackage.Explanation
	for _, k := range g.clusters {
		for _, l := range best[k.ID] {
			ex := linkage.Explain(l, linkage.Names{A: g.name(l.A), B: g.name(l.B)}, &g.model)
			out = append(out, casepackage.Explanation{A: l.A, B: l.B, Text: ex.Text})
		}
	}
	return out
}

// rejectedRows yields the rejects of every source in order.
func (c *Casework) rejectedRows(sources []casefile.Source) iter.Seq2[casepackage.Reject, error] {
	return func(yield func(casepackage.Reject, error) bool) {
		for _, s := range sources {
			var rows []casefile.Reject
			err := c.file.View(func(tx *store.Tx) (err error) {
				rows, err = tx.Rejects(s.ID)
				return err
			})
			if err != nil {
				yield(casepackage.Reject{}, err)
				return
			}
			for _, r := range rows {
				if !yield(casepackage.Reject{Source: s.ID, Reject: r}, nil) {
					return
				}
			}
		}
	}
}

// sequence yields the elements of a slice as one that cannot fail.
func sequence[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}
