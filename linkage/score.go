package linkage

import (
	"cmp"
	"slices"

	"casebench/casefile"
)

// score turns what two accounts have in common into a link.
//
// Weight = log2(λ/(1-λ)) + Σ over families of (max + ρ·Σ rest), where a piece of
// evidence weighs w = log2(m / (d/N)) and context (grade C) weighs nothing. Rest
// are the MaxRest next best; what comes after adds no bits but is shown.
// Disagreement is not counted: an account may have several cards, devices and
// addresses, so another value says little.
func (m *Model) score(p Pair, c *Comparison) casefile.Link {
	l := casefile.Link{A: p.A(), B: p.B(), Weight: odds(m.Prior), Suppressed: slices.Clone(c.Suppressed)}
	ev := slices.Clone(c.Matches)
	slices.SortStableFunc(ev, func(a, b casefile.Evidence) int {
		return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(behind(a), behind(b)), cmp.Compare(b.RawBits, a.RawBits),
			cmp.Compare(a.Signal, b.Signal), cmp.Compare(a.Value, b.Value))
	})
	alone := false // some independent family is carried by a grade A signal
	for lo := 0; lo < len(ev); {
		hi := lo
		for hi < len(ev) && ev[hi].Family == ev[lo].Family {
			hi++
		}
		sum, gradeA := m.family(ev[lo:hi])
		l.Weight += sum
		if sum >= m.FamilyBits && ev[lo].Family != casefile.FamilyPartner {
			l.Families = append(l.Families, ev[lo].Family)
			alone = alone || gradeA
		}
		lo = hi
	}
	l.Evidence = m.shown(ev)
	l.Strength = m.strength(l.Weight, m.independent(l.Families), alone)
	return l
}

// family fills in Bits for the evidence of one family, best first, and returns
// the family's sum and whether grade A evidence alone reaches T in it.
func (m *Model) family(ev []casefile.Evidence) (sum casefile.Bits, gradeA bool) {
	for i := range ev {
		e := &ev[i]
		switch {
		case e.Grade == casefile.GradeC:
			e.Bits = 0
		case i == 0:
			e.Bits = e.RawBits
		case i <= m.MaxRest:
			e.Bits = scale(e.RawBits, m.Dependence)
		default:
			e.Bits = 0
		}
		sum += e.Bits
		gradeA = gradeA || e.Grade == casefile.GradeA && e.RawBits >= m.FamilyBits
	}
	return sum, gradeA
}

// independent counts families, those that fail together as one.
func (m *Model) independent(families []casefile.Family) int {
	n := len(families)
	for _, set := range m.Together {
		in := 0
		for _, f := range families {
			if slices.Contains(set, f) {
				in++
			}
		}
		n -= max(0, in-1)
	}
	return n
}

// strength is the contract's: strong needs two independent families of T bits or
// more, one of them by a signal that may carry a link alone. Two independent
// families or a weight of Upper make a link moderate; the rest is weak. One family
// alone never makes a link strong, however heavy it is. What a strong link must
// weigh to hold a cluster together is asked of clusters (network.binds).
func (m *Model) strength(w casefile.Bits, families int, gradeA bool) casefile.Strength {
	switch {
	case families >= 2 && gradeA:
		return casefile.Strong
	case families >= 2 || w >= m.Upper:
		return casefile.Moderate
	}
	return casefile.Weak
}

// shown keeps at most MaxShown pieces of evidence for each signal, heaviest bars
// first. What is left out weighs nothing beyond what MaxRest counts.
func (m *Model) shown(ev []casefile.Evidence) []casefile.Evidence {
	slices.SortStableFunc(ev, func(a, b casefile.Evidence) int {
		return cmp.Or(cmp.Compare(b.Bits, a.Bits), cmp.Compare(behind(a), behind(b)), cmp.Compare(b.RawBits, a.RawBits))
	})
	var out []casefile.Evidence
	for _, e := range ev {
		n := 0
		for i := range out {
			if out[i].Signal == e.Signal {
				n++
			}
		}
		if n < m.MaxShown || e.Bits > 0 {
			out = append(out, e)
		}
	}
	return out
}

// behind sorts mere context behind evidence.
func behind(e casefile.Evidence) int {
	if e.Grade == casefile.GradeC {
		return 1
	}
	return 0
}
