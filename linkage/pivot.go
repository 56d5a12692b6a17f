package linkage

import (
	"context"
	"math"
	"strings"
	"time"

	"casebench/casefile"
)

const day = int64(24 * time.Hour)

func round3(f float64) float64 { return math.Round(f*1000) / 1000 }

// pivots finds, for every cluster, the model release after which its share on
// the new model rose most above that of all other accounts (domain: 5.15):
//
//	DiD = (s_c(after) - s_c(before)) - (s_rest(after) - s_rest(before))
//
// with s the share of requests on the new model in the PivotDays from the day of
// the release on, and as many days before it.
func (g *gatherer) pivots(ctx context.Context) error {
	n := len(g.facts)
	for _, rel := range g.m.Input.Releases {
		if rel.Name == 0 || !strings.Contains(strings.ToLower(rel.Kind), "model") {
			continue
		}
		w := &pivot{g: g, day: int32(rel.At / day), days: int32(g.m.Model.Assess.PivotDays)}
		for i := range w.model {
			w.model[i], w.all[i] = make([]int64, n+1), make([]int64, n+1)
		}
		err := g.m.Each(ctx, casefile.ObserveModel, func(o *casefile.Observation) {
			if o.Value == rel.Name {
				w.add(&w.model, o)
			}
		})
		if err != nil {
			return err
		}
		if err = g.m.Each(ctx, casefile.ObserveActivity, func(o *casefile.Observation) { w.add(&w.all, o) }); err != nil {
			return err
		}
		w.judge(rel.At)
	}
	return nil
}

// pivot counts requests before ([0]) and after ([1]) one release, by cluster; the
// last entry is everybody together.
type pivot struct {
	g         *gatherer
	day, days int32
	model     [2][]int64
	all       [2][]int64
}

func (w *pivot) add(to *[2][]int64, o *casefile.Observation) {
	side := 0
	switch {
	case o.Day < w.day-w.days || o.Day >= w.day+w.days:
		return
	case o.Day >= w.day:
		side = 1
	}
	to[side][len(to[side])-1] += o.Count
	if c := w.g.of[o.Account]; c >= 0 {
		to[side][c] += o.Count
	}
}

func (w *pivot) judge(at int64) {
	total := len(w.g.facts)
	share := func(side, c int, rest bool) float64 {
		part, whole := w.model[side][c], w.all[side][c]
		if rest {
			part, whole = w.model[side][total]-part, w.all[side][total]-whole
		}
		if whole == 0 {
			return 0
		}
		return float64(part) / float64(whole)
	}
	for c := range w.g.facts {
		f := &w.g.facts[c]
		if w.all[0][c] == 0 || w.all[1][c] == 0 {
			continue
		}
		did := round3((share(1, c, false) - share(0, c, false)) - (share(1, c, true) - share(0, c, true)))
		if !f.pivot || did > f.excess {
			f.pivot, f.release, f.excess = true, at, did
			f.share, f.restShare = round3(share(1, c, false)), round3(share(1, c, true))
		}
	}
}
