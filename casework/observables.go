package casework

import (
	"context"
	"slices"

	"casebench/casefile"
	"casebench/casepackage"
)

// observableTypes says as what a partner may look for the values of a kind of
// observation. Addresses and telephone numbers are not offered: they are few
// enough to be tried one by one.
func observableTypes() map[casefile.ObservationKind]casefile.IndicatorType {
	return map[casefile.ObservationKind]casefile.IndicatorType{
		casefile.ObservePayment: casefile.IndicatorPayment, casefile.ObserveDevice: casefile.IndicatorDevice,
		casefile.ObserveTemplate: casefile.IndicatorTemplate, casefile.ObserveEmail: casefile.IndicatorEmailSum,
		casefile.ObserveJA4: casefile.IndicatorJA4,
	}
}

// observables lists the values that at least two accounts of one strong cluster
// share and nobody outside it shows: what a partner may look for without being
// told of a bystander.
func (g *gathering) observables(ctx context.Context, k *casepackage.Contents) error {
	cluster := map[uint32]int{}
	for _, c := range g.clusters {
		if c.Strength == casefile.Strong {
			for _, m := range c.Members {
				cluster[m.Account] = c.ID
			}
		}
	}
	types := observableTypes()
	for kind := casefile.ObservationKind(1); int(kind) < casefile.ObservationKinds(); kind++ {
		t, ok := types[kind]
		if !ok || len(cluster) == 0 {
			continue
		}
		if err := g.sharedIn(ctx, kind, t, cluster, k); err != nil {
			return err
		}
	}
	return nil
}

// sharedIn adds the values of one kind.
func (g *gathering) sharedIn(ctx context.Context, kind casefile.ObservationKind, t casefile.IndicatorType, cluster map[uint32]int, k *casepackage.Contents) error {
	var group []casefile.Observation
	end := func() {
		if o, ok := g.observable(kind, t, group, cluster); ok {
			k.Observables = append(k.Observables, o)
		}
		group = group[:0]
	}
	for o, err := range g.c.file.Observations(ctx, kind) {
		if err != nil {
			return err
		}
		if len(group) > 0 && group[0].Value != o.Value {
			end()
		}
		group = append(group, o)
	}
	end()
	return ctx.Err()
}

// observable judges the observations of one value.
func (g *gathering) observable(kind casefile.ObservationKind, t casefile.IndicatorType, group []casefile.Observation, cluster map[uint32]int) (o casepackage.Observable, ok bool) {
	var accounts []uint32
	for i := range group {
		id := cluster[group[i].Account]
		if id == 0 || o.Cluster != 0 && id != o.Cluster {
			return o, false
		}
		o.Cluster = id
		accounts = append(accounts, group[i].Account)
		o.First, o.Last = timeRange(o.First, o.Last, instant(group[i].First), instant(group[i].Last))
	}
	slices.Sort(accounts)
	o.Accounts = len(slices.Compact(accounts))
	if o.Accounts < 2 {
		return o, false
	}
	o.Type, o.Value = t, g.values.text(kind, group[0].Value)
	return o, true
}
