package query

// Conditions returns the terms that a query joins with AND, each as it prints; none
// for a query that leaves nothing out. Joined again they find what the query finds.
func (q *Query) Conditions() []string {
	switch e := q.Expr.(type) {
	case All:
		return nil
	case And:
		out := make([]string, len(e.Terms))
		for i, t := range e.Terms {
			out[i] = (&Query{Expr: t}).String()
		}
		return out
	}
	return []string{q.String()}
}
