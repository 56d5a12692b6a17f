package casework

import (
	"context"
	"fmt"
	"os"

	"casebench/casepackage"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// VerifyResult is the outcome of verifying a case or a package.
type VerifyResult struct {
	OK      bool                `json:"ok"`
	Signed  bool                `json:"signed"`
	Signer  *string             `json:"signer"`
	Vouched bool                `json:"vouched"`
	Warning string              `json:"warning,omitempty"`
	Checks  []casepackage.Check `json:"checks"`
}

// FirstWrong returns the first check that failed; the zero Check when all hold.
func (r *VerifyResult) FirstWrong() casepackage.Check {
	for _, k := range r.Checks {
		if !k.OK {
			return k
		}
	}
	return casepackage.Check{}
}

// maxProof is how long the proof of a chunk can be.
const maxProof = 1 << 20

// Verify verifies what is at path: a case file, a package, an unpacked package, or
// the proof of a chunk. AllowedSigners names a file, or is "".
func Verify(ctx context.Context, path, allowedSigners string, c Config, p progress.Reporter) (VerifyResult, error) {
	info, err := os.Stat(path)
	if err != nil {
		return VerifyResult{}, fault.New(fault.NotFound, "There is nothing at "+path+".", "Check the path.", err)
	}
	if info.Mode().IsRegular() && info.Size() <= maxProof {
		if text, err := os.ReadFile(path); err == nil {
			if proof, ok := readProof(text); ok {
				k := proof.check()
				return VerifyResult{OK: k.OK, Checks: []casepackage.Check{k}}, nil
			}
		}
	}
	if !info.IsDir() && !isZip(path) {
		c.ReadOnly = true
		w, err := Open(path, c)
		if fault.KindOf(err) == fault.Corrupt {
			return VerifyResult{Checks: []casepackage.Check{{Name: "case file", Detail: failureOf(err).Message}}}, nil
		}
		if err != nil {
			return VerifyResult{}, err
		}
		defer w.Close()
		return w.verify(ctx, p)
	}
	var o casepackage.VerifyOptions
	if allowedSigners != "" {
		if o.AllowedSigners, err = os.ReadFile(allowedSigners); err != nil {
			return VerifyResult{}, fault.New(fault.NotFound, "The allowed-signers file cannot be read.", "Check --allowed-signers.", err)
		}
	}
	p.Phase("verify package", info.Size())
	progress.InBytes(p)
	rep, err := casepackage.Verify(ctx, path, o)
	if err != nil {
		return VerifyResult{}, err
	}
	r := VerifyResult{OK: rep.OK, Signed: rep.Signed, Vouched: rep.Vouched, Warning: rep.Warning, Checks: rep.Checks}
	if rep.Signer != "" {
		r.Signer = &rep.Signer
	}
	return r, nil
}

// isZip reports whether the file is anything but a case: a package is a zip, and
// a damaged package must be judged as a package.
func isZip(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 24)
	n, _ := f.ReadAt(head, 0)
	// A bbolt file has its magic number 0xED0CDAED after a page header of 16 bytes.
	isCase := n >= 20 && head[16] == 0xED && head[17] == 0xDA && head[18] == 0x0C && head[19] == 0xED
	return !isCase && (n < 4 || string(head[:2]) == "PK" || hasZipName(path))
}

func hasZipName(path string) bool {
	return len(path) > 4 && path[len(path)-4:] == ".zip"
}

// verify checks the open case: audit chain, originals and consistency.
func (c *Casework) verify(ctx context.Context, p progress.Reporter) (VerifyResult, error) {
	r := VerifyResult{OK: true}
	add := func(name string, err error, good string) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		k := casepackage.Check{Name: name, OK: err == nil, Detail: good}
		if err != nil {
			r.OK = false
			k.Detail = failureOf(err).Message
		}
		r.Checks = append(r.Checks, k)
		return nil
	}
	head, seq, err := c.head()
	if err != nil {
		return r, err
	}
	if err := add("audit chain", c.file.VerifyAudit(ctx), fmt.Sprintf("%d entries, head %s", seq, head)); err != nil {
		return r, err
	}
	list, err := c.sources()
	if err != nil {
		return r, err
	}
	p.Phase("verify case", int64(len(list))+1)
	log, err := c.logged()
	if err != nil {
		return r, err
	}
	for _, s := range list {
		if err := c.verifySource(ctx, s, log[s.ID], add); err != nil {
			return r, err
		}
		p.Add(1)
	}
	seals, err := c.sealChecks(ctx)
	if err != nil {
		if err := add("seals", err, ""); err != nil {
			return r, err
		}
	}
	for _, k := range seals {
		r.OK = r.OK && k.OK
		r.Checks = append(r.Checks, k)
	}
	bad := 0
	first := ""
	for d := range c.file.Check(ctx) {
		if d.Note {
			continue
		}
		if bad++; bad == 1 {
			first = d.String()
		}
	}
	var wrong error
	if bad > 0 {
		wrong = fault.Newf(fault.Corrupt, "%d inconsistencies; the first: %s", bad, first)
	}
	return r, add("consistency", wrong, "blocks, dictionaries, counts and runs agree")
}
