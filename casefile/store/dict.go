package store

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"sync"

	"github.com/cespare/xxhash/v2"
	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Dict is one dictionary of the case: values and their codes, 1 to Len. It may be
// used by several goroutines, and sees what imports add.
type Dict struct {
	domain casefile.Domain

	mu    sync.RWMutex
	vals  []string // vals[i] has code i+1
	table []uint32 // open addressing: codes, 0 for a free place; nil until somebody looks for a value
	saved int      // values that are in the file, or on their way into it
	arena strings.Builder
}

// Len returns the number of values; codes are 1 to Len.
func (d *Dict) Len() int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(d.vals)
}

// Value returns the value of a code, or "" for 0 and for codes that are not there.
func (d *Dict) Value(code uint32) string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if code == 0 || int(code) > len(d.vals) {
		return ""
	}
	return d.vals[code-1]
}

// Code returns the code of a value; ok is false if the case does not know it.
func (d *Dict) Code(value string) (code uint32, ok bool) {
	d.mu.RLock()
	built := len(d.table) > 0
	d.mu.RUnlock()
	if !built {
		d.mu.Lock()
		d.grow(len(d.vals) + 1)
		d.mu.Unlock()
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	code = d.table[d.find(value)]
	return code, code > 0
}

// find returns the place of a value in the table, or the free place where it
// belongs.
func (d *Dict) find(value string) uint64 {
	mask := uint64(len(d.table) - 1)
	at := xxhash.Sum64String(value) & mask
	for {
		code := d.table[at]
		if code == 0 || d.vals[code-1] == value {
			return at
		}
		at = (at + 1) & mask
	}
}

// intern returns the codes of values, and gives new codes to new values in their
// order. The dictionary keeps copies.
func (d *Dict) intern(values []string, codes []uint32) ([]uint32, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, v := range values {
		d.grow(len(d.vals) + 1)
		at := d.find(v)
		if d.table[at] == 0 {
			if len(d.vals) >= math.MaxUint32-1 {
				return nil, fault.Newf(fault.Unsupported, "This case has more distinct values than one dictionary can number.")
			}
			d.vals = append(d.vals, d.keep(v))
			d.table[at] = uint32(len(d.vals))
		}
		codes = append(codes, d.table[at])
	}
	return codes, nil
}

// keep copies a value into memory that holds dictionary values only: a value must
// not hold on to the block that it came with.
func (d *Dict) keep(v string) string {
	const chunk = 64 << 10
	if d.arena.Cap()-d.arena.Len() < len(v) {
		d.arena = strings.Builder{}
		d.arena.Grow(max(chunk, len(v)))
	}
	at := d.arena.Len()
	d.arena.WriteString(v)
	return d.arena.String()[at:]
}

// grow keeps the table at most half full.
func (d *Dict) grow(values int) {
	if 2*values <= len(d.table) {
		return
	}
	size := max(2*len(d.table), 64)
	for size < 2*values {
		size *= 2
	}
	d.table = make([]uint32, size)
	for i := range d.vals {
		d.table[d.find(d.vals[i])] = uint32(i + 1)
	}
}

// cut forgets all values after the first n: those of a draft that was dropped.
func (d *Dict) cut(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cutTo(n)
}

// cutUnsaved forgets the values that no transaction has written.
func (d *Dict) cutUnsaved() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cutTo(d.saved)
}

func (d *Dict) cutTo(n int) {
	if n >= len(d.vals) {
		return
	}
	d.vals = append([]string(nil), d.vals[:n]...)
	d.saved, d.table = min(d.saved, n), nil
	d.grow(n + 1)
}

// Dict returns a dictionary of the case. The first call for a domain reads it.
func (f *File) Dict(domain casefile.Domain) (*Dict, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if d := f.dicts[domain]; d != nil {
		return d, nil
	}
	d := &Dict{domain: domain}
	err := f.view(func(b *bolt.Tx) error {
		tx := &Tx{f: f, b: b}
		return tx.each(bucketDict, key8(uint8(domain)), func(k, v []byte) error {
			page, err := f.dictPage(k, v)
			if err != nil {
				return err
			}
			if first := binary.BigEndian.Uint32(k[1:]); int(first) != len(d.vals)+1 {
				return corrupt(bucketDict, k, fmt.Errorf("the page begins at %d where %d was expected", first, len(d.vals)+1))
			}
			d.vals = append(d.vals, page...)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	d.saved = len(d.vals)
	f.dicts[domain] = d
	return d, nil
}

// dictPage decodes a page; its strings share one piece of memory.
func (f *File) dictPage(key, value []byte) ([]string, error) {
	body, err := f.codec.unwrap(bucketDict, key, value)
	if err != nil {
		return nil, err
	}
	r := reader{p: body}
	t := readTexts(f.codec, &r, r.count(0, maxValue/8))
	if r.err != nil {
		return nil, corrupt(bucketDict, key, r.err)
	}
	all := string(t.Bytes)
	out := make([]string, t.Len())
	start := uint32(0)
	for i, end := range t.Ends {
		out[i], start = all[start:end], end
	}
	return out, nil
}

// dictGrowth is the values that a dictionary has gained and the file has not.
type dictGrowth struct {
	dict   *Dict
	first  uint32
	values []string
}

// growth takes what is new in all dictionaries that are loaded, in the order of
// their domains. The caller writes it in the next transaction.
func (f *File) growth() []dictGrowth {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []dictGrowth
	for domain := range casefile.Domains() {
		d := f.dicts[casefile.Domain(domain)]
		if d == nil {
			continue
		}
		d.mu.Lock()
		if d.saved < len(d.vals) {
			out = append(out, dictGrowth{d, uint32(d.saved + 1), d.vals[d.saved:len(d.vals):len(d.vals)]})
			d.saved = len(d.vals)
		}
		d.mu.Unlock()
	}
	return out
}

// unsaved takes growth back that could not be written.
func unsaved(growth []dictGrowth) {
	for _, g := range growth {
		g.dict.mu.Lock()
		g.dict.saved = int(g.first) - 1
		g.dict.mu.Unlock()
	}
}

// forgetUnsaved cuts all dictionaries back to what the file holds of them. No value
// that it holds uses another code: a loader writes codes and words together.
func (f *File) forgetUnsaved() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range f.dicts {
		d.cutUnsaved()
	}
}

// pages encodes the growth as pages, ready to be put.
func (f *File) growthPages(growth []dictGrowth) []entry {
	var out []entry
	var s scratch
	for _, g := range growth {
		values, first := g.values, g.first
		for len(values) > 0 {
			// Pages are bounded so that reading one needs little memory.
			var t casefile.Texts
			n := 0
			for n < len(values) && (n == 0 || len(t.Bytes)+len(values[n]) <= 4<<20) {
				t.Append([]byte(values[n]))
				n++
			}
			body := binary.AppendUvarint(nil, uint64(n))
			body = appendTexts(f.codec, &s, body, &t)
			key := dictKey(uint8(g.dict.domain), first)
			out = append(out, entry{bucketDict, key, f.codec.wrap(bucketDict, key, body, false)})
			values, first = values[n:], first+uint32(n)
		}
	}
	return out
}

// lengths returns how many values each dictionary has in the file.
func (f *File) dictLengths() ([]int, error) {
	out := make([]int, casefile.Domains())
	for domain := range out {
		d, err := f.Dict(casefile.Domain(domain))
		if err != nil {
			return nil, err
		}
		out[domain] = d.Len()
	}
	return out, nil
}
