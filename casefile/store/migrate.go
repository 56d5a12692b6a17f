package store

import (
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// migrate brings a case of an earlier version to the one that this program writes.
// A case that was opened for reading is left as it is.
func (f *File) migrate() error {
	if f.readOnly {
		return nil
	}
	version := uint32(0)
	err := f.view(func(b *bolt.Tx) error {
		if meta := b.Bucket([]byte(bucketMeta)); meta != nil {
			if head := meta.Get(key8(1)); len(head) >= len(magic)+8 && string(head[:len(magic)]) == magic {
				version = binary.LittleEndian.Uint32(head[len(magic):])
			}
		}
		return nil
	})
	if err != nil || version == 0 || version >= formatVersion {
		return err
	}
	return f.write(func(b *bolt.Tx) error {
		for _, name := range buckets() {
			if _, err := b.CreateBucketIfNotExists([]byte(name)); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
		meta := b.Bucket([]byte(bucketMeta))
		head := append([]byte(nil), meta.Get(key8(1))...)
		binary.LittleEndian.PutUint32(head[len(magic):], formatVersion)
		if err := meta.Put(key8(1), head); err != nil {
			return fmt.Errorf("write header: %w", err)
		}
		return nil
	})
}
