package casework

import (
	"context"
	"io"
	"os"
	"time"

	"casebench/casepackage"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// ExportOptions says what package to write.
type ExportOptions struct {
	Path       string
	Profile    string // legal, enforcement, partner
	Key        string // SSH private key to sign with; "": unsigned
	Approve    string
	Passphrase func() ([]byte, error) // asked once if the key has one
	Report     string                 // also write the report here, for reading
}

// ExportResult is the package that was written.
type ExportResult = casepackage.Result

// Keygen makes a signing key at path, with path.pub and path.allowed_signers.
func Keygen(path, name string, passphrase []byte) (casepackage.KeyFiles, error) {
	return casepackage.GenerateKey(path, casepackage.KeyOptions{Identity: name, Passphrase: passphrase})
}

// Export writes the case package for a profile. The package appears as a whole
// or not at all; that it was written, for whom and with which hash, is recorded.
func (c *Casework) Export(ctx context.Context, o ExportOptions, p progress.Reporter) (ExportResult, error) {
	profile, err := casepackage.ParseProfile(o.Profile)
	if err != nil {
		return ExportResult{}, err
	}
	if _, err := os.Lstat(o.Path); err == nil {
		return ExportResult{}, fault.New(fault.Conflict, "There is already a file at "+o.Path+".", "Choose another name; a package is never replaced.", nil)
	}
	opt := casepackage.Options{Profile: profile, Now: c.config.now(), Progress: p}
	if o.Key != "" {
		if opt.Signer, err = casepackage.LoadSigner(o.Key, o.Passphrase); err != nil {
			return ExportResult{}, err
		}
	}
	if profile == casepackage.Partner {
		if opt.ExchangeKey, err = c.secret("exchange key"); err != nil {
			return ExportResult{}, err
		}
	}
	p.Phase("gather package", 0)
	contents, err := c.contents(ctx, o, p)
	if err != nil {
		return ExportResult{}, err
	}
	res, err := casepackage.Write(ctx, o.Path, contents, opt)
	if err != nil {
		return ExportResult{}, err
	}
	if o.Report != "" {
		if err := copyReport(ctx, o.Path, o.Report); err != nil {
			return res, err
		}
	}
	return res, c.recordExport(res)
}

// copyReport writes the report of a package beside it.
func copyReport(ctx context.Context, pkg, path string) error {
	p, err := casepackage.Open(ctx, pkg, casepackage.VerifyOptions{})
	if err != nil {
		return err
	}
	defer p.Close()
	b, err := p.Bytes("data/report.html")
	if err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}

// originalReader opens a source as it was received.
func (c *Casework) originalReader(source uint32) func(context.Context) (io.ReadCloser, error) {
	return func(ctx context.Context) (io.ReadCloser, error) { return c.file.OriginalReader(ctx, source) }
}

func timeRange(from, to, a, b time.Time) (time.Time, time.Time) {
	if !a.IsZero() && (from.IsZero() || a.Before(from)) {
		from = a
	}
	if b.After(to) {
		to = b
	}
	return from, to
}
