// Package linkage says when accounts act together, how sure that is, and why.
//
// Three nouns carry it. A Signal looks at one kind of observation and says which
// accounts have a value, or an event, in common. A Model holds every number that
// judgement needs, in the open. A Result holds the links, each with the whole
// comparison behind it, and the clusters that the links make.
//
// Scoring is Fellegi and Sunter's record linkage (J. Am. Stat. Assoc. 64, 1969,
// doi:10.1080/01621459.1969.10501049) with term frequencies: to share a value
// that d of N accounts show is worth log2(m / (d/N)) bits, so a rare card weighs
// much and an office address little. Values that too many accounts share are set
// aside visibly, never in silence. Within one family of signals the best value
// counts in full and the rest in part, because they fail together.
//
// Two questions are kept apart. Strength says how sure it is that accounts act
// together; Assessment says how much their use looks like harvesting, with what
// speaks against it and which honest explanations were looked at.
//
// The package promises the same bytes for the same input, model and seed, on any
// processor and with any number of workers: logarithms are integer arithmetic and
// weights are fixed-point (casefile.Bits) before any threshold. Scoring sees
// codes and ValueInfo only; everything that needs the text of a value is decided
// before, by Describe. So an opposing expert who holds tokens in place of values
// gets the same weights.
//
// The package opens no file and knows no store. It never says that anyone is
// guilty, and a link is never a reason to act without a person's review.
//
// Start with signal.go and score.go; run.go joins the steps.
package linkage
