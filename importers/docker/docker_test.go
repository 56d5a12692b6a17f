package docker_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/docker"
	"casebench/importers/importertest"
	"casebench/importers/jsonl"
	"casebench/importers/weblog"
)

func importer() docker.Importer {
	return docker.Importer{Inside: []importers.Importer{jsonl.Importer{}, weblog.Importer{}}}
}

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: importer(), Dir: "testdata", Lines: true,
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../weblog/testdata", "../elb/testdata", "../iis/testdata", "../zeek/testdata"}})
}

func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("testdata/*/input.log")
	if err != nil || len(paths) == 0 {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, _, err := importers.Peek(importers.Input{Name: "x.log", Reader: bytes.NewReader(data), Size: -1})
		if err == nil {
			importer().Sniff(h)
		}
		if _, _, err := importertest.Read(t, importer(), "x.log", data, nil); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}

// What is read quickly is what encoding/json reads.
func FuzzAgreesWithEncodingJSON(f *testing.F) {
	for _, s := range []string{"plain\n", `a "quote" and \ back`, "<html> & é\r\n", "\u2028 😀\n", "\x1b[0m", ""} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, html bool) {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(html)
		if err := enc.Encode(text); err != nil {
			t.Fatal(err)
		}
		quoted := strings.TrimSuffix(b.String(), "\n")
		var want string
		if err := json.Unmarshal([]byte(quoted), &want); err != nil {
			t.Fatal(err)
		}
		one := `{"log":` + quoted + `,"stream":"stdout","time":"2024-05-17T10:05:03Z"}`
		other := `{"stream":"stdout","time":"2024-05-17T10:05:03Z","log":` + quoted + `}`
		m := &casefile.Mapping{Inside: "weblog", Layout: "$remote_addr", Columns: map[string]string{"remote_addr": "account_id", "envelope.time": "ts"}}
		quick, _, err1 := importertest.Read(t, importer(), "x.log", []byte(one), m)
		slow, _, err2 := importertest.Read(t, importer(), "x.log", []byte(other), m)
		if (err1 == nil) != (err2 == nil) {
			t.Fatalf("%q: %v and %v", text, err1, err2)
		}
		offset := regexp.MustCompile(`"raw":.*`)
		if err1 == nil && (!bytes.Equal(quick.Items(), slow.Items()) || offset.ReplaceAllString(string(quick.RejectLines()), "") != offset.ReplaceAllString(string(slow.RejectLines()), "")) {
			t.Errorf("%q: quickly\n%s%s, else\n%s%s", text, quick.Items(), quick.RejectLines(), slow.Items(), slow.RejectLines())
		}
	})
}
