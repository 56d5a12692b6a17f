package casepackage_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casepackage"
	"casebench/internal/fault"
)

var update = flag.Bool("update", false, "write goldens anew")

// pack writes a package and returns its path.
func pack(t testing.TB, c *casepackage.Contents, o casepackage.Options) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "package.zip")
	if o.Profile == "" {
		o.Profile = casepackage.Legal
	}
	if o.Now == nil {
		o.Now = clock
	}
	if o.Profile == casepackage.Partner && o.ExchangeKey == nil {
		o.ExchangeKey = []byte("sixteen bytes or more")
	}
	if _, err := casepackage.Write(t.Context(), path, c, o); err != nil {
		t.Fatal(err)
	}
	return path
}

// unzip returns the files of a package by path in the bag, read by the standard
// library's reader and not by ours.
func unzip(t testing.TB, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		_, name, _ := strings.Cut(f.Name, "/")
		files[name] = string(b)
	}
	return files
}

func TestGoldenListing(t *testing.T) {
	var b strings.Builder
	for _, profile := range casepackage.Profiles() {
		path := pack(t, small(), casepackage.Options{Profile: profile, Signer: signer(t)})
		files := unzip(t, path)
		fmt.Fprintf(&b, "# %s\n%s%s", profile, files["manifest-sha256.txt"], files["tagmanifest-sha256.txt"])
	}
	golden := filepath.Join("testdata", "listing.txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("the bytes of packages changed; look at the difference, then run with -update:\n%s", diff(string(want), got))
	}
}

func diff(want, got string) string {
	in := map[string]bool{}
	for line := range strings.Lines(want) {
		in[line] = true
	}
	var out strings.Builder
	for line := range strings.Lines(got) {
		if !in[line] {
			out.WriteString("+ " + line)
		}
	}
	return out.String()
}

func TestSameContentsSameBytes(t *testing.T) {
	read := func() []byte {
		b, err := os.ReadFile(pack(t, rich(), casepackage.Options{Profile: casepackage.Enforcement, Signer: signer(t)}))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if !bytes.Equal(read(), read()) {
		t.Error("two packages of the same contents, clock and key differ")
	}
}

func TestPrivilegedNeverLeaves(t *testing.T) {
	for _, profile := range casepackage.Profiles() {
		path := pack(t, small(), casepackage.Options{Profile: profile, Signer: signer(t)})
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("clause four")) {
			t.Errorf("%s: the package holds a privileged note's words", profile)
		}
		files := unzip(t, path)
		if profile == casepackage.Partner {
			continue
		}
		if !strings.Contains(files["data/notes/notes.csv"], "shared office") || !strings.Contains(files["data/report.html"], "shared office") {
			t.Errorf("%s: the exculpatory note is missing", profile)
		}
		if !strings.Contains(files["data/custody/audit.jsonl"], `"withheld":true`) {
			t.Errorf("%s: the audit entry with privileged words is not withheld", profile)
		}
	}
}

func TestPartnerHoldsNoUserData(t *testing.T) {
	c := rich()
	path := pack(t, c, casepackage.Options{Profile: casepackage.Partner})
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{"fp_1", "203.0.113", "dev_1", "requests-0422", c.Case.Title, "Gateway", "28,811,904", "org_55"}
	for _, a := range c.Accounts {
		secrets = append(secrets, a.Name, a.Token)
	}
	for _, s := range secrets {
		if bytes.Contains(b, []byte(s)) {
			t.Errorf("the partner package holds %q", s)
		}
	}
	got := unzip(t, path)["data/indicators/indicators.csv"]
	if lines := strings.Count(got, "\n"); lines != 2 || !strings.Contains(got, "payment-fingerprint,") || !strings.Contains(got, ",10-99,2026-04,2026-06,TLP:GREEN") {
		t.Errorf("indicators of the partner profile:\n%s", got)
	}
	if _, err := casepackage.Write(t.Context(), filepath.Join(t.TempDir(), "p.zip"), c, casepackage.Options{Profile: casepackage.Partner, ExchangeKey: []byte("short")}); fault.KindOf(err) != fault.Usage {
		t.Errorf("a short exchange key: %v", err)
	}
}

func TestEnforcementLeavesDecisionsToPeople(t *testing.T) {
	files := unzip(t, pack(t, rich(), casepackage.Options{Profile: casepackage.Enforcement}))
	rows, err := csv.NewReader(strings.NewReader(files["data/enforcement/accounts.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	held := files["data/enforcement/hold-back.csv"]
	for _, row := range rows[1:] {
		for _, name := range []string{"action_proposed", "reason_code", "policy_clause", "reviewer", "reviewed_at", "second_reviewer", "decision"} {
			if v := row[column[name]]; v != "" {
				t.Errorf("%s of %s is %q before anybody decided", name, row[0], v)
			}
		}
		if strings.Contains(held, row[0]+",") {
			t.Errorf("%s is on both lists", row[0])
		}
	}
	if !strings.Contains(held, "campus network") || !strings.Contains(held, "decision 2 says different") {
		t.Errorf("hold-back list:\n%s", held)
	}
	for _, word := range []string{"guilty", "banned", "unlawful", "lawful"} {
		if strings.Contains(strings.ToLower(files["data/report.html"]), word) {
			t.Errorf("the report says %q", word)
		}
	}
}

func TestExhibitRowsAreByteForByte(t *testing.T) {
	raws := [][]byte{[]byte("a,\"two\nlines\",c"), {0xff, 0x00, '\t'}, []byte(`{"key":"sk-abcdefghijklmnopqrstuvwx"}`), []byte("last")}
	var rows []casepackage.SourceRow
	for i, raw := range raws {
		rows = append(rows, casepackage.SourceRow{Origin: casefile.Origin{Source: 1, Row: int64(i + 1)}, Raw: raw})
	}
	c := small()
	c.Exhibits = []casepackage.Exhibit{{Exhibit: casefile.Exhibit{Number: 7, Title: "rows"}, Name: "../../etc/passwd", Rows: seq(rows...)}}
	var blocked []casepackage.Blocked
	path := filepath.Join(t.TempDir(), "p.zip")
	r, err := casepackage.Write(t.Context(), path, c, casepackage.Options{Profile: casepackage.Legal, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	blocked = r.Blocked
	files := unzip(t, path)
	content := files["data/exhibits/E-000007_passwd"]
	index, err := csv.NewReader(strings.NewReader(files["data/exhibits/E-000007_passwd.rows.csv"])).ReadAll()
	if err != nil || len(index) != 5 {
		t.Fatalf("rows: %v, %v", index, err)
	}
	for i, row := range index[1:] {
		if i == 2 {
			if row[5] != "" || row[7] != "it holds an API key" {
				t.Errorf("a row with a live key is listed as %q", row)
			}
			continue
		}
		var at, n int
		fmt.Sscan(row[5], &at)
		fmt.Sscan(row[4], &n)
		if content[at:at+n] != string(raws[i]) {
			t.Errorf("row %d is %q, was %q", i+1, content[at:at+n], raws[i])
		}
	}
	if strings.Contains(content, "sk-abc") {
		t.Error("a live key left the case")
	}
	if len(blocked) != 2 || blocked[1].Item != "exhibit:7" {
		t.Errorf("blocked: %+v", blocked)
	}
}

func TestWholeSourceWithALiveKeyIsWithheld(t *testing.T) {
	squeeze := func(b []byte, cut int) []byte {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		if _, err := z.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()[:out.Len()-cut]
	}
	harmless := bytes.Repeat([]byte("{\"account_id\":\"acct_1\"}\n"), 20000)
	// The key lies across the edge of a read.
	key := append(bytes.Clone(harmless[:256<<10-7]), append([]byte("AKIAABCDEFGHIJKLMNOP"), harmless...)...)
	for _, k := range []struct {
		name   string
		data   []byte
		reason string
	}{
		{"plain and harmless", harmless, ""},
		{"plain with a key", key, "The source holds a cloud access key"},
		{"gzip and harmless", squeeze(harmless, 0), ""},
		{"gzip with a key", squeeze(key, 0), "The source holds a cloud access key"},
		{"gzip cut short", squeeze(harmless, 20), "cannot be read to its end"},
		{"empty", nil, ""},
	} {
		t.Run(k.name, func(t *testing.T) {
			c := small()
			c.Exhibits = append(c.Exhibits[:1], casepackage.Exhibit{Exhibit: casefile.Exhibit{Number: 5, Title: "source"}, Name: "source", Size: int64(len(k.data)),
				Original: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(k.data)), nil }})
			path := filepath.Join(t.TempDir(), "p.zip")
			r, err := casepackage.Write(t.Context(), path, c, casepackage.Options{Profile: casepackage.Legal, Now: clock})
			if err != nil {
				t.Fatal(err)
			}
			got, there := unzip(t, path)["data/exhibits/E-000005_source"]
			blocked := fmt.Sprint(r.Blocked)
			if k.reason == "" && (got != string(k.data) || !there) || k.reason != "" && (there || !strings.Contains(blocked, k.reason)) {
				t.Errorf("there: %v, blocked: %s", there, blocked)
			}
			if v := verify(t, path, casepackage.VerifyOptions{}); !v.OK {
				t.Errorf("%+v", v.First())
			}
		})
	}
}

func TestHostileTextIsData(t *testing.T) {
	c := rich()
	evil := `=HYPERLINK("http://evil.example","x")<script>alert(1)</script>` + "\u202e\x1b[31m"
	c.Accounts[0].Name, c.Case.Title, c.Author = evil, evil, "A\nPayload-Oxum: 0.0"
	c.Sources[0].Name = evil
	c.Clusters[0].Assessment.For[0].Text = evil
	path := pack(t, c, casepackage.Options{Signer: signer(t)})
	r, err := casepackage.Verify(t.Context(), path, casepackage.VerifyOptions{})
	if err != nil || !r.OK {
		t.Fatalf("verify: %+v, %v", r, err)
	}
	files := unzip(t, path)
	html := files["data/report.html"]
	for _, bad := range []string{"<script", "\u202e", "\x1b", "href=\"http", "src=\"http", "url("} {
		if strings.Contains(html, bad) {
			t.Errorf("the report holds %q", bad)
		}
	}
	for name, content := range files {
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "@") || strings.HasPrefix(cell, "+") {
					t.Errorf("%s has the cell %q", name, cell)
				}
			}
		}
	}
	if err := xml.Unmarshal([]byte(files["data/graph/graph.graphml"]), new(struct{})); err != nil {
		t.Errorf("graph.graphml: %v", err)
	}
}

func TestMarkingIsNeverWiderThanWhatIsInside(t *testing.T) {
	c := rich()
	c.Marking = "green"
	_, err := casepackage.Write(t.Context(), filepath.Join(t.TempDir(), "p.zip"), c, casepackage.Options{Profile: casepackage.Legal})
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "TLP:AMBER+STRICT") {
		t.Errorf("a green package with amber contents: %v", err)
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	failing := errors.New("the disk went away")
	broken := func(n int) iter.Seq2[casepackage.SourceRow, error] {
		return func(yield func(casepackage.SourceRow, error) bool) {
			for range n {
				if !yield(casepackage.SourceRow{Raw: []byte("row")}, nil) {
					return
				}
			}
			yield(casepackage.SourceRow{}, failing)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, k := range []struct {
		name string
		ctx  context.Context
		edit func(*casepackage.Contents)
		want error
	}{
		{"cancelled", ctx, func(*casepackage.Contents) {}, context.Canceled},
		{"a source row that cannot be read", t.Context(), func(c *casepackage.Contents) { c.Exhibits[0].Rows = broken(3) }, failing},
		{"an audit log with another head", t.Context(), func(c *casepackage.Contents) { c.Head = strings.Repeat("0", 64) }, nil},
	} {
		t.Run(k.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "p.zip")
			if err := os.WriteFile(path, []byte("what was there"), 0o644); err != nil {
				t.Fatal(err)
			}
			c := small()
			k.edit(c)
			_, err := casepackage.Write(k.ctx, path, c, casepackage.Options{Profile: casepackage.Legal, Replace: true})
			if err == nil || k.want != nil && !errors.Is(err, k.want) {
				t.Errorf("error %v, want %v", err, k.want)
			}
			files, err := os.ReadDir(dir)
			if err != nil || len(files) != 1 {
				t.Errorf("left behind: %v, %v", files, err)
			}
			if b, _ := os.ReadFile(path); string(b) != "what was there" {
				t.Error("the file at the target was changed")
			}
		})
	}
}

func TestExistingPackageIsKept(t *testing.T) {
	path := pack(t, small(), casepackage.Options{})
	_, err := casepackage.Write(t.Context(), path, small(), casepackage.Options{Profile: casepackage.Legal})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("writing over a package: %v", err)
	}
	_, err = casepackage.Write(t.Context(), filepath.Join(t.TempDir(), "none", "p.zip"), small(), casepackage.Options{Profile: casepackage.Legal})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("writing into a folder that is not there: %v", err)
	}
}
