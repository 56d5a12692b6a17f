package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casebench/casefile"
	"casebench/casefile/vault"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// AddKey gives another holder a way to open the case. Act is completed with the
// number of the slot. A passphrase takes about a second.
func (f *File) AddKey(h vault.Holder, act casefile.Act) (own KeySlot, err error) {
	slot, err := f.wrapFor(h)
	if err != nil {
		return KeySlot{}, err
	}
	_, err = f.Update(act, func(tx *Tx) error {
		if own, err = tx.addSlot(slot, h.Label); err != nil {
			return err
		}
		tx.Describe(func(a *casefile.Act) { describeKey(a, own, "was added") })
		return nil
	})
	return own, err
}

// ChangeKey gives the holder of a slot another passphrase. Whoever has the file as it
// was before can still open that with the old one.
func (f *File) ChangeKey(number uint32, h vault.Holder, act casefile.Act) (own KeySlot, err error) {
	slot, err := f.wrapFor(h)
	if err != nil {
		return KeySlot{}, err
	}
	_, err = f.Update(act, func(tx *Tx) error {
		if own, err = tx.keySlot(number); err != nil {
			return err
		}
		if own.Kind != slot.Kind {
			return fault.New(fault.Conflict, fmt.Sprintf("Key slot %d is not for a passphrase.", number), "Add a slot, and remove this one.", nil)
		}
		if h.Label != "" {
			own.Label = h.Label
		}
		own.Recipient = slot.Recipient
		tx.Describe(func(a *casefile.Act) { describeKey(a, own, "was changed") })
		return tx.putSlot(own, slot.Body)
	})
	return own, err
}

// RemoveKey takes a way to open the case away. The last one cannot be removed. It
// takes nothing from whoever opened the case before: RevokeKeys does.
func (f *File) RemoveKey(number uint32, act casefile.Act) (own KeySlot, err error) {
	_, err = f.Update(act, func(tx *Tx) error {
		if own, err = tx.keySlot(number); err != nil {
			return err
		}
		tx.Describe(func(a *casefile.Act) { describeKey(a, own, "was removed") })
		return tx.removeSlots([]uint32{number})
	})
	return own, err
}

// RevokeKeys removes slots and gives the case a new data key: everything is sealed
// again, into a new file that takes the place of this one in one step. The other
// holders keep their passphrases and keys. With no number only the key is new.
// Cancelled or failed, the case is as it was.
func (f *File) RevokeKeys(ctx context.Context, numbers []uint32, act casefile.Act, p progress.Reporter) error {
	if !f.Encrypted() {
		return notEncrypted()
	}
	k, err := vault.NewKey()
	if err != nil {
		return err
	}
	return f.rewrite(ctx, k, act, p, func(tx *Tx) error {
		if len(numbers) > 0 {
			if err := tx.removeSlots(numbers); err != nil {
				return err
			}
		}
		r, err := tx.keyring()
		if err != nil {
			return err
		}
		for _, s := range r.Slots {
			body, err := tx.f.codecOf(bucketSlots).unwrap(bucketSlots, key32(s.Number), tx.b.Bucket([]byte(bucketSlots)).Get(key32(s.Number)))
			if err != nil {
				return err
			}
			slot, err := vault.Rewrap(k, vault.Slot{Kind: s.Kind, Recipient: s.Recipient, Body: body})
			if err != nil {
				return err
			}
			if err := tx.putSlot(s, slot.Body); err != nil {
				return err
			}
		}
		return nil
	})
}

// Encrypt makes an encrypted case of a plain one, in a new file that takes its place.
// What the disk keeps of the old file is not wiped.
func (f *File) Encrypt(ctx context.Context, holders []vault.Holder, act casefile.Act, p progress.Reporter) error {
	if f.Encrypted() {
		return fault.New(fault.Conflict, "This case is already encrypted.", "Add a key to it instead.", nil)
	}
	made := &File{codec: newCodec(nil)}
	slots, err := made.makeKey(holders)
	if err != nil {
		return err
	}
	k := made.codec.key.Load()
	if k == nil {
		return fault.New(fault.Usage, "An encrypted case needs somebody who can open it.", "Give a passphrase or a recipient.", nil)
	}
	return f.rewrite(ctx, k, act, p, func(tx *Tx) error { return tx.putFirstKeys(slots, holders) })
}

func notEncrypted() error {
	return fault.New(fault.Conflict, "This case is not encrypted: it has no keys.", "Encrypt it first.", nil)
}

// wrapFor wraps the key of the case for a holder.
func (f *File) wrapFor(h vault.Holder) (vault.Slot, error) {
	k := f.codec.key.Load()
	if k == nil {
		return vault.Slot{}, notEncrypted()
	}
	return vault.Wrap(k, h)
}

func (tx *Tx) keySlot(number uint32) (KeySlot, error) {
	if !tx.f.Encrypted() {
		return KeySlot{}, notEncrypted()
	}
	r, err := tx.keyring()
	if err != nil {
		return KeySlot{}, err
	}
	if i, ok := r.find(number); ok {
		return r.Slots[i], nil
	}
	return KeySlot{}, missing("key slot", number)
}

func (tx *Tx) removeSlots(numbers []uint32) error {
	for _, n := range numbers {
		if _, err := tx.keySlot(n); err != nil {
			return err
		}
		if err := tx.b.Bucket([]byte(bucketSlots)).Delete(key32(n)); err != nil {
			return fmt.Errorf("remove key slot: %w", err)
		}
	}
	r, err := tx.keyring()
	if err != nil {
		return err
	}
	r.Slots = slices.DeleteFunc(r.Slots, func(s KeySlot) bool { return slices.Contains(numbers, s.Number) })
	if len(r.Slots) == 0 {
		return fault.New(fault.Conflict, "The last key slot cannot be removed: nobody could open the case any more.", "Add another one first.", nil)
	}
	return tx.putJSON(bucketMeta, key8(metaKeyring), r)
}

func describeKey(a *casefile.Act, s KeySlot, what string) {
	a.Message = fmt.Sprintf("Key slot %d (%s) %s.", s.Number, s.Kind, what)
	a.Details = map[string]string{"slot": fmt.Sprint(s.Number), "kind": string(s.Kind)}
	if s.Label != "" {
		a.Details["label"] = s.Label
	}
}

// keyring checks that slots and keyring say the same.
func (c *checker) keyring() {
	if !c.f.Encrypted() {
		return
	}
	err := c.f.View(func(tx *Tx) error {
		r, err := tx.keyring()
		if err != nil {
			return err
		}
		stored := c.f.readSlots(tx.b)
		for _, s := range stored {
			if i, ok := r.find(s.number); s.err == nil && (!ok || r.Slots[i].Sum != sumOfSlot(s.body)) {
				c.report(bucketSlots, key32(s.number), "the key slot is not the one that the keyring names")
			}
		}
		for _, s := range r.Slots {
			if !slices.ContainsFunc(stored, func(o storedSlot) bool { return o.number == s.Number }) {
				c.report(bucketSlots, key32(s.Number), "%v", errMissing)
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		c.failed(bucketMeta, key8(metaKeyring), err)
	}
}
