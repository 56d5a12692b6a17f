package lines_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/elb"
	"casebench/importers/iis"
	"casebench/importers/importertest"
	"casebench/importers/weblog"
	"casebench/importers/zeek"
)

// What is made to be too much of something is rejected or left aside, line by line;
// the good line behind it is read, unless its header was too much.
func TestTooMuchOfSomething(t *testing.T) {
	const n = 300_000
	web := `192.0.2.1 - - [17/May/2024:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "-" "x"` + "\n"
	w3c := "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time c-ip sc-status\n"
	tsv := "#separator \\x09\n#fields\tts\tuid\tid.orig_h\n"
	entry := `http 2018-07-02T22:23:00.186641Z app/x/1 192.0.2.10:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:x`
	for name, c := range map[string]struct {
		importer importers.Importer
		data     string
		accepted int64
	}{
		"quotes":             {weblog.Importer{}, strings.Repeat(web, 9) + strings.Repeat(`"`, n) + "\n" + web, 10},
		"backslashes":        {weblog.Importer{}, strings.Repeat(web, 9) + `192.0.2.1 - - [17/May/2024:10:05:03 +0000] "` + strings.Repeat(`\`, n) + "\n" + web, 10},
		"brackets":           {weblog.Importer{}, strings.Repeat(web, 9) + "192.0.2.1 - " + strings.Repeat(" [", n) + "\n" + web, 10},
		"fields of W3C":      {iis.Importer{}, w3c + "2024-05-17 10:00:01 192.0.2.1 200\n#Fields:" + strings.Repeat(" a", n) + "\n2024-05-17 10:00:01 192.0.2.1 200\n", 1},
		"headers of W3C":     {iis.Importer{}, w3c + changing(2000), 2000},
		"values of W3C":      {iis.Importer{}, w3c + "2024-05-17 10:00:01 192.0.2.1 200\n" + strings.Repeat("a ", n) + "\n", 1},
		"fields of Zeek":     {zeek.Importer{}, tsv + "1.5\tC\t192.0.2.1\n#fields" + strings.Repeat("\ta", n) + "\n1.5\tC\t192.0.2.1\n", 1},
		"separators of Zeek": {zeek.Importer{}, tsv + "1.5\tC\t192.0.2.1\n" + strings.Repeat("\t", n) + "\n", 1},
		"values of AWS":      {elb.Importer{}, entry + "\n" + entry + strings.Repeat(" a", n) + "\n" + entry + "\n", 2},
		"a long agent":       {weblog.Importer{}, strings.Replace(web, `"x"`, `"`+strings.Repeat("x", 9<<20)+`"`, 1) + web, 2},
	} {
		_, src, err := importertest.Read(t, c.importer, "x.log", []byte(c.data), nil)
		if err != nil || src.Accepted != c.accepted {
			t.Errorf("%s: %d accepted, %d rejected (%v), want %d", name, src.Accepted, src.Rejected, err, c.accepted)
		}
	}
}

// changing is a log of which the header is another before each of n lines.
func changing(n int) string {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "#Fields: date time c-ip sc-status x-%d\n2024-05-17 10:00:01 192.0.2.1 200 v\n", i)
	}
	return b.String()
}

// A person's word stands over the format's.
func TestMappingIsThePersons(t *testing.T) {
	line := []byte(`192.0.2.1 - frank [17/May/2024:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "acct_7" "x"` + "\n")
	sink, src, err := importertest.Read(t, weblog.Importer{}, "x.log", line, &casefile.Mapping{Table: "logins",
		Columns: map[string]string{"http_referer": "account_id", "status": "result"}})
	if err != nil || src.Table != "logins" {
		t.Fatal(src.Table, err)
	}
	if got := string(sink.Items()); !strings.Contains(got, `"account_id":"acct_7"`) || !strings.Contains(got, `"result":"200"`) || strings.Contains(got, `"visitor"`) {
		t.Errorf("read %s", got)
	}
}
