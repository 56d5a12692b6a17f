package viewmodel

import (
	"context"
	"fmt"

	"casebench/casework"
	"casebench/internal/progress"
)

// Keys is who may open the case: passphrases and people's keys, each alone.
type Keys struct {
	Held *Value[casework.KeysResult] // told when it was read again
	Cost int                         // of guessing a new passphrase, as casework.Holder has it; 0 is the usual one

	bench *Bench
	load  *Latest
	stops Stops
}

// NewKeys follows a bench.
func NewKeys(b *Bench) *Keys {
	k := &Keys{Held: NewValue(casework.KeysResult{}, nil), bench: b, load: b.NewAside()}
	k.stops.Add(b.OnChange(casework.TopicLog, k.read), k.load.Cancel)
	k.read()
	return k
}

// Close ends it.
func (k *Keys) Close() { k.stops.Stop() }

func (k *Keys) read() {
	k.load.Run(func(ctx context.Context) func() {
		r, err := k.bench.Work.Keys(ctx)
		return func() {
			if err == nil {
				k.Held.Set(r)
			}
		}
	})
}

// Menu is what may be done, as it is now.
func (k *Keys) Menu() []MenuItem {
	off := k.bench.Work.ReadOnly()
	if !k.bench.Work.Encrypted() {
		return []MenuItem{{Text: "Encrypt this case…", Off: off, Do: k.Encrypt}}
	}
	list := []MenuItem{{Text: "Add a passphrase…", Off: off, Do: k.AddPassphrase}, {Text: "Add a person's key…", Off: off, Do: k.AddRecipient}, {}}
	held := k.Held.Get().Keys
	for _, s := range held {
		name := keyName(s)
		if s.Opened {
			name += " (opened with it)"
		}
		sub := []MenuItem{}
		if s.Kind == "passphrase" {
			sub = append(sub, MenuItem{Text: "Change the passphrase…", Off: off, Do: func() { k.Change(s) }})
		}
		last := len(held) == 1
		list = append(list, MenuItem{Text: name, Sub: append(sub,
			MenuItem{Text: "Remove…", Off: off || last, Do: func() { k.Remove(s) }},
			MenuItem{Text: "Revoke, with a new key for the case…", Off: off || last, Do: func() { k.Revoke(s) }})})
	}
	return append(list, MenuItem{}, MenuItem{Text: "A new key for the case…", Off: off, Do: k.Rotate})
}

// keyName says which slot is meant.
func keyName(s casework.KeySlot) string {
	name := fmt.Sprintf("%d: passphrase", s.Number)
	if s.Kind != "passphrase" {
		name = fmt.Sprintf("%d: key %s", s.Number, brief(s.Recipient))
	}
	if s.Label != "" {
		name += ", " + brief(s.Label)
	}
	return name
}

const lostKey = "A lost passphrase is a lost case: when no other key opens it, nobody can, not even we."

// passphrase asks for a new passphrase, twice.
func (k *Keys) passphrase(title, explain, confirm string, then func(casework.Holder)) {
	k.bench.Ask(Question{Title: title, Explain: explain, Label: "Passphrase", Secret: true, Repeat: true, Confirm: confirm,
		Judge: func(text string) (said string, good bool) {
			s := StrengthOf(text)
			return s.Text, len([]rune(text)) >= leastPassphrase
		},
		Then: func(text, _ string) { then(casework.Holder{Passphrase: []byte(text), Work: k.Cost}) }})
}

// do makes a change that takes a second: a passphrase is made dear to guess.
func (k *Keys) do(said string, act func(context.Context) (casework.KeySlot, error)) {
	k.bench.Do(func(ctx context.Context) (casework.ActResult, error) {
		s, err := act(ctx)
		return casework.ActResult{Message: fmt.Sprintf(said, s.Number)}, err
	}, nil)
}

// AddPassphrase asks for one more passphrase.
func (k *Keys) AddPassphrase() {
	k.passphrase("Add a passphrase", "It opens the case beside the keys that there are.", "Add passphrase", func(h casework.Holder) {
		k.do("Key %d opens the case from now on.", func(ctx context.Context) (casework.KeySlot, error) { return k.bench.Work.AddKey(ctx, h) })
	})
}

// AddRecipient asks for the public key of a person.
func (k *Keys) AddRecipient() {
	k.bench.Ask(Question{Title: "Add a person's key", Label: "Public key, which begins with age1", Also: "Whose it is", Confirm: "Add key",
		Explain: "The person opens the case with the file of the key; nothing secret has to be handed over.",
		Judge: func(text string) (string, bool) {
			why := whyNoRecipient(text)
			return why, why == "" && len(listed(text)) == 1
		},
		Both: func(recipient, whose string) {
			h := casework.Holder{Recipient: recipient, Label: whose}
			k.do("Key %d opens the case from now on.", func(ctx context.Context) (casework.KeySlot, error) { return k.bench.Work.AddKey(ctx, h) })
		}})
}

// Change asks for another passphrase in the place of one.
func (k *Keys) Change(s casework.KeySlot) {
	k.passphrase("Change passphrase "+fmt.Sprint(s.Number), "Copies of the file that were made before still open with the old one.", "Change passphrase", func(h casework.Holder) {
		h.Label = s.Label
		k.do("Passphrase %d is changed.", func(ctx context.Context) (casework.KeySlot, error) {
			return k.bench.Work.ChangeKey(ctx, s.Number, h)
		})
	})
}

// Remove asks, and takes a slot away.
func (k *Keys) Remove(s casework.KeySlot) {
	k.bench.Ask(Question{Title: "Remove " + keyName(s), Confirm: "Remove", Danger: true,
		Explain: "It does not open this file any more. Who opened the case with it before may have kept the key of the case: to shut out a person, revoke it instead.",
		Then: func(string, string) {
			k.do("Key %d is removed.", func(ctx context.Context) (casework.KeySlot, error) { return k.bench.Work.RemoveKey(ctx, s.Number) })
		}})
}

// Revoke asks, and seals the case again under a key that the holder does not have.
func (k *Keys) Revoke(s casework.KeySlot) { k.renew("Revoke "+keyName(s), []uint32{s.Number}) }

// Rotate asks, and seals the case again under a new key for the same holders.
func (k *Keys) Rotate() { k.renew("A new key for the case", nil) }

func (k *Keys) renew(title string, numbers []uint32) {
	b := k.bench
	b.Ask(Question{Title: title, Confirm: "Seal everything again", Danger: len(numbers) > 0,
		Explain: "Everything is sealed again under a new key. That takes as long as reading and writing the whole case, and as much room on the disk. The case stays as it was until it is done. Copies made before still open as before.",
		Then: func(string, string) {
			b.Long("New key", func(ctx context.Context, p progress.Reporter) error { return b.Work.RevokeKeys(ctx, numbers, p) }, func(err error) {
				k.read()
				if err != nil {
					b.Fail(err)
					return
				}
				b.Say("The case has a new key.", false)
			})
		}})
}

// Encrypt asks for a passphrase and encrypts a plain case.
func (k *Keys) Encrypt() {
	b := k.bench
	k.passphrase("Encrypt this case", "Everything is written again, sealed. "+lostKey+" The disk may keep traces of the plain file.", "Encrypt", func(h casework.Holder) {
		b.Long("Encrypt the case", func(ctx context.Context, p progress.Reporter) error {
			return b.Work.Encrypt(ctx, []casework.Holder{h}, p)
		}, func(err error) {
			k.read()
			if err != nil {
				b.Fail(err)
				return
			}
			b.Say("The case is encrypted. Delete plain copies of it that you made before.", false)
		})
	})
}
