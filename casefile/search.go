package casefile

import (
	"slices"
	"time"
)

// Question is what is asked of a case and how the answer is looked at: an expression
// of the query language within a stretch of time, grouped or counted by time, in a
// document of the window, sorted, with some columns.
type Question struct {
	Expr   string        `json:"expr"`             // "*" is everything
	From   time.Time     `json:"from,omitzero"`    // the stretch of time looked at begins here
	Until  time.Time     `json:"until,omitzero"`   // and ends before this; both zero: all time
	Group  string        `json:"group,omitempty"`  // field that is counted by
	Bin    time.Duration `json:"bin,omitempty"`    // width of a histogram's bins
	Months int           `json:"months,omitempty"` // the same in months of the calendar, in place of Bin
	In     string        `json:"in,omitempty"`     // document: "events", "accounts", "graph", …
	Sort   string        `json:"sort,omitempty"`   // field; "" is the order of the files
	Desc   bool          `json:"desc,omitempty"`
	Fields []string      `json:"fields,omitempty"` // columns shown; nil for the usual ones
}

// Asks reports whether two questions ask the same. Where and in which order the
// answer is looked at makes no other question.
func (q *Question) Asks(other *Question) bool {
	return q.Expr == other.Expr && q.From.Equal(other.From) && q.Until.Equal(other.Until) &&
		q.Group == other.Group && q.Bin == other.Bin && q.Months == other.Months
}

// Equal reports whether two questions are the same in every respect.
func (q *Question) Equal(other *Question) bool {
	return q.Asks(other) && q.In == other.In && q.Sort == other.Sort && q.Desc == other.Desc && slices.Equal(q.Fields, other.Fields)
}

// Everything reports whether the question leaves nothing out.
func (q *Question) Everything() bool {
	return (q.Expr == "*" || q.Expr == "") && q.From.IsZero() && q.Until.IsZero() && q.Group == "" && q.Bin == 0 && q.Months == 0
}

// Search is a question that a person asked, as the search history of a case keeps it.
// The history is a tree: Parent is the search that this one was refined from.
type Search struct {
	ID     uint32 `json:"id"`
	Parent uint32 `json:"parent,omitempty"` // 0: it was refined from none
	Question
	Count int64     `json:"count"` // rows that it found when it was last asked; below 0: not known
	First time.Time `json:"first"` // when it was first asked
	Last  time.Time `json:"last"`  // and last
	Times int       `json:"times"` // how often
	By    string    `json:"by"`    // who asked first
	Name  string    `json:"name,omitempty"`
	Note  string    `json:"note,omitempty"`
	Star  bool      `json:"star,omitempty"`
}

// Marked reports whether a person said something of the search: it is then kept
// whatever its age.
func (s *Search) Marked() bool { return s.Star || s.Name != "" || s.Note != "" }

// SavedView is a question that a person keeps under a name.
type SavedView struct {
	ID        uint32    `json:"id"`
	Name      string    `json:"name"`
	Question  Question  `json:"question"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Withdrawn bool      `json:"withdrawn,omitempty"`
}
