package casefile

// Observation says that an account showed a value: how often, when first and
// last, and in which rows. The store keeps them as sorted runs, so that linkage
// merges runs and never scans events.
type Observation struct {
	Account uint32 // code in DomainAccount
	Value   uint32 // code in Kind.Domain(); 0 for kinds without a value
	Day     int32  // days since 1970-01-01 UTC for daily kinds, else 0
	Count   int64
	First   int64 // nanoseconds since the Unix epoch
	Last    int64
	// The rows of First and Last.
	FirstRow Origin
	LastRow  Origin
}
