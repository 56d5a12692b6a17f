package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"casebench/casework"
)

// searched is the part of `query --json` that is read.
type searched struct {
	Count  int64 `json:"count"`
	Groups []struct {
		Value any   `json:"value"`
		Count int64 `json:"count"`
	} `json:"groups"`
	Buckets []struct {
		Start string `json:"start"`
		Count int64  `json:"count"`
	} `json:"buckets"`
}

// question is one search in both languages. The last column of the SQL is a
// count; its sum must be the number of events that we count.
type question struct {
	Name string `json:"name"`
	SQL  string `json:"sql"`
	ours casework.QueryOptions
}

// args is the question for the command line.
func (q *question) args() []string {
	args := []string{q.ours.Expr, "--limit", fmt.Sprint(q.ours.Limit)}
	if q.ours.CountOnly {
		args = append(args, "--count")
	}
	if q.ours.By != "" {
		args = append(args, "--by", q.ours.By)
	}
	if q.ours.Bin > 0 {
		args = append(args, "--histogram", q.ours.Bin.String())
	}
	return args
}

// asked is what duckdb.mjs query prints.
type asked struct {
	Opened  float64 `json:"opened"` // milliseconds until the first count was there
	Results []struct {
		Name         string  `json:"name"`
		Milliseconds float64 `json:"milliseconds"`
		Total        int64   `json:"total"`
	} `json:"results"`
	Version string `json:"version"`
}

// asking puts one list of questions to both.
type asking struct {
	*bench
	events int64
	files  trio
}

// openCase opens a case in this process, as the window holds one.
func openCase(path string) (*casework.Casework, error) {
	return casework.Open(path, casework.Config{By: "bench", Program: "casebench bench", ReadOnly: true})
}

// reopen says how long it takes until a case that was closed has answered its first
// question, in milliseconds: in this process, and as a program of its own.
func (a *asking) reopen() (here, process float64, err error) {
	var inside, whole []float64
	everything := question{ours: casework.QueryOptions{Expr: "*", CountOnly: true}}
	for range max(5, a.runs) {
		took, err := timed(func() error {
			w, err := openCase(a.files.plain)
			if err != nil {
				return err
			}
			_, err = w.Query(a.ctx, everything.ours)
			return errors.Join(err, w.Close())
		})
		if err != nil {
			return 0, 0, err
		}
		u, err := a.ask(&searched{}, everything)
		if err != nil {
			return 0, 0, err
		}
		inside, whole = append(inside, took*1000), append(whole, u.seconds*1000)
	}
	return median(inside), median(whole), nil
}

// all asks both the same, each in one process that keeps its file open, and ours
// once more in a process of its own. What a process asks for the first time is not
// counted.
func (a *asking) all(list []question, t *table) error {
	t.head = []string{"events", "", "casebench", "(new process)", "DuckDB", "ours/theirs", "found"}
	var theirs asked
	if a.peers != nil && exists(a.files.duck) {
		input, err := json.Marshal(list)
		if err != nil {
			return err
		}
		if _, err := a.peers.run(a.ctx, &theirs, input, "duckdb.mjs", "query", a.files.duck, fmt.Sprint(max(5, a.runs))); err != nil {
			return err
		}
	}
	here, process, err := a.reopen()
	if err != nil {
		return err
	}
	at := label(a.events)
	t.add(at, "reopen and count everything", milliseconds(here), milliseconds(process), milliseconds(theirs.Opened), ratio(here, theirs.Opened), fmt.Sprint(a.events))
	mine, err := a.inside(list)
	if err != nil {
		return err
	}
	for i, q := range list {
		whole, err := a.outside(q, mine[i].count)
		if err != nil {
			return err
		}
		other := 0.0
		if len(theirs.Results) > 0 {
			r := theirs.Results[i]
			if other = r.Milliseconds; r.Total != mine[i].count {
				return fmt.Errorf("%s: we count %d events, DuckDB %d", q.Name, mine[i].count, r.Total)
			}
		}
		ms := mine[i].milliseconds
		t.add(at, q.Name, milliseconds(ms), milliseconds(whole), milliseconds(other), ratio(ms, other), fmt.Sprint(mine[i].count))
	}
	t.remark("casebench and DuckDB each in one process that keeps its file open, the first run not counted; medians of %d. A new process is the whole of `workbench query`, from its start to its end", max(5, a.runs))
	t.remark("target: not slower than DuckDB (ours/theirs at most 1.00); the counts of both are equal, or the run fails")
	return nil
}

// answer is how long a question took in this process, and how many events it found.
type answer struct {
	milliseconds float64
	count        int64
}

// inside asks in this process. The case is closed at the end: only then may a process
// open it.
func (a *asking) inside(list []question) (out []answer, err error) {
	w, err := openCase(a.files.plain)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for _, q := range list {
		var ms []float64
		var count int64
		for run := range 1 + max(5, a.runs) {
			began := time.Now()
			r, err := w.Query(a.ctx, q.ours)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q.Name, err)
			}
			if count = r.Count; run > 0 {
				ms = append(ms, time.Since(began).Seconds()*1000)
			}
		}
		out = append(out, answer{median(ms), count})
	}
	return out, nil
}

// outside asks in a process of its own, which must count the same.
func (a *asking) outside(q question, count int64) (milliseconds float64, err error) {
	var whole []float64
	for range 3 {
		var got searched
		u, err := a.ask(&got, q)
		if err != nil {
			return 0, err
		}
		if got.Count != count {
			return 0, fmt.Errorf("%s: the command line counts %d events, the library %d", q.Name, got.Count, count)
		}
		whole = append(whole, u.seconds*1000)
	}
	return median(whole), nil
}

func (a *asking) ask(got *searched, q question) (usage, error) {
	args := append([]string{"query", a.files.plain, "--json", "--quiet"}, q.args()...)
	return call(a.ctx, got, nil, a.workbench, args...)
}

// missing says which section to run first.
func (a *asking) missing(section string) error {
	if exists(a.files.plain) {
		return nil
	}
	return fmt.Errorf("%s is not there; run the %s section too", filepath.Base(a.files.plain), section)
}
