package linkage

// Doors for tests of arithmetic that has no other door.
var (
	Log2 = log2
	Odds = odds
)
