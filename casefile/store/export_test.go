package store

import (
	"context"

	"casebench/casefile"
)

// ForgeAudit rewrites an audit entry as somebody would who knows the format: with
// a good checksum, and with a hash that is not computed again.
func ForgeAudit(f *File, seq uint64, change func(*casefile.AuditEntry)) error {
	_, err := f.Update(casefile.Act{Verb: "forge"}, func(tx *Tx) error {
		entries, err := tx.Audit(seq)
		if err != nil {
			return err
		}
		change(&entries[0])
		return tx.putJSON(bucketAudit, key64(seq), entries[0])
	})
	return err
}

// Flush writes what a Loader holds, so that a small import has many transactions.
func Flush(l *Loader) error { return l.flushAll(context.Background()) }

// Abandon forgets a Loader as the end of the program does: nothing that is pending
// is written.
func Abandon(l *Loader) {
	_ = l.wait()
	l.done = true
	l.f.release()
}
