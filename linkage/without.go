package linkage

import (
	"slices"

	"casebench/casefile"
)

// Without returns a link as it would be weighed had some signals been left out:
// what they showed is set aside with the reason "without", and the rest is put
// together by the same rules of dependence, families and strength. It looks at
// nothing but the evidence that the link keeps, so it says what would become of
// this link; what would become of clusters only a run can tell.
//
// It agrees with a run that leaves out the same signals as long as the model keeps
// of every signal at least as much as counts in a family (MaxShown above MaxRest).
// Left out is nothing: the link is returned as it is. The given link is not
// changed.
func Without(l *casefile.Link, model *Model, signals []string) casefile.Link {
	left := func(e casefile.Evidence) bool { return slices.Contains(signals, e.Signal) }
	if !slices.ContainsFunc(l.Evidence, left) {
		same := *l
		same.Families, same.Evidence, same.Suppressed = slices.Clone(l.Families), slices.Clone(l.Evidence), slices.Clone(l.Suppressed)
		return same
	}
	var c Comparison
	for _, e := range l.Evidence {
		if left(e) {
			c.Suppressed = append(c.Suppressed, casefile.Suppressed{Signal: e.Signal, Class: e.Class, Value: e.Value, SharedBy: e.SharedBy, Reason: "without"})
			continue
		}
		c.Matches = append(c.Matches, e)
	}
	c.Suppressed = append(c.Suppressed, l.Suppressed...)
	return model.score(PairOf(l.A, l.B), &c)
}

// Kept reports whether a run would keep a link of this weight at all.
func (m *Model) Kept(l *casefile.Link) bool { return l.Weight >= m.Lower }
