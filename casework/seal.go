package casework

import (
	"context"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/casepackage"
)

// SealOptions says how to seal.
type SealOptions struct {
	Note       string
	Key        string                 // SSH private key to sign with; "": unsigned
	Passphrase func() ([]byte, error) // asked once if the key has one
}

// Seal freezes the case as it stands: a seal can later prove that all of it is
// unchanged. Work goes on in the next revision.
func (c *Casework) Seal(ctx context.Context, o SealOptions) (casefile.SealRecord, error) {
	opt := store.SealOptions{By: c.config.By, Note: o.Note}
	if o.Key != "" {
		signer, err := casepackage.LoadSigner(o.Key, o.Passphrase)
		if err != nil {
			return casefile.SealRecord{}, err
		}
		opt.Sign = func(digest string) (string, string, error) {
			signature, err := casepackage.SignSeal(signer, digest)
			return signer.Identity(), signature, err
		}
	}
	r, err := c.file.Seal(ctx, opt)
	if err == nil {
		c.changed(TopicLog)
	}
	return r, err
}

// Seals lists the sealed revisions. Whether they hold is what Verify says.
func (c *Casework) Seals(context.Context) (list []casefile.SealRecord, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		list, err = tx.Seals()
		return err
	})
	return list, err
}

// sealChecks verifies every seal of the case.
func (c *Casework) sealChecks(ctx context.Context) ([]casepackage.Check, error) {
	verdicts, err := c.file.VerifySeals(ctx)
	if err != nil {
		return nil, err
	}
	var out []casepackage.Check
	for _, v := range verdicts {
		s := &v.Record.Seal
		k := casepackage.Check{Name: fmt.Sprintf("seal %d", s.ID), OK: len(v.Changed) == 0}
		k.Detail = fmt.Sprintf("revision %d, sealed %s by %s, is unchanged", s.Revision, s.At.UTC().Format("2006-01-02 15:04 UTC"), s.By)
		signed := "; it is not signed"
		if v.Record.Signature != "" {
			key, err := casepackage.CheckSeal(v.Record.Digest, v.Record.Signature)
			signed = "; signed with the key " + key
			if err != nil {
				k.OK = false
				v.Changed = append(v.Changed, "Its signature does not hold.")
			}
		}
		if k.OK {
			k.Detail += signed
			if len(v.Later) > 0 {
				k.Detail += ". Since then: " + strings.Join(v.Later, " ")
			}
		} else {
			k.Detail = fmt.Sprintf("%d things are not as they were sealed: %s", len(v.Changed), strings.Join(v.Changed[:min(len(v.Changed), 20)], " "))
		}
		out = append(out, k)
	}
	return out, nil
}
