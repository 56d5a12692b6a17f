package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"casebench/casefile"
	"casebench/casefile/store"
)

// bringIndicators imports a source of two indicators, one of them with a defect.
func bringIndicators(t testing.TB, f *store.File) casefile.Source {
	t.Helper()
	raw := []byte("203.0.113.7\n203.0.113.8\n")
	b := &casefile.Batch{Raw: raw, Rows: 2, Sum: sumOf(raw)}
	for i, v := range []string{"203.0.113.7", "203.0.113.8"} {
		b.Indicators = append(b.Indicators, casefile.Indicator{ID: fmt.Sprint("indicator-", i), Type: casefile.IndicatorIPv4, Value: v,
			Usage: casefile.UsageMatch, Origin: casefile.Origin{Row: int64(i), Offset: int64(12 * i), Length: 11}})
	}
	b.Defects = []casefile.Defect{{Row: 1, Object: "indicator-1", Reason: "It has no date."}}
	src := casefile.Source{Name: "indicators.csv", Format: "indicator-csv", Table: "indicators", Rows: 2, Accepted: 2,
		Bytes: int64(len(raw)), DecodedBytes: int64(len(raw)), SHA256: fmt.Sprintf("%x", b.Sum)}
	l, err := f.Begin(src)
	if err != nil {
		t.Fatal(err)
	}
	if err := put(l, b); err != nil {
		t.Fatal(err)
	}
	src, err = l.Commit(context.Background(), src)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// sampleLinks makes links with everything in them, nil and empty lists included.
func sampleLinks(rng *rand.Rand, n int) []casefile.Link {
	seen := map[[2]uint32]bool{}
	var out []casefile.Link
	for len(out) < n {
		a, b := rng.Uint32N(400)+1, rng.Uint32N(400)+1
		if a >= b || seen[[2]uint32{a, b}] {
			continue
		}
		seen[[2]uint32{a, b}] = true
		l := casefile.Link{A: a, B: b, Weight: casefile.Bits(rng.IntN(40000) - 20000), Strength: casefile.Moderate}
		if rng.IntN(2) == 0 {
			l.Families = []casefile.Family{casefile.FamilyDevice, casefile.FamilyNetwork}[:rng.IntN(3)]
		}
		for range rng.IntN(4) {
			e := casefile.Evidence{Signal: "device", Version: 1, Family: casefile.FamilyDevice, Grade: casefile.GradeA,
				Class: "a device identifier", Value: rng.Uint32(), Bits: casefile.Bits(rng.IntN(9000)), RawBits: casefile.Bits(-rng.IntN(9000)),
				SharedBy: rng.IntN(50), Count: rng.Int64(), First: -rng.Int64(), Last: rng.Int64()}
			for range rng.IntN(5) {
				e.Rows = append(e.Rows, casefile.Origin{Source: rng.Uint32(), Row: rng.Int64(), Offset: rng.Int64(), Length: int64(rng.Int32())})
			}
			l.Evidence = append(l.Evidence, e)
		}
		if rng.IntN(5) == 0 {
			l.Suppressed = []casefile.Suppressed{{Signal: "prefix", Class: "a network", Value: 7, SharedBy: 900, Reason: "hub"}}
		}
		out = append(out, l)
	}
	return out
}

func sampleClusters(n int) []casefile.Cluster {
	var out []casefile.Cluster
	for i := range n {
		out = append(out, casefile.Cluster{ID: i + 1, Strength: casefile.Strong, Pattern: casefile.Unclear, Score: 0.9,
			Members:    []casefile.Member{{Account: uint32(i), Role: casefile.RoleCore}, {Account: uint32(i + 1), Role: casefile.RoleMember, Via: 3, Bits: 1234}},
			Assessment: casefile.Assessment{Level: casefile.LevelWeak, For: []casefile.Sign{{Signal: "volume", Text: "Much."}}}})
	}
	return out
}
