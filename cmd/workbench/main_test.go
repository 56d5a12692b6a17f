package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/importers"
	"casebench/importers/all"
	"casebench/internal/progress"
)

func TestMain(m *testing.M) {
	if os.Getenv(runAsProgram) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	testscript.Main(suite{m}, map[string]func(){"workbench": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}})
}

// runAsProgram makes the test binary the program itself, for tests that kill it.
const runAsProgram = "CASEBENCH_TEST_RUN"

// TestScripts runs the command line as its users do: one txtar file is one story.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("CASEBENCH_CORPORA", os.Getenv("CASEBENCH_CORPORA"))
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "corpora" {
				return os.Getenv("CASEBENCH_CORPORA") != "", nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":       cmdExits,
			"json":        cmdJSON,
			"setjson":     cmdSetJSON,
			"longline":    cmdLongLine,
			"flip":        cmdFlip,
			"truncate":    cmdTruncate,
			"hold":        cmdHold,
			"newer":       cmdNewer,
			"cutoff":      cmdCutOff,
			"damagefirst": cmdDamageFirst,
			"damage":      cmdDamage,
		},
	})
}

// exits CODE program args…: the program ends with exactly this code.
func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE program args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// json PATH WANT: the JSON on standard output has WANT at PATH, such as
// .sources[0].accepted. WANT is a value, :type, >N, >=N, or * for "is there".
func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json PATH WANT")
	}
	v, err := lookup(ts.ReadFile("stdout"), args[0])
	ok := err == nil && matches(v, args[1])
	if ok == neg {
		ts.Fatalf("%s is %s (%v), want %s", args[0], printed(v), err, args[1])
	}
}

// setjson NAME PATH: sets a variable to the value at PATH.
func cmdSetJSON(ts *testscript.TestScript, neg bool, args []string) {
	v, err := lookup(ts.ReadFile("stdout"), args[1])
	ts.Check(err)
	s, ok := v.(string)
	if !ok {
		s = printed(v)
	}
	ts.Setenv(args[0], s)
}

func lookup(text, path string) (any, error) {
	var v any
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("standard output is not JSON: %w", err)
	}
	if dec.More() {
		return nil, errors.New("more than one JSON value on standard output")
	}
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[step]
			if !ok {
				return nil, fmt.Errorf("no %q", step)
			}
			v = next
		case []any:
			if step == "len" {
				v = json.Number(strconv.Itoa(len(x)))
				continue
			}
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(x) {
				return nil, fmt.Errorf("no element %q of %d", step, len(x))
			}
			v = x[i]
		default:
			return nil, fmt.Errorf("no %q in a plain value", step)
		}
	}
	return v, nil
}

func printed(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func matches(v any, want string) bool {
	if kind, ok := strings.CutPrefix(want, ":"); ok {
		return kindOf(v) == kind
	}
	if n, isNumber := v.(json.Number); isNumber {
		if rest, ok := strings.CutPrefix(want, ">="); ok {
			a, _ := n.Float64()
			b, err := strconv.ParseFloat(rest, 64)
			return err == nil && a >= b
		}
		if rest, ok := strings.CutPrefix(want, ">"); ok {
			a, _ := n.Float64()
			b, err := strconv.ParseFloat(rest, 64)
			return err == nil && a > b
		}
	}
	if s, ok := v.(string); ok {
		return want == "*" || s == want
	}
	return want == "*" || printed(v) == want
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case json.Number:
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	}
	return "object"
}

// longline FILE BYTES: writes a file with one record of that many bytes between
// two good ones.
func cmdLongLine(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	good := `{"account_id":"acct_%d","ts":"2026-05-01T10:00:00Z","model":"atlas-5","ip":"192.0.2.1"}` + "\n"
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	fmt.Fprintf(f, good, 1)
	fmt.Fprintf(f, `{"account_id":"acct_2","ts":"2026-05-01T10:00:00Z","prompt_text":"%s"}`+"\n", strings.Repeat("a", n))
	fmt.Fprintf(f, good, 3)
	ts.Check(f.Close())
}

// flip FILE OFFSET: changes one byte; a negative offset counts from the end.
func cmdFlip(ts *testscript.TestScript, neg bool, args []string) {
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	i, err := strconv.Atoi(args[1])
	ts.Check(err)
	if i < 0 {
		i += len(b)
	}
	b[i] ^= 0x20
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o644))
}

// truncate FILE BYTES: cuts a file.
func cmdTruncate(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

// hold CASE: keeps the case open, as another program would, until the script ends.
func cmdHold(ts *testscript.TestScript, neg bool, args []string) {
	f, err := store.Open(ts.MkAbs(args[0]), store.Options{By: "holder"})
	ts.Check(err)
	ts.Defer(func() { f.Close() })
}

// newer CASE: makes the case say that a newer version wrote it.
func cmdNewer(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(store.SetFormatForTest(ts.MkAbs(args[0]), 1000))
}

// cutoff CASE FILE: imports the file as if the program ended before the last write
// of the import.
func cmdCutOff(ts *testscript.TestScript, neg bool, args []string) {
	f, err := store.Open(ts.MkAbs(args[0]), store.Options{By: "test"})
	ts.Check(err)
	defer f.Close()
	in, err := os.Open(ts.MkAbs(args[1]))
	ts.Check(err)
	defer in.Close()
	info, err := in.Stat()
	ts.Check(err)
	head, input, err := importers.Peek(importers.Input{Name: args[1], Reader: in, Size: info.Size()})
	ts.Check(err)
	imp, _, err := all.Registry().Choose(head)
	ts.Check(err)
	format := imp.Format()
	l, err := f.Begin(casefile.Source{Path: args[1], Name: input.Base(), Format: format.ID, FormatVersion: format.Version,
		Originals: "embed", Bytes: info.Size()})
	ts.Check(err)
	_, err = importers.Run(context.Background(), input, imp, nil, l, progress.Discard)
	ts.Check(err)
	ts.Check(l.Leave())
}

// damage CASE BUCKET KEY AT: changes one byte of a stored value; the key in hex.
func cmdDamage(ts *testscript.TestScript, neg bool, args []string) {
	key, err := hex.DecodeString(args[2])
	ts.Check(err)
	at, err := strconv.Atoi(args[3])
	ts.Check(err)
	ts.Check(store.DamageForTest(ts.MkAbs(args[0]), args[1], key, at))
}

// damagefirst CASE BUCKET: changes a byte of the first value of a bucket.
func cmdDamageFirst(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(store.DamageFirstForTest(ts.MkAbs(args[0]), args[1]))
}
