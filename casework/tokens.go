package casework

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"casebench/casefile"
	"casebench/casefile/store"
)

// tokens turns values into keyed hashes for packages. The key is random, made
// once for each case, and never leaves it.
type tokens struct {
	key  []byte
	dict map[casefile.Domain]*store.Dict
	file *store.File
}

// tokenBytes is how much of the HMAC a token carries: 96 bits, so that two of a
// billion values do not meet.
const tokenBytes = 12

func (c *Casework) newTokens() (*tokens, error) {
	key, err := c.secret("token key")
	return &tokens{key: key, dict: map[casefile.Domain]*store.Dict{}, file: c.file}, err
}

// of returns the token of a dictionary value. Values of two dictionaries never
// share a token by accident: the domain is hashed with them.
func (t *tokens) of(d casefile.Domain, code uint32) (string, error) {
	if code == 0 || d == casefile.DomainNone {
		return "", nil
	}
	dict := t.dict[d]
	if dict == nil {
		var err error
		if dict, err = t.file.Dict(d); err != nil {
			return "", err
		}
		t.dict[d] = dict
	}
	value := dict.Value(code)
	if value == "" {
		value = fmt.Sprintf("\x00purged %d", code) // each stays apart from the others
	}
	mac := hmac.New(sha256.New, t.key)
	fmt.Fprintf(mac, "casebench token v1\n%d\n%s", d, value)
	return hex.EncodeToString(mac.Sum(nil)[:tokenBytes]), nil
}

// secret returns a random key of the case, made when it is first asked for.
func (c *Casework) secret(name string) ([]byte, error) {
	var key []byte
	err := c.file.View(func(tx *store.Tx) (err error) {
		key, err = tx.Setting(name)
		return err
	})
	if err != nil || len(key) == 32 {
		return key, err
	}
	key = make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	act := casefile.Act{Verb: "key.make", By: c.config.By, Message: "Made the case's " + name}
	_, err = c.file.Update(act, func(tx *store.Tx) error { return tx.PutSetting(name, key) })
	return key, err
}
