package casework

import (
	"context"
	"slices"

	"casebench/casefile"
	"casebench/casefile/store"
)

// Marked is what people said of one thing.
type Marked struct {
	Star     bool
	Tags     []string // sorted, each once
	Notes    int      // those with words
	Exhibits []uint32
	// Verdicts on pairs that the account is one of.
	Same, Different, Unsure int
}

// Marks returns what people said that stands, by what they said it of. A verdict
// counts for both accounts of its pair.
func (c *Casework) Marks(ctx context.Context) (map[casefile.Ref]Marked, error) {
	var notes []casefile.Annotation
	var exhibits []casefile.Exhibit
	err := c.file.View(func(tx *store.Tx) (err error) {
		if notes, err = tx.Annotations(); err != nil {
			return err
		}
		exhibits, err = tx.Exhibits()
		return err
	})
	if err != nil {
		return nil, err
	}
	out := map[casefile.Ref]Marked{}
	for _, a := range notes {
		if a.Withdrawn {
			continue
		}
		m := out[a.Target]
		m.Star = m.Star || a.Star
		if a.Text != "" {
			m.Notes++
		}
		for _, t := range a.Tags {
			if i, found := slices.BinarySearch(m.Tags, t); !found {
				m.Tags = slices.Insert(m.Tags, i, t)
			}
		}
		out[a.Target] = m
	}
	for _, e := range exhibits {
		if !e.Withdrawn {
			m := out[e.Target]
			m.Exhibits = append(m.Exhibits, e.Number)
			out[e.Target] = m
		}
	}
	return out, c.verdicts(out)
}

// verdicts counts the verdicts that stand for the accounts they are about.
func (c *Casework) verdicts(into map[casefile.Ref]Marked) error {
	list, err := c.decisions()
	if err != nil || len(list) == 0 {
		return err
	}
	name, err := c.accountName()
	if err != nil {
		return err
	}
	for _, d := range list {
		for _, code := range []uint32{d.A, d.B} {
			ref := casefile.AccountRef(name(code))
			m := into[ref]
			switch d.Verdict {
			case casefile.VerdictSame:
				m.Same++
			case casefile.VerdictDifferent:
				m.Different++
			default:
				m.Unsure++
			}
			into[ref] = m
		}
	}
	return nil
}

// Permitted returns the kind of agreed use that covers an account, by the
// account's name, directly or through its organisation. Accounts without one are
// not in it. It says nothing of when: the register does.
func (c *Casework) Permitted(ctx context.Context) (map[string]string, error) {
	list, err := c.permissions(ctx)
	if err != nil || len(list) == 0 {
		return map[string]string{}, err
	}
	direct, through := map[uint32]string{}, map[uint32]string{}
	for _, p := range list {
		switch {
		case p.Account != 0:
			direct[p.Account] = p.Kind
		case p.Org != 0:
			through[p.Org] = p.Kind
		}
	}
	name, err := c.accountName()
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for code, kind := range direct {
		out[name(code)] = kind
	}
	err = c.eachRow(ctx, casefile.TableAccounts, []string{"account_id", "org_id"}, func(r *row) error {
		if kind := through[r.code(1)]; kind != "" && direct[r.code(0)] == "" {
			out[name(r.code(0))] = kind
		}
		return nil
	})
	return out, err
}
