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
	value, err := ValueForTest(path, bucket, key)
	if err != nil {
		return err
	}
	if at < 0 {
		return PutForTest(path, bucket, key, nil)
	}
	value[at] ^= 1
	return PutForTest(path, bucket, key, value)
}

// ValueForTest returns a value of a closed case as it is stored.
func ValueForTest(path, bucket string, key []byte) (value []byte, err error) {
	f, err := open(path, Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	err = f.view(func(b *bolt.Tx) error {
		value = append([]byte(nil), b.Bucket([]byte(bucket)).Get(key)...)
		return nil
	})
	return value, err
}

// PutForTest stores a value in a closed case as it is, or deletes the key.
func PutForTest(path, bucket string, key, value []byte) error {
	f, err := open(path, Options{})
	if err != nil {
		return err
	}
	defer f.Close()
	return guarded(func() error {
		return f.db.Update(func(b *bolt.Tx) error {
			if value == nil {
				return b.Bucket([]byte(bucket)).Delete(key)
			}
			return b.Bucket([]byte(bucket)).Put(key, value)
		})
	})
}

// DamageFirstForTest changes a byte of the first value of a bucket of a closed case. It is
// for tests of what happens then.
func DamageFirstForTest(path, name string) error {
	f, err := open(path, Options{})
	if err != nil {
		return err
	}
	defer f.Close()
	return f.db.Update(func(b *bolt.Tx) error {
		bucket := bucketOf(b, name)
		k, v := bucket.Cursor().First()
		k, v = append([]byte(nil), k...), append([]byte(nil), v...)
		v[len(v)/2] ^= 1
		return bucket.Put(k, v)
	})
}
