package linkage_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/linkage"
	"casebench/linkage/linkagetest"
)

func corpus(t *testing.T, elem ...string) string {
	t.Helper()
	root := os.Getenv("CASEBENCH_CORPORA")
	if root == "" {
		t.Skip("CASEBENCH_CORPORA is not set: the labelled sets of others are not here")
	}
	return filepath.Join(append([]string{root, "04-linkage"}, elem...)...)
}

func table(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.TrimLeadingSpace = true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// hop reads the transfers of two chains. Each transfer says that the receiver
// was funded by the sender, which is what a payment instrument says of an
// account. Families gives the kind that each chain is read as.
func hop(t *testing.T, optimism, xdai casefile.ObservationKind) *linkagetest.World {
	t.Helper()
	w := linkagetest.NewWorld()
	for _, chain := range []struct {
		glob string
		kind casefile.ObservationKind
	}{{"optimism_native_*.csv", optimism}, {"xdai_native_*.csv", xdai}} {
		paths, err := filepath.Glob(corpus(t, "hop_airdrop", chain.glob))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no transfers match %s: %v", chain.glob, err)
		}
		for _, p := range paths {
			for _, row := range table(t, p) {
				from, to := w.Account(row[0]), w.Account(row[1])
				w.Observe(to, chain.kind, row[0], monday)
				w.Observe(from, chain.kind, row[0], monday)
			}
		}
	}
	return w
}

// The Hop airdrop graph is the over-linking trap: naive components give one
// component of thousands of addresses, most of which are not one actor's.
func TestHopHasNoStrongGiant(t *testing.T) {
	for _, c := range []struct {
		name           string
		optimism, xdai casefile.ObservationKind
		largest        int
	}{
		{"both chains are one family", casefile.ObservePayment, casefile.ObservePayment, 0},
		{"each chain is a family of its own", casefile.ObservePayment, casefile.ObserveDevice, 100},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := hop(t, c.optimism, c.xdai)
			r := run(t, w, linkage.Options{})
			largest, strong := 0, 0
			for _, cl := range r.Clusters {
				if cl.Strength == casefile.Strong {
					strong++
					largest = max(largest, len(cl.Members))
				}
			}
			t.Logf("%d accounts, %d candidate pairs, %d links, %d clusters, %d of them strong, largest strong %d, %d values set aside",
				r.Accounts, r.CandidatePairs, len(r.Links), len(r.Clusters), strong, largest, len(r.Suppressed))
			if largest > c.largest {
				t.Errorf("a strong cluster of %d, want at most %d", largest, c.largest)
			}
		})
	}
}

// The labelled sets of record linkage hold people, not accounts. Their fields are
// read as the nearest kinds; the figures are reported as they are, and only their
// fall is a failure.
func TestLabelledPeople(t *testing.T) {
	for _, set := range []struct {
		file   string
		fields map[int]casefile.ObservationKind
		entity func(row []string) string
		recall float64
	}{
		{"splink_fake_1000.csv", map[int]casefile.ObservationKind{1: casefile.ObserveMailPattern, 2: casefile.ObserveOwner,
			3: casefile.ObserveDevice, 4: casefile.ObserveMailDomain, 5: casefile.ObserveEmail}, func(r []string) string { return r[6] }, 0},
		{"febrl_dataset1.csv", map[int]casefile.ObservationKind{9: casefile.ObserveDevice, 10: casefile.ObservePayment, 4: casefile.ObserveBilling,
			1: casefile.ObserveMailPattern, 2: casefile.ObserveMailDomain}, febrlEntity, 0},
		{"febrl_dataset3.csv", map[int]casefile.ObservationKind{9: casefile.ObserveDevice, 10: casefile.ObservePayment, 4: casefile.ObserveBilling,
			1: casefile.ObserveMailPattern, 2: casefile.ObserveMailDomain}, febrlEntity, 0},
	} {
		t.Run(set.file, func(t *testing.T) {
			w := linkagetest.NewWorld()
			entity := map[uint32]string{}
			for _, row := range table(t, corpus(t, set.file)) {
				a := w.Account(row[0])
				entity[a] = set.entity(row)
				for i := range row {
					if k := set.fields[i]; k != casefile.ObserveNone {
						w.Observe(a, k, strings.TrimSpace(row[i]), monday)
					}
				}
			}
			r := run(t, w, linkage.Options{})
			size := map[string]int{}
			pairs := 0
			for _, e := range entity {
				pairs += size[e]
				size[e]++
			}
			for _, s := range []casefile.Strength{casefile.Strong, casefile.Moderate, casefile.Weak} {
				right, all := 0, 0
				for _, l := range r.Links {
					if l.Strength == s {
						all++
						if entity[l.A] == entity[l.B] {
							right++
						}
					}
				}
				t.Logf("%s links: %d, precision %s, recall %s of %d true pairs", s, all, ratio(right, all), ratio(right, pairs), pairs)
				if s == casefile.Strong && all > 0 && float64(right) < 0.97*float64(all) {
					t.Errorf("precision of strong links is %s", ratio(right, all))
				}
			}
		})
	}
}

func febrlEntity(row []string) string {
	parts := strings.Split(row[0], "-")
	return parts[1]
}

func ratio(a, b int) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", float64(a)/float64(b))
}
