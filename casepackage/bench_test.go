package casepackage_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"testing"

	"casebench/casefile"
	"casebench/casepackage"
)

const benchSize = 1 << 30

// BenchmarkVerify and BenchmarkSHA256 read the same number of bytes; the target of
// the contract is 80 % of the second.
func BenchmarkVerify(b *testing.B) {
	c := small()
	c.Exhibits = []casepackage.Exhibit{{Exhibit: casefile.Exhibit{Number: 1, Title: "large"}, Name: "large.bin", Size: benchSize,
		Original: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(io.LimitReader(pattern{}, benchSize)), nil
		}}}
	path := filepath.Join(b.TempDir(), "p.zip")
	r, err := casepackage.Write(b.Context(), path, c, casepackage.Options{Profile: casepackage.Legal, Now: clock})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(r.Bytes)
	b.ResetTimer()
	for b.Loop() {
		if r := verify(b, path, casepackage.VerifyOptions{}); !r.OK {
			b.Fatal(r.First())
		}
	}
}

func BenchmarkSHA256(b *testing.B) {
	path := filepath.Join(b.TempDir(), "large.bin")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if _, err := io.CopyN(f, pattern{}, benchSize); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(benchSize)
	b.ResetTimer()
	for b.Loop() {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			b.Fatal(err)
		}
		if _, err := io.CopyBuffer(struct{ io.Writer }{sha256.New()}, struct{ io.Reader }{f}, make([]byte, 512<<10)); err != nil {
			b.Fatal(err)
		}
	}
}

// pattern yields bytes that repeat.
type pattern struct{}

func (pattern) Read(p []byte) (int, error) {
	return copy(p, bytes.Repeat([]byte("{\"account_id\":\"acct_1\",\"model\":\"atlas-5\"}\n"), len(p)/42+1)), nil
}

func BenchmarkVerifySmall(b *testing.B) {
	path := pack(b, small(), casepackage.Options{Signer: signer(b)})
	b.ResetTimer()
	for b.Loop() {
		verify(b, path, casepackage.VerifyOptions{})
	}
}
