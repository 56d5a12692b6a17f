package store

import (
	"slices"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile/vault"
	"casebench/internal/fault"
)

// unlockDamaged is unlock for a case that is being repaired. Where the keyring is
// lost, a key that opens what the case says proves itself by that; the repaired case
// then opens with the secret that was shown, and with no other. Key slots that are
// lost leave the keyring.
func (r *repair) unlockDamaged(secret func() (vault.Secret, error)) error {
	var shown vault.Secret
	once := secret
	if secret != nil {
		once = func() (s vault.Secret, err error) {
			shown, err = secret()
			return shown, err
		}
	}
	err := r.unlock(once)
	switch {
	case err == nil && r.Encrypted():
		return r.sameSlots()
	case err == nil || fault.KindOf(err) != fault.Corrupt || shown.IsZero():
		return err
	}
	var found []storedSlot
	if verr := r.view(func(b *bolt.Tx) error {
		found = r.readSlots(b)
		return nil
	}); verr != nil {
		return verr
	}
	for _, slot := range found {
		if slot.err != nil {
			continue
		}
		k, uerr := vault.Unwrap(slot.body, shown)
		if uerr == nil && r.opensSomething(k) {
			r.codec.key.Store(k)
			return r.lockAgain(k, found, shown)
		}
		k.Wipe()
	}
	return err
}

// opensSomething reports whether a key opens a value that only the case's own does.
func (r *repair) opensSomething(k *vault.Key) bool {
	c, opens := newCodec(k), false
	err := r.view(func(b *bolt.Tx) error {
		for _, name := range []string{bucketAudit, bucketSources, bucketDict} {
			cur := bucketOf(b, name).Cursor()
			for key, value := cur.First(); key != nil && !opens; key, value = cur.Next() {
				_, err := c.unwrap(name, key, value)
				opens = err == nil
			}
		}
		return nil
	})
	return err == nil && opens
}

// lockAgain makes new slots for what was shown in the place of those that nothing
// vouches for any more.
func (r *repair) lockAgain(k *vault.Key, found []storedSlot, shown vault.Secret) error {
	var slots []vault.Slot
	holders := shown.Holders()
	for _, h := range holders {
		s, err := vault.Wrap(k, h)
		if err != nil {
			return err
		}
		slots = append(slots, s)
	}
	if !r.gone[bucketMeta] {
		r.lost(bucketMeta, key8(metaKeyring), "the list of those who may open the case")
	}
	r.lost(bucketSlots, nil, "%d key slots; the repaired case opens with the passphrase or key that was shown now", len(found))
	return r.raw(func(tx *Tx) error {
		if err := tx.b.Bucket([]byte(bucketMeta)).Delete(key8(metaKeyring)); err != nil {
			return err
		}
		if err := tx.deleteFrom(bucketSlots, key32(0), nil); err != nil {
			return err
		}
		return tx.putFirstKeys(slots, holders)
	})
}

// sameSlots makes slots and keyring agree: what only one of them knows goes.
func (r *repair) sameSlots() error {
	return r.raw(func(tx *Tx) error {
		ring, err := tx.keyring()
		if err != nil {
			return err
		}
		stored := r.readSlots(tx.b)
		for _, s := range stored {
			if i, ok := ring.find(s.number); !ok || ring.Slots[i].Sum != sumOfSlot(s.body) {
				r.lost(bucketSlots, key32(s.number), "the key slot is not on the list of the case")
				if err := bucketOf(tx.b, bucketSlots).Delete(key32(s.number)); err != nil {
					return err
				}
			}
		}
		ring.Slots = slices.DeleteFunc(ring.Slots, func(k KeySlot) bool {
			return bucketOf(tx.b, bucketSlots).Get(key32(k.Number)) == nil
		})
		return tx.putJSON(bucketMeta, key8(metaKeyring), ring)
	})
}
