package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
)

// stocktaking reads what a seal covers, in one moment of the case.
type stocktaking struct {
	ctx context.Context
	tx  *Tx
}

// all returns what a seal would say now.
func (s *stocktaking) all() (casefile.Seal, error) {
	var out casefile.Seal
	if err := s.state(&out); err != nil {
		return out, err
	}
	out.Dictionaries.Lengths = make([]int, casefile.Domains())
	for domain := range out.Dictionaries.Lengths {
		err := s.tx.each(bucketDict, key8(uint8(domain)), func(k, v []byte) error {
			page, err := s.tx.f.dictPage(k, v)
			out.Dictionaries.Lengths[domain] += len(page)
			return err
		})
		if err != nil {
			return out, err
		}
	}
	err := s.tx.each(bucketNames, nil, func(_, _ []byte) error { out.Dictionaries.Names++; return nil })
	if err != nil {
		return out, err
	}
	out.Dictionaries.Digest, err = s.words(out.Dictionaries)
	return out, err
}

// state reads everything but the dictionaries.
func (s *stocktaking) state(out *casefile.Seal) error {
	head, _, err := s.tx.Head()
	if err != nil {
		return err
	}
	out.Revision, out.Head = head.Seq, head.Hash
	records, err := s.tx.sourceRecords()
	if err != nil {
		return err
	}
	out.Sources = []casefile.SealedSource{}
	for i := range records {
		if records[i].Source.State == casefile.SourceImporting {
			continue
		}
		one, err := s.source(&records[i])
		if err != nil {
			return err
		}
		out.Sources = append(out.Sources, one)
	}
	out.Items = []casefile.SealedItem{}
	for _, kind := range []struct{ name, bucket, out string }{
		{"annotation", bucketAnnotations, "withdrawn"}, {"decision", bucketDecisions, "withdrawn"},
		{"exhibit", bucketExhibits, "withdrawn"}, {"hold", bucketHolds, "lifted"}, {"run", bucketRuns, "withdrawn"},
		{"review", bucketReviews, "withdrawn"}, {"enrichment", bucketEnrichments, "withdrawn"},
	} {
		if err := s.items(out, kind.name, kind.bucket, kind.out); err != nil {
			return err
		}
	}
	return nil
}

// source is what a seal says of one source.
func (s *stocktaking) source(r *sourceRecord) (casefile.SealedSource, error) {
	src := &r.Source
	out := casefile.SealedSource{ID: src.ID, SHA256: src.SHA256, Root: src.Root, Chunks: src.Chunks, Bytes: src.Bytes, Rows: src.Rows,
		Accepted: src.Accepted, Rejected: src.Rejected, Skipped: src.Skipped, Blocks: r.Blocks, Chain: r.Chain, State: src.State}
	said, err := json.Marshal(src.Custody)
	if err != nil {
		return out, err
	}
	if out.Custody, err = canonicalSum(said); err != nil {
		return out, err
	}
	h := sha256.New()
	for _, bucket := range []string{bucketRejects, bucketDefects, bucketIndicators, bucketGroups, bucketObserved} {
		if err := s.values(h, bucket, key32(src.ID), nil); err != nil {
			return out, err
		}
	}
	err = s.values(h, bucketColumns, key32(src.ID), func(key []byte) bool {
		return binary.BigEndian.Uint16(key[8:]) == columnDupGroup
	})
	out.Rest = fmt.Sprintf("%x", h.Sum(nil))
	return out, err
}

// values hashes the values under a prefix: bucket, key, length, value.
func (s *stocktaking) values(h hash.Hash, bucket string, prefix []byte, only func(key []byte) bool) error {
	var length [8]byte
	return s.tx.each(bucket, prefix, func(k, v []byte) error {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if only != nil && !only(k) {
			return nil
		}
		body, err := s.tx.f.codecOf(bucket).unwrap(bucket, k, v)
		if err != nil {
			return err
		}
		h.Write([]byte(bucket))
		h.Write([]byte{0})
		h.Write(k)
		binary.BigEndian.PutUint64(length[:], uint64(len(body)))
		h.Write(length[:])
		h.Write(body)
		return nil
	})
}

// items adds a seal's line for each thing of one kind. Without is the field that a
// later act may change.
func (s *stocktaking) items(out *casefile.Seal, kind, bucket, without string) error {
	return s.tx.each(bucket, nil, func(k, v []byte) error {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		body, err := s.tx.f.codecOf(bucket).unwrap(bucket, k, v)
		if err != nil {
			return err
		}
		text, gone, err := stripped(body, without)
		if err != nil {
			return corrupt(bucket, k, err)
		}
		h := sha256.New()
		h.Write(text)
		for _, produced := range map[string][]string{"run": {bucketLinks, bucketClusters}, "enrichment": {bucketEnriched}}[kind] {
			if err := s.values(h, produced, k, nil); err != nil {
				return err
			}
		}
		out.Items = append(out.Items, casefile.SealedItem{Kind: kind, ID: binary.BigEndian.Uint32(k), Digest: fmt.Sprintf("%x", h.Sum(nil)), Out: gone})
		return nil
	})
}

// words hashes the first values of each dictionary and the first names.
func (s *stocktaking) words(w casefile.SealedWords) (string, error) {
	h := sha256.New()
	number := func(n int) {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(n))
		h.Write(b[:])
	}
	for domain, length := range w.Lengths {
		h.Write([]byte{byte(domain)})
		number(length)
		left := length
		err := s.tx.each(bucketDict, key8(uint8(domain)), func(k, v []byte) error {
			if err := s.ctx.Err(); err != nil || left == 0 {
				return err
			}
			page, err := s.tx.f.dictPage(k, v)
			if err != nil {
				return err
			}
			for _, value := range page[:min(left, len(page))] {
				number(len(value))
				h.Write([]byte(value))
			}
			left -= min(left, len(page))
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	h.Write([]byte{255})
	number(w.Names)
	left := w.Names
	err := s.tx.each(bucketNames, nil, func(k, v []byte) error {
		if left == 0 {
			return nil
		}
		left--
		name, err := s.tx.f.codecOf(bucketNames).unwrap(bucketNames, k, v)
		number(len(name))
		h.Write(name)
		return err
	})
	return fmt.Sprintf("%x", h.Sum(nil)), err
}

// stripped returns JSON in its canonical form without one field, which may stand
// at the top or, for a run, one below; gone reports whether it was set.
func stripped(body []byte, without string) (text []byte, gone bool, err error) {
	v, err := decodeAny(body)
	if err != nil {
		return nil, false, err
	}
	top, ok := v.(map[string]any)
	if !ok {
		return nil, false, fmt.Errorf("a %T where an object was expected", v)
	}
	if run, ok := top["run"].(map[string]any); ok {
		top = run
	}
	was, set := top[without]
	delete(top, without)
	text, err = json.Marshal(v)
	return text, set && was != false, err
}

// decodeAny reads JSON and keeps numbers as they are written.
func decodeAny(body []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	err = d.Decode(&v)
	return v, err
}

// canonicalSum is the SHA-256 of JSON with its names in order.
func canonicalSum(body []byte) (string, error) {
	v, err := decodeAny(body)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(v)
	return fmt.Sprintf("%x", sha256.Sum256(text)), err
}

// stock reads with fn in one moment of the case.
func (f *File) stock(ctx context.Context, fn func(*stocktaking) error) error {
	return f.view(func(b *bolt.Tx) error { return fn(&stocktaking{ctx, &Tx{f: f, b: b}}) })
}
