package store

import (
	"encoding/json"
	"fmt"

	"github.com/cespare/xxhash/v2"
	bolt "go.etcd.io/bbolt"
)

type setting struct {
	Name  string `json:"name"`
	Value []byte `json:"value"`
}

// Setting returns a piece of view state, or nil. View state says how the window
// looks; it is outside the audit log and never in a package.
func (tx *Tx) Setting(name string) ([]byte, error) {
	var s setting
	ok, err := tx.getJSON(bucketSettings, key64(xxhash.Sum64String(name)), &s)
	if err != nil || !ok || s.Name != name {
		return nil, err
	}
	return s.Value, nil
}

// PutSetting keeps something that belongs to the case and is not view state, such
// as the key of its tokens, with the act of the transaction.
func (tx *Tx) PutSetting(name string, value []byte) error {
	body, err := json.Marshal(setting{name, value})
	if err != nil {
		return fmt.Errorf("encode setting: %w", err)
	}
	return tx.put(bucketSettings, key64(xxhash.Sum64String(name)), body, true)
}

// SaveSetting keeps a piece of view state under a name that the program chose. It
// is the one write without an act, because it changes nothing that the case says.
func (f *File) SaveSetting(name string, value []byte) error {
	return f.write(func(b *bolt.Tx) error {
		return (&Tx{f: f, b: b}).PutSetting(name, value)
	})
}
