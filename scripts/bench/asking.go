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

// openCase opens a case in this process, as the window holds one. A plain case does not
// ask for the key.
func openCase(path string) (*casework.Casework, error) {
	return casework.Open(path, casework.Config{By: "bench", Program: "casebench bench", ReadOnly: true,
		Secret: func() (casework.Secret, error) { return casework.Passphrase([]byte(secret)), nil }})
}

// reopen says how long it takes until a case that was closed has answered its first
// question, in milliseconds: in this process, and as a program of its own.
func (a *asking) reopen(file string) (here, process float64, err error) {
	var inside, whole []float64
	everything := question{ours: casework.QueryOptions{Expr: "*", CountOnly: true}}
	for range max(5, a.runs) {
		took, err := timed(func() error {
			w, err := openCase(file)
			if err != nil {
				return err
			}
			_, err = w.Query(a.ctx, everything.ours)
			return errors.Join(err, w.Close())
		})
		if err != nil {
			return 0, 0, err
		}
		u, err := a.ask(file, &searched{}, everything)
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
	t.head = []string{"events", "", "casebench", "DuckDB", "ours/theirs", "new process", "encrypted", "/plain", "new process", "/plain", "found"}
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
	plain, err := a.both(a.files.plain, list)
	if err != nil {
		return err
	}
	sealed := make([]answer, len(plain))
	if a.files.sealed != "" && exists(a.files.sealed) {
		if sealed, err = a.both(a.files.sealed, list); err != nil {
			return err
		}
		t.remark("target for an encrypted case: at most 1.05 × while it is open (warm), at most 1.5 × in a new process (cold)")
	}
	at := label(a.events)
	line := func(name string, p, s answer, other float64) {
		t.add(at, name, milliseconds(p.open), milliseconds(other), ratio(p.open, other), milliseconds(p.anew),
			milliseconds(s.open), ratio(s.open, p.open), milliseconds(s.anew), ratio(s.anew, p.anew), fmt.Sprint(p.count))
	}
	line("reopen and count everything", plain[0], sealed[0], theirs.Opened)
	for i, q := range list {
		mine, enc, other := plain[i+1], sealed[i+1], 0.0
		if enc.anew > 0 && enc.count != mine.count {
			return fmt.Errorf("%s: the plain case counts %d events, the encrypted one %d", q.Name, mine.count, enc.count)
		}
		if len(theirs.Results) > 0 {
			r := theirs.Results[i]
			if other = r.Milliseconds; r.Total != mine.count {
				return fmt.Errorf("%s: we count %d events, DuckDB %d", q.Name, mine.count, r.Total)
			}
		}
		line(q.Name, mine, enc, other)
	}
	t.remark("casebench and DuckDB each in one process that keeps its file open, the first run not counted; medians of %d. A new process is the whole of `workbench query`, from its start to its end", max(5, a.runs))
	t.remark("target: not slower than DuckDB (ours/theirs at most 1.00); the counts of both are equal, or the run fails")
	return nil
}

// answer is how many milliseconds a question took of a case that is kept open and in a
// process of its own, and how many events it found.
type answer struct {
	open, anew float64
	count      int64
}

// both asks a case in both ways; the first answer is that of reopening.
func (a *asking) both(file string, list []question) ([]answer, error) {
	here, process, err := a.reopen(file)
	if err != nil {
		return nil, err
	}
	out := []answer{{here, process, a.events}}
	inside, err := a.inside(file, list)
	if err != nil {
		return nil, err
	}
	for i, q := range list {
		if inside[i].anew, err = a.outside(file, q, inside[i].count); err != nil {
			return nil, err
		}
	}
	return append(out, inside...), nil
}

// inside asks in this process. The case is closed at the end: only then may a process
// open it.
func (a *asking) inside(file string, list []question) (out []answer, err error) {
	w, err := openCase(file)
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
		out = append(out, answer{open: median(ms), count: count})
	}
	return out, nil
}

// outside asks in a process of its own, which must count the same.
func (a *asking) outside(file string, q question, count int64) (milliseconds float64, err error) {
	var whole []float64
	for range 3 {
		var got searched
		u, err := a.ask(file, &got, q)
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

func (a *asking) ask(file string, got *searched, q question) (usage, error) {
	args := append([]string{"query", file, "--json", "--quiet"}, q.args()...)
	if file == a.files.sealed {
		args = append(args, "--passphrase-file", a.secretFile())
	}
	return call(a.ctx, got, nil, a.workbench, args...)
}

// missing says which section to run first.
func (a *asking) missing(section string) error {
	if exists(a.files.plain) {
		return nil
	}
	return fmt.Errorf("%s is not there; run the %s section too", filepath.Base(a.files.plain), section)
}
