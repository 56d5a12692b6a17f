package grid

import (
	"casebench/graphview"
	"casebench/ui/theme"
)

// Align says at which side of its column a text stands.
type Align uint8

// The sides. Numbers stand at the end, so that their digits line up.
const (
	Start Align = iota
	End
)

// Column is one column of a Grid.
type Column struct {
	ID    string // what signals call it
	Title string
	Width float32 // in points, before the person's scale; 0 is a hundred
	Align
	Mono     bool // set in the monospaced face, for identifiers
	Sortable bool
	Masked   bool // its text stands for content that is not shown: drawn quietly
}

// Cell is what one row shows in one column.
type Cell struct {
	Text   string
	Token  graphview.Token // colour of the text; "" is Text
	Mono   bool            // as Column.Mono
	Strong bool            // semi-bold
	Dot    graphview.Token // a dot before the text; "" is none
	Mark   Mark            // a sign before the text
}

// Mark is a small sign that a person's work leaves on a row.
type Mark uint8

// The marks.
const (
	NoMark Mark = iota
	Star
	Tag
	Note
)

// Rows is what a Grid shows. Row is asked for the rows in view at every frame, on
// the UI goroutine: it answers at once, and false when the row is not there yet.
// Cells stand in the order of the columns; those that lack are empty.
type Rows interface {
	Len() int64
	Row(i int64) ([]Cell, bool)
}

// defaultWidth is that of a column that states none; narrowest is how far a
// column can be pushed together.
const (
	defaultWidth = 100
	narrowest    = 32
)

// width is that of the column on the screen, in points, at the person's scale.
func (c Column) width() float32 {
	if c.Width <= 0 {
		return theme.Scaled(defaultWidth)
	}
	return theme.Scaled(max(c.Width, narrowest))
}
