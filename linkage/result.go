package linkage

import (
	"casebench/casefile"
)

// Options are the choices of one run.
type Options struct {
	Seed    uint64   // of the community detection
	Without []string // signals that are not counted; what they would show is listed as set aside
	Signals []Signal // usually all.Signals()
	Workers int      // 0: one for each processor; never changes the result
}

// Result is what a run found.
type Result struct {
	Accounts       int
	Links          []casefile.Link    // sorted by (A, B)
	Clusters       []casefile.Cluster // largest first, IDs from 1
	Suppressed     []casefile.SuppressedValue
	CandidatePairs int64
	Signals        map[string]int // id -> version
	Digest         string         // SHA-256 over links and clusters in canonical form
}
