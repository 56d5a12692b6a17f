package viewmodel

import (
	"casebench/casefile"
	"casebench/graphview"
)

// InspectState is whether the inspector has something to show.
type InspectState int

// The states.
const (
	InspectNothing InspectState = iota // nothing is selected
	InspectLoading                     // the head is true, the rest is on its way
	InspectReady
	InspectFailed // it could not be read
	InspectGone   // what is selected is not in the case
)

// InspectPage is everything that the inspector shows. It is a value, made anew at
// every change.
type InspectPage struct {
	State   InspectState
	Ref     casefile.Ref   // the one thing, or the pair as a link; zero for several
	Refs    []casefile.Ref // what star, tag and note are about
	Title   string
	Subject string // identifiers
	Badges  []InspectBadge
	Starred bool
	Tags    []string
	Menu    []NavAction

	Headline, Explain, Action string // of a state that shows nothing else
	Details                   string // of a failure
	Do                        func() // what the state's button does

	Why      *WhyView
	Sections []InspectSection // what the case knows
	Honest   []HonestLine     // honest explanations with what was found
	HonestOf string           // where they were looked for: "C-03"
	HonestAs string           // what to think of where none were looked for
	Verdict  *VerdictView     // of a pair
	Notes    []NoteLine
	Hidden   int // notes that were withdrawn and are not shown
	History  InspectSection
}

// InspectBadge is a word in the head: strength first.
type InspectBadge struct {
	Text  string
	Token graphview.Token // "" is quiet
}

// WhyView is why two accounts are linked, as a waterfall.
type WhyView struct {
	Bars     []WhyBar // as the machine weighed them, heaviest first; what was set aside last
	Folded   int      // signals that were not counted, folded away or unfolded
	Unfolded bool
	Prior    WhyBar // what is held before any evidence
	Total    casefile.Bits
	Said     string // under the total: "strong, match probability above 0.9999"
	Left     string // what the weight would be without the signals left out; "" when none is
	Words    string // the reasons in a paragraph
	Whole    string // the same with accounts, strength and weight, to be copied
	Without  string // what would be left without the heaviest signal, in a sentence
}

// WhyBar is one step of the waterfall: one signal, with everything that the two
// accounts have in common by it.
type WhyBar struct {
	Signal string
	Label  string
	Bits   casefile.Bits
	Share  float64 // of the widest bar
	Token  graphview.Token
	Note   string // how rare it is
	Seen   string // from when to when; "" when unknown
	Rows   string // "4 rows"; "" when there are none to show
	Expr   string // of the query language, for these rows
	Quiet  bool   // it adds nothing: context, set aside or left out
	Left   bool   // the person left it out
	CanOut bool   // it may be left out
}

// HonestLine is one honest explanation of a cluster, with what was found.
type HonestLine struct {
	Name   string
	Result string // "fits", "does not fit", "cannot be told"
	Mark   string // icon: check, question, cross…
	Token  graphview.Token
	Would  string // what would show it
	Found  string
	Fits   bool
	Open   bool
}

// VerdictView is what a person decided about a pair, beside the machine's answer.
type VerdictView struct {
	A, B   string
	Given  casefile.Verdict // "" when nobody has yet
	Text   string           // "Different actors, said Ann on 9 Jun 2026 14:02"
	Reason string
	Before string // earlier verdicts, in a few words
	number uint32
}

// NoteLine is a note of a person.
type NoteLine struct {
	ID        uint32
	Text      string
	Kind      string          // "" for a plain note
	Token     graphview.Token // of the kind
	Foot      string          // who and when
	Withdrawn bool
}

// InspectSection is a part of the page: facts, then lines. Rows of both are in
// order.
type InspectSection struct {
	ID    string
	Title string
	Count string
	Text  string // a paragraph before the rest
	Facts []InspectFact
	Lines []InspectLine
	More  string // what is not shown: "and 12 more"
	Fold  bool   // it can be folded
	Open  bool
}

// InspectFact is a label with what it says.
type InspectFact struct {
	Label string
	Text  string
	Note  string // quiet, after the text
	Mono  bool
	Token graphview.Token
	Way   Way
}

// InspectLine is one row of a list.
type InspectLine struct {
	Text   string
	Mono   bool
	Right  string
	Note   string // under the text
	Dot    graphview.Token
	Share  float64 // a bar of this length after the text; 0 is none
	Quiet  bool
	Indent bool
	Way    Way
}

// Way is where a click leads: to a thing, to rows, or to a part of the page that it
// unfolds. The zero Way leads nowhere.
type Way struct {
	Ref    casefile.Ref
	Expr   string
	Unfold string
}

// Nowhere reports whether the Way leads nowhere.
func (w Way) Nowhere() bool { return w == Way{} }

// strengthToken is the colour of a strength.
func strengthToken(s casefile.Strength) graphview.Token {
	switch s {
	case casefile.Strong:
		return graphview.Selection
	case casefile.Moderate:
		return graphview.Warn
	}
	return ""
}

// familyToken is the colour of a family of signals.
func familyToken(f casefile.Family) graphview.Token {
	order := []casefile.Family{casefile.FamilyPayment, casefile.FamilyTime, casefile.FamilyContent, casefile.FamilyNetwork,
		casefile.FamilyDevice, casefile.FamilyIdentity}
	for i, o := range order {
		if o == f {
			return graphview.ClusterToken(i)
		}
	}
	return graphview.ClusterRest
}
