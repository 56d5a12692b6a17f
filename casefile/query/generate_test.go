package query_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/casefile/query"
)

// The small world that generated rows and generated queries share, so that the
// queries find something.
var (
	someAccounts  = []string{"acct_1", "acct_12", "acct_123", "ACCT_2", "zoë"}
	someAddresses = []string{"203.0.113.7", "203.0.113.200", "198.51.100.1", "2001:db8::1", "2001:db8:1::1"}
	someModels    = []string{"atlas-5", "Atlas-5", "atlas-6-mini", "sable 2"}
	someStatus    = []string{"200", "429", "500", "ok"}
	someTags      = []string{"eval", "eval,batch", "Batch"}
	somePrompts   = []string{"Write out the reasoning", "step by step, please", "WRITE 12 steps", "", "naïve ÄRGER",
		strings.Repeat("filler ", 30) + "reasoning"}
	someIDs   = []string{"req_00a1", "REQ_00A2", "deadbeef"}
	someTimes = []string{"2026-04-21T23:59:59Z", "2026-04-22T00:00:00Z", "2026-04-22T10:15:30Z", "2026-04-24T23:59:59Z", "2026-04-25T00:00:00Z"}
	someDates = []string{"2026", "2026-04", "2026-04-22", "2026-04-24", "2026-04-22T10:15:30Z"}
	someWords = []string{"write", "reasoning", "STEP", "12", "req_00a1", "ärger", "e", ", p", "g w", "nothing"}
)

func genRecord(t *rapid.T, table casefile.Table) record {
	r := record{table: table, fields: map[string]string{}, twice: rapid.IntRange(0, 9).Draw(t, "twice") == 0}
	set := func(name string, values []string, required bool) {
		if required || rapid.IntRange(0, 3).Draw(t, name+" there") > 0 {
			r.fields[name] = rapid.SampledFrom(values).Draw(t, name)
		}
	}
	set("account_id", someAccounts, true)
	if table == casefile.TableAccounts {
		set("status", someStatus, false)
		set("created_at", someTimes, false)
		return r
	}
	set("ts", someTimes, true)
	set("ip", someAddresses, false)
	if table == casefile.TableLogins {
		return r
	}
	set("model", someModels, false)
	set("status", someStatus, false)
	set("tags", someTags, false)
	set("prompt_text", somePrompts, false)
	set("request_id", someIDs, false)
	if rapid.Bool().Draw(t, "tokens there") {
		r.fields["tokens_out"] = strconv.Itoa(rapid.IntRange(-3, 3).Draw(t, "tokens"))
		r.fields["temperature"] = strconv.FormatFloat(float64(rapid.IntRange(0, 4).Draw(t, "temperature"))/2, 'g', -1, 64)
	}
	set("x.team", []string{"red", "blue", "7"}, false)
	return r
}

// genWorld makes records, a source that holds them in blocks, and the order in
// which they are delivered.
func genWorld(t *rapid.T) (*memory, []record) {
	m := newMemory()
	var all []record
	for b := range rapid.IntRange(0, 4).Draw(t, "blocks") {
		table := rapid.SampledFrom([]casefile.Table{casefile.TableRequests, casefile.TableRequests,
			casefile.TableLogins, casefile.TableAccounts}).Draw(t, "table")
		source, first := uint32(b/2+1), int64(b*1000+1)
		build, rows := newBuilder(table), rapid.IntRange(0, 150).Draw(t, "rows")
		var twice []int
		distinct := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) record { return genRecord(t, table) }), 1, 8).Draw(t, "records")
		for i := range rows {
			r := distinct[(i*7+i/5)%len(distinct)]
			r.source, r.number = source, first+int64(i)
			if r.twice {
				twice = append(twice, i)
			}
			fields := map[string]string{}
			for k, v := range r.fields {
				fields[strings.TrimPrefix(k, "x.")] = v
			}
			build.add(fields)
			all = append(all, r)
		}
		m.add(source, first, build.done(), duplicatesOf(rows, twice...))
	}
	return m, all
}

func genExpr(depth int) *rapid.Generator[query.Expr] {
	return rapid.Custom(func(t *rapid.T) query.Expr {
		kinds := []string{"match", "match", "match", "word"}
		if depth > 0 {
			kinds = append(kinds, "and", "or", "not")
		}
		switch rapid.SampledFrom(kinds).Draw(t, "kind") {
		case "and":
			return query.And{Terms: rapid.SliceOfN(genExpr(depth-1), 2, 3).Draw(t, "and")}
		case "or":
			return query.Or{Terms: rapid.SliceOfN(genExpr(depth-1), 2, 3).Draw(t, "or")}
		case "not":
			return query.Not{Term: genExpr(depth-1).Draw(t, "not")}
		case "word":
			if rapid.IntRange(0, 9).Draw(t, "all") == 0 {
				return query.All{}
			}
			return query.Word{Pattern: genPattern(t, someWords)}
		}
		return genMatch(t)
	})
}

func genPattern(t *rapid.T, values []string) query.Pattern {
	text := rapid.SampledFrom(values).Draw(t, "text")
	switch rapid.IntRange(0, 4).Draw(t, "pattern") {
	case 0:
		return query.Pattern{Regex: "(?i)" + strings.Map(func(r rune) rune {
			if strings.ContainsRune(`.+*?()|[]{}^$\`, r) {
				return '.'
			}
			return r
		}, text)}
	case 1:
		cut := rapid.IntRange(1, len(text)).Draw(t, "cut")
		for cut < len(text) && text[cut]&0xc0 == 0x80 {
			cut++
		}
		return query.Pattern{Parts: []string{text[:cut], ""}}
	}
	return query.Literal(text)
}

func genMatch(t *rapid.T) query.Expr {
	field := rapid.SampledFrom([]string{"account_id", "ip", "model", "status", "log_tag", "prompt_text", "request_id",
		"tokens_out", "temperature", "ts", "created_at", "extra.team", "source", "table", "row", "user_agent"}).Draw(t, "field")
	f, ok := query.FieldByName(field)
	if !ok {
		panic("no field " + field)
	}
	texts := map[string][]string{"account_id": someAccounts, "model": someModels, "status": someStatus, "log_tag": {"eval", "batch"},
		"prompt_text": someWords, "request_id": someIDs, "extra.team": {"red", "BLUE", "7"}, "source": {"1", "2"},
		"user_agent": {"curl"}, "ip": {"203.0.113.0/24", "2001:db8::/32", "203.0.113.7"}}
	if rapid.IntRange(0, 11).Draw(t, "exists") == 0 {
		return query.Match{Field: f, Test: query.Test{Op: query.OpExists}}
	}
	switch {
	case field == "table":
		return query.Match{Field: f, Test: query.Test{Op: query.OpHas, Pattern: query.Literal("logins")}}
	case field == "ip":
		return query.Match{Field: f, Test: query.Test{Op: query.OpHas,
			Pattern: query.Literal(rapid.SampledFrom(texts[field]).Draw(t, "address"))}}
	case texts[field] != nil && rapid.IntRange(0, 3).Draw(t, "exact") > 0:
		return query.Match{Field: f, Test: query.Test{Op: query.OpHas, Pattern: genPattern(t, texts[field])}}
	case texts[field] != nil && field != "status":
		return query.Match{Field: f, Test: query.Test{Op: rapid.SampledFrom([]query.Op{query.OpEqual, query.OpDiffers}).Draw(t, "op"),
			Value: rapid.SampledFrom(texts[field]).Draw(t, "value")}}
	}
	return query.Match{Field: f, Test: genNumeric(t, field)}
}

func genNumeric(t *rapid.T, field string) query.Test {
	value := func() string {
		switch field {
		case "ts", "created_at":
			return rapid.SampledFrom(someDates).Draw(t, "time")
		case "status":
			return rapid.SampledFrom([]string{"200", "400", "429"}).Draw(t, "status")
		case "row":
			return strconv.Itoa(rapid.IntRange(0, 4000).Draw(t, "row"))
		case "temperature":
			return rapid.SampledFrom([]string{"0", "0.5", "1", "2"}).Draw(t, "temperature")
		}
		return rapid.SampledFrom([]string{"-2", "0", "1", "1.5", "3"}).Draw(t, "number")
	}
	op := rapid.SampledFrom([]query.Op{query.OpHas, query.OpEqual, query.OpDiffers, query.OpLess, query.OpAtMost,
		query.OpMore, query.OpAtLeast, query.OpRange}).Draw(t, "op")
	switch op {
	case query.OpHas:
		return query.Test{Op: op, Pattern: query.Literal(value())}
	case query.OpRange:
		r := query.Range{LowOut: rapid.Bool().Draw(t, "low out"), HighOut: rapid.Bool().Draw(t, "high out")}
		if rapid.Bool().Draw(t, "low") {
			r.Low = value()
		}
		if r.Low == "" || rapid.Bool().Draw(t, "high") {
			r.High = value()
		}
		return query.Test{Op: op, Range: r}
	}
	return query.Test{Op: op, Value: value()}
}

// hour returns the start of the hour of a time as the rows have it.
func hour(text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return fmt.Sprint(at.Truncate(time.Hour))
}
