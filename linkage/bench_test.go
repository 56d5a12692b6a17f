package linkage_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"casebench/casefile"
	"casebench/internal/progress"
	"casebench/linkage"
	"casebench/linkage/all"
	"casebench/linkage/linkagetest"
)

// crowd is a population shaped like the largest demo world: four pools that
// rotate through shared exits and share cards and devices a few at a time, and
// people behind their own addresses, for 45 days. Requests stand as daily
// observations, since linkage never scans events.
func crowd(accounts int) *linkagetest.World {
	w := linkagetest.NewWorld()
	r := rand.New(rand.NewPCG(1, 2))
	const days = 45
	for i := range accounts {
		a := w.Account(fmt.Sprintf("acct_%06d", i))
		pool, member := -1, 0
		if i < accounts*14/100 {
			pool, member = i%4, i/4
		}
		w.Observe(a, casefile.ObserveSignup, "", monday)
		w.Observe(a, casefile.ObservePayment, fmt.Sprint("card ", pool, " ", pick(pool, member/3, i)), monday)
		w.Observe(a, casefile.ObserveDevice, fmt.Sprint("device ", pool, " ", pick(pool, member/4, i)), monday)
		w.Observe(a, casefile.ObserveAgent, fmt.Sprint("agent ", r.IntN(40)), monday)
		for d := range int64(days) {
			at := monday + d*24*60*minute
			exits := 1
			if pool >= 0 {
				exits = 6
			}
			for k := range exits {
				ip := fmt.Sprintf("10.%d.%d.%d", 20+i>>16, i>>8&255, i&255)
				if pool >= 0 {
					e := r.IntN(accounts / 10)
					ip = fmt.Sprintf("198.18.%d.%d", e>>8, e&255)
				}
				w.Address(a, ip, at+int64(k)*minute)
			}
			template := fmt.Sprint("own ", r.IntN(accounts*3))
			if pool >= 0 {
				template = fmt.Sprint("pool ", pool, " ", d%3)
			}
			w.Request(a, at, template)
			w.Request(a, at+minute, template)
		}
	}
	return w
}

func pick(pool, shared, own int) int {
	if pool >= 0 {
		return shared
	}
	return own
}

func BenchmarkRun(b *testing.B) {
	for _, n := range []int{1000, 5000, 25000} {
		b.Run(fmt.Sprint(n, " accounts"), func(b *testing.B) {
			in := crowd(n).Input()
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				r, err := linkage.Run(b.Context(), in, linkage.DefaultModel(), linkage.Options{Signals: all.Signals()}, progress.Discard)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(r.CandidatePairs), "pairs")
				b.ReportMetric(float64(len(r.Links)), "links")
			}
		})
	}
}
