package demo_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"casebench/casework/demo"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

var update = flag.Bool("update", false, "write the golden files")

// sample is the world of scale s and seed 1, written once for all tests.
var sample = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "demo-*")
	if err != nil {
		return "", err
	}
	_, err = demo.Write(context.Background(), dir, demo.Options{Scale: "s", Seed: 1}, progress.Discard)
	return dir, err
})

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if dir, err := sample(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func world(t *testing.T) string {
	t.Helper()
	dir, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// digests returns the SHA-256 of every file of a world; compressed files are
// digested as what they hold, so that the table does not depend on the
// compressor's release.
func digests(t *testing.T, dir string) string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		h := sha256.New()
		if _, err := io.Copy(h, open(t, path)); err != nil {
			return err
		}
		lines = append(lines, hex.EncodeToString(h.Sum(nil))+"  "+strings.TrimSuffix(filepath.ToSlash(name), ".gz")+"\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(lines)
	return strings.Join(lines, "")
}

func open(t *testing.T, path string) io.Reader {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(path, ".gz") {
		return f
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// table reads a CSV as a list of rows by column name.
func table(t *testing.T, dir, name string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(open(t, filepath.Join(dir, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, c := range rows[0] {
			m[c] = r[i]
		}
		out = append(out, m)
	}
	return out
}

// request is what the tests look at in a line.
type request struct {
	ID       string    `json:"request_id"`
	Account  string    `json:"account_id"`
	TS       time.Time `json:"ts"`
	IP       string    `json:"ip"`
	Session  string    `json:"session_id"`
	Model    string    `json:"model"`
	Template string    `json:"template_hash"`
	Prompt   string    `json:"prompt_hash"`
	Status   int       `json:"status"`
	bytes    int
}

var requests = sync.OnceValues(func() ([]request, error) {
	dir, err := sample()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(filepath.Join(dir, "requests.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out []request
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		var r request
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, err
		}
		r.bytes = len(lines.Bytes()) + 1
		out = append(out, r)
	}
	return out, lines.Err()
})

func allRequests(t *testing.T) []request {
	t.Helper()
	list, err := requests()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestSameSeedSameBytes(t *testing.T) {
	again := t.TempDir()
	if _, err := demo.Write(context.Background(), again, demo.Options{Scale: "s", Seed: 1}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	first := digests(t, world(t))
	if diff := cmp.Diff(first, digests(t, again)); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
	a, _ := os.ReadFile(filepath.Join(again, "requests.jsonl.gz"))
	b, _ := os.ReadFile(filepath.Join(world(t), "requests.jsonl.gz"))
	if len(a) == 0 || !bytes.Equal(a, b) {
		t.Error("the compressed files differ")
	}
	golden := filepath.Join("testdata", "s-seed-1.sha256")
	if *update {
		if err := os.WriteFile(golden, []byte(first), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), first); diff != "" {
		t.Errorf("the frozen world changed; that takes a new demo.Version:\n%s", diff)
	}
}

func TestAnotherSeedAnotherWorld(t *testing.T) {
	one, err := demo.Population(demo.Options{Scale: "s", Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	two, err := demo.Population(demo.Options{Scale: "s", Seed: 2})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(one, two); diff != "" {
		t.Errorf("the sizes of groups depend on the seed:\n%s", diff)
	}
	dir := t.TempDir()
	if _, err := demo.Write(context.Background(), dir, demo.Options{Seed: 2}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	same := map[string]bool{}
	for _, r := range table(t, world(t), "truth/truth.csv") {
		same[r["account_id"]+r["group"]] = r["kind"] == "pool"
	}
	n := 0
	for _, r := range table(t, dir, "truth/truth.csv") {
		if same[r["account_id"]+r["group"]] {
			n++
		}
	}
	if n > 20 { // 56 pool accounts; by chance two or three keep their number
		t.Errorf("%d pool accounts have the same name in another world", n)
	}
}

func TestCounts(t *testing.T) {
	if n := len(allRequests(t)); n != 200_000 {
		t.Errorf("%d requests, want 200,000", n)
	}
	if n := len(table(t, world(t), "accounts.csv")); n != 400 {
		t.Errorf("%d accounts, want 400", n)
	}
	ids, total := map[string]bool{}, 0
	from, to := time.Date(2026, 5, 18, 0, 0, 0, 0, time.UTC), time.Date(2026, 6, 6, 0, 0, 0, 0, time.UTC)
	var last time.Time
	for _, r := range allRequests(t) {
		if ids[r.ID] || r.TS.Before(last) || r.TS.Before(from) || !r.TS.Before(to) {
			t.Fatalf("request %s at %s: twice, out of order or out of time", r.ID, r.TS)
		}
		ids[r.ID], last = true, r.TS
		total += r.bytes
	}
	if mean := total / len(ids); mean < 340 || mean > 470 {
		t.Errorf("a request has %d bytes on average, want 340 to 470", mean)
	}
}

func TestGroups(t *testing.T) {
	least := map[string]int{
		"hydra_a": 14, "hydra_b": 12, "reseller": 14, "stealth": 10, "university_nat": 20, "class": 13, "corporate_sso": 5,
		"agency": 6, "judge_vendor": 2, "own_key_pool": 3, "benchmark": 5, "cron": 5, "early_adopters": 5, "retry_storm": 5,
		"aggregator": 2, "framework_default": 14, "residential_exit": 5, "honest": 200,
	}
	for scale, accounts := range map[string]int{"s": 400, "m": 5000, "l": 25000} {
		groups, err := demo.Population(demo.Options{Scale: scale, Seed: 7})
		if err != nil {
			t.Fatal(err)
		}
		total, honest, seen := 0, 0, map[string]int{}
		for _, g := range groups {
			total += g.Accounts
			seen[g.Group] += g.Accounts
			if g.Kind == "honest" {
				honest += g.Accounts
			}
		}
		if total != accounts {
			t.Errorf("scale %s: %d accounts, want %d", scale, total, accounts)
		}
		for g, n := range least {
			if seen[g] < n {
				t.Errorf("scale %s: %d accounts in %s, want at least %d", scale, seen[g], g, n)
			}
		}
		if len(seen) != len(least) {
			t.Errorf("scale %s: %d groups, want %d", scale, len(seen), len(least))
		}
		if seen["university_nat"]*20 < accounts {
			t.Errorf("scale %s: the university is less than 5 %%", scale)
		}
		if honest*100 < accounts*55 {
			t.Errorf("scale %s: pools and decoys are more than 45 %%", scale)
		}
	}
}

func TestNothingLooksPersonal(t *testing.T) {
	var reserved []netip.Prefix
	for _, p := range []string{"10.0.0.0/8", "100.64.0.0/10", "198.18.0.0/15", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"} {
		reserved = append(reserved, netip.MustParsePrefix(p))
	}
	seen := map[string]bool{}
	check := func(ip string) {
		if seen[ip] {
			return
		}
		seen[ip] = true
		a, err := netip.ParseAddr(ip)
		if err != nil || a.String() != ip {
			t.Errorf("address %q is not canonical", ip)
		}
		for _, p := range reserved {
			if p.Contains(a) {
				return
			}
		}
		t.Errorf("address %s might be somebody's", ip)
	}
	for _, r := range allRequests(t) {
		check(r.IP)
	}
	for _, a := range table(t, world(t), "accounts.csv") {
		check(a["signup_ip"])
		if d := a["email_domain"]; !strings.HasSuffix(d, ".example") && !strings.Contains(d, ".example.") {
			t.Errorf("mail domain %s might be somebody's", d)
		}
	}
}

func TestRefusesAStrangersDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "accounts.csv"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := demo.Write(context.Background(), dir, demo.Options{}, progress.Discard)
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("got %v, want a conflict", err)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "accounts.csv")); string(b) != "mine" {
		t.Error("the stranger's file was changed")
	}
	file := filepath.Join(dir, "accounts.csv")
	if _, err := demo.Write(context.Background(), file, demo.Options{}, progress.Discard); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a file as target: got %v, want a conflict", err)
	}
	if _, err := demo.Write(context.Background(), t.TempDir(), demo.Options{Scale: "xxl"}, progress.Discard); fault.KindOf(err) != fault.Usage {
		t.Errorf("an unknown scale: got %v, want wrong usage", err)
	}
}

func TestReplacesItsOwn(t *testing.T) {
	dir := t.TempDir()
	for _, seed := range []uint64{2, 1} {
		if _, err := demo.Write(context.Background(), dir, demo.Options{Seed: seed}, progress.Discard); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(digests(t, world(t)), digests(t, dir)); diff != "" {
		t.Errorf("something of the older world is left:\n%s", diff)
	}
}

// stopper cancels when so many requests were written.
type stopper struct {
	left   int64
	cancel func()
}

func (s *stopper) Phase(string, int64) {}
func (s *stopper) Reject(int64)        {}
func (s *stopper) Add(n int64) {
	if s.left -= n; s.left < 0 {
		s.cancel()
	}
}

func TestCancelLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	for _, at := range []int64{1, 50_000, 150_000} {
		ctx, cancel := context.WithCancel(context.Background())
		dir := filepath.Join(parent, "world")
		_, err := demo.Write(ctx, dir, demo.Options{}, &stopper{at, cancel})
		if fault.KindOf(err) != fault.Cancelled {
			t.Errorf("cancelled at %d: got %v", at, err)
		}
		if left, _ := os.ReadDir(parent); len(left) != 0 {
			t.Errorf("cancelled at %d: %d entries left behind", at, len(left))
		}
		cancel()
	}
}
