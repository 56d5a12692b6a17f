package store

import (
	"sync"

	"casebench/casefile/vault"
)

const (
	// warmBytes bounds the columns that are kept open for the next search: those of
	// some tens of millions of events.
	warmBytes = 256 << 20
	// When there is no room, one column in so many takes the place of another. A scan
	// over more than fits then finds a part of it the next time, and not, as with the
	// least recently used, nothing.
	warmOneIn = 8
)

// warm keeps columns of an encrypted case as they are once opened. An entry is found
// by the nonce and the tag of the sealed value, which is the value itself: nothing
// has to be forgotten when the case changes. The zero value is ready to use.
type warm struct {
	mu     sync.Mutex
	bodies map[warmKey][]byte
	order  []warmKey
	bytes  int
	turn   uint64
	spare  sync.Pool // of *[]byte, for bodies that are not kept
}

type warmKey [vault.Overhead]byte

// keyOfSealed is the nonce, which stands first, and the tag, which stands last.
func keyOfSealed(sealed []byte) (k warmKey, ok bool) {
	if len(sealed) < vault.Overhead {
		return k, false
	}
	n := copy(k[:], sealed[:vault.NonceSize])
	copy(k[n:], sealed[len(sealed)-vault.Overhead+vault.NonceSize:])
	return k, true
}

func (w *warm) find(k warmKey) []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.bodies[k]
}

// room reports whether a body of that size is worth keeping.
func (w *warm) room(size int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.turn++
	return size <= warmBytes/16 && (w.bytes+size <= warmBytes || w.turn%warmOneIn == 0)
}

// keep keeps a body, which nobody changes from now on, and drops others for it.
func (w *warm) keep(k warmKey, body []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.bodies == nil {
		w.bodies = map[warmKey][]byte{}
	}
	if w.bodies[k] != nil {
		return
	}
	for w.bytes+len(body) > warmBytes && len(w.order) > 0 {
		// Any will do; this is Knuth's multiplier, for a place far from the last.
		w.turn = w.turn*6364136223846793005 + 1442695040888963407
		i, last := int((w.turn>>33)%uint64(len(w.order))), len(w.order)-1
		w.bytes -= len(w.bodies[w.order[i]])
		delete(w.bodies, w.order[i]) // somebody may still read it: it is not overwritten
		w.order[i] = w.order[last]
		w.order = w.order[:last]
	}
	w.bodies[k] = body
	w.order = append(w.order, k)
	w.bytes += len(body)
}

// wipe overwrites and forgets everything. Nobody may be reading.
func (w *warm) wipe() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, body := range w.bodies {
		clear(body)
	}
	w.bodies, w.order, w.bytes = nil, nil, 0
}

// lend calls do with the body of a value that is not compressed as a whole. The
// bytes are lent: do neither keeps nor changes them.
func (c *codec) lend(bucket string, key, value []byte, do func(body []byte) error) error {
	data := c.key.Load()
	if data == nil || len(value) < envelopeExtra || value[0] != envelopeVersion || value[1] != flagSealed {
		body, _, err := c.peek(bucket, key, value)
		if err != nil {
			return err
		}
		return do(body)
	}
	sealed := value[2 : len(value)-8]
	k, ok := keyOfSealed(sealed)
	if body := c.warm.find(k); ok && body != nil {
		return do(body)
	}
	keep := c.warm.room(len(value))
	spare := new([]byte)
	if !keep {
		if s, ok := c.warm.spare.Get().(*[]byte); ok {
			spare = s
		}
		defer c.warm.spare.Put(spare)
	}
	// What opens is what was sealed, at this place: the sum is not needed to know it.
	body, err := data.Open((*spare)[:0], sealed, associated(bucket, key, value[0], value[1]))
	if err != nil {
		if _, _, _, err := c.opened(bucket, key, value); err != nil {
			return err // it has the words for what is wrong
		}
		return corrupt(bucket, key, err)
	}
	*spare = body
	if keep {
		c.warm.keep(k, body)
	}
	return do(body)
}
