package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile/vault"
	"casebench/internal/fault"
)

const (
	// flagEncrypted in meta/1 says that values are sealed.
	flagEncrypted = 1
	metaKeyring   = 3
)

// KeySlot is one of the ways to open an encrypted case.
type KeySlot struct {
	Number    uint32     `json:"number"`
	Kind      vault.Kind `json:"kind"`
	Label     string     `json:"label,omitempty"`
	Recipient string     `json:"recipient"`
	Added     time.Time  `json:"added"`
	By        string     `json:"by"`

	Sum string `json:"sum"` // SHA-256 of the slot's body
}

// keyring is meta/3.
type keyring struct {
	Slots []KeySlot `json:"slots"` // by number
}

func (r *keyring) find(number uint32) (int, bool) {
	return slices.BinarySearchFunc(r.Slots, number, func(s KeySlot, n uint32) int { return int(int64(s.Number) - int64(n)) })
}

// codecOf is the way into the values of a bucket: key slots are read before the key
// is known, and are never sealed.
func (f *File) codecOf(bucket string) *codec {
	if bucket == bucketSlots {
		return newCodec(nil)
	}
	return f.codec
}

// makeKey makes the data key of a new case and its first slots; without holders the
// case is plain.
func (f *File) makeKey(holders []vault.Holder) ([]vault.Slot, error) {
	if len(holders) == 0 {
		return nil, nil
	}
	k, err := vault.NewKey()
	if err != nil {
		return nil, err
	}
	slots := make([]vault.Slot, len(holders))
	for i, h := range holders {
		if slots[i], err = vault.Wrap(k, h); err != nil {
			return nil, err
		}
	}
	f.codec.key.Store(k)
	return slots, nil
}

// putFirstKeys writes the slots of a new case.
func (tx *Tx) putFirstKeys(slots []vault.Slot, holders []vault.Holder) error {
	for i := range slots {
		if _, err := tx.addSlot(slots[i], holders[i].Label); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) addSlot(s vault.Slot, label string) (KeySlot, error) {
	n, err := tx.nextID(bucketSlots)
	if err != nil {
		return KeySlot{}, err
	}
	own := KeySlot{Number: n, Kind: s.Kind, Label: label, Recipient: s.Recipient, Added: tx.Now(), By: tx.f.by}
	return own, tx.putSlot(own, s.Body)
}

// putSlot writes a slot and enters it into the keyring.
func (tx *Tx) putSlot(s KeySlot, body []byte) error {
	s.Sum = sumOfSlot(body)
	key := key32(s.Number)
	value := tx.f.codecOf(bucketSlots).wrap(bucketSlots, key, body, false)
	if err := tx.b.Bucket([]byte(bucketSlots)).Put(key, value); err != nil {
		return fmt.Errorf("write %s %s: %w", bucketSlots, keyName(bucketSlots, key), err)
	}
	r, err := tx.keyring()
	if err != nil {
		return err
	}
	if i, ok := r.find(s.Number); ok {
		r.Slots[i] = s
	} else {
		r.Slots = slices.Insert(r.Slots, i, s)
	}
	return tx.putJSON(bucketMeta, key8(metaKeyring), r)
}

func sumOfSlot(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

func (tx *Tx) keyring() (r keyring, err error) {
	_, err = tx.getJSON(bucketMeta, key8(metaKeyring), &r)
	return r, err
}

// KeySlots returns the slots of an encrypted case by number, and none of a plain one.
func (tx *Tx) KeySlots() ([]KeySlot, error) {
	r, err := tx.keyring()
	return r.Slots, err
}

// Encrypted reports whether the values of the case are sealed.
func (f *File) Encrypted() bool { return f.codec.key.Load() != nil }

// OpenedBy returns the number of the key slot that opened the case, or 0.
func (f *File) OpenedBy() uint32 { return f.openedBy }

// storedSlot is a key slot as it stands in the file.
type storedSlot struct {
	number uint32
	body   []byte
	err    error // it is damaged
}

// unlock finds the data key of an encrypted case, and makes sure that a case that
// calls itself plain is one.
func (f *File) unlock(secret func() (vault.Secret, error)) error {
	var sealed bool
	var found []storedSlot
	err := f.view(func(b *bolt.Tx) error {
		head, err := header1(b)
		if err != nil {
			return err
		}
		sealed = binary.LittleEndian.Uint32(head[len(magic)+4:])&flagEncrypted != 0
		if !sealed {
			return provePlain(b)
		}
		found = f.readSlots(b)
		return nil
	})
	if err != nil || !sealed {
		return err
	}
	if len(found) == 0 {
		return fault.New(fault.Corrupt, "The key slots of this case are gone: its header is damaged.", "Restore the file from a copy.", nil)
	}
	if secret == nil {
		return needsKey()
	}
	s, err := secret()
	if err != nil {
		return err
	}
	if s.IsZero() {
		return needsKey()
	}
	return f.tryAll(found, s)
}

func needsKey() error {
	return fault.New(fault.NeedsKey, "This case is encrypted.", "Give its passphrase, or the key of a person who may open it.", nil)
}

// header1 returns meta/1. A file without it is not a case.
func header1(b *bolt.Tx) ([]byte, error) {
	var head []byte
	if meta := b.Bucket([]byte(bucketMeta)); meta != nil {
		head = meta.Get(key8(1))
	}
	if len(head) < len(magic)+8 || string(head[:len(magic)]) != magic {
		return nil, fault.New(fault.Invalid, "This file is not a case.", "Name a file that Casebench made.", nil)
	}
	return head, nil
}

// provePlain refuses a case whose header calls it plain while something in it is
// not: nothing may be written in plain beside what was sealed.
func provePlain(b *bolt.Tx) error {
	changed := func(what string) error {
		return fault.New(fault.Corrupt, "The header of this case is damaged: it says that the case is plain, and "+what+".",
			"Restore the file from a copy.", nil)
	}
	if slots := b.Bucket([]byte(bucketSlots)); slots != nil {
		if k, _ := slots.Cursor().First(); k != nil {
			return changed("it has key slots")
		}
	}
	for _, name := range []string{bucketMeta, bucketAudit, bucketSources} {
		bucket := b.Bucket([]byte(name))
		if bucket == nil {
			continue
		}
		c := bucket.Cursor()
		if k, v := c.First(); looksSealed(name, k, v) {
			return changed("it holds sealed values")
		}
		if k, v := c.Last(); looksSealed(name, k, v) {
			return changed("it holds sealed values")
		}
	}
	return nil
}

// looksSealed reports whether a value is whole and sealed; one that is damaged is for
// its readers to name.
func looksSealed(bucket string, key, value []byte) bool {
	n := len(value) - 8
	return n >= 2 && value[1]&flagSealed != 0 && envelopeSum(bucket, key, value[:n]) == binary.LittleEndian.Uint64(value[n:])
}

func (f *File) readSlots(b *bolt.Tx) (found []storedSlot) {
	slots := b.Bucket([]byte(bucketSlots))
	if slots == nil {
		return nil
	}
	plain := f.codecOf(bucketSlots)
	c := slots.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if len(k) != 4 {
			continue
		}
		body, err := plain.unwrap(bucketSlots, k, v)
		if err == nil && vault.KindOf(body) == "" {
			err = errors.New("not a key slot")
		}
		found = append(found, storedSlot{binary.BigEndian.Uint32(k), body, err})
	}
	return found
}

// tryAll tries the secret on every slot, and takes the first key that opens the
// keyring and is named in it.
func (f *File) tryAll(found []storedSlot, s vault.Secret) error {
	damaged, opened := 0, false
	var cause error
	for _, slot := range found {
		k, err := (*vault.Key)(nil), slot.err
		if err == nil {
			k, err = vault.Unwrap(slot.body, s)
		}
		if errors.Is(err, vault.ErrNoMatch) {
			continue
		}
		if err != nil {
			damaged++
			cause = fmt.Errorf("key slot %d: %w", slot.number, err)
			continue
		}
		listed, err := f.accepts(k, slot)
		if listed {
			f.openedBy = slot.number
			return nil
		}
		if err == nil {
			err = fmt.Errorf("key slot %d is not on the list of the case", slot.number)
		}
		opened, cause = true, err
		k.Wipe()
	}
	switch {
	case opened:
		return fault.New(fault.Corrupt, "The key fits a key slot, but the header of this case is damaged.", "Restore the file from a copy.", cause)
	case damaged == len(found):
		return fault.New(fault.Corrupt, "The key slots of this case are damaged, so that no key opens it.", "Restore the file from a copy.", cause)
	case damaged > 0:
		return fault.New(fault.Corrupt, fmt.Sprintf("The key opens none of the key slots that are whole; %d of %d are damaged.", damaged, len(found)),
			"Check the passphrase or key; if it is right, restore the file from a copy.", cause)
	}
	return wrongKey()
}

// accepts makes a key the key of the case if the keyring opens with it and names
// the slot.
func (f *File) accepts(k *vault.Key, slot storedSlot) (bool, error) {
	c := newCodec(k)
	var r keyring
	err := f.view(func(b *bolt.Tx) error {
		value := b.Bucket([]byte(bucketMeta)).Get(key8(metaKeyring))
		if value == nil {
			return corrupt(bucketMeta, key8(metaKeyring), errMissing)
		}
		body, err := c.unwrap(bucketMeta, key8(metaKeyring), value)
		if err != nil {
			return err
		}
		return json.Unmarshal(body, &r)
	})
	if err != nil {
		return false, err
	}
	if i, ok := r.find(slot.number); !ok || r.Slots[i].Sum != sumOfSlot(slot.body) {
		return false, nil
	}
	f.codec.key.Store(k)
	return true, nil
}

// wipe overwrites the key of the case and what was kept open with it. Nobody may be
// reading.
func (c *codec) wipe() {
	c.key.Load().Wipe()
	c.warm.wipe()
}
