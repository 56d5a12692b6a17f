package records

import (
	"fmt"

	"casebench/importers"
)

// sniffRecords is how many records of a head are looked at.
const sniffRecords = 50

// Sniff says how well the format fits, by what most of the head's records are.
func (s *Spec) Sniff(h importers.Head) importers.Match {
	if h.Compression == importers.Parquet {
		return importers.Match{Why: "it is a Parquet file"}
	}
	fits := map[importers.Fit]int{}
	why := map[importers.Fit]string{}
	seen := 0
	s.head(h, func(v Value) bool {
		look := importers.Match{Why: "its records are no objects"}
		if v.IsObject() {
			look = s.Fit(v)
		}
		fits[look.Fit]++
		why[look.Fit] = look.Why
		seen++
		return seen < sniffRecords
	})
	if seen == 0 {
		return importers.Match{Why: "it begins with no JSON record"}
	}
	for _, f := range [...]importers.Fit{importers.FitCertain, importers.FitByShape, importers.FitByName} {
		switch {
		case fits[f] == 0:
		case 2*fits[f] >= seen:
			return importers.Match{Fit: f, Why: why[f]}
		default:
			return importers.Match{Fit: importers.FitByName, Why: fmt.Sprintf("%s, but only %d of the first %d do", why[f], fits[f], seen)}
		}
	}
	return importers.Match{Why: why[importers.FitNo]}
}

// head calls f for the records of a head until it returns false. The last may be
// broken off.
func (spec *Spec) head(h importers.Head, f func(Value) bool) {
	if t := spec.tableOf(h); t != nil {
		headOfTable(t, f)
		return
	}
	if i := Space(h.Bytes, len(importers.BOM(h.Bytes))); i < len(h.Bytes) && h.Bytes[i] != '{' && h.Bytes[i] != '[' && h.Bytes[i] != '\x1e' {
		return // records inside of other lines are an envelope's
	}
	members, merged := spec.Members, spec.Merged
	s := StreamOf(h, members...)
	for at, on := 0, true; on; {
		start, end, next, ok := s.Next(h.Bytes, at)
		if !ok && start >= len(h.Bytes) {
			return
		}
		at, on = next, ok
		t := &tree{}
		if i := Space(h.Bytes[start:end], 0); i == end-start {
			continue
		}
		if end := t.parse(h.Bytes[start:end]); end < 0 && ok && !(s.Lines && next >= len(h.Bytes) && !h.Whole) || len(t.nodes) < 2 {
			continue // broken, and not broken off
		}
		if merged {
			t.merge()
		}
		more := true
		unpack(Value{t, 1, nil}, members, func(v Value) { more = more && f(v) })
		on = on && more
	}
}
