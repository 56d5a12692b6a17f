package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/casefile/audit"
	"casebench/internal/fault"
)

// Tx is one moment of a case. It is good until the function that got it returns.
// In a View, what changes the case fails with a fault of kind Conflict.
type Tx struct {
	f        *File
	b        *bolt.Tx
	at       time.Time
	newCase  *casefile.Case
	describe func(*casefile.Act)
}

// Now returns the time of the transaction; everything written in it carries it.
func (tx *Tx) Now() time.Time {
	if tx.at.IsZero() {
		return tx.f.now().UTC()
	}
	return tx.at
}

// By returns who acts when an act does not say.
func (tx *Tx) By() string { return tx.f.by }

// Describe lets fn complete the act of its own Update, once the change is known:
// the number that a new exhibit got, for example. The last call wins.
func (tx *Tx) Describe(complete func(act *casefile.Act)) { tx.describe = complete }

const (
	// clockBehind is the detail of an entry whose time is before that of the entry
	// before: by how much.
	clockBehind = "clock_behind"
	// clockStep is the least step back that is noted; less is a clock being set right.
	clockStep = time.Second
)

// record chains an act to the audit log.
func (tx *Tx) record(act casefile.Act) (casefile.AuditEntry, error) {
	if act.By == "" {
		act.By = tx.f.by
	}
	head, ok, err := tx.Head()
	if err != nil {
		return casefile.AuditEntry{}, err
	}
	var entry casefile.AuditEntry
	if ok {
		if behind := head.Time.Sub(tx.at); behind >= clockStep {
			act.Details = maps.Clone(act.Details)
			if act.Details == nil {
				act.Details = map[string]string{}
			}
			act.Details[clockBehind] = behind.Round(time.Second).String()
		}
		entry = audit.Next(&head, tx.at, act)
	} else {
		entry = audit.Next(nil, tx.at, act)
	}
	return entry, tx.putJSON(bucketAudit, key64(entry.Seq), entry)
}

// Head returns the newest entry of the audit log; ok is false if there is none.
func (tx *Tx) Head() (head casefile.AuditEntry, ok bool, err error) {
	k, v := bucketOf(tx.b, bucketAudit).Cursor().Last()
	if k == nil {
		return head, false, nil
	}
	err = tx.f.decodeJSON(bucketAudit, k, v, &head)
	return head, err == nil, err
}

// Audit returns the entries from a sequence number on.
func (tx *Tx) Audit(from uint64) ([]casefile.AuditEntry, error) { return tx.auditPage(from, 0) }

// auditPage returns at most n entries, all for n = 0.
func (tx *Tx) auditPage(from uint64, n int) ([]casefile.AuditEntry, error) {
	var out []casefile.AuditEntry
	c := bucketOf(tx.b, bucketAudit).Cursor()
	for k, v := c.Seek(key64(from)); k != nil && (n == 0 || len(out) < n); k, v = c.Next() {
		var e casefile.AuditEntry
		if err := tx.f.decodeJSON(bucketAudit, k, v, &e); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// Case returns what the case says about itself.
func (tx *Tx) Case() casefile.Case {
	if tx.newCase != nil {
		return *tx.newCase
	}
	return tx.f.Case()
}

// PutCase changes what the case says about itself.
func (tx *Tx) PutCase(c casefile.Case) error {
	c.Format = formatVersion
	if err := tx.putJSON(bucketMeta, key8(2), c); err != nil {
		return err
	}
	tx.newCase = &c
	return nil
}

func (f *File) decodeJSON(bucket string, key, value []byte, into any) error {
	body, err := f.codec.unwrap(bucket, key, value)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return corrupt(bucket, key, err)
	}
	return nil
}

func (tx *Tx) put(bucket string, key, body []byte, compress bool) error {
	value := tx.f.codec.wrap(bucket, key, body, compress)
	if err := bucketOf(tx.b, bucket).Put(key, value); err != nil {
		return fmt.Errorf("write %s %s: %w", bucket, keyName(bucket, key), err)
	}
	return nil
}

func (tx *Tx) putJSON(bucket string, key []byte, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode %s %s: %w", bucket, keyName(bucket, key), err)
	}
	return tx.put(bucket, key, body, true)
}

// get returns a copy of a body, or nil if there is none.
func (tx *Tx) get(bucket string, key []byte) ([]byte, error) {
	value := bucketOf(tx.b, bucket).Get(key)
	if value == nil {
		return nil, nil
	}
	return tx.f.codec.unwrap(bucket, key, value)
}

func (tx *Tx) getJSON(bucket string, key []byte, into any) (ok bool, err error) {
	value := bucketOf(tx.b, bucket).Get(key)
	if value == nil {
		return false, nil
	}
	err = tx.f.decodeJSON(bucket, key, value, into)
	return err == nil, err
}

// each calls fn for every value whose key begins with prefix, in key order. Key
// and value belong to the database: fn must not keep them.
func (tx *Tx) each(bucket string, prefix []byte, fn func(key, value []byte) error) error {
	c := bucketOf(tx.b, bucket).Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if err := fn(k, v); err != nil {
			return err
		}
	}
	return nil
}

// list decodes every JSON value under a prefix.
func list[T any](tx *Tx, bucket string, prefix []byte) ([]T, error) {
	var out []T
	err := tx.each(bucket, prefix, func(k, v []byte) error {
		var item T
		if err := tx.f.decodeJSON(bucket, k, v, &item); err != nil {
			return err
		}
		out = append(out, item)
		return nil
	})
	return out, err
}

// pages decodes and joins the JSON lists under a prefix.
func pages[T any](tx *Tx, bucket string, prefix []byte) ([]T, error) {
	var out []T
	err := tx.each(bucket, prefix, func(k, v []byte) error {
		var page []T
		if err := tx.f.decodeJSON(bucket, k, v, &page); err != nil {
			return err
		}
		out = append(out, page...)
		return nil
	})
	return out, err
}

// nextID returns the next number of a bucket whose numbers are never used twice.
func (tx *Tx) nextID(bucket string) (uint32, error) {
	n, err := bucketOf(tx.b, bucket).NextSequence()
	if err != nil {
		return 0, fmt.Errorf("number in %s: %w", bucket, err)
	}
	if n > 1<<32-1 {
		return 0, errors.New("no number left in " + bucket)
	}
	return uint32(n), nil
}

func missing(what string, id uint32) error {
	return fault.New(fault.NotFound, fmt.Sprintf("There is no %s %d in this case.", what, id), "", nil)
}

func lastKey32(b bucketView) uint32 {
	if k, _ := b.Cursor().Last(); len(k) >= 4 {
		return binary.BigEndian.Uint32(k)
	}
	return 0
}
