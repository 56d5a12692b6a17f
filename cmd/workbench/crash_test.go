package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/seedtest"
)

// story is one verb that writes to a case, and what the case was before.
type story struct {
	name   string
	before [][]string // what is done first, without the program's name; CASE is the case
	verb   []string
	format int // not 0: the case before is one of this file format
}

func stories(world string) []story {
	file := func(name string) string { return filepath.Join(world, name) }
	load := []string{"import", "CASE", file("accounts.csv"), file("payments.csv"), file("logins.jsonl")}
	linked := [][]string{load, {"link", "CASE"}}
	return []story{
		{"migrate", nil, []string{"annotate", "CASE", "source:1", "--note", "A note."}, 1},
		{"import", nil, append(load, file("actions.csv"), file("partner-stix.json")), 0},
		{"annotate", linked, []string{"annotate", "CASE", "source:1", "--note", "A note.", "--tag", "seen"}, 0},
		{"link", [][]string{load}, []string{"link", "CASE", "--seed", "1"}, 0},
		{"seal", linked, []string{"seal", "CASE"}, 0},
		{"purge", append(linked, []string{"sources", "CASE", "--withdraw", "2", "--reason", "It is not ours to keep."}),
			[]string{"purge", "CASE", "source:2", "--reason", "It is not ours to keep.", "--yes"}, 0},
		{"undo", append(linked, []string{"annotate", "CASE", "source:1", "--note", "A note."}), []string{"undo", "CASE"}, 0},
	}
}

// prepare makes the case before a verb, or skips a verb that is not there.
func (s *story) prepare(t *testing.T, path string) {
	t.Helper()
	if s.format > 0 {
		copyTo(t, caseOf(t, s.format), path)
		return
	}
	if code, _, _ := call("new", path, "--quiet"); code != exitOK {
		t.Fatal("no new case")
	}
	for _, args := range append(s.before, s.verb) {
		if _, out, _ := call(args[0], "--help"); !strings.Contains(out, "workbench "+args[0]) {
			t.Skip("there is no such verb: ", args[0])
		}
	}
	for _, args := range s.before {
		if code, _, msg := call(append(at(args, path), "--quiet")...); code != exitOK {
			t.Fatalf("%s: %s", args[0], msg)
		}
	}
}

func at(args []string, path string) []string {
	out := append([]string(nil), args...)
	for i := range out {
		if out[i] == "CASE" {
			out[i] = path
		}
	}
	return out
}

// straced runs the program under strace with a fault injected into what it writes.
func straced(t *testing.T, trace, inject string, args ...string) (out string, code int) {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; scripts/setup.sh test installs it")
	}
	all := []string{"-f", "-qq", "-o", trace, "-e", "trace=pwrite64,fdatasync,ftruncate,rename,renameat"}
	if inject != "" {
		all = append(all, "-e", "inject="+inject)
	}
	all = append(append(all, os.Args[0]), args...)
	c := exec.Command(strace, all...)
	c.Env = append(os.Environ(), runAsProgram+"=1", "GOMAXPROCS=1")
	b, err := c.Output()
	if err != nil && c.ProcessState == nil {
		t.Skip("strace does not run here: ", err)
	}
	return string(b), c.ProcessState.ExitCode()
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// writes is how often a verb calls the system to write, by the call: at most, in one
// thread, which is how strace counts.
func writes(t *testing.T, trace string) (calls []string, most map[string]int) {
	t.Helper()
	b, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	threads, most := map[string]int{}, map[string]int{}
	for line := range strings.Lines(string(b)) {
		thread, rest, _ := strings.Cut(line, " ")
		name, _, ok := strings.Cut(strings.TrimSpace(rest), "(")
		if !ok || strings.Contains(name, " ") {
			continue
		}
		calls = append(calls, name) // as often as it is called: so often is it chosen
		threads[thread+name]++
		most[name] = max(most[name], threads[thread+name])
	}
	if len(calls) == 0 {
		t.Skip("this machine does not let strace trace")
	}
	return calls, most
}

// The program is killed at a random one of its writes to the disk, or while it waits
// for the disk: twenty times in each verb that writes, or CASEBENCH_CRASHES times. The
// case then verifies, holds whole sources alone, holds all of the verb's work or none
// of it, and the verb can be done again.
func TestKilledAtAnyWrite(t *testing.T) {
	injected(t, true, func(rng *rand.Rand, call string, n int) string {
		return fmt.Sprintf("%s:signal=SIGKILL:when=%d", call, n)
	})
}

// A disk that fails or is full at any write is one sentence and a case that holds.
func TestDiskFailsAtAnyWrite(t *testing.T) {
	injected(t, false, func(rng *rand.Rand, call string, n int) string {
		// Once, or from then on.
		return fmt.Sprintf("%s:error=%s:when=%d%s", call, []string{"EIO", "ENOSPC"}[rng.IntN(2)], n, []string{"", "+"}[rng.IntN(2)])
	})
}

func injected(t *testing.T, kills bool, choose func(rng *rand.Rand, call string, n int) string) {
	times := 20
	if testing.Short() {
		times = 3
	}
	if n, err := strconv.Atoi(os.Getenv("CASEBENCH_CRASHES")); err == nil {
		times = n
	}
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 21))
	for _, s := range stories(smallWorld(t)) {
		t.Run(s.name, func(t *testing.T) {
			dir := t.TempDir()
			first, after := filepath.Join(dir, "before.case"), filepath.Join(dir, "after.case")
			s.prepare(t, first)
			copyTo(t, first, after)
			trace := filepath.Join(dir, "trace")
			if out, code := straced(t, trace, "", append(at(s.verb, after), "--quiet")...); code != exitOK {
				t.Fatalf("%s: %s", s.name, out)
			}
			calls, most := writes(t, trace)
			was, done := entriesOf(t, first), entriesOf(t, after)
			whole := sourcesOf(t, first)
			for name, src := range sourcesOf(t, after) {
				whole[name] = src
			}
			hit := 0
			for n := 0; hit < times && n < 5*times; n++ {
				path := filepath.Join(dir, "hit.case")
				copyTo(t, first, path)
				call := calls[rng.IntN(len(calls))]
				inject := choose(rng, call, 1+rng.IntN(most[call]))
				out, code := straced(t, trace, inject, append(at(s.verb, path), "--quiet", "--json")...)
				where := fmt.Sprintf("%s %d (%s)", s.name, n, inject)
				if code != exitOK {
					hit++
					if !kills && !strings.Contains(out, `"kind":"disk_`) {
						t.Errorf("%s: exit %d: %s", where, code, out)
					}
				}
				afterwards(t, where, path, whole, was, done, &s)
				os.Remove(path + ".rewrite") // what a crash in purge leaves beside the case
				if t.Failed() {
					return
				}
			}
			if hit < times {
				t.Errorf("only %d runs were hit", hit)
			}
		})
	}
}

// entriesOf counts the entries of the audit log.
func entriesOf(t *testing.T, path string) int {
	t.Helper()
	code, out, msg := call("log", path, "--json", "--quiet")
	if code != exitOK {
		t.Fatalf("log: %s", msg)
	}
	return strings.Count(out, `"seq":`)
}

// afterwards looks at a case whose verb was cut off, and does the verb again.
func afterwards(t *testing.T, where, path string, whole map[string]casework.SourceState, was, done int, s *story) {
	t.Helper()
	for _, verb := range []string{"verify", "check"} {
		if code, out, msg := call(verb, path, "--quiet"); code != exitOK {
			t.Errorf("%s: %s ends with %d: %s%s", where, verb, code, out, msg)
		}
	}
	for name, src := range sourcesOf(t, path) {
		want, ok := whole[name]
		if src.State == casefile.SourcePurged {
			continue // its content is gone, or going
		}
		if !ok || src.SHA256 != want.SHA256 || src.Rows != want.Rows || src.Accepted != want.Accepted {
			t.Errorf("%s: source %s is there with %d of %d rows", where, name, src.Accepted, want.Accepted)
		}
	}
	code, out, _ := call("drafts", path, "--json", "--quiet")
	var d struct{ Drafts []casework.Draft }
	if code != exitOK || json.Unmarshal([]byte(out), &d) != nil {
		t.Errorf("%s: drafts: %d %s", where, code, out)
	}
	switch n := entriesOf(t, path); {
	case len(d.Drafts) > 0 && len(d.Drafts[0].Name)%2 == 0:
		if code, _, msg := call("import", path, "--resume", "--quiet"); code != exitOK {
			t.Errorf("%s: resume: %s", where, msg)
		}
	case len(d.Drafts) > 0:
		if code, _, msg := call("drafts", path, "--drop", fmt.Sprint(d.Drafts[0].ID), "--quiet"); code != exitOK {
			t.Errorf("%s: drop: %s", where, msg)
		}
	case s.name != "import" && s.name != "purge" && n != was && n != done:
		t.Errorf("%s: the log has %d entries, had %d before and should have %d after", where, n, was, done)
	case n == done && s.name != "annotate" && s.name != "migrate" && s.name != "link":
		return // it was all done
	}
	if code, _, msg := call(append(at(s.verb, path), "--quiet")...); code != exitOK {
		t.Errorf("%s: the second time: %s", where, msg)
	}
	if code, out, _ := call("check", path, "--quiet"); code != exitOK {
		t.Errorf("%s: check after the second time: %s", where, out)
	}
}
