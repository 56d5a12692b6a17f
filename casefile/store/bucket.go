package store

import bolt "go.etcd.io/bbolt"

// bucketView is one bucket of a transaction. A case that an earlier version made has
// not all of them until it is first written to: one that is not there reads as
// empty. Only a bucket that is there may be written.
type bucketView struct{ *bolt.Bucket }

// bucketOf is the way to every bucket, for all who read.
func bucketOf(b *bolt.Tx, name string) bucketView { return bucketView{b.Bucket([]byte(name))} }

// Get returns the value of a key, or nil.
func (b bucketView) Get(key []byte) []byte {
	if b.Bucket == nil {
		return nil
	}
	return b.Bucket.Get(key)
}

// Sequence returns the last number that was given out.
func (b bucketView) Sequence() uint64 {
	if b.Bucket == nil {
		return 0
	}
	return b.Bucket.Sequence()
}

// Cursor walks the bucket in the order of its keys.
func (b bucketView) Cursor() cursor {
	if b.Bucket == nil {
		return cursor{}
	}
	return cursor{b.Bucket.Cursor()}
}

// cursor is a cursor that knows of no bucket. A key of nil is the end.
type cursor struct{ c *bolt.Cursor }

func (c cursor) First() (key, value []byte) { return c.step((*bolt.Cursor).First) }
func (c cursor) Last() (key, value []byte)  { return c.step((*bolt.Cursor).Last) }
func (c cursor) Next() (key, value []byte)  { return c.step((*bolt.Cursor).Next) }
func (c cursor) Prev() (key, value []byte)  { return c.step((*bolt.Cursor).Prev) }

func (c cursor) Seek(to []byte) (key, value []byte) {
	if c.c == nil {
		return nil, nil
	}
	return c.c.Seek(to)
}

func (c cursor) step(to func(*bolt.Cursor) ([]byte, []byte)) (key, value []byte) {
	if c.c == nil {
		return nil, nil
	}
	return to(c.c)
}
