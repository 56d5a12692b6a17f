package casework

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"casebench/casefile"
	"casebench/casefile/store"
)

// Annotations returns what people said of one thing, or of everything when ref is
// "": tags, stars, notes and findings, oldest first, those withdrawn included and
// marked. A link is the same in either order of its accounts.
func (c *Casework) Annotations(_ context.Context, ref string) ([]casefile.Annotation, error) {
	same := func(casefile.Ref) bool { return true }
	if ref != "" {
		want, err := casefile.ParseRef(ref)
		if err != nil {
			return nil, err
		}
		same = func(r casefile.Ref) bool { return sameThing(r, want) }
	}
	out := []casefile.Annotation{}
	err := c.file.View(func(tx *store.Tx) error {
		list, err := tx.Annotations()
		for _, a := range list {
			if same(a.Target) {
				out = append(out, a)
			}
		}
		return err
	})
	return out, err
}

// sameThing reports whether two Refs point at one thing. A cluster named without a
// run is not the cluster of that number in a named run: numbers change from run to
// run.
func sameThing(a, b casefile.Ref) bool {
	if a.Kind == casefile.RefLink && b.Kind == casefile.RefLink && a.ID == b.Peer {
		a.ID, a.Peer = a.Peer, a.ID
	}
	return a == b
}

// TagView is a tag that is in use.
type TagView struct {
	Tag   string `json:"tag"`
	Count int    `json:"count"` // things that carry it
}

// Tags lists the tags that are in use, the most used first.
func (c *Casework) Tags(ctx context.Context) ([]TagView, error) {
	list, err := c.Annotations(ctx, "")
	if err != nil {
		return nil, err
	}
	carry := map[string]map[casefile.Ref]bool{}
	for _, a := range list {
		for _, t := range a.Tags {
			if a.Withdrawn {
				continue
			}
			if carry[t] == nil {
				carry[t] = map[casefile.Ref]bool{}
			}
			carry[t][a.Target] = true
		}
	}
	out := make([]TagView, 0, len(carry))
	for t, on := range carry {
		out = append(out, TagView{t, len(on)})
	}
	slices.SortFunc(out, func(a, b TagView) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Tag, b.Tag)) })
	return out, nil
}

// Findings lists the findings, oldest first, those withdrawn included and marked.
func (c *Casework) Findings(ctx context.Context) ([]casefile.Annotation, error) {
	list, err := c.Annotations(ctx, "")
	return slices.DeleteFunc(list, func(a casefile.Annotation) bool { return a.Kind != casefile.KindFinding }), err
}

// Exhibits lists the exhibits by number, those withdrawn included and marked.
func (c *Casework) Exhibits(context.Context) ([]casefile.Exhibit, error) {
	out := []casefile.Exhibit{}
	err := c.file.View(func(tx *store.Tx) error {
		list, err := tx.Exhibits()
		out = append(out, list...)
		return err
	})
	return out, err
}

// Verdicts lists the verdicts of people on a pair, oldest first, those withdrawn
// included and marked.
func (c *Casework) Verdicts(_ context.Context, a, b string) ([]casefile.Decision, error) {
	lo, hi, err := c.pair(a, b)
	if err != nil {
		return nil, err
	}
	out := []casefile.Decision{}
	err = c.file.View(func(tx *store.Tx) error {
		list, err := tx.Decisions()
		for _, d := range list {
			if d.A == lo && d.B == hi {
				out = append(out, d)
			}
		}
		return err
	})
	return out, err
}

// History returns the entries of the audit log that are about one thing, oldest
// first: those that name it, and those that name a verdict, note or exhibit on it
// by number alone.
func (c *Casework) History(_ context.Context, ref string) ([]casefile.AuditEntry, error) {
	want, err := casefile.ParseRef(ref)
	if err != nil {
		return nil, err
	}
	out := []casefile.AuditEntry{}
	err = c.file.View(func(tx *store.Tx) error {
		about, err := c.numbered(tx, want)
		if err != nil {
			return err
		}
		entries, err := tx.Audit(1)
		acts := map[uint64]bool{}
		for _, e := range entries {
			if about.names(&e, want) || e.Undoes > 0 && acts[e.Undoes] {
				acts[e.Seq] = true
				out = append(out, e)
			}
		}
		return err
	})
	return out, err
}

// numbered are the things about a target that acts name by number.
type numbered struct{ annotations, decisions, exhibits map[string]bool }

// numbered finds the notes, verdicts and exhibits that are about a thing.
func (c *Casework) numbered(tx *store.Tx, want casefile.Ref) (numbered, error) {
	n := numbered{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	text := func(id uint32) string { return strconv.FormatUint(uint64(id), 10) }
	annotations, err := tx.Annotations()
	if err != nil {
		return n, err
	}
	for _, a := range annotations {
		if sameThing(a.Target, want) || want.Kind == casefile.RefFinding && want.N == a.ID {
			n.annotations[text(a.ID)] = true
		}
	}
	exhibits, err := tx.Exhibits()
	if err != nil {
		return n, err
	}
	for _, e := range exhibits {
		if sameThing(e.Target, want) || want.Kind == casefile.RefExhibit && want.N == e.Number {
			n.exhibits[text(e.Number)] = true
		}
	}
	if want.Kind != casefile.RefLink {
		return n, nil
	}
	lo, hi, err := c.pair(want.ID, want.Peer)
	if err != nil {
		return n, nil // accounts that are gone have no verdicts
	}
	decisions, err := tx.Decisions()
	for _, d := range decisions {
		if d.A == lo && d.B == hi {
			n.decisions[text(d.ID)] = true
		}
	}
	return n, err
}

// names reports whether an act is about the thing.
func (n *numbered) names(e *casefile.AuditEntry, want casefile.Ref) bool {
	if n.annotations[e.Details["annotation"]] || n.decisions[e.Details["decision"]] || n.exhibits[e.Details["exhibit"]] {
		return true
	}
	for _, s := range e.Subject {
		if r, err := casefile.ParseRef(s); err == nil && sameThing(r, want) {
			return true
		}
	}
	return false
}
