package casepackage_test

import (
	"os"
	"path/filepath"
	"testing"

	"casebench/casefile"
	"casebench/casepackage"
)

// FuzzOpen: whatever a file holds, verifying ends with a report that says what is
// wrong, and reading back ends without a panic.
func FuzzOpen(f *testing.F) {
	for _, o := range []casepackage.Options{{Profile: casepackage.Partner, Signer: signer(f)}, {Profile: casepackage.Legal}} {
		b, err := os.ReadFile(pack(f, small(), o))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)-30])
		f.Add(b[len(b)/2:])
	}
	f.Add([]byte("PK\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "p.zip")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := casepackage.Verify(t.Context(), path, casepackage.VerifyOptions{})
		if err != nil {
			t.Fatalf("a file that can be read gives an error instead of a report: %v", err)
		}
		if r.OK != (r.First() == nil) || len(r.Checks) == 0 {
			t.Fatalf("%+v", r)
		}
		p, err := casepackage.Open(t.Context(), path, casepackage.VerifyOptions{})
		if (err == nil) != r.OK {
			t.Fatalf("verify says %v, open says %v", r.OK, err)
		}
		if err != nil {
			return
		}
		defer p.Close()
		_, _ = p.Links()
		_, _ = p.Clusters()
		_, _ = p.Run()
		for range p.Observations(casefile.ObservePayment) {
		}
		for range p.Values(casefile.ObservePayment) {
		}
	})
}
