package store

import (
	"crypto/sha256"
	"slices"
)

// keepBytes writes the originals of batches whose blocks are about to be dropped from
// their columns, while those are there, and keeps the bytes: of a block that is bad,
// the columns that its original is written from may be good.
func (r *repair) keepBytes(rec *sourceRecord, bad []uint32) error {
	if len(bad) == 0 || rec.Source.Originals == byReference || rec.Source.Compression != "" {
		return nil
	}
	seen := map[uint32]bool{}
	for _, b := range r.blocksLeft(rec.Source.ID) {
		if !slices.Contains(bad, b.Block) || seen[b.batch] {
			continue
		}
		seen[b.batch] = true
		offset, p, err := r.readOriginal(rec.Source.ID, b.batch)
		if err != nil {
			continue // it is counted with the pieces that are lost
		}
		body := originalHead(originalBatch, offset, int64(len(p)), sha256.Sum256(p))
		body = r.codec.compress(body, p)
		if err := r.raw(func(tx *Tx) error {
			return tx.put(bucketOriginals, key3232(rec.Source.ID, b.batch), body, false)
		}); err != nil {
			return err
		}
	}
	return nil
}
