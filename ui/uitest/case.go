package uitest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui/viewmodel"
)

// The known truth of Case: three pools, each passing cards and devices round, with one
// prompt template, among honest accounts.
const (
	Pools      = 3
	PoolSize   = 8
	Honest     = 40
	PerAccount = 30 // requests of each account
)

// Now is the clock of Case.
func Now() time.Time { return time.Date(2026, 6, 9, 14, 2, 0, 0, time.UTC) }

// built is the small case as bytes, made once for all tests of a package.
var built = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "casebench-small")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	return build(dir)
})

// Config is what Case is opened with.
func Config() casework.Config {
	return casework.Config{By: "Test Person", Program: "casebench test", Now: Now}
}

// CasePath returns the path of a fresh copy of a small case that is imported and
// linked. Account p1_3 is the third of pool 1, honest_07 an honest one.
func CasePath(t testing.TB) string {
	t.Helper()
	data, err := built()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "small.case")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Case opens a fresh copy of the small case.
func Case(t testing.TB) *casework.Casework {
	t.Helper()
	work, err := casework.Open(CasePath(t), Config())
	if err != nil {
		t.Fatal(err)
	}
	return work
}

// Empty returns a new case without anything in it.
func Empty(t testing.TB) *casework.Casework {
	t.Helper()
	work, err := casework.New(filepath.Join(t.TempDir(), "empty.case"), "Empty", Config())
	if err != nil {
		t.Fatal(err)
	}
	return work
}

// Passphrase opens the case of EncryptedPath.
const Passphrase = "five words that do not rhyme"

// EncryptedPath returns the path of a fresh copy of the small case, encrypted with
// Passphrase, which is cheap to try.
func EncryptedPath(t testing.TB) string {
	t.Helper()
	work := Case(t)
	path := work.Path()
	err := work.Encrypt(context.Background(), []casework.Holder{{Passphrase: []byte(Passphrase), Work: 8}}, progress.Discard)
	if err := errors.Join(err, work.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// Encrypted opens a fresh copy of the small case that is encrypted.
func Encrypted(t testing.TB) *casework.Casework {
	t.Helper()
	c := Config()
	c.Secret = func() (casework.Secret, error) { return casework.Passphrase([]byte(Passphrase)), nil }
	work, err := casework.Open(EncryptedPath(t), c)
	if err != nil {
		t.Fatal(err)
	}
	return work
}

// Bench puts a case on a bench over a pump, and closes both when the test ends.
func Bench(t testing.TB, work *casework.Casework) (*viewmodel.Bench, *Pump) {
	t.Helper()
	pump := &Pump{}
	b := viewmodel.NewBench(work, pump.Post)
	t.Cleanup(func() {
		b.Leave()
		if err := b.Close(); err != nil {
			t.Error(err)
		}
		pump.Turn()
	})
	return b, pump
}

// build makes the case in dir and returns its bytes.
func build(dir string) ([]byte, error) {
	world, path := filepath.Join(dir, "world"), filepath.Join(dir, "small.case")
	if err := WriteWorld(world); err != nil {
		return nil, err
	}
	work, err := casework.New(path, "Small case", Config())
	if err != nil {
		return nil, err
	}
	ctx, p := context.Background(), progress.Discard
	if _, err := work.Import(ctx, casework.ImportOptions{Paths: []string{world}}, p); err != nil {
		return nil, err
	}
	if _, err := work.Link(ctx, casework.LinkOptions{Seed: 1}, p); err != nil {
		return nil, err
	}
	if err := work.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// WriteWorld writes the files that Case imports into a folder.
func WriteWorld(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var accounts, payments, logins, requests strings.Builder
	accounts.WriteString("account_id,org_id,created_at,email_domain,signup_ip,device_id,programme\n")
	payments.WriteString("account_id,pay_fingerprint,bin,funding,country,ts,result\n")
	start := Now().AddDate(0, 0, -20)
	each(func(n int, id string, pool, k int) {
		created := start.Add(time.Duration(n) * 37 * time.Minute)
		device, ip, card, template := fmt.Sprintf("dev_%03d", n), fmt.Sprintf("198.51.100.%d", n+1), fmt.Sprintf("pf_%03d", n), fmt.Sprintf("tpl_%03d", n)
		if pool > 0 {
			device, ip = fmt.Sprintf("dev_pool%d_%d", pool, k), fmt.Sprintf("203.0.113.%d", pool*16+k%3)
			card, template = fmt.Sprintf("pf_pool%d_%d", pool, k), fmt.Sprintf("tpl_pool%d", pool)
			// Cards and devices go round: each account has its own and its neighbour's.
			next := (k + 1) % PoolSize
			fmt.Fprintf(&payments, "%s,pf_pool%d_%d,400055,prepaid,DE,%s,ok\n", id, pool, next, created.Add(30*time.Hour).Format(time.RFC3339))
			fmt.Fprintf(&logins, `{"account_id":%q,"ts":%q,"ip":%q,"asn":64500,"device_id":"dev_pool%d_%d","result":"ok"}`+"\n", id, created.Add(31*time.Hour).Format(time.RFC3339), ip, pool, next)
		}
		fmt.Fprintf(&accounts, "%s,,%s,mail%d.example,%s,%s,standard\n", id, created.Format(time.RFC3339), n, ip, device)
		fmt.Fprintf(&payments, "%s,%s,4000%02d,credit,DE,%s,ok\n", id, card, n%90, created.Add(time.Hour).Format(time.RFC3339))
		fmt.Fprintf(&logins, `{"account_id":%q,"ts":%q,"ip":%q,"asn":64500,"device_id":%q,"result":"ok"}`+"\n", id, created.Add(2*time.Hour).Format(time.RFC3339), ip, device)
		for r := range PerAccount {
			at := start.Add(time.Duration(n*13+r*947) * time.Minute)
			fmt.Fprintf(&requests, `{"request_id":"r%d_%d","account_id":%q,"ts":%q,"ip":%q,"model":"atlas-%d","endpoint":"/v1/messages","tokens_in":%d,"tokens_out":%d,"status":%d,"template_hash":%q,"prompt_text":"question %d of %s"}`+"\n",
				n, r, id, at.Format(time.RFC3339), ip, 4+r%2, 100+r, 900+7*r+n, 200+r%29/28*229, template, r, id)
		}
	})
	releases := "ts,kind,name\n" + start.AddDate(0, 0, 9).Format(time.RFC3339) + ",release,atlas-5\n"
	indicators := "type,value,tlp,confidence,source,comment\nip,203.0.113.16,AMBER,80,partner lab,exit of a pool\nip,192.0.2.200,GREEN,50,partner lab,not seen here\n"
	for name, text := range map[string]string{"accounts.csv": accounts.String(), "payments.csv": payments.String(), "logins.jsonl": logins.String(),
		"requests.jsonl": requests.String(), "releases.csv": releases, "indicators.csv": indicators} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// each calls do for every account: pool 0 is honest, k its number in the pool.
func each(do func(n int, id string, pool, k int)) {
	n := 0
	for p := 1; p <= Pools; p++ {
		for k := range PoolSize {
			do(n, fmt.Sprintf("p%d_%d", p, k+1), p, k)
			n++
		}
	}
	for k := range Honest {
		do(n, fmt.Sprintf("honest_%02d", k+1), 0, k)
		n++
	}
}
