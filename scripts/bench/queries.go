package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// searched is the part of `query --json` that is read.
type searched struct {
	Count        int64   `json:"count"`
	Milliseconds float64 `json:"milliseconds"`
	Groups       []struct {
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
	Name string   `json:"name"`
	SQL  string   `json:"sql"`
	expr string   // ours
	args []string // flags of ours
}

// asked is what duckdb.mjs query prints.
type asked struct {
	Results []struct {
		Name         string  `json:"name"`
		Milliseconds float64 `json:"milliseconds"`
		Total        int64   `json:"total"`
	} `json:"results"`
	Version string `json:"version"`
}

// queries asks both the same. Ours is a new process each time: the figure is the
// one that the program reports for its search, and the whole process stands
// beside it. DuckDB stays in one process, warm.
func (b *bench) queries() (table, error) {
	t := table{head: []string{"", "casebench", "(process)", "DuckDB", "ours/theirs", "events"}}
	if !exists(b.caseFile()) {
		return t, errors.New("there is no imported case; run the import section too")
	}
	list, err := b.questions()
	if err != nil {
		return t, err
	}
	var theirs asked
	if b.peers != nil && exists(b.duckFile()) {
		input, err := json.Marshal(list)
		if err != nil {
			return t, err
		}
		if _, err := b.peers.run(b.ctx, &theirs, input, "duckdb.mjs", "query", b.duckFile(), fmt.Sprint(max(5, b.runs))); err != nil {
			return t, err
		}
	}
	for i, q := range list {
		var inside, whole []float64
		var got searched
		for range max(5, b.runs) {
			u, err := b.ask(&got, q)
			if err != nil {
				return t, err
			}
			inside, whole = append(inside, got.Milliseconds), append(whole, u.seconds*1000)
		}
		mine, other := median(inside), 0.0
		if len(theirs.Results) > 0 {
			r := theirs.Results[i]
			if other = r.Milliseconds; r.Total != got.Count {
				return t, fmt.Errorf("%s: we count %d events, DuckDB %d", q.Name, got.Count, r.Total)
			}
		}
		t.add(q.Name, orLess(mine), milliseconds(median(whole)), milliseconds(other), ratio(mine, other), fmt.Sprint(got.Count))
	}
	t.remark("target: not slower than DuckDB (ours/theirs at most 1.00); counts of both are equal or the run fails")
	return t, nil
}

func (b *bench) ask(got *searched, q question) (usage, error) {
	*got = searched{}
	args := append([]string{"query", b.caseFile(), q.expr, "--json", "--quiet"}, q.args...)
	return call(b.ctx, got, nil, b.workbench, args...)
}

// questions asks the case first what is in it, so that every filter meets
// something: the most frequent model, an address, a day in the middle.
func (b *bench) questions() ([]question, error) {
	model, err := b.topValue("model")
	if err != nil {
		return nil, err
	}
	ip, err := b.topValue("ip")
	if err != nil {
		return nil, err
	}
	day, err := b.middleDay()
	if err != nil {
		return nil, err
	}
	next := day.AddDate(0, 0, 1)
	const iso = "2006-01-02"
	net24 := ip[:strings.LastIndexByte(ip, '.')+1]
	hour := []string{"--histogram", "1h"}
	count := []string{"--count"}
	where := "model = " + quote(model) + " AND tokens_out >= 500"
	return []question{
		{"count everything", "SELECT count(*) FROM requests", "*", count},
		{"number: tokens_out>=500", "SELECT count(*) FROM requests WHERE tokens_out >= 500", "tokens_out>=500", count},
		{"code and number", "SELECT count(*) FROM requests WHERE " + where, "model:" + model + " AND tokens_out>=500", count},
		{"address prefix /24", "SELECT count(*) FROM requests WHERE ip LIKE " + quote(net24+"%"), "ip:" + net24 + "0/24", count},
		{"one day", fmt.Sprintf("SELECT count(*) FROM requests WHERE ts >= '%s' AND ts < '%s'", day.Format(iso), next.Format(iso)),
			"ts>=" + day.Format(iso) + " AND ts<" + next.Format(iso), count},
		{"hourly histogram", "SELECT date_trunc('hour', ts), count(*) FROM requests GROUP BY 1", "*", hour},
		{"filter and hourly histogram", "SELECT date_trunc('hour', ts), count(*) FROM requests WHERE " + where + " GROUP BY 1",
			"model:" + model + " AND tokens_out>=500", hour},
		{"group by model", "SELECT model, count(*) FROM requests GROUP BY 1", "*", []string{"--by", "model"}},
		{"group by account", "SELECT account_id, count(*) FROM requests GROUP BY 1", "*", []string{"--by", "account_id"}},
	}, nil
}

// topValue is the most frequent value of a field, an IPv4 address for ip.
func (b *bench) topValue(field string) (string, error) {
	var got searched
	if _, err := b.ask(&got, question{expr: "*", args: []string{"--by", field}}); err != nil {
		return "", err
	}
	best, top := "", int64(0)
	for _, g := range got.Groups {
		v, ok := g.Value.(string)
		if !ok || v == "" || (field == "ip" && strings.Count(v, ".") != 3) {
			continue
		}
		if g.Count > top {
			best, top = v, g.Count
		}
	}
	if best == "" {
		return "", fmt.Errorf("the requests have no %s", field)
	}
	return best, nil
}

// middleDay is the day in the middle of the case's time.
func (b *bench) middleDay() (time.Time, error) {
	var got searched
	if _, err := b.ask(&got, question{expr: "*", args: []string{"--histogram", "24h"}}); err != nil {
		return time.Time{}, err
	}
	if len(got.Buckets) == 0 {
		return time.Time{}, errors.New("the requests have no time")
	}
	at, err := time.Parse(time.RFC3339, got.Buckets[len(got.Buckets)/2].Start)
	if err != nil {
		return time.Time{}, fmt.Errorf("start of a bucket: %w", err)
	}
	return at.UTC().Truncate(24 * time.Hour), nil
}

// orLess is for a clock that may count whole milliseconds.
func orLess(ms float64) string {
	if ms < 1 {
		return "under 1 ms"
	}
	return milliseconds(ms)
}

// quote is a text of SQL.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
