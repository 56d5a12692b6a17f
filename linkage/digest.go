package linkage

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// digest returns the SHA-256 over links and clusters in canonical form: one line
// of JSON each, in order. Sample rows are left out, because a package of tokens
// has no rows.
func (r *Result) digest() string {
	h := sha256.New()
	w := bufio.NewWriterSize(h, 1<<16)
	enc := json.NewEncoder(w)
	for i := range r.Links {
		l := &r.Links[i]
		fmt.Fprintf(w, "link %d %d %d %s %v\n", l.A, l.B, l.Weight, l.Strength, l.Families)
		for _, e := range l.Evidence {
			fmt.Fprintf(w, " %s %d %s %s %d %d %d %d %d %d %d\n", e.Signal, e.Version, e.Family, e.Grade,
				e.Value, e.Bits, e.RawBits, e.SharedBy, e.Count, e.First, e.Last)
		}
		for _, s := range l.Suppressed {
			fmt.Fprintf(w, " - %s %d %d %s\n", s.Signal, s.Value, s.SharedBy, s.Reason)
		}
	}
	for i := range r.Clusters {
		// A cluster is plain data: its JSON is canonical.
		if err := enc.Encode(&r.Clusters[i]); err != nil {
			panic("linkage: a cluster is not JSON: " + err.Error())
		}
	}
	if err := w.Flush(); err != nil {
		panic("linkage: a hash cannot fail: " + err.Error())
	}
	return hex.EncodeToString(h.Sum(nil))
}
