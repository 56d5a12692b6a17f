package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
)

// storedSeal is what stands in `seals`. The seal is kept as the bytes that were
// hashed.
type storedSeal struct {
	Seal      json.RawMessage `json:"seal"`
	Digest    string          `json:"sha256"`
	Act       uint64          `json:"act"`
	Signer    string          `json:"signer,omitempty"`
	Signature string          `json:"signature,omitempty"`
}

// record decodes the seal; sound is false if its bytes do not have its digest.
func (s *storedSeal) record() (r casefile.SealRecord, sound bool, err error) {
	r = casefile.SealRecord{Digest: s.Digest, Act: s.Act, Signer: s.Signer, Signature: s.Signature}
	if err := json.Unmarshal(s.Seal, &r.Seal); err != nil {
		return r, false, fmt.Errorf("read seal: %w", err)
	}
	return r, fmt.Sprintf("%x", sha256.Sum256(s.Seal)) == s.Digest, nil
}

// Seals returns all seals by number. VerifySeals says whether they hold.
func (tx *Tx) Seals() ([]casefile.SealRecord, error) {
	stored, err := list[storedSeal](tx, bucketSeals, nil)
	if err != nil {
		return nil, err
	}
	out := make([]casefile.SealRecord, len(stored))
	for i := range stored {
		if out[i], _, err = stored[i].record(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SealOptions says how a seal is made.
type SealOptions struct {
	By   string
	Note string
	// Sign, where it is set, signs the text of the seal's digest and says who did.
	Sign func(digest string) (signer, signature string, err error)
}

// Seal freezes what the case holds: it records, as one act, the head of the audit
// log and the digests of everything in the case. Work goes on after it, in the next
// revision; VerifySeals proves later that what was sealed is unchanged. While an
// import is under way, a seal is a fault of kind Conflict.
func (f *File) Seal(ctx context.Context, o SealOptions) (casefile.SealRecord, error) {
	// A case of an earlier version is brought to this one first: that is an act.
	if err := f.write(func(*bolt.Tx) error { return nil }); err != nil {
		return casefile.SealRecord{}, err
	}
	f.mu.Lock()
	busy := f.loading
	f.mu.Unlock()
	if busy {
		return casefile.SealRecord{}, fault.New(fault.Conflict, "An import is under way.", "Seal the case when it has ended.", nil)
	}
	var seal casefile.Seal
	err := f.stock(ctx, func(s *stocktaking) (err error) {
		seal, err = s.all()
		return err
	})
	if err != nil {
		return casefile.SealRecord{}, err
	}
	for i := range seal.Sources {
		if s := &seal.Sources[i]; s.State == casefile.SourcePurging {
			return casefile.SealRecord{}, fault.New(fault.Conflict, fmt.Sprintf("The purge of source %d has not ended.", s.ID), "End it first.", nil)
		}
	}
	seal.By, seal.Note = o.By, o.Note
	var r casefile.SealRecord
	act := casefile.Act{Verb: "seal", By: o.By, Reason: o.Note}
	_, err = f.Update(act, func(tx *Tx) error {
		head, _, err := tx.Head()
		if err != nil {
			return err
		}
		if head.Seq != seal.Revision || head.Hash != seal.Head {
			return fault.New(fault.Conflict, "The case was changed while it was sealed.", "Seal it again.", nil)
		}
		r, err = tx.putSeal(seal, o)
		return err
	})
	return r, err
}

func (tx *Tx) putSeal(seal casefile.Seal, o SealOptions) (r casefile.SealRecord, err error) {
	if seal.ID, err = tx.nextID(bucketSeals); err != nil {
		return r, err
	}
	if seal.At = tx.Now(); seal.By == "" {
		seal.By = tx.By()
	}
	body, err := json.Marshal(seal)
	if err != nil {
		return r, fmt.Errorf("encode seal: %w", err)
	}
	s := storedSeal{Seal: body, Digest: fmt.Sprintf("%x", sha256.Sum256(body))}
	if s.Act, err = tx.NextSeq(); err != nil {
		return r, err
	}
	if o.Sign != nil {
		if s.Signer, s.Signature, err = o.Sign(s.Digest); err != nil {
			return r, err
		}
	}
	tx.Describe(func(a *casefile.Act) {
		a.Message = fmt.Sprintf("Revision %d was sealed as seal %d.", seal.Revision, seal.ID)
		a.Details = map[string]string{"seal": strconv.FormatUint(uint64(seal.ID), 10), "digest": s.Digest,
			"revision": strconv.FormatUint(seal.Revision, 10), "head": seal.Head}
		if s.Signer != "" {
			a.Details["signer"] = s.Signer
		}
	})
	if err := tx.putJSON(bucketSeals, key32(seal.ID), s); err != nil {
		return r, err
	}
	r, _, err = s.record()
	return r, err
}
