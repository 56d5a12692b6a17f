package store

import (
	bolt "go.etcd.io/bbolt"

	"casebench/casefile/vault"
	"casebench/internal/fault"
)

// Proves returns nil when a secret would open this encrypted case as it stands, and
// a fault of kind WrongKey when it would not. The case stays open either way.
func (f *File) Proves(s vault.Secret) error {
	var found []storedSlot
	var ring keyring
	if err := f.View(func(tx *Tx) (err error) {
		ring, err = tx.keyring()
		return err
	}); err != nil {
		return err
	}
	if err := f.view(func(b *bolt.Tx) error {
		found = f.readSlots(b)
		return nil
	}); err != nil {
		return err
	}
	for _, slot := range found {
		i, listed := ring.find(slot.number)
		if slot.err != nil || !listed || ring.Slots[i].Sum != sumOfSlot(slot.body) {
			continue
		}
		// Who may open a listed slot may open the case: the list itself is sealed.
		if k, err := vault.Unwrap(slot.body, s); err == nil {
			k.Wipe()
			return nil
		}
	}
	return wrongKey()
}

func wrongKey() error {
	return fault.New(fault.WrongKey, "The passphrase or key is wrong: it opens none of the key slots of this case.", "Check it and try again.", nil)
}
