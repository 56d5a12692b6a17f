package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/internal/golden"
)

func TestConvert(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "access.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out bytes.Buffer
	n, err := convert(f, &out)
	if err != nil {
		t.Fatal(err)
	}
	if n.lines != 12 || n.good != 6 {
		t.Errorf("%d lines, %d good, want 12 and 6", n.lines, n.good)
	}
	golden.Equal(t, filepath.Join("testdata", "want.jsonl"), out.Bytes())
}

func TestRunRefusesTwoFiles(t *testing.T) {
	if err := run([]string{"a.log", "b.log"}, strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}); err == nil {
		t.Error("two files were taken")
	}
}

// The counts of the shared file, as they were counted by others.
func TestSharedLog(t *testing.T) {
	corpora := os.Getenv("CASEBENCH_CORPORA")
	if corpora == "" {
		t.Skip("CASEBENCH_CORPORA is not set: the shared log is not in reach")
	}
	var out, report bytes.Buffer
	log := filepath.Join(corpora, "03-llm-logs", "web", "apache_combined_10k.log")
	if err := run([]string{log}, nil, &out, &report); err != nil {
		t.Fatal(err)
	}
	if want := "10000 lines: 9999 in the combined format, 1 passed on as they are\n"; report.String() != want {
		t.Errorf("reported %q, want %q", report.String(), want)
	}

	status, addresses, agents := map[int64]int{}, map[string]int{}, map[string]bool{}
	var strange []int
	line := 0
	for sc := bufio.NewScanner(&out); sc.Scan(); {
		line++
		var r row
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			strange = append(strange, line)
			continue
		}
		status[r.Status]++
		addresses[r.IP]++
		agents[r.UserAgent] = true
	}
	if len(strange) != 1 || strange[0] != 8899 {
		t.Errorf("lines that are no JSON: %v, want line 8899 alone", strange)
	}
	for code, want := range map[int64]int{200: 9125, 304: 445, 404: 213, 301: 164, 206: 45, 500: 3, 403: 2, 416: 2} {
		if status[code] != want {
			t.Errorf("status %d: %d lines, want %d", code, status[code], want)
		}
	}
	for ip, want := range map[string]int{"66.249.73.135": 482, "46.105.14.53": 364, "130.237.218.86": 357} {
		if addresses[ip] != want {
			t.Errorf("%s: %d lines, want %d", ip, addresses[ip], want)
		}
	}
	if len(addresses) != 1753 || len(agents) != 558 {
		t.Errorf("%d addresses and %d user agents, want 1753 and 558", len(addresses), len(agents))
	}
}
