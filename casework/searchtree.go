package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
)

// SearchesResult is the search history as a tree, each search after the one that it was
// refined from.
type SearchesResult struct {
	Count    int          `json:"count"`
	Searches []SearchView `json:"searches"`
}

// SearchView is a search at its place in the tree.
type SearchView struct {
	casefile.Search
	Depth    int      `json:"depth"`
	Children int      `json:"children"`
	Last     bool     `json:"-"`               // the last of its siblings
	Added    []string `json:"added,omitempty"` // conditions that its parent has not
	Dropped  []string `json:"dropped,omitempty"`
}

// SearchTree returns the search history from its roots: siblings in the order in which
// they were first asked.
func (c *Casework) SearchTree(ctx context.Context) (SearchesResult, error) {
	list, err := c.Searches(ctx)
	r := SearchesResult{Count: len(list), Searches: []SearchView{}}
	if err != nil {
		return r, err
	}
	children, at := map[uint32][]*casefile.Search{}, map[uint32]*casefile.Search{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	for i := range list {
		parent := list[i].Parent
		if at[parent] == nil {
			parent = 0 // damaged: shown at the root
		}
		children[parent] = append(children[parent], &list[i])
	}
	var walk func(parent uint32, depth int)
	walk = func(parent uint32, depth int) {
		for i, s := range children[parent] {
			v := SearchView{Search: *s, Depth: depth, Children: len(children[s.ID]), Last: i == len(children[parent])-1}
			if p := at[s.Parent]; p != nil {
				v.Added, v.Dropped = difference(&s.Question, &p.Question)
			}
			r.Searches = append(r.Searches, v)
			walk(s.ID, depth+1)
		}
	}
	walk(0, 0)
	return r, nil
}

// difference returns the conditions that a question has and another has not, and the
// other way round.
func difference(q, other *casefile.Question) (added, dropped []string) {
	mine, theirs := conditions(q), conditions(other)
	for _, t := range mine {
		if !slices.Contains(theirs, t) {
			added = append(added, t)
		}
	}
	for _, t := range theirs {
		if !slices.Contains(mine, t) {
			dropped = append(dropped, t)
		}
	}
	return added, dropped
}

// Within returns an expression narrowed to a stretch of time; an empty one is all time.
func Within(expr string, w timeline.Window) string {
	if expr == "" {
		expr = "*"
	}
	if w.Empty() {
		return expr
	}
	// Braces leave the end out, as a Window does.
	when := fmt.Sprintf("ts:[%s TO %s}", w.From.UTC().Format(time.RFC3339Nano), w.Until.UTC().Format(time.RFC3339Nano))
	if expr == "*" {
		return when
	}
	return "(" + expr + ") AND " + when
}

// ExprOf returns a question as one expression, its stretch of time included.
func ExprOf(q casefile.Question) string {
	return Within(q.Expr, timeline.Window{From: q.From, Until: q.Until})
}
