package query_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"casebench/casefile/query"
	"casebench/internal/fault"
)

var update = flag.Bool("update", false, "write the golden files")

// The golden file lists queries and, after " => ", how each prints or where it
// fails.
func TestGoldenQueries(t *testing.T) {
	const path = "testdata/queries.txt"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		text, _, _ := strings.Cut(line, "  => ")
		if text == "" || text[0] == '#' {
			fmt.Fprintln(&out, line)
			continue
		}
		answer := ""
		q, err := query.Parse(text)
		var at *query.SyntaxError
		switch {
		case errors.As(err, &at):
			answer = "error at " + at.Error()[len("column "):]
		case err != nil:
			t.Errorf("%s: %v is no syntax error", text, err)
		default:
			answer = q.String()
		}
		fmt.Fprintf(&out, "%s  => %s\n", text, answer)
	}
	if *update {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i, line := range strings.Split(out.String(), "\n") {
		if want := strings.Split(string(text), "\n"); !*update && (i >= len(want) || want[i] != line) {
			t.Errorf("line %d:\n got %s", i+1, line)
		}
	}
}

func TestParseErrorsAreForPeople(t *testing.T) {
	for name, c := range map[string]struct {
		text     string
		column   int
		expected string
		hint     string
	}{
		"nothing":                {"", 1, "a field, a word, a phrase or an opening parenthesis", "Write * for everything"},
		"only spaces":            {"   ", 4, "a field, a word", ""},
		"operator at the end":    {"a AND", 6, "a field, a word", ""},
		"parenthesis open":       {"a AND (b OR c", 14, "a closing parenthesis", "column 7"},
		"parenthesis too many":   {"a) b", 2, "AND, OR or the end", ""},
		"unknown field":          {"a colour:red", 3, "the name of a field", ""},
		"misspelt field":         {"modle:atlas-5", 1, "the name of a field", "Did you mean model?"},
		"no number":              {"tokens_out>=many", 13, "a number", "tokens_out>=2000"},
		"no time, high end":      {"ts:[2026-04-22 TO never]", 19, "a time", "2026-04-22T10:15"},
		"no time, low end":       {"ts:[never TO 2026-04-22]", 5, "a time", ""},
		"no TO":                  {"ts:[2026-04-22]", 15, "TO", "[2026-04-22 TO 2026-04-24]"},
		"bad prefix":             {"ip:203.0.113.0/99", 4, "an address or a prefix", "203.0.113.0/24"},
		"phrase open":            {`model:"atlas`, 13, "a closing quotation mark", "column 7"},
		"expression open":        {`prompt:/a`, 10, "a closing slash", ""},
		"expression wrong":       {`prompt:/a(/`, 9, "a regular expression in RE2 syntax", ""},
		"expression too long":    {"prompt:/" + strings.Repeat("a", 1001) + "/", 9, "at most 1,000 bytes", ""},
		"wildcard on a number":   {"tokens_out:12*", 12, "a number", ""},
		"wildcard after a sign":  {"account=acct_12*", 9, "a plain value", "account:acct_12*"},
		"no value":               {"model: ", 8, "a value", ""},
		"columns are characters": {"zoë AND (b", 11, "a closing parenthesis", "column 9"},
		"not UTF-8":              {"a \xff", 3, "text in UTF-8", ""},
		"too deep":               {strings.Repeat("(", 101) + "a", 101, "at most 100 levels", ""},
		"too long":               {strings.Repeat("a ", 40000), 65537, "the end of the query", "64 KiB"},
	} {
		_, err := query.Parse(c.text)
		var at *query.SyntaxError
		var f *fault.Error
		if !errors.As(err, &at) || !errors.As(err, &f) {
			t.Errorf("%s: got %v, want a fault around a syntax error", name, err)
			continue
		}
		if at.Column != c.column || !strings.Contains(at.Expected, c.expected) {
			t.Errorf("%s: column %d expected %q; want column %d expected %q", name, at.Column, at.Expected, c.column, c.expected)
		}
		if f.Kind != fault.Invalid || !strings.Contains(f.Message, fmt.Sprintf("column %d", c.column)) || !strings.Contains(f.Hint, c.hint) {
			t.Errorf("%s: fault is %q with hint %q, want hint %q", name, f.Message, f.Hint, c.hint)
		}
	}
}

func TestSynonymsAreOneField(t *testing.T) {
	for a, b := range map[string]string{"account": "ACCOUNT_ID", "prompt": "prompt_text", "tags": "log_tag",
		"requests.model": "requests.model", "Extra.x": "extra.x"} {
		fa, oka := query.FieldByName(a)
		fb, okb := query.FieldByName(b)
		if !oka || !okb || fa != fb {
			t.Errorf("%s is %v, %s is %v", a, fa, b, fb)
		}
	}
	if f, _ := query.FieldByName("extra.CaSe"); f.Name != "CaSe" {
		t.Error("the name of an extra field lost its letter case")
	}
}

func FuzzParse(f *testing.F) {
	text, err := os.ReadFile("testdata/queries.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		seed, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  => ")
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := query.Parse(text)
		if err != nil {
			var at *query.SyntaxError
			if !errors.As(err, &at) || at.Column < 1 || at.Column > len(text)+1 || at.Expected == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		printed := q.String()
		again, err := query.Parse(printed)
		if err != nil {
			t.Fatalf("%q prints as %q, which does not parse: %v", text, printed, err)
		}
		if !reflect.DeepEqual(q, again) || again.String() != printed {
			t.Fatalf("%q prints as %q, which is another query: %q", text, printed, again)
		}
	})
}

// An expression that cannot be read, or would be too slow, is refused where it is wrong.
func TestExpressionsHaveLimits(t *testing.T) {
	for _, c := range []struct {
		query  string
		column int
		says   string
	}{
		{`model:atlas AND prompt:/ab(cd/`, 25, "missing closing )"},
		{`prompt:/a{2000}/`, 10, "invalid repeat count"},
		{`prompt:/x(?=y)/`, 10, "invalid or unsupported Perl syntax"},
		{`prompt:/a**/`, 10, "invalid nested repetition operator"},
		{`prompt:/[z-a]/`, 10, "invalid character class range"},
		{`prompt:/` + strings.Repeat(`\w{900}`, 5) + `/`, 9, "counted as often as they say"},
		{`prompt:/` + strings.Repeat(`a`, 1001) + `/`, 9, "1,000 bytes"},
	} {
		_, err := query.Parse(c.query)
		var wrong *query.SyntaxError
		if !errors.As(err, &wrong) || wrong.Column != c.column {
			t.Errorf("%s: %v, want column %d", c.query, err, c.column)
			continue
		}
		var f *fault.Error
		if errors.As(err, &f); !strings.Contains(f.Hint+f.Message, c.says) {
			t.Errorf("%s: %s %s, want %q in it", c.query, f.Message, f.Hint, c.says)
		}
	}
	if _, err := query.Parse(`prompt:/[0-9a-f]{64}(step|stage) \w{1,40}/`); err != nil {
		t.Errorf("a usual expression is refused: %v", err)
	}
}
