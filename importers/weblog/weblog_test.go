package weblog_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/weblog"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: weblog.Importer{}, Dir: "testdata", Lines: true,
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../indicatorcsv/testdata", "../stix/testdata"}})
}

// The counts of the shared log as others counted them.
func TestSharedLog(t *testing.T) {
	corpora := os.Getenv("CASEBENCH_CORPORA")
	if corpora == "" {
		t.Skip("CASEBENCH_CORPORA is not set: the shared logs are not in reach")
	}
	sink, src := readShared(t, filepath.Join(corpora, "03-llm-logs", "web", "apache_combined_10k.log"))
	if src.Rows != 10000 || src.Accepted != 9999 || src.Rejected != 1 {
		t.Errorf("%d rows, %d accepted, %d rejected, want 10000, 9999 and 1", src.Rows, src.Accepted, src.Rejected)
	}
	if from, to := src.From.Format("2006-01-02"), src.To.Format("2006-01-02"); from != "2015-05-17" || to != "2015-05-20" {
		t.Errorf("from %s to %s, want 17 to 20 May 2015", from, to)
	}
	if got := string(sink.RejectLines()); !strings.HasPrefix(got, `{"row":8899,`) {
		t.Errorf("rejected %s, want line 8899", got)
	}
	status, addresses, agents := column(sink, "status"), column(sink, "ip"), column(sink, "user_agent")
	for code, want := range map[string]int{"200": 9125, "304": 445, "404": 213, "301": 164, "206": 45, "500": 3, "403": 2, "416": 2} {
		if status[code] != want {
			t.Errorf("status %s: %d rows, want %d", code, status[code], want)
		}
	}
	for ip, want := range map[string]int{"66.249.73.135": 482, "46.105.14.53": 364, "130.237.218.86": 357} {
		if addresses[ip] != want {
			t.Errorf("%s: %d rows, want %d", ip, addresses[ip], want)
		}
	}
	// 558 with "-", which is no user agent.
	if len(addresses) != 1753 || len(agents) != 557 {
		t.Errorf("%d addresses and %d user agents, want 1753 and 557", len(addresses), len(agents))
	}
}

// The other shared log mixes the forms; one line is not closed.
func TestSharedMixture(t *testing.T) {
	corpora := os.Getenv("CASEBENCH_CORPORA")
	if corpora == "" {
		t.Skip("CASEBENCH_CORPORA is not set: the shared logs are not in reach")
	}
	sink, src := readShared(t, filepath.Join(corpora, "03-llm-logs", "web-cloud", "apache_access.log"))
	if src.Rows != 15 || src.Accepted != 14 || src.Rejected != 1 {
		t.Errorf("%d rows, %d accepted, %d rejected, want 15, 14 and 1", src.Rows, src.Accepted, src.Rejected)
	}
	if got := string(sink.RejectLines()); !strings.HasPrefix(got, `{"row":8,`) {
		t.Errorf("rejected %s, want line 8", got)
	}
	if n := column(sink, "account_id")["pyllyukko@EXAMPLE.COM"]; n != 1 {
		t.Errorf("the user that a line names has %d rows, want 1", n)
	}
}

func readShared(t *testing.T, path string) (*importertest.Sink, casefile.Source) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sink, src, err := importertest.Read(t, weblog.Importer{}, filepath.Base(path), data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sink, src
}

// column counts the values of a coded column of requests.
func column(s *importertest.Sink, name string) map[string]int {
	at := casefile.SchemaOf(casefile.TableRequests).Index(name)
	out := map[string]int{}
	for _, b := range s.Batches {
		for _, bl := range b.Blocks {
			for i := range bl.Rows {
				if v := &bl.Columns[at]; !v.IsNull(i) {
					out[v.Dict[v.Codes[i]-1]]++
				}
			}
		}
	}
	return out
}

// What stands in a layout's directive is what the server would read of it.
func TestLayoutsThatCannotBeRead(t *testing.T) {
	line := []byte("192.0.2.10 - - [17/May/2024:10:05:03 +0000] \"GET / HTTP/1.1\" 200 2326\n")
	for name, layout := range map[string]string{
		"no value":           "just text",
		"adjacent values":    "$remote_addr$status",
		"a dollar alone":     "$remote_addr $ $status",
		"open brace":         "${remote_addr $status",
		"open quote":         "log_format x '$remote_addr $status",
		"no text":            "log_format x;",
		"unknown directive":  "%h %Z",
		"unknown time":       "%h %{%Y}t",
		"percent alone":      "%h %",
		"open argument":      "%h %{Referer",
		"no address":         "[$time_local] $status",
		"no time":            "$remote_addr $status",
		"too many":           strings.Repeat("$a ", 1000) + "$remote_addr $time_local",
		"argument not known": "%h %{x}b",
	} {
		_, _, err := importertest.Read(t, weblog.Importer{}, "x.log", line, &casefile.Mapping{Layout: layout})
		if err == nil || strings.Contains(err.Error(), "panic") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, path := range []string{"family/input.log", "main/input.log", "nginx/input.log", "apache/input.log"} {
		data, err := os.ReadFile("testdata/" + path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "")
		f.Add(data, "combined")
		f.Add(data, `%h %l %u %t "%r" %>s %b`)
	}
	f.Fuzz(func(t *testing.T, data []byte, layout string) {
		h, _, err := importers.Peek(importers.Input{Name: "x.log", Reader: bytes.NewReader(data), Size: -1})
		if err == nil {
			weblog.Importer{}.Sniff(h)
		}
		if _, _, err := importertest.Read(t, weblog.Importer{}, "x.log", data, &casefile.Mapping{Layout: layout}); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}
