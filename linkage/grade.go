package linkage

import "casebench/casefile"

// Always grades every value alike.
func Always(g casefile.Grade) func(ValueInfo, int) casefile.Grade {
	return func(ValueInfo, int) casefile.Grade { return g }
}

// WhenRare grades values of a mostly common kind: B up to the model's Rare share
// of the accounts (and always for a pair), context above.
func WhenRare(m *Material, signal string) func(ValueInfo, int) casefile.Grade {
	limit := 2
	if sm := m.Model.Signal(signal); sm != nil {
		limit = max(limit, shareOf(m.N(), sm.Rare))
	}
	return func(_ ValueInfo, sharedBy int) casefile.Grade {
		if sharedBy <= limit {
			return casefile.GradeB
		}
		return casefile.GradeC
	}
}
