package casepackage_test

import (
	"os"
	"path/filepath"
	"testing"

	"casebench/casepackage"
)

// TestSampleForTheEye writes packages of the rich sample into a folder, so that a
// person can look at the report.
func TestSampleForTheEye(t *testing.T) {
	dir := os.Getenv("CASEBENCH_LOOK")
	if dir == "" {
		t.Skip("set CASEBENCH_LOOK to a folder to get sample packages there")
	}
	for _, profile := range casepackage.Profiles() {
		r, err := casepackage.Write(t.Context(), filepath.Join(dir, string(profile)+".zip"), rich(),
			casepackage.Options{Profile: profile, Signer: signer(t), Now: clock, Replace: true, ExchangeKey: []byte("0123456789abcdef")})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%+v", r)
	}
}
