package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"casebench/casefile/store"
)

// versionsDir holds a case of every format that a program ever wrote, with the
// answers that the program of its time gave; make.sh in it makes them.
const versionsDir = "testdata/versions"

// caseOf unpacks the case of a format into a folder of its own.
func caseOf(t *testing.T, format int) string {
	t.Helper()
	packed, err := os.ReadFile(filepath.Join(versionsDir, strconv.Itoa(format), "case.zst"))
	if err != nil {
		t.Fatalf("There is no case of file format %d: a case made by any release opens in every later one, and this is how we know. "+
			"Make it with %s/make.sh and the last program that writes the format. (%v)", format, versionsDir, err)
	}
	z, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	body, err := z.DecodeAll(packed, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.case")
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A case of every earlier format opens, gives the answers that it gave in its time,
// and keeps its bytes while it is only looked at; the first change brings it to
// this format, with an act of its own, and the answers stay.
func TestCasesOfEveryVersionOpen(t *testing.T) {
	for format := 1; format < store.FormatVersion; format++ {
		t.Run(fmt.Sprintf("format %d", format), func(t *testing.T) {
			path := caseOf(t, format)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			askAll(t, path, format, true)
			if code, out, msg := call("check", path); code != exitOK {
				t.Errorf("check ends with %d: %s%s", code, out, msg)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
				t.Fatalf("the case was changed by being looked at (%v)", err)
			}
			if code, _, msg := call("annotate", path, "source:1", "--note", "Seen again.", "--as", "A Later Person"); code != exitOK {
				t.Fatalf("annotate ends with %d: %s", code, msg)
			}
			askAll(t, path, format, false)
			for _, verb := range []string{"check", "verify"} {
				if code, out, msg := call(verb, path); code != exitOK {
					t.Errorf("%s ends with %d: %s%s", verb, code, out, msg)
				}
			}
			_, out, _ := call("log", path, "--json")
			if !strings.Contains(out, `"verb":"case.migrate"`) || !strings.Contains(out, `"from":"`+strconv.Itoa(format)+`"`) {
				t.Errorf("the log does not say that the case was migrated: %s", out)
			}
			if code, _, msg := call("undo", path); code != exitOK {
				t.Errorf("undo ends with %d: %s", code, msg)
			}
		})
	}
}

// askAll asks every question and compares with the answers of the time. Looking leaves
// out those that are acts, and so changes: to hash again, and to show rejected bytes.
func askAll(t *testing.T, path string, format int, looking bool) {
	t.Helper()
	questions, err := os.Open(filepath.Join(versionsDir, "questions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer questions.Close()
	answers, err := os.Open(filepath.Join(versionsDir, strconv.Itoa(format), "answers.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer answers.Close()
	want := bufio.NewScanner(answers)
	want.Buffer(nil, 1<<24)
	lines := bufio.NewScanner(questions)
	for lines.Scan() {
		if !want.Scan() {
			t.Fatalf("there is no answer to %q", lines.Text())
		}
		if looking && (strings.HasSuffix(lines.Text(), "--verify") || strings.HasPrefix(lines.Text(), "rejects ")) {
			continue
		}
		args := append(wordsOf(lines.Text(), path), "--json", "--quiet")
		_, out, msg := call(args...)
		var was, is any
		if err := json.Unmarshal(want.Bytes(), &was); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(out), &is); err != nil {
			t.Fatalf("%s: %v: %s%s", lines.Text(), err, out, msg)
		}
		// The number of an act is where the log has come to.
		for _, answer := range []any{was, is} {
			if object, ok := answer.(map[string]any); ok {
				delete(object, "act")
			}
		}
		if args[0] == "log" || args[0] == "verify" {
			continue // they grow with what is done; the test looks at them by itself
		}
		if at := differs("", was, is); at != "" {
			t.Errorf("%s: %s", lines.Text(), at)
		}
	}
}

// wordsOf splits a question into arguments; quotes stay part of their word.
func wordsOf(line, path string) []string {
	var out []string
	quoted, word := false, ""
	for _, r := range line + " " {
		if r == '"' {
			quoted = !quoted
		}
		if r != ' ' || quoted {
			word += string(r)
			continue
		}
		if word == "CASE" {
			word = path
		}
		out, word = append(out, word), ""
	}
	return out
}

// differs names the first place where an answer has not what it had: everything
// that was said must still be said; more may be.
func differs(at string, was, is any) string {
	switch was := was.(type) {
	case map[string]any:
		have, ok := is.(map[string]any)
		if !ok {
			return fmt.Sprintf("%s is %v", at, is)
		}
		for name, v := range was {
			if name == "milliseconds" || name == "seconds" {
				continue
			}
			if d := differs(at+"."+name, v, have[name]); d != "" {
				return d
			}
		}
		return ""
	case []any:
		have, ok := is.([]any)
		if !ok || len(have) != len(was) {
			return fmt.Sprintf("%s has %d items, had %d", at, len(have), len(was))
		}
		for i := range was {
			if d := differs(fmt.Sprintf("%s[%d]", at, i), was[i], have[i]); d != "" {
				return d
			}
		}
		return ""
	case float64:
		if have, ok := is.(float64); ok && math.Abs(have-was) <= 1e-9*math.Abs(was) {
			return ""
		}
	default:
		if was == is {
			return ""
		}
	}
	return fmt.Sprintf("%s is %v, was %v", at, is, was)
}
