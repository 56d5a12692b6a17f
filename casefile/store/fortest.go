package store

import (
	"encoding/binary"

	bolt "go.etcd.io/bbolt"
)

// SetFormatForTest makes a closed case say that another version of the program
// wrote it. It is for tests of what happens then.
func SetFormatForTest(path string, version uint32) error {
	f, err := open(path, Options{})
	if err != nil {
		return err
	}
	defer f.Close()
	return f.write(func(b *bolt.Tx) error {
		meta := b.Bucket([]byte(bucketMeta))
		head := append([]byte(nil), meta.Get(key8(1))...)
		binary.LittleEndian.PutUint32(head[len(magic):], version)
		return meta.Put(key8(1), head)
	})
}

// DamageForTest changes one byte of a stored value of a closed case, or deletes the
// value when at is negative. It is for tests of what happens then.
func DamageForTest(path, bucket string, key []byte, at int) error {
	f, err := open(path, Options{})
	if err != nil {
		return err
	}
	defer f.Close()
	return f.write(func(b *bolt.Tx) error {
		bucket := b.Bucket([]byte(bucket))
		if at < 0 {
			return bucket.Delete(key)
		}
		value := append([]byte(nil), bucket.Get(key)...)
		value[at] ^= 1
		return bucket.Put(key, value)
	})
}
