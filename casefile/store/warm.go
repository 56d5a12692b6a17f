package store

import (
	"encoding/binary"
	"sync"

	"casebench/casefile/vault"
)

const (
	// warmBytes bounds the columns that are kept open for the next search: those that
	// are asked for often of some tens of millions of events. Identifiers, which take
	// as much room as all else, do not drive them out.
	warmBytes = 512 << 20

	warmCounts = 1 << 17 // how many counters there are, a power of two
	mostAsked  = 15
	// A column takes the place of others when it was asked for so much more often than
	// each of them. A scan that comes round again asks for all of them equally often,
	// but for those that it has not come to yet.
	askedMore = 2
	// Counts are halved when for each column that is kept, or for so many, there were
	// so many asks.
	warmAge, warmLeast = 16, 64
	// Of so many columns the one that was asked for least often goes first.
	warmSample = 5
)

// warm keeps columns of an encrypted case as they are once opened, from the second
// time on that they are asked for: what is asked for once costs no memory. An entry is
// found by the nonce and the tag of the sealed value, which is the value itself:
// nothing has to be forgotten when the case changes. The zero value is ready to use.
type warm struct {
	mu     sync.Mutex
	bodies map[warmKey][]byte
	order  []warmKey
	bytes  int
	limit  int // in place of warmBytes, for tests
	turn   uint64
	spare  sync.Pool // of *[]byte, for bodies that are not kept

	// How often columns were asked for of late. A column has two counters, some of
	// which it shares with others; the lower one counts.
	asked []uint8
	asks  int // since they were halved
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

// find returns the body of a value that is kept, and counts that it was asked for.
// Keep says that a body that is not there is worth keeping if there is room.
func (w *warm) find(k warmKey) (body []byte, keep bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked == nil {
		w.asked = make([]uint8, warmCounts)
	}
	a, b := w.counters(k)
	for _, n := range []*uint8{a, b} {
		if *n < mostAsked {
			*n++
		}
	}
	keep = min(*a, *b) > 1
	// What was asked for long ago counts less and less, so that the new finds room.
	if w.asks++; w.asks > warmAge*max(len(w.order), warmLeast) {
		w.asks = 0
		for i := range w.asked {
			w.asked[i] /= 2
		}
	}
	return w.bodies[k], keep
}

// counters returns those of a value. Its nonce is random, and serves for two hashes.
func (w *warm) counters(k warmKey) (a, b *uint8) {
	return &w.asked[binary.LittleEndian.Uint32(k[:])%warmCounts], &w.asked[binary.LittleEndian.Uint32(k[4:])%warmCounts]
}

// often is how often a value was asked for of late.
func (w *warm) often(k warmKey) int {
	a, b := w.counters(k)
	return int(min(*a, *b))
}

// room makes room for a body, and reports whether it may be kept.
func (w *warm) room(k warmKey, size int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	limit := warmBytes
	if w.limit > 0 {
		limit = w.limit
	}
	if size > limit/16 {
		return false
	}
	for w.bytes+size > limit {
		at, least := 0, mostAsked+1
		for range warmSample {
			// This is Knuth's multiplier, for a place far from the last.
			w.turn = w.turn*6364136223846793005 + 1442695040888963407
			i := int((w.turn >> 33) % uint64(len(w.order)))
			if n := w.often(w.order[i]); n < least {
				at, least = i, n
			}
		}
		if least+askedMore > w.often(k) {
			return false
		}
		last := len(w.order) - 1
		w.bytes -= len(w.bodies[w.order[at]])
		delete(w.bodies, w.order[at]) // somebody may still read it: it is not overwritten
		w.order[at] = w.order[last]
		w.order = w.order[:last]
	}
	return true
}

// keep keeps a body, which nobody changes from now on.
func (w *warm) keep(k warmKey, body []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.bodies == nil {
		w.bodies = map[warmKey][]byte{}
	}
	if w.bodies[k] != nil {
		return
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
	w.bodies, w.order, w.bytes, w.asked, w.asks = nil, nil, 0, nil, 0
}

// openings are the bodies of one block that one goroutine has opened, each once, in
// memory that is used again for the next block.
type openings struct {
	keys   []warmKey
	bodies [][]byte // as many as were ever needed at once
}

// find returns the body of a value that was opened for this block.
func (o *openings) find(k warmKey) []byte {
	if o != nil {
		for i := range o.keys {
			if o.keys[i] == k {
				return o.bodies[i]
			}
		}
	}
	return nil
}

// reset makes the memory free for the next block: nobody reads this one any more.
func (o *openings) reset() { o.keys = o.keys[:0] }

// lend calls do with the body of a value that is not compressed as a whole. The
// bytes are lent: do neither keeps nor changes them. What is opened stays in own for
// the next call, unless that is nil.
func (c *codec) lend(bucket string, key, value []byte, own *openings, do func(body []byte) error) error {
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
	if !ok {
		_, _, _, err := c.opened(bucket, key, value)
		return err
	}
	if body := own.find(k); body != nil {
		return do(body)
	}
	body, keep := c.warm.find(k)
	if body != nil {
		return do(body)
	}
	var spare []byte
	switch keep = keep && c.warm.room(k, len(value)); {
	case keep:
	case own != nil:
		if len(own.keys) < len(own.bodies) {
			spare = own.bodies[len(own.keys)]
		}
	default:
		lent, _ := c.warm.spare.Get().(*[]byte)
		if lent == nil {
			lent = new([]byte)
		}
		defer func() {
			*lent = spare
			c.warm.spare.Put(lent)
		}()
		spare = *lent
	}
	// What opens is what was sealed, at this place: the sum is not needed to know it.
	body, err := data.Open(spare[:0], sealed, associated(bucket, key, value[0], value[1]))
	if err != nil {
		if _, _, _, err := c.opened(bucket, key, value); err != nil {
			return err // it has the words for what is wrong
		}
		return corrupt(bucket, key, err)
	}
	spare = body
	switch {
	case keep:
		c.warm.keep(k, body)
	case own != nil && len(own.keys) < len(own.bodies):
		own.bodies[len(own.keys)] = body
		own.keys = append(own.keys, k)
	case own != nil:
		own.bodies, own.keys = append(own.bodies, body), append(own.keys, k)
	}
	return do(body)
}
