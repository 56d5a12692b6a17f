package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"casebench/casework/demo"
	"casebench/internal/progress"
)

// passing are the fields of answers that tell time, or the case file, and not what
// is in it.
func passing(field string) bool {
	switch field {
	case "seconds", "milliseconds", "imported", "time", "at", "by", "head", "hash", "previous", "added", "created", "case":
		return true
	}
	return false
}

// lasting takes what is passing out of an answer.
func lasting(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k, e := range x {
			if passing(k) {
				delete(x, k)
				continue
			}
			x[k] = lasting(e)
		}
		if name, _ := x["name"].(string); name == "audit chain" {
			delete(x, "detail") // it prints the head
		}
	case []any:
		for i := range x {
			x[i] = lasting(x[i])
		}
	}
	return v
}

// TestEncryptedCaseAnswersAlike asks a plain and an encrypted case of one world the
// same questions. The answers are the same, to the last figure.
func TestEncryptedCaseAnswersAlike(t *testing.T) {
	dir := t.TempDir()
	world, pass := filepath.Join(dir, "world"), filepath.Join(dir, "pass")
	if testing.Short() {
		if err := os.Mkdir(world, 0o700); err != nil {
			t.Fatal(err)
		}
		newWorld(t, world)
	} else if _, err := demo.Write(t.Context(), world, demo.Options{Scale: "s", Seed: 9}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pass, []byte("four words are better\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	open, sealed := filepath.Join(dir, "plain", "a.case"), filepath.Join(dir, "sealed", "a.case")
	for _, p := range []string{open, sealed} {
		if err := os.Mkdir(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(path string, args []string) string {
		t.Helper()
		all := append([]string{args[0], path}, args[1:]...)
		all = append(all, "--quiet", "--passphrase-file", pass)
		code, out, msg := call(all...)
		if code != exitOK && code != exitRejects {
			t.Fatalf("%s: exit %d: %s %s", strings.Join(all, " "), code, out, msg)
		}
		return out
	}
	same := func(args ...string) any {
		t.Helper()
		var answers [2]any
		var texts [2]string
		for i, path := range []string{open, sealed} {
			texts[i] = ask(path, args)
			if json.Unmarshal([]byte(texts[i]), &answers[i]) != nil {
				answers[i] = texts[i]
			}
			answers[i] = lasting(answers[i])
		}
		if diff := cmp.Diff(answers[0], answers[1]); diff != "" {
			t.Errorf("%s (plain -, encrypted +):\n%s", strings.Join(args, " "), diff)
		}
		return answers[0]
	}
	ask(open, []string{"new"})
	ask(sealed, []string{"new", "--encrypt", "--work", "4"})

	same("import", world, "--json")
	same("sources", "--verify", "--json")
	same("rejects", "--json")
	for _, expr := range []string{"*", "model:atlas-5", "tokens_out>=500", "account:a*", "prompt:the", "the", "table:requests AND NOT status:200",
		"ip:198.0.0.0/8", "ts:[2026-05-01 TO 2026-05-02]", "extra.detail:*", `prompt:/[a-z]+ing/`, "source:2", "indicator:*"} {
		same("query", expr, "--json", "--limit", "20")
		same("query", expr, "--json", "--by", "model")
		same("query", expr, "--json", "--histogram", "1h")
		same("query", expr, "--out", "csv", "--limit", "200")
	}
	accounts := same("accounts", "--json", "--limit", "0").(map[string]any)["accounts"].([]any)
	same("link", "--seed", "3", "--json")
	same("clusters", "--json")
	same("match", "--json")
	row := same("query", "table:requests", "--json", "--limit", "1").(map[string]any)["rows"].([]any)[0].(map[string]any)
	event := row["ref"].(string)
	name := func(i int) string { return accounts[i].(map[string]any)["id"].(string) }
	same("annotate", "account:"+name(0), "--tag", "seen", "--note", "a note", "--json")
	same("exhibit", event, "--title", "first", "--json")
	same("decide", name(0), name(1), "--verdict", "same", "--reason", "why not", "--json")
	same("undo", "--json")
	same("reveal", event, "--reason", "to see", "--json")
	same("query", "tag:seen", "--json")
	same("query", "exhibit:*", "--json")
	if !testing.Short() {
		for _, m := range same("cluster", "1", "--json").(map[string]any)["accounts"].([]any)[:2] {
			a := m.(map[string]any)
			same("why", a["id"].(string), a["via"].(string), "--json")
		}
	}
	same("hold", "--set", "--trigger", "a letter", "--scope", "all", "--json")
	same("hold", "--lift", "1", "--reason", "settled", "--json")
	same("sources", "--custody", "--json")
	same("sources", "--withdraw", "2", "--reason", "a test", "--json")
	same("purge", "source:2", "--reason", "a test", "--yes", "--json")
	same("query", "*", "--json", "--by", "table")
	same("accounts", "--json", "--limit", "0")
	same("log", "--json")
	same("check", "--json")
	same("verify", "--json")

	var figures [2][]byte
	for i, path := range []string{open, sealed} {
		out := filepath.Join(filepath.Dir(path), "figure.svg")
		ask(path, []string{"render", "-o", out})
		var err error
		if figures[i], err = os.ReadFile(out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(figures[0], figures[1]) {
		t.Error("the figures differ")
	}
}
