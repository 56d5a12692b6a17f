package query_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/internal/fault"
)

// at returns the time of a record.
func (r record) at() (time.Time, bool) {
	s := casefile.SchemaOf(r.table)
	text, ok := r.fields[s.Columns[s.Role(casefile.RoleTime)].Name]
	at, err := time.Parse(time.RFC3339, text)
	return at, ok && err == nil
}

// Around against a sort of all rows.
func TestAroundAgreesWithSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, all := genWorld(t)
		if len(all) == 0 {
			return
		}
		event := all[rapid.IntRange(0, len(all)-1).Draw(t, "event")]
		req := query.AroundRequest{Event: casefile.Origin{Source: event.source, Row: event.number}, InSource: rapid.Bool().Draw(t, "in source"),
			Before: query.Reach{Rows: rapid.IntRange(0, 40).Draw(t, "before")}, After: query.Reach{Rows: rapid.IntRange(0, 200).Draw(t, "after")}}
		req.Workers, req.Duplicates = rapid.IntRange(1, 3).Draw(t, "workers"), rapid.Bool().Draw(t, "duplicates")
		if !req.InSource && rapid.Bool().Draw(t, "time") {
			req.Before.Time = rapid.SampledFrom([]time.Duration{time.Second, time.Hour, 72 * time.Hour}).Draw(t, "span")
		}
		_, modelled := event.fields["model"]
		if modelled && rapid.Bool().Draw(t, "same") {
			req.Same = []string{"account", "model"}
		}
		got, err := query.Around(context.Background(), m, req)
		from, timed := event.at()
		if !req.InSource && !timed {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("an event without a time: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		order := func(a, b record) int {
			x, _ := a.at()
			y, _ := b.at()
			if req.InSource {
				x, y = time.Time{}, time.Time{}
			}
			return cmp.Or(x.Compare(y), cmp.Compare(a.source, b.source), cmp.Compare(a.number, b.number))
		}
		var before, after []record
		for _, r := range all {
			at, ok := r.at()
			same := req.Same == nil || r.fields["account_id"] == event.fields["account_id"] && r.fields["model"] == event.fields["model"] && r.fields["model"] != ""
			if r.twice && !req.Duplicates || !same || req.InSource && r.source != event.source || !req.InSource && !ok {
				continue
			}
			switch c := order(r, event); {
			case c < 0 && (req.Before.Time == 0 || from.Sub(at) <= req.Before.Time):
				before = append(before, r)
			case c > 0:
				after = append(after, r)
			}
		}
		slices.SortFunc(before, order)
		slices.SortFunc(after, order)
		reach := req.Before.Rows
		if reach == 0 && req.Before.Time > 0 {
			reach = len(before)
		}
		wantBefore := before[max(0, len(before)-reach):]
		wantAfter := after[:min(len(after), req.After.Rows)]
		if refs(got.Before) != names(wantBefore) || refs(got.After) != names(wantAfter) {
			t.Fatalf("around %d/%d\n got %s | %s\nwant %s | %s", event.source, event.number, refs(got.Before), refs(got.After), names(wantBefore), names(wantAfter))
		}
		looked := req.Before != query.Reach{}
		if got.EarlierRows != (looked && len(before) > reach) || got.LaterRows != (req.After.Rows > 0 && len(after) > req.After.Rows) {
			t.Fatalf("more before %v of %d, after %v of %d", got.EarlierRows, len(before), got.LaterRows, len(after))
		}
		if got.Event.Origin != req.Event {
			t.Fatalf("the event is %v", got.Event.Origin)
		}
	})
}

func names(some []record) string {
	rows := make([]query.Row, len(some))
	for i, r := range some {
		rows[i].Origin = casefile.Origin{Source: r.source, Row: r.number}
	}
	return refs(rows)
}

// In a log in order of time, the neighbours of an event lie in few blocks, and no
// others are read.
func TestAroundReadsOutwards(t *testing.T) {
	m := newMemory()
	at := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	for block := range 100 {
		b := newBuilder(casefile.TableLogins)
		for i := range 100 {
			b.add(map[string]string{"account_id": fmt.Sprint("a", i), "ts": at.Add(time.Duration(100*block+i) * time.Minute).Format(time.RFC3339)})
		}
		m.add(1, int64(100*block+1), b.done(), nil)
	}
	got, err := query.Around(context.Background(), m, query.AroundRequest{Event: casefile.Origin{Source: 1, Row: 5001},
		Before: query.Reach{Rows: 30}, After: query.Reach{Rows: 30}, Columns: []string{"ts"}, Options: query.Options{Workers: 1}})
	if err != nil || len(got.Before) != 30 || len(got.After) != 30 || got.Before[29].Origin.Row != 5000 || got.After[0].Origin.Row != 5002 {
		t.Fatalf("%v: %v", err, got)
	}
	if n := m.reads.Load(); n > 20 {
		t.Errorf("%d reads for 60 neighbours", n)
	}
}

func TestAroundSaysWhatIsWrong(t *testing.T) {
	m := small()
	for _, c := range []struct {
		name string
		req  query.AroundRequest
		kind fault.Kind
	}{
		{"no such row", query.AroundRequest{Event: casefile.Origin{Source: 1, Row: 99}}, fault.NotFound},
		{"no such source", query.AroundRequest{Event: casefile.Origin{Source: 9, Row: 1}}, fault.NotFound},
		{"lacks the field", query.AroundRequest{Event: casefile.Origin{Source: 1, Row: 1}, Same: []string{"session"}}, fault.Invalid},
		{"no such field", query.AroundRequest{Event: casefile.Origin{Source: 1, Row: 1}, Same: []string{"colour"}}, fault.Invalid},
		{"time in a file", query.AroundRequest{Event: casefile.Origin{Source: 1, Row: 1}, InSource: true, After: query.Reach{Time: 1}}, fault.Invalid},
		{"too far", query.AroundRequest{Event: casefile.Origin{Source: 1, Row: 1}, After: query.Reach{Rows: query.MaxAround + 1}}, fault.Invalid},
	} {
		if _, err := query.Around(context.Background(), m, c.req); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
