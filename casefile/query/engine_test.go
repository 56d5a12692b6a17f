package query_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/internal/fault"
)

func parse(t testing.TB, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return q
}

// small is a world that a person can count: two sources, three tables.
func small() *memory {
	m := newMemory()
	requests := newBuilder(casefile.TableRequests)
	for _, r := range []map[string]string{
		{"account_id": "acct_1", "ts": "2026-04-22T10:00:00Z", "ip": "203.0.113.7", "model": "atlas-5", "status": "200",
			"tokens_out": "10", "prompt_text": "Write out the reasoning", "request_id": "req_1", "tags": "eval,batch"},
		{"account_id": "acct_1", "ts": "2026-04-22T23:59:59Z", "ip": "203.0.113.8", "model": "Atlas-5", "status": "429",
			"tokens_out": "2000", "prompt_text": "rewrite", "team": "Red"},
		{"account_id": "acct_12", "ts": "2026-04-24T12:00:00Z", "ip": "2001:db8::1", "model": "atlas-6", "status": "200"},
		{"account_id": "acct_2", "ts": "2026-04-25T00:00:00Z", "asn": "AS64500", "tokens_out": "0", "prompt_text": ""},
	} {
		requests.add(r)
	}
	m.add(1, 1, requests.done(), nil)
	logins := newBuilder(casefile.TableLogins)
	logins.add(map[string]string{"account_id": "acct_2", "ts": "2026-04-20T08:00:00Z", "ip": "198.51.100.1", "asn": "64500"})
	logins.add(map[string]string{"account_id": "acct_2", "ts": "2026-04-20T08:00:00Z", "ip": "198.51.100.1", "asn": "64500"})
	m.add(2, 1, logins.done(), duplicatesOf(2, 1))
	actions := newBuilder(casefile.TableActions)
	actions.add(map[string]string{"account_id": "acct_2", "ts": "2026-04-26T00:00:00Z", "action": "ban", "reason": "write-up of abuse"})
	m.add(3, 7, actions.done(), nil)
	return m
}

func TestWhatTheLanguageMeans(t *testing.T) {
	m := small()
	for _, c := range []struct {
		query string
		want  string // rows as source/row
	}{
		{"*", "1/1 1/2 1/3 1/4 2/1 3/7"},
		{"model:atlas-5", "1/1 1/2"},
		{"model=atlas-5", "1/1"},
		{"model!=atlas-5", "1/2 1/3"},
		{"NOT model:atlas-5", "1/3 1/4 2/1 3/7"},
		{"table:requests AND NOT model:*", "1/4"},
		{"ip:203.0.113.0/24", "1/1 1/2"},
		{"ip:2001:0db8::0001", "1/3"},
		{"ip:[203.0.113.8 TO 203.0.113.200]", "1/2"},
		{"ip:203.0.113.*", "1/1 1/2"},
		{"tokens_out>=2000", "1/2"},
		{"tokens_out>=2e3", "1/2"},
		{"tokens_out<=1e1", "1/1 1/4"},
		{"tokens_out>1e1", "1/2"},
		{"tokens_out:0", "1/4"},
		{"tokens_out<10.5", "1/1 1/4"},
		{"status>=400", "1/2"},
		{"ts:2026-04-22", "1/1 1/2"},
		{"ts:[2026-04-22 TO 2026-04-24]", "1/1 1/2 1/3"},
		{"ts:[2026-04-22 TO 2026-04-24}", "1/1 1/2"},
		{"ts>2026-04-24", "1/4 3/7"},
		{"ts<=2026-04-22T10:00:00Z", "1/1 2/1"},
		{"ts:2026-04-22T12:00+02:00", "1/1"},
		{"account:acct_1", "1/1 1/2"},
		{"account:acct_1*", "1/1 1/2 1/3"},
		{"account:ACCT_12", "1/3"},
		{"account=ACCT_12", ""},
		{`prompt:"out the"`, "1/1"},
		{"prompt:write", "1/1 1/2"},
		{"prompt:/^Write/", "1/1"},
		{"prompt:wr*reason", "1/1"},
		{"prompt:*", "1/1 1/2 1/4"},
		{"write", "1/1 1/2 3/7"},
		{"write reasoning", "1/1"},
		{"req_1", "1/1"},
		{"req", ""},
		{"log_tag:batch", "1/1"},
		{"asn:AS64500", "1/4 2/1"},
		{"extra.team:red", "1/2"},
		{"extra.Team:red", ""},
		{"source:1 row:[2 TO 3]", "1/2 1/3"},
		{"source!=1", "2/1 3/7"},
		{"table:log*", "2/1"},
		{"action:ban OR (model:atlas-6 status:200)", "1/3 3/7"},
		{"model:(atlas-6 OR /^At/)", "1/2 1/3"},
	} {
		res, err := query.Run(context.Background(), m, query.Request{Query: parse(t, c.query), Limit: -1})
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
			continue
		}
		if got := refs(res.Rows); got != c.want || res.Count != int64(len(res.Rows)) {
			t.Errorf("%s: got %q (count %d), want %q", c.query, got, res.Count, c.want)
		}
	}
}

func refs(rows []query.Row) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Origin.String())
	}
	return strings.Join(out, " ")
}

// Logs that mask addresses hold prefixes.
func TestPrefixesLieInsideWiderOnes(t *testing.T) {
	m := newMemory()
	b := newBuilder(casefile.TableLogins)
	for _, ip := range []string{"203.0.112.0/24", "203.0.112.0/20", "203.0.112.9", "2001:db8::/48", "::ffff:203.0.112.9"} {
		b.add(map[string]string{"account_id": "a", "ts": "2026-04-20T08:00:00Z", "ip": ip})
	}
	m.add(1, 1, b.done(), nil)
	for text, want := range map[string]string{
		"ip:203.0.112.0/24":  "1/1 1/3 1/5",
		"ip:203.0.112.77/22": "1/1 1/3 1/5",
		"ip:203.0.0.0/16":    "1/1 1/2 1/3 1/5",
		"ip:203.0.112.9":     "1/3 1/5",
		"ip=203.0.112.0/24":  "1/1",
		"ip:2001:db8::/32":   "1/4",
	} {
		res, err := query.Run(context.Background(), m, query.Request{Query: parse(t, text), Limit: -1})
		if err != nil || refs(res.Rows) != want {
			t.Errorf("%s: got %q (%v), want %q", text, refs(res.Rows), err, want)
		}
	}
}

// marks is a Known with one of each.
type marks struct{ m *memory }

func (k marks) Find(field string, match func(string) bool) (query.Marked, error) {
	var out query.Marked
	switch {
	case field == "cluster" && match("3"):
		out.Accounts = []uint32{k.m.code(casefile.DomainAccount, casefile.AccountKey("", "acct_1"))}
	case field == "indicator" && match("203.0.113.8"):
		out.Values = map[casefile.Domain][]uint32{casefile.DomainAddress: {k.m.code(casefile.DomainAddress, "203.0.113.8")}}
	case field == "tag" && match("urgent"):
		out.Rows = []casefile.Origin{{Source: 3, Row: 7}, {Source: 1, Row: 4}, {Source: 1, Row: 2}}
	case field == "starred" && match("true"):
		out.Sources = []uint32{2}
	case field == "source" && match("logins.jsonl"):
		out.Sources = []uint32{2}
	case field == "exhibit" && match("broken"):
		return out, errors.New("the case is gone")
	}
	return out, nil
}

func (k marks) Labels(string) (map[uint32]string, error) {
	return map[uint32]string{k.m.code(casefile.DomainAccount, casefile.AccountKey("", "acct_1")): "3",
		k.m.code(casefile.DomainAccount, casefile.AccountKey("", "acct_12")): "3"}, nil
}

func TestWhatTheCaseKnows(t *testing.T) {
	m := small()
	req := query.Request{Limit: -1, Options: query.Options{Known: marks{m}}}
	for text, want := range map[string]string{
		"cluster:3":                        "1/1 1/2",
		"NOT cluster:*":                    "1/3 1/4 2/1 3/7",
		"cluster:4":                        "",
		"cluster>=2":                       "1/1 1/2",
		"indicator:*":                      "1/2",
		"tag:URGENT":                       "1/2 1/4 3/7",
		"tag:urgent AND cluster:3":         "1/2",
		"starred:true":                     "2/1",
		"starred:false":                    "1/1 1/2 1/3 1/4 3/7",
		"starred:*":                        "2/1",
		"source:logins.jsonl":              "2/1",
		"source:log* OR source:3":          "2/1 3/7",
		"exhibit:9":                        "",
		"exhibit:9 OR row:7":               "3/7",
		"indicator:203.0.113.8 model:Atl*": "1/2",
	} {
		req.Query = parse(t, text)
		res, err := query.Run(context.Background(), m, req)
		if err != nil || refs(res.Rows) != want {
			t.Errorf("%s: got %q (%v), want %q", text, refs(res.Rows), err, want)
		}
	}
	req.Query = parse(t, "exhibit:broken")
	if _, err := query.Run(context.Background(), m, req); err == nil || !strings.Contains(err.Error(), "the case is gone") {
		t.Errorf("the case's own error was lost: %v", err)
	}
	req.Query, req.By = parse(t, "*"), "cluster"
	res, err := query.Run(context.Background(), m, req)
	if want := []query.Group{{Value: "3", Count: 3}}; err != nil || !reflect.DeepEqual(res.Groups, want) || res.Without != 3 {
		t.Errorf("by cluster: %v without %d (%v), want %v without 3", res.Groups, res.Without, err, want)
	}
}

func TestGroupsAndAccounts(t *testing.T) {
	m := small()
	res, err := query.Run(context.Background(), m, query.Request{Query: parse(t, "*"), By: "account"})
	want := []query.Group{{Value: "acct_2", Count: 3}, {Value: "acct_1", Count: 2}, {Value: "acct_12", Count: 1}}
	if err != nil || !reflect.DeepEqual(res.Groups, want) {
		t.Errorf("got %v (%v), want %v", res.Groups, err, want)
	}
	counts, err := query.Accounts(context.Background(), m, parse(t, "ts<2026-04-23"), query.Options{})
	got := map[string]int64{}
	for code, n := range counts {
		got[casefile.AccountName(m.dicts[casefile.DomainAccount].Value(code))] = n
	}
	if want := map[string]int64{"acct_1": 2, "acct_2": 1}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("accounts are %v (%v), want %v", got, err, want)
	}
	for _, by := range []string{"tag", "row", "colour"} {
		if _, err := query.Run(context.Background(), m, query.Request{Query: parse(t, "*"), By: by}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("by %s: got %v, want a fault of kind invalid", by, err)
		}
	}
}

func TestRowsAreWrittenWithTheirTypes(t *testing.T) {
	res, err := query.Run(context.Background(), small(), query.Request{Query: parse(t, "row:2 model:*"), Limit: 1,
		Columns: []string{"account", "ts", "tokens_out", "extra.team"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(res.Rows)
	const want = `[{"ref":"event:1/2","table":"requests","account_id":"acct_1","ts":"2026-04-22T23:59:59Z","tokens_out":2000,"extra.team":"Red"}]`
	if err != nil || string(got) != want {
		t.Errorf("got  %s (%v)\nwant %s", got, err, want)
	}
}

// Blocks that their bounds rule out, tables that lack the field, and columns
// that no condition names are not read.
func TestOnlyWhatIsNeededIsRead(t *testing.T) {
	for text, want := range map[string]int64{
		"*":                                0,
		"ts>=2030":                         0,
		"ts>=2020":                         0, // every block lies inside: the count needs no column
		"tokens_out>5000":                  0,
		"ts:[2026-04-22 TO 2026-04-22]":    1, // the requests; other blocks are outside
		"model:nothing-like-it":            0, // not in the dictionary
		"model:atlas-5":                    1,
		"model:atlas-5 ts:2026-04-22":      2,
		"source:2":                         0,
		"model:atlas-5 prompt:reason":      2,
		"account:acct_2 AND prompt:absent": 2,
		"account:acct_7 OR source:3":       0,
		"table:logins AND ip:198.51.100.1": 1,
	} {
		m := small()
		if _, err := query.Count(context.Background(), m, parse(t, text), query.Options{Workers: 1}); err != nil {
			t.Fatal(err)
		}
		if got := m.reads.Load(); got != want {
			t.Errorf("%s: %d columns were read, want %d", text, got, want)
		}
	}
}

// With a source that lists codes, the rows of blocks without a rare value are
// not read.
func TestRareValuesAreLookedUpFirst(t *testing.T) {
	m := peeking{newMemory()}
	for i := range 100 {
		b := newBuilder(casefile.TableLogins)
		b.add(map[string]string{"account_id": fmt.Sprintf("acct_%d", i), "ts": "2026-04-20T08:00:00Z", "ip": "203.0.113.7"})
		m.add(1, int64(i+1), b.done(), nil)
	}
	for text, want := range map[string]int64{"account:acct_7": 1, "account:acct_7 AND ip:203.0.113.7": 2, "NOT account:acct_7": 1, "account:acct_*": 100} {
		m.reads.Store(0)
		if _, err := query.Count(context.Background(), m, parse(t, text), query.Options{}); err != nil {
			t.Fatal(err)
		}
		if got := m.reads.Load(); got != want {
			t.Errorf("%s: %d columns were read, want %d", text, got, want)
		}
	}
}

func TestQuickStopsWhenThePageIsFull(t *testing.T) {
	m := newMemory()
	for i := range 200 {
		b := newBuilder(casefile.TableLogins)
		b.add(map[string]string{"account_id": "a", "ts": "2026-04-20T08:00:00Z"})
		m.add(1, int64(i+1), b.done(), nil)
	}
	res, err := query.Run(context.Background(), m, query.Request{Query: parse(t, "account:a"), Limit: 3, Quick: true})
	if err != nil || refs(res.Rows) != "1/1 1/2 1/3" || res.Count != 3 {
		t.Errorf("got %q, count %d (%v)", refs(res.Rows), res.Count, err)
	}
	if m.reads.Load() > 100 {
		t.Errorf("%d of 200 blocks were read for a page of three rows", m.reads.Load())
	}
	res, err = query.Run(context.Background(), m, query.Request{Query: parse(t, "account:a"), Skip: 10, Limit: 2,
		Options: query.Options{Reverse: true}})
	if err != nil || refs(res.Rows) != "1/190 1/189" || res.Count != 200 {
		t.Errorf("backwards: %q, count %d (%v)", refs(res.Rows), res.Count, err)
	}
}

func TestCancelEndsASearchAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	m := newMemory()
	for i := range 500 {
		b := newBuilder(casefile.TableLogins)
		b.add(map[string]string{"account_id": "a", "ts": "2026-04-20T08:00:00Z"})
		m.add(1, int64(i+1), b.done(), nil)
	}
	m.onRead = func() {
		if m.reads.Load() == 20 {
			cancel()
		}
	}
	if _, err := query.Count(ctx, m, parse(t, "account:a"), query.Options{Workers: 2}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want context.Canceled", err)
	}
	if n := m.reads.Load(); n > 25 {
		t.Errorf("%d blocks were read, though the search was cancelled at the twentieth", n)
	}
}

// A block of long texts is left in the middle. The texts from the second hundred
// on lie outside of their memory: whoever looks at them falls over.
func TestCancelEndsInsideABlock(t *testing.T) {
	m := newMemory()
	b := newBuilder(casefile.TableRequests)
	long := strings.Repeat("lorem ipsum dolor ", 1000)
	for range 256 {
		b.add(map[string]string{"account_id": "a", "ts": "2026-04-20T08:00:00Z", "prompt_text": long})
	}
	prompt := &b.done().Columns[casefile.SchemaOf(casefile.TableRequests).Index("prompt_text")]
	for i := 100; i < 256; i++ {
		prompt.Texts.Ends[i] += 1 << 30
	}
	m.add(1, 1, b.done(), nil)
	ctx, cancel := context.WithCancel(context.Background())
	m.onRead = cancel
	if _, err := query.Count(ctx, m, parse(t, `prompt:/dolor q/`), query.Options{}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want context.Canceled", err)
	}
}

func TestErrorsOfTheSourceComeOut(t *testing.T) {
	m := broken{small()}
	for _, workers := range []int{1, 4} {
		_, err := query.Count(context.Background(), m, parse(t, "account:acct_2"), query.Options{Workers: workers})
		if err == nil || err.Error() != "block 1 is gone" {
			t.Errorf("%d workers: got %v, want the error of the first broken block", workers, err)
		}
	}
}

// broken fails to read every block after the first.
type broken struct{ *memory }

func (m broken) Read(b query.Block, columns []int, extra []string) ([]query.Column, error) {
	if b.ID > 0 {
		return nil, fmt.Errorf("block %d is gone", b.ID)
	}
	return m.memory.Read(b, columns, extra)
}

func TestBucketsOfAnyWidth(t *testing.T) {
	m := small()
	for width, want := range map[time.Duration]string{
		time.Hour:          "2026-04-20T08 2026-04-22T10 2026-04-22T23 2026-04-24T12 2026-04-25T00 2026-04-26T00",
		24 * time.Hour:     "2026-04-20T00 2026-04-22T00 2026-04-24T00 2026-04-25T00 2026-04-26T00",
		7 * 24 * time.Hour: "2026-04-20T00",
	} {
		res, err := query.Run(context.Background(), m, query.Request{Query: parse(t, "*"), Width: width})
		var got []string
		sum := int64(0)
		for _, b := range res.Buckets {
			got = append(got, b.Start.Format("2006-01-02T15"))
			sum += b.Count
			if !b.Start.Equal(b.Start.Truncate(width)) {
				t.Errorf("%v: a bucket begins at %v", width, b.Start)
			}
		}
		if err != nil || strings.Join(got, " ") != want || sum != res.Count {
			t.Errorf("%v: got %v with %d rows of %d (%v)", width, got, sum, res.Count, err)
		}
	}
	if _, err := query.Run(context.Background(), m, query.Request{Query: parse(t, "*"), Width: -1}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a negative width gave %v", err)
	}
}
