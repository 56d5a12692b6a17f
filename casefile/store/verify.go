package store

import (
	"context"

	"casebench/casefile/audit"
)

// VerifyAudit walks the audit chain from its first entry. Its error is a fault of
// kind Verification that names the first broken entry.
func (f *File) VerifyAudit(ctx context.Context) error {
	const page = 1000
	var v audit.Verifier
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := 0
		err := f.View(func(tx *Tx) error {
			entries, err := tx.auditPage(v.Len()+1, page)
			n = len(entries)
			for _, e := range entries {
				if err := v.Add(e); err != nil {
					return err
				}
			}
			return err
		})
		if err != nil || n < page {
			return err
		}
	}
}
