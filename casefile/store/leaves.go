package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/casefile/hashtree"
)

// Chunk is a leaf of a source's hash tree: a stretch of the file as received, with
// the SHA-256 that was taken before anybody decoded it.
type Chunk struct {
	Offset   int64
	Length   int64
	FirstRow int64 // the first row that begins in it; 0: not known
	Rows     int64
	Sum      [sha256.Size]byte
}

// leafPage is how many leaves one stored value holds.
const leafPage = 512

// entry is what the tree hashes: the place and the bytes, not the rows, which are
// what an importer made of them.
func (c *Chunk) entry() []byte {
	b := binary.LittleEndian.AppendUint64(make([]byte, 0, 16+sha256.Size), uint64(c.Offset))
	return append(binary.LittleEndian.AppendUint64(b, uint64(c.Length)), c.Sum[:]...)
}

// Leaf returns the hash that the chunk has in the tree.
func (c *Chunk) Leaf() hashtree.Hash { return hashtree.Leaf(c.entry()) }

// treeOf returns the leaves of chunks and their root, as hex.
func treeOf(chunks []Chunk) (leaves []hashtree.Hash, root string) {
	leaves = make([]hashtree.Hash, len(chunks))
	for i := range chunks {
		leaves[i] = chunks[i].Leaf()
	}
	h := hashtree.Root(leaves)
	return leaves, hex.EncodeToString(h[:])
}

// Root returns the root of the tree over chunks, as hex.
func Root(chunks []Chunk) string {
	_, root := treeOf(chunks)
	return root
}

func appendLeaves(dst []byte, chunks []Chunk) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(chunks)))
	for i := range chunks {
		c := &chunks[i]
		for _, n := range []int64{c.Offset, c.Length, c.FirstRow, c.Rows} {
			dst = binary.LittleEndian.AppendUint64(dst, uint64(n))
		}
		dst = append(dst, c.Sum[:]...)
	}
	return dst
}

func readLeaves(body []byte) ([]Chunk, error) {
	r := reader{p: body}
	out := make([]Chunk, r.count(4*8+sha256.Size, leafPage))
	for i := range out {
		c := &out[i]
		c.Offset, c.Length, c.FirstRow, c.Rows = int64(r.u64()), int64(r.u64()), int64(r.u64()), int64(r.u64())
		copy(c.Sum[:], r.take(sha256.Size))
		if c.Offset < 0 || c.Length < 0 {
			r.fail(errShort)
		}
	}
	if len(r.p) > 0 {
		r.fail(fmt.Errorf("%d bytes too many", len(r.p)))
	}
	return out, r.err
}

// addLeaves makes the pages of the draft's leaves.
func (l *Loader) addLeaves() {
	for page := 0; page*leafPage < len(l.chunks); page++ {
		some := l.chunks[page*leafPage : min((page+1)*leafPage, len(l.chunks))]
		key := key3232(l.src.ID, uint32(page))
		l.add(entry{bucketLeaves, key, l.f.codec.wrap(bucketLeaves, key, appendLeaves(nil, some), false)})
	}
}

// plantTree keeps the leaves and names their root. Chunks that are not the whole
// file would prove something else: such a source is not committed.
func (l *Loader) plantTree(src casefile.Source) (casefile.Source, error) {
	end := int64(0)
	if n := len(l.chunks); n > 0 {
		end = l.chunks[n-1].Offset + l.chunks[n-1].Length
	}
	if end != src.Bytes {
		return src, fmt.Errorf("commit source %d: its chunks have %d bytes of %d", src.ID, end, src.Bytes)
	}
	src.Root, src.Chunks = Root(l.chunks), len(l.chunks)
	l.addLeaves()
	return src, nil
}

// chunk notes a chunk that follows those before.
func (l *Loader) chunk(length, firstRow, rows int64, sum [sha256.Size]byte) {
	offset := int64(0)
	if n := len(l.chunks); n > 0 {
		offset = l.chunks[n-1].Offset + l.chunks[n-1].Length
	}
	if rows == 0 {
		firstRow = 0
	}
	l.chunks = append(l.chunks, Chunk{offset, length, firstRow, rows, sum})
}

// Chunks returns the leaves of a source's hash tree in their order; a source that
// an earlier version imported has none. They were compared with the root that the
// source names: leaves without that root are a fault of kind Corrupt.
func (f *File) Chunks(source uint32) ([]Chunk, error) {
	r, err := f.record(source)
	if err != nil {
		return nil, err
	}
	return f.chunks(&r)
}

func (f *File) chunks(r *sourceRecord) ([]Chunk, error) {
	if r.Source.Root == "" {
		return nil, nil
	}
	var out []Chunk
	err := f.view(func(b *bolt.Tx) error {
		tx := &Tx{f: f, b: b}
		page := uint32(0)
		return tx.each(bucketLeaves, key32(r.Source.ID), func(k, v []byte) error {
			body, err := f.codec.unwrap(bucketLeaves, k, v)
			if err != nil {
				return err
			}
			if n := binary.BigEndian.Uint32(k[4:]); n != page {
				return corrupt(bucketLeaves, k, fmt.Errorf("page %d was expected", page))
			}
			page++
			some, err := readLeaves(body)
			if err != nil {
				return corrupt(bucketLeaves, k, err)
			}
			out = append(out, some...)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	key, end := key32(r.Source.ID), int64(0)
	for i := range out {
		if out[i].Offset != end {
			return nil, corrupt(bucketLeaves, key, fmt.Errorf("chunk %d begins at %d where %d was expected", i, out[i].Offset, end))
		}
		end += out[i].Length
	}
	if root := Root(out); len(out) != r.Source.Chunks || end != r.Source.Bytes || root != r.Source.Root {
		return nil, corrupt(bucketLeaves, key, fmt.Errorf("%d leaves over %d bytes have the root %s", len(out), end, root))
	}
	return out, nil
}
