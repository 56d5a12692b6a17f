package casework

import (
	"context"
	"iter"

	"casebench/casefile"
	"casebench/casepackage"
	"casebench/linkage"
)

// snapshot gives the package what recompute needs: what the run read, with
// tokens in place of values.
func (g *gathering) snapshot(ctx context.Context, k *casepackage.Contents) error {
	if g.run == nil {
		return nil
	}
	in, err := g.c.linkInput(ctx)
	if err != nil {
		return err
	}
	snap, err := linkage.Capture(ctx, in, g.model)
	if err != nil {
		return err
	}
	kinds := map[casefile.ObservationKind]linkage.SnapshotKind{}
	for _, sk := range snap.Kinds {
		kinds[sk.Kind] = sk
	}
	s := &casepackage.Snapshot{
		Accounts: g.snapshotAccounts(snap),
		Values: func(k casefile.ObservationKind) iter.Seq2[casepackage.SnapshotValue, error] {
			return g.snapshotValues(kinds[k])
		},
		Observations: func(k casefile.ObservationKind) iter.Seq2[casefile.Observation, error] {
			return sequence(kinds[k].Observations)
		},
	}
	events := make([]casepackage.SnapshotEvent, len(snap.Events))
	for i, e := range snap.Events {
		events[i] = casepackage.SnapshotEvent{Account: e.Account, At: e.At, Template: e.Template}
	}
	s.Events = sequence(events)
	for _, r := range snap.Releases {
		s.Context.Releases = append(s.Context.Releases, casepackage.SnapshotRelease(r))
	}
	for _, p := range snap.Permissions {
		s.Context.Permissions = append(s.Context.Permissions, casepackage.SnapshotPermission(p))
	}
	k.Snapshot = s
	return nil
}

func (g *gathering) snapshotAccounts(snap *linkage.Snapshot) iter.Seq2[casepackage.SnapshotAccount, error] {
	return func(yield func(casepackage.SnapshotAccount, error) bool) {
		for _, code := range snap.Accounts {
			token, err := g.tokens.of(casefile.DomainAccount, code)
			if !yield(casepackage.SnapshotAccount{Code: code, Token: token}, err) || err != nil {
				return
			}
		}
	}
}

func (g *gathering) snapshotValues(sk linkage.SnapshotKind) iter.Seq2[casepackage.SnapshotValue, error] {
	return func(yield func(casepackage.SnapshotValue, error) bool) {
		shared := sharers(sk.Observations)
		for _, v := range sk.Values {
			token, err := g.tokens.of(sk.Kind.Domain(), v.Code)
			row := casepackage.SnapshotValue{Code: v.Code, Token: token, Accounts: shared[v.Code], Class: v.Info.Class,
				KnownShared: v.Info.KnownShared, Public: v.Info.Public, Stop: v.Info.Stop, Halt: v.Info.Halt}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// sharers counts the accounts that show each value. Observations are sorted by
// value, day and account, so an account may come again on another day.
func sharers(rows []casefile.Observation) map[uint32]int {
	type pair struct{ value, account uint32 }
	seen := map[pair]bool{}
	out := map[uint32]int{}
	for i := range rows {
		p := pair{rows[i].Value, rows[i].Account}
		if !seen[p] {
			seen[p] = true
			out[p.value]++
		}
	}
	return out
}
