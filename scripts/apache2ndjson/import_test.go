package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The shared log, converted, comes into a case with the counts that others found:
// the broken line is kept among the rejects, with its number, its reason and the
// bytes as they were.
func TestSharedLogImportsWithItsCounts(t *testing.T) {
	corpora := os.Getenv("CASEBENCH_CORPORA")
	if corpora == "" {
		t.Skip("CASEBENCH_CORPORA is not set: the shared log is not in reach")
	}
	log := filepath.Join(corpora, "03-llm-logs", "web", "apache_combined_10k.log")
	var out, report bytes.Buffer
	if err := run([]string{log}, nil, &out, &report); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	requests, file := filepath.Join(dir, "requests.jsonl"), filepath.Join(dir, "web.case")
	if err := os.WriteFile(requests, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	workbench := buildWorkbench(t)

	var in struct{ Accepted, Rejected int64 }
	if code := ask(t, &in, workbench, "import", file, requests, "--json", "--quiet"); code != 3 {
		t.Errorf("exit code %d, want 3: done, with rejects", code)
	}
	if in.Accepted != 9999 || in.Rejected != 1 {
		t.Errorf("accepted %d, rejected %d, want 9999 and 1", in.Accepted, in.Rejected)
	}

	var r struct {
		Rejects []struct {
			Row         int64
			Reason, Raw string
		}
	}
	ask(t, &r, workbench, "rejects", file, "--json")
	original, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Rejects) != 1 {
		t.Fatalf("%d rejects, want 1", len(r.Rejects))
	}
	bad, line := r.Rejects[0], strings.Split(string(original), "\n")[8898]
	if bad.Row != 8899 || bad.Reason == "" || strings.TrimRight(bad.Raw, "\r\n") != line {
		t.Errorf("rejected row %d for %q as %q, want line 8899 for a reason and as it was", bad.Row, bad.Reason, bad.Raw)
	}

	for expr, want := range map[string]int64{
		"*": 9999, "status:200": 9125, "status:304": 445, "status:404": 213, "status:301": 164, "status:206": 45,
		"status:500": 3, "status:403": 2, "status:416": 2,
		"ip:66.249.73.135": 482, "ip:46.105.14.53": 364, "ip:130.237.218.86": 357,
		"ts>=2015-05-17 AND ts<2015-05-21": 9999,
	} {
		var q struct{ Count int64 }
		ask(t, &q, workbench, "query", file, expr, "--count", "--json")
		if q.Count != want {
			t.Errorf("%s: %d events, want %d", expr, q.Count, want)
		}
	}
	var q struct{ Groups []json.RawMessage }
	ask(t, &q, workbench, "query", file, "*", "--by", "ip", "--limit", "10000", "--json")
	if len(q.Groups) != 1753 {
		t.Errorf("%d addresses, want 1753", len(q.Groups))
	}
}

// ask runs the program, decodes its JSON and returns its exit code, 0 or 3.
func ask(t *testing.T, answer any, program string, args ...string) int {
	t.Helper()
	var out, complaint bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaint
	code := 0
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 3 {
			t.Fatalf("%s: %v\n%s%s", strings.Join(args, " "), err, out.Bytes(), complaint.Bytes())
		}
		code = 3
	}
	if err := json.Unmarshal(out.Bytes(), answer); err != nil {
		t.Fatalf("%s: %v in %s", args[0], err, out.Bytes())
	}
	return code
}

func buildWorkbench(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "workbench")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", program, "casebench/cmd/workbench")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}
