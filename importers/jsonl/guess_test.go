package jsonl_test

import (
	"fmt"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers/importertest"
	"casebench/importers/jsonl"
)

// What the account's last row held is tried first. It must never let through what
// is no JSON, nor make a value another: every row fares beside others as it does
// alone.
func TestRowsFareAsTheyDoAlone(t *testing.T) {
	row := func(model, rest string) string {
		return `{"account_id":"a","ts":"2026-05-01T00:00:00Z","model":` + model + rest + `}`
	}
	rows := []string{
		row(`"a\"b"`, ``), row(`"a"b"`, ``), row(`"12abc"`, ``), row(`12abc`, ``), row(`"true"`, ``), row(`true`, ``),
		row(`"200"`, ``), row(`200`, ``), row(`2000`, ``), row(`200x`, ``), row(`0200`, ``), row(`200.0`, ``), row(`20`, ``),
		row(`"x"`, `,"model":"y"`), row(`"x"`, ``), row(`"x"`, `"tokens_in":1`), row(`"x"`, `,"tokens_in":1`),
		row(`"x" `, ` , "tokens_in" : 12 `), row(`"x"`, `,"tokens_in":1234567`), row(`"x"`, `,"tokens_in":9223372036854775807`),
		row(`"x"`, `,"tokens_in":9223372036854775808`), row(`"x"`, `,"tokens_in":01`), row(`null`, ``), row(`""`, ``), row(`"x"`, `,`),
		`{,"account_id":"a","ts":"2026-05-01T00:00:00Z"}`, `{"ts":"2026-05-01T00:00:00Z","account_id":"a"}`,
		`{"account_id":"a"{"account_id":"a","ts":"2026-05-01T00:00:00Z"}`, `{"account_id":"a""ts":"2026-05-01T00:00:00Z"}`,
		`{"account_id":"a","ts":"` + strings.Repeat(`\u0000`, 10) + `T00:00:00Z"}`,
		`{"account_id":"a","ts":"2026-05-01T00:00:60.5Z"}`, `{"account_id":"a","ts":"2026-05-01T24:00:00Z"}`,
		`{"account_id":"a","ts":"2026-05-32T00:00:00Z"}`, `{"account_id":"a","ts":"2026-05-01T00:00:00.Z"}`,
	}
	mapping := casefile.Mapping{Table: "requests"}
	read := func(lines ...string) []string {
		// The first row opens the file; nothing is asked of it.
		data := strings.Join(append([]string{`{"account_id":"b","ts":"2026-04-01T00:00:00Z","tokens_in":1,"model":"m"}`}, lines...), "\n")
		sink, _, err := importertest.Read(t, jsonl.Importer{}, "requests.jsonl", []byte(data), &mapping)
		if err != nil {
			t.Fatal(err)
		}
		out := make([]string, len(lines)+1)
		schema := casefile.SchemaOf(casefile.TableRequests)
		for _, r := range sink.Batches[0].Rejects {
			out[r.Row] = "rejected: " + r.Reason
		}
		bl := sink.Batches[0].Blocks[0]
		for i, at := range bl.Row {
			for c := range bl.Columns {
				if bl.Columns[c].Form != casefile.FormNone {
					out[at] += fmt.Sprint(schema.Columns[c].Name, "=", importertest.Value(schema.Columns[c].Kind, &bl.Columns[c], i), " ")
				}
			}
			for k := range bl.Extra {
				out[at] += fmt.Sprint(bl.Extra[k].Name, "=", importertest.Value(casefile.KindText, &bl.Extra[k].Vector, i), " ")
			}
		}
		return out[1:]
	}
	// Columns that only other rows have say nothing here.
	bare := func(s string) string {
		var out []string
		for _, f := range strings.Split(s, " ") {
			if !strings.HasSuffix(f, "=<nil>") {
				out = append(out, f)
			}
		}
		return strings.Join(out, " ")
	}
	together := read(append(append([]string{}, rows...), rows...)...)
	for i, r := range rows {
		alone := bare(read(r)[0])
		for _, got := range []string{together[i], together[i+len(rows)]} {
			if bare(got) != alone {
				t.Errorf("%s\nalone     %s\ntogether  %s", r, alone, bare(got))
			}
		}
	}
}
