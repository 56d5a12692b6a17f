package casework

import (
	"context"
	"fmt"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/linkage"
	"casebench/linkage/all"
)

// LinkOptions are the choices of a linkage run.
type LinkOptions struct {
	Seed    uint64
	Without []string
	Model   []byte // JSON; nil: the built-in model
}

// LinkResult is what a run found, in numbers.
type LinkResult struct {
	Run              uint32  `json:"run"`
	Accounts         int     `json:"accounts"`
	CandidatePairs   int64   `json:"candidate_pairs"`
	Links            int     `json:"links"`
	Clusters         int     `json:"clusters"`
	SuppressedValues int     `json:"suppressed_values"`
	Seconds          float64 `json:"seconds"`
	ModelSHA256      string  `json:"model_sha256"`
	ResultSHA256     string  `json:"result_sha256"`
}

// Link computes links, communities and assessments over everything that is in
// the case and keeps them as one recorded run.
func (c *Casework) Link(ctx context.Context, o LinkOptions, p progress.Reporter) (LinkResult, error) {
	began := time.Now()
	model := linkage.DefaultModel()
	if o.Model != nil {
		var err error
		if model, err = linkage.ParseModel(o.Model); err != nil {
			return LinkResult{}, err
		}
	}
	in, err := c.linkInput(ctx)
	if err != nil {
		return LinkResult{}, err
	}
	if len(in.Accounts) == 0 {
		return LinkResult{}, fault.New(fault.Invalid, "There are no accounts in this case to link.",
			"Import logs first.", nil)
	}
	res, err := linkage.Run(ctx, in, model, linkage.Options{Seed: o.Seed, Without: o.Without, Signals: all.Signals()}, p)
	if err != nil {
		return LinkResult{}, err
	}
	run, err := c.recordRun(res, model, o, began)
	if err != nil {
		return LinkResult{}, err
	}
	r := linkResult(run)
	r.Seconds = time.Since(began).Seconds()
	return r, nil
}

// linkResult is a run in numbers.
func linkResult(run casefile.Run) LinkResult {
	return LinkResult{Run: run.ID, Accounts: run.Accounts, CandidatePairs: run.CandidatePairs, Links: run.LinkCount,
		Clusters: run.ClusterCount, SuppressedValues: len(run.Suppressed), Seconds: run.Seconds,
		ModelSHA256: run.ModelSum, ResultSHA256: run.Result}
}

// recordRun writes a run with its act in one transaction.
func (c *Casework) recordRun(res *linkage.Result, model linkage.Model, o LinkOptions, began time.Time) (casefile.Run, error) {
	modelJSON, err := model.JSON()
	if err != nil {
		return casefile.Run{}, err
	}
	sum, err := model.Sum()
	if err != nil {
		return casefile.Run{}, err
	}
	ready, err := c.readySources()
	if err != nil {
		return casefile.Run{}, err
	}
	run := casefile.Run{At: c.config.now()(), By: c.config.By, Program: c.config.Program, Seed: o.Seed, Model: modelJSON,
		ModelSum: sum, Without: o.Without, Signals: res.Signals, Sources: ready, Accounts: res.Accounts,
		CandidatePairs: res.CandidatePairs, LinkCount: len(res.Links), ClusterCount: len(res.Clusters),
		Suppressed: res.Suppressed, Seconds: time.Since(began).Seconds(), Result: res.Digest}
	act := casefile.Act{Verb: "link", By: c.config.By,
		Message: fmt.Sprintf("Linked %s: %s, %s", several(run.Accounts, "account"), several(run.LinkCount, "link"), several(run.ClusterCount, "cluster")),
		Details: map[string]string{"seed": fmt.Sprint(o.Seed), "model_sha256": sum, "result_sha256": res.Digest}}
	_, err = c.file.Update(act, func(tx *store.Tx) error {
		run.ID, err = tx.PutRun(run, res.Links, res.Clusters)
		return err
	})
	if err == nil {
		c.changed(TopicRuns)
	}
	return run, err
}

func (c *Casework) readySources() ([]uint32, error) {
	list, err := c.sources()
	var ids []uint32
	for _, s := range list {
		if s.State == casefile.SourceReady {
			ids = append(ids, s.ID)
		}
	}
	return ids, err
}

// linkInput gathers what linkage reads. The observations are read later, run by
// run, from the store itself.
func (c *Casework) linkInput(ctx context.Context) (linkage.Input, error) {
	accounts, err := c.population(ctx)
	if err != nil {
		return linkage.Input{}, err
	}
	in := linkage.Input{Accounts: accounts, Observations: c.file, Events: &eventReader{c}}
	if in.Releases, err = c.releases(ctx); err != nil {
		return in, err
	}
	if in.Permissions, err = c.permissions(ctx); err != nil {
		return in, err
	}
	if in.Values, err = c.values(ctx); err != nil {
		return in, err
	}
	in.Decisions, err = c.decisions()
	return in, err
}

func (c *Casework) releases(ctx context.Context) (list []linkage.Release, err error) {
	err = c.eachRow(ctx, casefile.TableReleases, []string{"ts", "kind", "name"}, func(r *row) error {
		list = append(list, linkage.Release{At: r.nanos(0), Kind: r.text(1), Name: r.code(2)})
		return nil
	})
	return list, err
}

func (c *Casework) permissions(ctx context.Context) (list []linkage.Permission, err error) {
	names := []string{"org_id", "account_id", "kind", "valid_from", "valid_until"}
	err = c.eachRow(ctx, casefile.TablePermissions, names, func(r *row) error {
		list = append(list, linkage.Permission{Org: r.code(0), Account: r.code(1), Kind: r.text(2), From: r.nanos(3), Until: r.nanos(4)})
		return nil
	})
	return list, err
}

// decisions returns the person's verdicts that stand.
func (c *Casework) decisions() (list []casefile.Decision, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		every, err := tx.Decisions()
		for _, d := range every {
			if !d.Withdrawn {
				list = append(list, d)
			}
		}
		return err
	})
	return list, err
}
