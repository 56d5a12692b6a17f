package casework

import (
	"context"
	"fmt"

	"casebench/casefile"
	"casebench/casepackage"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/linkage"
	"casebench/linkage/all"
)

// RecomputeResult says whether a package's own data gives its own result.
type RecomputeResult struct {
	OK          bool     `json:"ok"`
	Links       int      `json:"links"`
	Clusters    int      `json:"clusters"`
	Result      string   `json:"result_sha256"`
	Differences []string `json:"differences"`
}

// Recompute runs linkage again from the observations, the model and the seed in
// a package, and compares links, clusters and digest with what it states. The
// package is verified first: a result from bytes that do not hold says nothing.
func Recompute(ctx context.Context, path string, p progress.Reporter) (RecomputeResult, error) {
	pkg, err := casepackage.Open(ctx, path, casepackage.VerifyOptions{})
	if err != nil {
		return RecomputeResult{}, err
	}
	defer pkg.Close()
	stated, err := readStated(pkg)
	if err != nil {
		return RecomputeResult{}, err
	}
	snap, err := readSnapshot(pkg)
	if err != nil {
		return RecomputeResult{}, err
	}
	model, err := linkage.ParseModel(stated.run.Model)
	if err != nil {
		return RecomputeResult{}, err
	}
	res, err := linkage.Run(ctx, snap.Input(), model,
		linkage.Options{Seed: stated.run.Seed, Without: stated.run.Without, Signals: all.Signals()}, p)
	if err != nil {
		return RecomputeResult{}, err
	}
	r := RecomputeResult{Links: len(res.Links), Clusters: len(res.Clusters), Result: res.Digest, Differences: []string{}}
	r.Differences = append(r.Differences, compareRuns(stated, res)...)
	r.OK = len(r.Differences) == 0
	return r, nil
}

// statedRun is what a package says that its run was and found.
type statedRun struct {
	run      casefile.Run
	links    []casefile.Link
	clusters []casefile.Cluster
}

func readStated(pkg *casepackage.Package) (s statedRun, err error) {
	if s.run, err = pkg.Run(); err != nil {
		return s, err
	}
	if s.links, err = pkg.Links(); err != nil {
		return s, err
	}
	s.clusters, err = pkg.Clusters()
	return s, err
}

// readSnapshot reads what the run used. Nothing in it is text from a log.
func readSnapshot(pkg *casepackage.Package) (*linkage.Snapshot, error) {
	if !pkg.HasSnapshot() {
		return nil, fault.New(fault.NotFound, "This package does not hold what a run can be repeated from.",
			"Packages of the legal and enforcement profiles do.", nil)
	}
	s := &linkage.Snapshot{}
	for a, err := range pkg.Accounts() {
		if err != nil {
			return nil, err
		}
		s.Accounts = append(s.Accounts, a.Code)
	}
	for _, k := range linkage.Kinds() {
		kind := linkage.SnapshotKind{Kind: k}
		for v, err := range pkg.Values(k) {
			if err != nil {
				return nil, err
			}
			kind.Values = append(kind.Values, linkage.SnapshotValue{Code: v.Code, Info: linkage.ValueInfo{Class: v.Class,
				KnownShared: v.KnownShared, Public: v.Public, Stop: v.Stop, Halt: v.Halt}})
		}
		for o, err := range pkg.Observations(k) {
			if err != nil {
				return nil, err
			}
			kind.Observations = append(kind.Observations, o)
		}
		s.Kinds = append(s.Kinds, kind)
	}
	for e, err := range pkg.Events() {
		if err != nil {
			return nil, err
		}
		s.Events = append(s.Events, linkage.Event{Account: e.Account, At: e.At, Template: e.Template})
	}
	small, err := pkg.Context()
	if err != nil {
		return nil, err
	}
	for _, r := range small.Releases {
		s.Releases = append(s.Releases, linkage.Release(r))
	}
	for _, p := range small.Permissions {
		s.Permissions = append(s.Permissions, linkage.Permission(p))
	}
	return s, nil
}

// differencesShown is how many differences are told one by one.
const differencesShown = 50

// compareRuns lists where a result differs from what the package states.
func compareRuns(stated statedRun, res *linkage.Result) []string {
	var out []string
	add := func(format string, args ...any) {
		if len(out) < differencesShown {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	if res.Digest != stated.run.Result {
		add("result digest: the package states %s, recomputed %s", stated.run.Result, res.Digest)
	}
	for id, version := range res.Signals {
		if stated.run.Signals[id] != version {
			add("signal %s: the package used version %d, this program has %d", id, stated.run.Signals[id], version)
		}
	}
	type pair struct{ a, b uint32 }
	seen := map[pair]*casefile.Link{}
	for i := range res.Links {
		seen[pair{res.Links[i].A, res.Links[i].B}] = &res.Links[i]
	}
	for _, l := range stated.links {
		got := seen[pair{l.A, l.B}]
		switch {
		case got == nil:
			add("link %d,%d: stated with %v bits, not found again", l.A, l.B, l.Weight)
		case got.Weight != l.Weight || got.Strength != l.Strength:
			add("link %d,%d: stated %v bits (%s), recomputed %v bits (%s)", l.A, l.B, l.Weight, l.Strength, got.Weight, got.Strength)
		}
		delete(seen, pair{l.A, l.B})
	}
	for i := range res.Links {
		if l := seen[pair{res.Links[i].A, res.Links[i].B}]; l != nil {
			add("link %d,%d: recomputed with %v bits, not stated", l.A, l.B, l.Weight)
		}
	}
	if len(stated.clusters) != len(res.Clusters) {
		add("clusters: the package states %d, recomputed %d", len(stated.clusters), len(res.Clusters))
	}
	return out
}
