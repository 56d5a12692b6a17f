package query

import (
	"fmt"
	"slices"
	"sync"

	"casebench/casefile"
)

// Memory remembers which rows of a block a condition on texts let through, for the
// searches that look through the same texts: rows, counts and a histogram of one
// filter, the same filter over another time. It holds texts that were looked for, and
// sets of rows, up to a number of bytes. It is safe for several goroutines.
//
// What it says is true for blocks as they were: Forget is called when sources change.
type Memory struct {
	mu    sync.Mutex
	limit int
	now   *recollection
}

// NewMemory returns a memory of at most so many bytes.
func NewMemory(bytes int) *Memory { return &Memory{limit: bytes, now: &recollection{}} }

// Forget forgets everything. Searches that go on remember nothing more.
func (m *Memory) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = &recollection{}
}

// recollection is what was remembered since the last Forget.
type recollection struct {
	leaves map[string]*leaf
	bytes  int
	turn   int
}

// leaf is what is known of one condition on one table.
type leaf struct {
	blocks map[blockKey]answer
	bytes  int
	turn   int // when it was used last
}

type blockKey struct {
	id     uint64
	source uint32
	rows   int
	first  int64
}

func keyOf(b *Block) blockKey { return blockKey{b.ID, b.Source, b.Rows, b.First} }

// answer says that of the rows asked, all of them when that is nil, those of found
// were let through.
type answer struct{ asked, found rowset }

const answerBytes = 128 // beside its sets

// remembering is one condition's way to the memory: as it was when the search began.
type remembering struct {
	memory *Memory
	in     *recollection
	key    string
}

// of returns the way to what is known of a test on a table's column, or of an extra
// field when column is below 0; nil without a memory.
func (m *Memory) of(t casefile.Table, column int, extra string, test Test) *remembering {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return &remembering{m, m.now, fmt.Sprintf("%d %d %q %#v", t, column, extra, test)}
}

// narrow takes out of sel what is known not to be let through; false when that is not
// known of all rows of sel.
func (k *remembering) narrow(b *Block, sel rowset) bool {
	a, ok := k.get(b)
	if !ok {
		return false
	}
	if a.asked != nil {
		for i, w := range sel {
			if w&^a.asked[i] != 0 {
				return false
			}
		}
	}
	if a.found == nil {
		sel.clear()
		return true
	}
	for i := range sel {
		sel[i] &= a.found[i]
	}
	return true
}

func (k *remembering) get(b *Block) (a answer, ok bool) {
	k.memory.mu.Lock()
	defer k.memory.mu.Unlock()
	l := k.in.leaves[k.key]
	if l == nil {
		return a, false
	}
	k.in.turn++
	l.turn = k.in.turn
	a, ok = l.blocks[keyOf(b)]
	return a, ok
}

// keep remembers that of the rows asked those of found were let through. The sets
// stay the caller's.
func (k *remembering) keep(b *Block, asked, found rowset) {
	var a answer
	if asked.count() < b.Rows {
		a.asked = slices.Clone(asked)
	}
	if !found.empty() {
		a.found = slices.Clone(found)
	}
	size := answerBytes + 8*(len(a.asked)+len(a.found))
	m, in := k.memory, k.in
	m.mu.Lock()
	defer m.mu.Unlock()
	if in != m.now {
		return
	}
	l := in.leaves[k.key]
	for in.bytes+size > m.limit && in.oldest() != nil && in.oldest() != l {
		in.drop(in.oldest())
	}
	if in.bytes+size > m.limit {
		return
	}
	if l == nil {
		l = &leaf{blocks: map[blockKey]answer{}}
		if in.leaves == nil {
			in.leaves = map[string]*leaf{}
		}
		in.leaves[k.key] = l
	}
	in.turn++
	l.turn = in.turn
	if old, ok := l.blocks[keyOf(b)]; ok {
		before := answerBytes + 8*(len(old.asked)+len(old.found))
		l.bytes, in.bytes = l.bytes-before, in.bytes-before
	}
	l.blocks[keyOf(b)] = a
	l.bytes, in.bytes = l.bytes+size, in.bytes+size
}

// oldest is the leaf that was not used for the longest time; nil when there is none.
func (in *recollection) oldest() (out *leaf) {
	for _, l := range in.leaves {
		if out == nil || l.turn < out.turn {
			out = l
		}
	}
	return out
}

func (in *recollection) drop(gone *leaf) {
	for key, l := range in.leaves {
		if l == gone {
			delete(in.leaves, key)
			in.bytes -= l.bytes
			return
		}
	}
}
