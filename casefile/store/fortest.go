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
