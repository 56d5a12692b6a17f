package query

// Query is a parsed search. It is immutable and may be used by several
// goroutines at once.
type Query struct {
	Expr Expr
}

// Everything returns the query "*".
func Everything() *Query { return &Query{Expr: All{}} }

// Expr is a node of a query: All, And, Or, Not, Word or Match.
type Expr interface {
	write(w *printer)
}

// All matches every row.
type All struct{}

// And matches a row that every term matches. It has at least two terms.
type And struct{ Terms []Expr }

// Or matches a row that some term matches. It has at least two terms.
type Or struct{ Terms []Expr }

// Not matches a row that its term does not match, rows without the field
// included.
type Not struct{ Term Expr }

// Word is a bare word, phrase or expression: it searches the text fields.
type Word struct{ Pattern Pattern }

// Match tests one field.
type Match struct {
	Field Field
	Test  Test
}

// Op is what a Test asks.
type Op uint8

// The operations. Only Has and Exists are written with a colon.
const (
	OpExists  Op = iota // field:*
	OpHas               // field:pattern, in any letter case
	OpEqual             // field=value, to the letter
	OpDiffers           // field!=value: the field is there and is another
	OpLess              // field<value
	OpAtMost            // field<=value
	OpMore              // field>value
	OpAtLeast           // field>=value
	OpRange             // field:[low TO high], braces leave the end out
)

var opSigns = [...]string{OpExists: ":*", OpHas: ":", OpEqual: "=", OpDiffers: "!=",
	OpLess: "<", OpAtMost: "<=", OpMore: ">", OpAtLeast: ">=", OpRange: ":"}

// Test is what is asked of a field.
type Test struct {
	Op      Op
	Pattern Pattern // OpHas
	Value   string  // OpEqual … OpAtLeast
	Range   Range   // OpRange
}

// Range is an interval. An empty Low or High is open.
type Range struct {
	Low, High       string
	LowOut, HighOut bool // the end itself does not belong
}

// Pattern is a text to look for: a regular expression (RE2), or literal parts
// with anything between them. A single part is a plain text.
type Pattern struct {
	Regex string
	Parts []string
}

// Literal returns the pattern that stands for just this text.
func Literal(text string) Pattern { return Pattern{Parts: []string{text}} }

// plain returns the text of a pattern without wildcards.
func (p Pattern) plain() (string, bool) {
	if p.Regex == "" && len(p.Parts) == 1 {
		return p.Parts[0], true
	}
	return "", false
}
