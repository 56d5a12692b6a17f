// Package hashtree is the hash tree over the pieces of a file, as RFC 9162
// (section 2.1) builds it: a leaf is SHA-256 of 0x00 and an entry, a node SHA-256
// of 0x01 and its two children, and a tree of n leaves is split at the largest
// power of two below n.
//
// Root is one digest for all entries; Path is what proves to somebody who has the
// root that one entry is among them, without the others; Verify checks that
// proof. The package knows nothing of files: what an entry holds is the caller's
// business (casefile/FORMAT.md says it for sources).
package hashtree

import (
	"crypto/sha256"
	"math/bits"
)

// Hash is the hash of a leaf or a node.
type Hash = [sha256.Size]byte

// Leaf returns the hash of an entry.
func Leaf(entry []byte) Hash {
	h := sha256.New()
	h.Write([]byte{0})
	h.Write(entry)
	return Hash(h.Sum(nil))
}

func node(left, right Hash) Hash {
	var b [1 + 2*sha256.Size]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[1+sha256.Size:], right[:])
	return sha256.Sum256(b[:])
}

// split returns the largest power of two below n, which is at least 2.
func split(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) }

// Root returns the hash of the tree over leaves in their order. Without leaves it
// is SHA-256 of nothing.
func Root(leaves []Hash) Hash {
	switch len(leaves) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	}
	k := split(len(leaves))
	return node(Root(leaves[:k]), Root(leaves[k:]))
}

// Path returns the siblings on the way from a leaf to the root, lowest first. The
// index must be that of a leaf.
func Path(leaves []Hash, index int) []Hash {
	if len(leaves) <= 1 {
		return nil
	}
	k := split(len(leaves))
	if index < k {
		return append(Path(leaves[:k], index), Root(leaves[k:]))
	}
	return append(Path(leaves[k:], index-k), Root(leaves[:k]))
}

// Verify reports whether path proves that leaf stands at index in the tree of so
// many leaves whose root is given. It is RFC 9162, section 2.1.3.2.
func Verify(leaf Hash, index, size int, path []Hash, root Hash) bool {
	if index < 0 || index >= size {
		return false
	}
	at, last, h := uint(index), uint(size-1), leaf
	for _, sibling := range path {
		if last == 0 {
			return false
		}
		if at&1 == 1 || at == last {
			h = node(sibling, h)
			for at&1 == 0 && at != 0 {
				at, last = at>>1, last>>1
			}
		} else {
			h = node(h, sibling)
		}
		at, last = at>>1, last>>1
	}
	return last == 0 && h == root
}
