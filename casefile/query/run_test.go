package query_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/casefile/query"
)

func TestParsePrintParseIsTheIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := genExpr(3).Draw(t, "query")
		text := (&query.Query{Expr: e}).String()
		q, err := query.Parse(text)
		if err != nil {
			t.Fatalf("%s does not parse: %v", text, err)
		}
		if !reflect.DeepEqual(q.Expr, e) {
			t.Fatalf("%s came back as %#v, want %#v", text, q.Expr, e)
		}
		if q.String() != text {
			t.Fatalf("%s prints as %s after parsing", text, q)
		}
	})
}

// The engine with its dictionaries, bitmaps and bounds against an evaluator that
// looks at one row at a time.
func TestEngineAgreesWithRowByRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, all := genWorld(t)
		q := &query.Query{Expr: genExpr(3).Draw(t, "query")}
		duplicates := rapid.Bool().Draw(t, "duplicates")
		by := rapid.SampledFrom([]string{"model", "account", "status", "tokens_out", "extra.team", "table", "source", "ts"}).Draw(t, "by")
		var src query.Source = m
		if rapid.Bool().Draw(t, "peeking") {
			src = peeking{m}
		} else if rapid.Bool().Draw(t, "screening") {
			src = screening{m}
		}
		got, err := query.Run(context.Background(), src, query.Request{Query: q, By: by, Width: time.Hour, Limit: -1,
			Options: query.Options{Duplicates: duplicates, Workers: rapid.IntRange(1, 4).Draw(t, "workers")}})
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		var refs []string
		groups, hours := map[string]int64{}, map[string]int64{}
		without, untimed := int64(0), int64(0)
		f, _ := query.FieldByName(by)
		for _, r := range all {
			if r.twice && !duplicates || !r.matches(q.Expr) {
				continue
			}
			refs = append(refs, fmt.Sprintf("%d/%d", r.source, r.number))
			if v, ok := r.value(f); ok {
				groups[v]++
			} else {
				without++
			}
			if at, ok := r.fields[casefile.SchemaOf(r.table).Columns[casefile.SchemaOf(r.table).Role(casefile.RoleTime)].Name]; ok {
				hours[hour(at)]++
			} else {
				untimed++
			}
		}
		var gotRefs []string
		for _, r := range got.Rows {
			gotRefs = append(gotRefs, r.Origin.String())
		}
		if got.Count != int64(len(refs)) || !reflect.DeepEqual(gotRefs, refs) {
			t.Fatalf("%s\n got %d rows %v\nwant %d rows %v", q, got.Count, gotRefs, len(refs), refs)
		}
		gotGroups, gotHours := map[string]int64{}, map[string]int64{}
		for _, g := range got.Groups {
			gotGroups[g.Value] = g.Count
		}
		for _, b := range got.Buckets {
			gotHours[fmt.Sprint(b.Start)] = b.Count
		}
		if !reflect.DeepEqual(gotGroups, groups) || got.Without != without {
			t.Fatalf("%s by %s: got %v without %d, want %v without %d", q, by, gotGroups, got.Without, groups, without)
		}
		if !reflect.DeepEqual(gotHours, hours) || got.Untimed != untimed {
			t.Fatalf("%s: got hours %v untimed %d, want %v untimed %d", q, gotHours, got.Untimed, hours, untimed)
		}
	})
}

// value returns what a record is grouped under.
func (r record) value(f query.Field) (string, bool) {
	switch f.Name {
	case "source":
		return fmt.Sprint(r.source), true
	case "table":
		return r.table.String(), true
	case "team":
		v, ok := r.fields["x.team"]
		return v, ok
	}
	v, ok := r.fields[f.Name]
	return v, ok
}

func TestWorkersDoNotChangeTheAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, _ := genWorld(t)
		req := query.Request{Query: &query.Query{Expr: genExpr(2).Draw(t, "query")}, By: "model", Width: 24 * time.Hour,
			Skip: rapid.IntRange(0, 20).Draw(t, "skip"), Limit: rapid.IntRange(-1, 30).Draw(t, "limit")}
		req.Reverse = rapid.Bool().Draw(t, "reverse")
		req.Workers = 1
		serial, err := query.Run(context.Background(), m, req)
		if err != nil {
			t.Fatal(err)
		}
		req.Workers = 5
		parallel, err := query.Run(context.Background(), m, req)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(serial, parallel) {
			t.Fatalf("one worker: %+v\nfive: %+v", serial, parallel)
		}
		var streamed []query.Row
		err = query.Each(context.Background(), m, req.Query, req.Options, nil, func(r query.Row) (bool, error) {
			streamed = append(streamed, r)
			return true, nil
		})
		if err != nil || int64(len(streamed)) != serial.Count {
			t.Fatalf("streamed %d rows (%v), counted %d", len(streamed), err, serial.Count)
		}
		end := len(streamed)
		if req.Limit >= 0 {
			end = min(end, req.Skip+req.Limit)
		}
		page := streamed[min(req.Skip, end):end]
		if len(page) != len(serial.Rows) || len(page) > 0 && !reflect.DeepEqual(page, serial.Rows) {
			t.Fatalf("page of %d rows, want %d", len(serial.Rows), len(page))
		}
	})
}
