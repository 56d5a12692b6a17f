package casepackage_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casepackage"
	"casebench/internal/fault"
)

// otherKey is the public half of a key that nobody has.
const otherKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"

func verify(t testing.TB, path string, o casepackage.VerifyOptions) casepackage.Report {
	t.Helper()
	r, err := casepackage.Verify(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVerifyHolds(t *testing.T) {
	line := []byte(signer(t).AllowedSigners() + "\n")
	stranger := []byte("somebody@example.org " + otherKey)
	for _, k := range []struct {
		name    string
		signed  bool
		allowed []byte
		ok      bool
		vouched bool
		says    string
	}{
		{"unsigned", false, nil, true, false, "not signed"},
		{"unsigned, a signer wanted", false, line, false, false, "not signed"},
		{"signed, nobody asked", true, nil, true, false, "nobody vouched"},
		{"signed by one who is known", true, line, true, true, "analyst@example.org"},
		{"signed by a stranger", true, stranger, false, false, "is not in the allowed-signers file"},
		{"an empty list knows nobody", true, []byte("# none\n"), false, false, "is not in the allowed-signers file"},
		{"known for another purpose", true, []byte(strings.Replace(string(line), "casebench-package", "git", 1)), false, false, "other purposes"},
		{"known until before", true, []byte(strings.Replace(string(line), "namespaces", `valid-before="20260101Z",namespaces`, 1)), false, false, "not valid"},
		{"a list that is none", true, []byte("one two three four\n"), false, false, "line 1"},
	} {
		t.Run(k.name, func(t *testing.T) {
			o := casepackage.Options{}
			if k.signed {
				o.Signer = signer(t)
			}
			r := verify(t, pack(t, small(), o), casepackage.VerifyOptions{AllowedSigners: k.allowed})
			if r.OK != k.ok || r.Vouched != k.vouched || r.Signed != k.signed {
				t.Errorf("%+v", r)
			}
			if said := fmt.Sprintf("%+v", r); !strings.Contains(said, k.says) {
				t.Errorf("it does not say %q: %s", k.says, said)
			}
		})
	}
}

func TestEveryProfileHolds(t *testing.T) {
	bare := small()
	bare.Run, bare.Snapshot, bare.Links, bare.Clusters, bare.Accounts, bare.Explanations, bare.Exhibits = nil, nil, nil, nil, nil, nil, nil
	for _, profile := range casepackage.Profiles() {
		for name, c := range map[string]*casepackage.Contents{"rich": rich(), "nothing linked yet": bare} {
			r := verify(t, pack(t, c, casepackage.Options{Profile: profile, Signer: signer(t)}), casepackage.VerifyOptions{})
			if !r.OK || !r.Signed {
				t.Errorf("%s, %s: %+v", profile, name, r.First())
			}
		}
	}
	p, err := casepackage.Open(t.Context(), pack(t, bare, casepackage.Options{}), casepackage.VerifyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.Run(); fault.KindOf(err) != fault.NotFound || p.HasSnapshot() {
		t.Errorf("a package without a run: %v", err)
	}
}

// Every byte of a package is covered: with any one of them changed, it is refused,
// and a change inside a file names that file. The smaller package is tried byte by
// byte; of the larger one every byte that is not payload, and a sample of the rest
// (all of it with CASEBENCH_EVERY_BYTE set; fewer of both under the race detector).
func TestEveryByteIsCovered(t *testing.T) {
	every := os.Getenv("CASEBENCH_EVERY_BYTE") != ""
	for _, k := range []struct {
		name   string
		o      casepackage.Options
		stride int
	}{
		{"partner, signed", casepackage.Options{Profile: casepackage.Partner, Signer: signer(t)}, 1},
		{"legal, unsigned", casepackage.Options{Profile: casepackage.Legal}, 31},
	} {
		t.Run(k.name, func(t *testing.T) {
			c := small()
			c.Snapshot = nil
			path := pack(t, c, k.o)
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if r := verify(t, path, casepackage.VerifyOptions{}); !r.OK {
				t.Fatalf("the package does not hold: %+v", r.First())
			}
			owner := owners(t, path)
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			tried := 0
			for i := range whole {
				stride := k.stride
				if raced {
					stride = 101
				}
				if strings.HasPrefix(owner[i], "data/") && i%stride != 0 && !every || raced && i%5 != 0 {
					continue
				}
				tried++
				mask := byte(1) << (i % 8)
				write(t, f, i, whole[i]^mask)
				r := verify(t, path, casepackage.VerifyOptions{})
				switch bad := r.First(); {
				case r.OK || bad == nil:
					t.Fatalf("byte %d (in %q) changed by %#x, and the package holds", i, owner[i], mask)
				case owner[i] != "" && !strings.Contains(bad.Detail, owner[i]):
					t.Errorf("byte %d is in %s, and the first thing wrong is: %s", i, owner[i], bad.Detail)
				}
				write(t, f, i, whole[i])
			}
			t.Logf("%d of %d bytes", tried, len(whole))
		})
	}
}

func write(t *testing.T, f *os.File, at int, b byte) {
	t.Helper()
	if _, err := f.WriteAt([]byte{b}, int64(at)); err != nil {
		t.Fatal(err)
	}
}

// owners tells for each byte of a zip which file's content it is, or "".
func owners(t *testing.T, path string) map[int]string {
	t.Helper()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[int]string{}
	for name, content := range unzip(t, path) {
		at := bytes.Index(whole, []byte("/"+name+content))
		if at < 0 {
			t.Fatalf("%s is not where it should be", name)
		}
		for i := range content {
			out[at+1+len(name)+i] = name
		}
	}
	return out
}

func TestAddedAndCutBytes(t *testing.T) {
	path := pack(t, small(), casepackage.Options{Signer: signer(t)})
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"a byte after the end":      append(bytes.Clone(whole), 0),
		"a byte before the start":   append([]byte{0}, whole...),
		"the last byte cut":         whole[:len(whole)-1],
		"half of it":                whole[:len(whole)/2],
		"nothing":                   {},
		"not a zip":                 []byte("timestamp,account_id\n2026-04-22T00:00:00Z,acct_1\n"),
		"two packages in a row":     append(bytes.Clone(whole), whole...),
		"an end record and no more": whole[len(whole)-22:],
	} {
		t.Run(name, func(t *testing.T) {
			p := filepath.Join(t.TempDir(), "p.zip")
			if err := os.WriteFile(p, data, 0o644); err != nil {
				t.Fatal(err)
			}
			if r := verify(t, p, casepackage.VerifyOptions{}); r.OK || r.First() == nil {
				t.Errorf("%+v", r)
			}
		})
	}
	if _, err := casepackage.Verify(t.Context(), filepath.Join(t.TempDir(), "none.zip"), casepackage.VerifyOptions{}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestAuditChainIsFollowed(t *testing.T) {
	entries := chain(casefile.Act{Verb: "new", By: "a"}, casefile.Act{Verb: "link", By: "a"}, casefile.Act{Verb: "seal", By: "a"})
	for name, edit := range map[string]func([]casefile.AuditEntry) []casefile.AuditEntry{
		"changed":   func(e []casefile.AuditEntry) []casefile.AuditEntry { e[1].By = "somebody else"; return e },
		"taken out": func(e []casefile.AuditEntry) []casefile.AuditEntry { return append(e[:1], e[2]) },
	} {
		t.Run(name, func(t *testing.T) {
			c := small()
			withAudit(c, edit(append([]casefile.AuditEntry{}, entries...)))
			r := verify(t, pack(t, c, casepackage.Options{}), casepackage.VerifyOptions{})
			if bad := r.First(); bad == nil || bad.Name != "audit chain" || !strings.Contains(bad.Detail, "audit.jsonl: entry 2") {
				t.Errorf("first: %+v", bad)
			}
		})
	}
}

// unpack unzips a package with the system's unzip and returns the bag's folder.
func unpack(t *testing.T, path string) string {
	t.Helper()
	unzip, err := exec.LookPath("unzip")
	if err != nil {
		t.Skip("unzip is not installed")
	}
	dir := t.TempDir()
	if out, err := exec.Command(unzip, "-q", path, "-d", dir).CombinedOutput(); err != nil {
		t.Fatalf("unzip: %v: %s", err, out)
	}
	all, err := os.ReadDir(dir)
	if err != nil || len(all) != 1 {
		t.Fatalf("the zip holds %v, %v", all, err)
	}
	return filepath.Join(dir, all[0].Name())
}

func TestUnpackedFolder(t *testing.T) {
	path := pack(t, small(), casepackage.Options{Signer: signer(t)})
	for _, k := range []struct {
		name, says string
		edit       func(dir string) error
	}{
		{"untouched", "", func(string) error { return nil }},
		{"a file changed", "data/graph/links.csv", func(d string) error {
			return os.WriteFile(filepath.Join(d, "data/graph/links.csv"), []byte("x"), 0o644)
		}},
		{"a file added", "data/extra.txt", func(d string) error { return os.WriteFile(filepath.Join(d, "data/extra.txt"), nil, 0o644) }},
		{"a tag file added", "notes.txt", func(d string) error { return os.WriteFile(filepath.Join(d, "notes.txt"), nil, 0o644) }},
		{"a file taken away", "data/report.html", func(d string) error { return os.Remove(filepath.Join(d, "data/report.html")) }},
		{"the signature taken away", "tagmanifest-sha256.txt.sig", func(d string) error { return os.Remove(filepath.Join(d, "tagmanifest-sha256.txt.sig")) }},
		{"a link in place of a file", "data/report.html is not a plain file", func(d string) error {
			p := filepath.Join(d, "data/report.html")
			if err := os.Rename(p, filepath.Join(d, "..", "r")); err != nil {
				return err
			}
			return os.Symlink("../../r", p)
		}},
		{"no package at all", "is missing", func(d string) error { return os.RemoveAll(d + "/bagit.txt") }},
	} {
		t.Run(k.name, func(t *testing.T) {
			dir := unpack(t, path)
			if err := k.edit(dir); err != nil {
				t.Fatal(err)
			}
			r := verify(t, dir, casepackage.VerifyOptions{})
			bad := r.First()
			if k.says == "" && bad != nil || k.says != "" && (bad == nil || !strings.Contains(bad.Detail, k.says)) {
				t.Errorf("want %q, got %+v", k.says, r.Checks)
			}
		})
	}
}

// The commands in VERIFY.txt are run as they stand there.
func TestVerifyWithoutTheTool(t *testing.T) {
	for _, tool := range []string{"unzip", "sha256sum", "ssh-keygen", "sh", "diff", "cut", "find", "sort"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	for _, signed := range []bool{true, false} {
		o := casepackage.Options{}
		if signed {
			o.Signer = signer(t)
		}
		path := pack(t, small(), o)
		var script strings.Builder
		script.WriteString("set -e\n")
		for line := range strings.Lines(unzip(t, path)["VERIFY.txt"]) {
			if cmd, ok := strings.CutPrefix(strings.TrimSpace(line), "$ "); ok {
				script.WriteString(strings.ReplaceAll(cmd, "PACKAGE.zip", filepath.Base(path)) + "\n")
			}
		}
		run := func() (string, error) {
			cmd := exec.Command("sh", "-c", script.String())
			cmd.Dir = filepath.Dir(path)
			out, err := cmd.CombinedOutput()
			return string(out), err
		}
		out, err := run()
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, script.String(), out)
		}
		if signed && !strings.Contains(out, `Good "casebench-package" signature for analyst@example.org`) {
			t.Errorf("ssh-keygen says: %s", out)
		}
		// And they notice a change.
		changed := strings.Replace(script.String(), "sha256sum --check", "printf x >> data/graph/links.csv; sha256sum --check", 1)
		script.Reset()
		script.WriteString("rm -rf casebench-*\n" + changed)
		if out, err := run(); err == nil {
			t.Errorf("a changed file went unnoticed:\n%s", out)
		}
	}
}

func TestOpenReadsBack(t *testing.T) {
	zipped := pack(t, small(), casepackage.Options{Signer: signer(t)})
	for name, path := range map[string]string{"zip": zipped, "folder": unpack(t, zipped)} {
		t.Run(name, func(t *testing.T) {
			p, err := casepackage.Open(t.Context(), path, casepackage.VerifyOptions{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			want := small()
			run, err := p.Run()
			if err != nil || run.Seed != 7 || string(run.Model) != string(want.Run.Model) || run.Result != want.Run.Result {
				t.Errorf("run: %+v, %v", run, err)
			}
			links, err := p.Links()
			if err != nil || fmt.Sprint(links) != fmt.Sprint(want.Links) {
				t.Errorf("links: %+v, %v", links, err)
			}
			clusters, err := p.Clusters()
			if err != nil || fmt.Sprint(clusters) != fmt.Sprint(want.Clusters) {
				t.Errorf("clusters: %+v, %v", clusters, err)
			}
			same(t, "accounts", p.Accounts(), want.Snapshot.Accounts)
			same(t, "observations", p.Observations(casefile.ObservePayment), want.Snapshot.Observations(casefile.ObservePayment))
			same(t, "values", p.Values(casefile.ObservePayment), want.Snapshot.Values(casefile.ObservePayment))
			same(t, "events", p.Events(), want.Snapshot.Events)
			for range p.Observations(casefile.ObserveDevice) {
				t.Error("a kind without rows has some")
			}
			ctx, err := p.Context()
			if err != nil || fmt.Sprint(ctx) != fmt.Sprint(want.Snapshot.Context) || !p.HasSnapshot() {
				t.Errorf("context: %+v, %v", ctx, err)
			}
		})
	}
	if err := os.WriteFile(zipped, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := casepackage.Open(t.Context(), zipped, casepackage.VerifyOptions{}); fault.KindOf(err) != fault.Verification {
		t.Errorf("opening what is no package: %v", err)
	}
}
