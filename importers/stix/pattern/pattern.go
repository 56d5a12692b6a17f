// Package pattern reads the STIX patterning language: tokens, a tree, and the
// tree printed again.
//
// Three nouns: a Pattern is joined observations, an Expr is what one observation
// compares, a Test is one comparison. Start with this file, then parse.go. Which
// values a pattern is about, and what they are worth, is package stix's matter.
//
// Parse reads the whole grammar of STIX 2.1 part 9; parse, print and parse again
// gives the same tree. Nothing is evaluated: a regular expression stays text.
package pattern

// Pattern is an observation expression.
type Pattern struct {
	Kind       Kind
	Parts      []*Pattern // And, Or, FollowedBy
	Expr       *Expr      // Observation
	Qualifiers []Qualifier
}

// Kind is what a node of a tree is.
type Kind int

// The kinds of node.
const (
	Observation Kind = iota // of a Pattern: [ … ]
	Comparison              // of an Expr: one Test
	And
	Or
	FollowedBy // of a Pattern
)

// Qualifier limits an observation expression in time: "WITHIN 300 SECONDS",
// "REPEATS 5 TIMES", "START t'…' STOP t'…'".
type Qualifier struct {
	Word        string // "WITHIN", "REPEATS", "START"
	First, Stop Literal
}

// Expr is a comparison expression.
type Expr struct {
	Kind  Kind
	Parts []*Expr // And, Or
	Test  *Test   // Comparison
}

// Test is one comparison.
type Test struct {
	Path    Path
	Op      string // "=", "!=", "<", "<=", ">", ">=", "IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET", "EXISTS"
	Negated bool   // NOT stands before the operator
	Values  []Literal
}

// Path is an object path: "network-traffic:dst_ref.value".
type Path struct {
	Object string
	Steps  []Step
}

// Step is one step of a path: a key, or an index when Key is "".
type Step struct {
	Key   string
	Index string // a number, or "*"
}

// LiteralKind is the type of a literal.
type LiteralKind int

// The kinds of literal.
const (
	String LiteralKind = iota
	Number
	Bool
	Timestamp // t'…'
	Binary    // b'…'
	Hex       // h'…'
)

// Literal is a constant. Text is its value; of numbers, as they were written.
type Literal struct {
	Kind LiteralKind
	Text string
}
