package store

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
)

// salvage reads a database file page by page, past what is damaged. It uses neither
// the memory map nor the database's own code, which trust what they read. The layout
// is that of bbolt's internal/common: page header 16 bytes (id u64, flags u16, count
// u16, overflow u32), elements of 16 bytes, then keys and values.
type salvage struct {
	file     io.ReaderAt
	size     int64
	pageSize int64
	roots    []uint64 // of both meta pages, newest first
	seen     map[uint64]bool
	broken   func(bucket string, page uint64)
}

const (
	pageBranch, pageLeaf = 1, 2
	pageHeader           = 16
	pageElement          = 16
	boltMagic            = 0xED0CDAED
	leafBucket           = 1
)

func newSalvage(file io.ReaderAt, size int64, broken func(bucket string, page uint64)) *salvage {
	s := &salvage{file: file, size: size, pageSize: 4096, broken: broken}
	type meta struct{ tx, root uint64 }
	var metas []meta
	for _, at := range []int64{0, 4096, 8192, 16384, 32768, 65536} {
		var m [64]byte
		if _, err := file.ReadAt(m[:], at+pageHeader); err != nil || binary.NativeEndian.Uint32(m[:]) != boltMagic {
			continue
		}
		sum := fnv.New64a()
		sum.Write(m[:56])
		size := int64(binary.NativeEndian.Uint32(m[8:]))
		if sum.Sum64() != binary.NativeEndian.Uint64(m[56:]) || size < 512 || size > 1<<16 || size&(size-1) != 0 {
			continue
		}
		s.pageSize = size
		metas = append(metas, meta{binary.NativeEndian.Uint64(m[48:]), binary.NativeEndian.Uint64(m[16:])})
	}
	slices.SortFunc(metas, func(a, b meta) int { return int(int64(b.tx - a.tx)) })
	for _, m := range metas {
		s.roots = append(s.roots, m.root)
	}
	return s
}

// page returns a page with what overflows from it, or nil.
func (s *salvage) page(id uint64) []byte {
	at := int64(id) * s.pageSize
	if id > uint64(s.size/s.pageSize) || at+pageHeader > s.size {
		return nil
	}
	var head [pageHeader]byte
	if _, err := s.file.ReadAt(head[:], at); err != nil || binary.NativeEndian.Uint64(head[:]) != id {
		return nil
	}
	length := (int64(binary.NativeEndian.Uint32(head[12:])) + 1) * s.pageSize
	if length > maxValue+s.pageSize {
		return nil
	}
	p := make([]byte, min(length, s.size-at))
	if n, err := s.file.ReadAt(p, at); err != nil && int64(n) < pageHeader {
		return nil
	}
	return p
}

// span is the k-th element's bytes from pos on; nil when they are not in the page.
func pageBytes(p []byte, element int, pos, length uint32) []byte {
	from := uint64(pageHeader+element*pageElement) + uint64(pos)
	if from+uint64(length) > uint64(len(p)) {
		return nil
	}
	return p[from : from+uint64(length)]
}

// leaf calls fn for the elements of a leaf that are whole.
func leaf(p []byte, fn func(flags uint32, key, value []byte)) (whole bool) {
	whole = true
	for i := range int(binary.NativeEndian.Uint16(p[10:])) {
		at := pageHeader + i*pageElement
		if at+pageElement > len(p) {
			return false
		}
		pos, keys, vals := binary.NativeEndian.Uint32(p[at+4:]), binary.NativeEndian.Uint32(p[at+8:]), binary.NativeEndian.Uint32(p[at+12:])
		all := pageBytes(p, i, pos, keys+vals)
		if all == nil || keys > keys+vals {
			whole = false
			continue
		}
		fn(binary.NativeEndian.Uint32(p[at:]), all[:keys], all[keys:])
	}
	return whole
}

// walk visits a tree from a page on.
func (s *salvage) walk(bucket string, id uint64, fn func(flags uint32, key, value []byte)) {
	if s.seen[id] {
		return
	}
	s.seen[id] = true
	p := s.page(id)
	if p == nil {
		s.broken(bucket, id)
		return
	}
	switch binary.NativeEndian.Uint16(p[8:]) {
	case pageLeaf:
		if !leaf(p, fn) {
			s.broken(bucket, id)
		}
	case pageBranch:
		for i := range int(binary.NativeEndian.Uint16(p[10:])) {
			at := pageHeader + i*pageElement
			if at+pageElement > len(p) {
				s.broken(bucket, id)
				return
			}
			s.walk(bucket, binary.NativeEndian.Uint64(p[at+8:]), fn)
		}
	default:
		s.broken(bucket, id)
	}
}

// all calls fn for every value that a tree leads to, and sequence with the last
// number that each bucket gave out.
func (s *salvage) all(sequence func(bucket string, n uint64), fn func(bucket string, key, value []byte)) {
	for _, root := range s.roots {
		s.seen = map[uint64]bool{}
		found := 0
		s.walk("", root, func(flags uint32, name, value []byte) {
			if flags&leafBucket == 0 || len(value) < 16 {
				return
			}
			found++
			bucket := string(name)
			sequence(bucket, binary.NativeEndian.Uint64(value[8:]))
			each := func(_ uint32, key, value []byte) { fn(bucket, key, value) }
			if page := binary.NativeEndian.Uint64(value); page != 0 {
				s.walk(bucket, page, each)
			} else if inline := value[16:]; len(inline) < pageHeader || !leaf(inline, each) {
				s.broken(bucket, 0)
			}
		})
		if found > 0 {
			return // the older root leads to the state before the newest change
		}
	}
	if len(s.roots) == 0 {
		s.broken("", 0)
	}
}

// strays calls fn for the values of every leaf that no tree led to: what stood below
// a damaged page, and what was there before the newest changes.
func (s *salvage) strays(fn func(key, value []byte)) {
	for id := uint64(2); int64(id)*s.pageSize < s.size; id++ {
		if s.seen[id] {
			continue
		}
		p := s.page(id)
		if p == nil || binary.NativeEndian.Uint16(p[8:]) != pageLeaf {
			continue
		}
		leaf(p, func(flags uint32, key, value []byte) {
			if flags == 0 {
				fn(key, value)
			}
		})
	}
}

// Loss is something that a repair could not save.
type Loss struct {
	Bucket string `json:"bucket"`
	Key    string `json:"key,omitempty"`
	What   string `json:"what"`
}

// String prints where it was, and what it was.
func (l Loss) String() string {
	if l.Key == "" {
		return l.Bucket + ": " + l.What
	}
	return fmt.Sprintf("%s %s: %s", l.Bucket, l.Key, l.What)
}
