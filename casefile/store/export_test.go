package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	bolt "go.etcd.io/bbolt"

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

// StoredOf returns the values of a source as they stand in the file.
func StoredOf(f *File, source uint32) (out [][]byte) {
	_ = f.view(func(b *bolt.Tx) error {
		for _, bucket := range ofSource() {
			c := bucketOf(b, bucket).Cursor()
			for k, v := c.Seek(key32(source)); k != nil && string(k[:4]) == string(key32(source)); k, v = c.Next() {
				out = append(out, append([]byte(nil), v...))
			}
		}
		return nil
	})
	return out
}

// ForgeJSON rewrites a value as somebody would who knows the format: without an act.
func ForgeJSON(f *File, bucket string, id uint32, change func(map[string]any)) error {
	return f.write(func(b *bolt.Tx) error {
		tx := &Tx{f: f, b: b}
		v := map[string]any{}
		if _, err := tx.getJSON(bucket, key32(id), &v); err != nil {
			return err
		}
		change(v)
		return tx.putJSON(bucket, key32(id), v)
	})
}

// ForgeWord changes the last value of a dictionary's first page.
func ForgeWord(f *File, domain casefile.Domain, value string) error {
	return f.write(func(b *bolt.Tx) error {
		tx := &Tx{f: f, b: b}
		key := dictKey(uint8(domain), 1)
		values, err := f.dictPage(key, b.Bucket([]byte(bucketDict)).Get(key))
		if err != nil {
			return err
		}
		var t casefile.Texts
		values[len(values)-1] = value
		for _, v := range values {
			t.Append([]byte(v))
		}
		var s scratch
		return tx.put(bucketDict, key, appendTexts(f.codec, &s, binary.AppendUvarint(nil, uint64(len(values))), &t), false)
	})
}

// BodyOf returns what is inside the envelope of a value.
func BodyOf(f *File, bucket string, key []byte) (body []byte, err error) {
	err = f.View(func(tx *Tx) (err error) {
		body, err = tx.get(bucket, key)
		return err
	})
	return body, err
}

// ForgeBody puts another body into the envelope of a value, with a good checksum.
func ForgeBody(f *File, bucket string, key, body []byte) error {
	return f.write(func(b *bolt.Tx) error { return (&Tx{f: f, b: b}).put(bucket, key, body, false) })
}

// Transplant puts one stored value of a closed case in the place of another, with a
// good checksum and with some flags turned, as somebody may who has no key.
func Transplant(path, bucket string, from []byte, toBucket string, to []byte, turned byte) error {
	v, err := ValueForTest(path, bucket, from)
	if err != nil {
		return err
	}
	head := v[:len(v)-8]
	head[1] ^= turned
	return PutForTest(path, toBucket, to, binary.LittleEndian.AppendUint64(head, envelopeSum(toBucket, to, head)))
}

// PlainOf returns a value as it would stand in a plain case, with a good checksum.
func PlainOf(bucket string, key, body []byte) []byte {
	return newCodec(nil).wrap(bucket, key, body, false)
}

// Cool forgets the columns that are kept open.
func Cool(f *File) { f.codec.warm.wipe() }

// KeepWarm bounds the columns that are kept open, and returns how many bytes they take.
func KeepWarm(f *File, bytes int) int {
	f.codec.warm.limit = bytes
	return f.codec.warm.bytes
}

// Warm is what keeps columns open, without a case.
type Warm struct{ w warm }

// NewWarm returns one that keeps so many bytes.
func NewWarm(limit int) *Warm { return &Warm{warm{limit: limit}} }

// Ask asks for a column of some size, as a search does, and reports whether it was kept.
func (w *Warm) Ask(number uint64, size int) bool {
	var k warmKey
	sum := sha256.Sum256(binary.LittleEndian.AppendUint64(nil, number))
	copy(k[:], sum[:])
	body, keep := w.w.find(k)
	if body == nil && keep && w.w.room(k, size) {
		w.w.keep(k, make([]byte, size))
	}
	return body != nil
}

// Bytes is how much is kept.
func (w *Warm) Bytes() int { return w.w.bytes }
