package casework

import (
	"context"
	"fmt"
	"slices"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/linkage"
)

// LinkDetail is why two accounts are linked, with the way to every row behind it.
type LinkDetail struct {
	WhyResult
	Families []casefile.Family  `json:"families"` // independent ones that carry the strength
	Rows     []SignalRows       `json:"rows"`     // by signal, in the order of the bars
	Without  []WithoutView      `json:"without"`  // what would be left, signal by signal
	Cluster  *int               `json:"cluster"`  // that both are in
	Level    casefile.Level     `json:"level,omitempty"`
	Checked  []casefile.Checked `json:"checked"` // honest explanations of that cluster
}

// WithoutView says what would be left of a link without one signal.
type WithoutView struct {
	Signal   string            `json:"id"`
	Bits     casefile.Bits     `json:"weight_bits"`
	Strength casefile.Strength `json:"strength"`
	Kept     bool              `json:"kept"` // a run would keep it as a link
}

// stored is a link of the newest run as it was kept.
type stored struct {
	run      casefile.Run
	link     casefile.Link
	model    linkage.Model
	verdict  *WhyVerdict
	a, b     string
	clusters []casefile.Cluster
}

// storedLink reads the link of two accounts; a pair without one is a fault of kind
// NotFound.
func (c *Casework) storedLink(a, b string) (s stored, err error) {
	ca, cb, err := c.pair(a, b)
	if err != nil {
		return s, err
	}
	name, err := c.accountName()
	if err != nil {
		return s, err
	}
	s.a, s.b = name(ca), name(cb)
	var found bool
	var decisions []casefile.Decision
	err = c.file.View(func(tx *store.Tx) error {
		var ok bool
		if s.run, ok, err = tx.NewestRun(); err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.NotFound, "No linkage run is in this case.", "Run `workbench link` first.", nil)
		}
		if s.link, found, err = tx.Link(s.run.ID, ca, cb); err != nil {
			return err
		}
		if s.clusters, err = tx.Clusters(s.run.ID); err != nil {
			return err
		}
		decisions, err = tx.Decisions()
		return err
	})
	if err != nil {
		return s, err
	}
	for _, d := range decisions {
		if d.A == ca && d.B == cb && !d.Withdrawn {
			s.verdict = &WhyVerdict{d.Verdict, d.Reason, d.By, d.At}
		}
	}
	if !found {
		return s, fault.New(fault.NotFound, fmt.Sprintf("Run %d found no link between %s and %s.", s.run.ID, s.a, s.b),
			"They share nothing that counts. Look at each with `workbench query`.", nil)
	}
	s.model, err = linkage.ParseModel(s.run.Model)
	return s, err
}

// why explains a link, which may be the stored one or one weighed again.
func (s *stored) why(l *casefile.Link) WhyResult {
	r := whyResult(s.run, l, linkage.Explain(l, linkage.Names{A: s.a, B: s.b}, &s.model))
	r.A, r.B, r.Verdict = s.a, s.b, s.verdict
	return r
}

func (c *Casework) linkDetail(ctx context.Context, a, b string) (*LinkDetail, error) {
	s, err := c.storedLink(a, b)
	if err != nil {
		return nil, err
	}
	d := &LinkDetail{WhyResult: s.why(&s.link), Families: append([]casefile.Family{}, s.link.Families...), Without: []WithoutView{}, Checked: []casefile.Checked{}}
	if d.Rows, err = c.signalRows(ctx, &s.link, s.a, s.b); err != nil {
		return nil, err
	}
	for _, r := range d.Rows {
		less := linkage.Without(&s.link, &s.model, []string{r.Signal})
		d.Without = append(d.Without, WithoutView{r.Signal, less.Weight, less.Strength, s.model.Kept(&less)})
	}
	for i := range s.clusters {
		k := &s.clusters[i]
		in := func(code uint32) bool {
			return slices.ContainsFunc(k.Members, func(m casefile.Member) bool { return m.Account == code })
		}
		if in(s.link.A) && in(s.link.B) {
			id := k.ID
			d.Cluster, d.Level, d.Checked = &id, k.Assessment.Level, k.Assessment.Checked
		}
	}
	return d, ctx.Err()
}
