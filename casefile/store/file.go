package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
)

// File is an open case. It may be used by several goroutines.
type File struct {
	db       *bolt.DB
	path     string
	by       string
	program  string
	now      func() time.Time
	readOnly bool
	codec    *codec
	format   format
	openedBy uint32 // the key slot that opened the case; 0: it is plain, or was made just now

	swap   sync.RWMutex // held by transactions; db changes when nobody holds it
	frozen atomic.Bool  // a rewriting is under way: nothing else writes

	// what the case says about itself is asked by the window, which waits for nobody,
	// and inside transactions, where mu may be held by one that waits for them to end.
	what atomic.Pointer[casefile.Case]

	mu      sync.Mutex
	dicts   map[casefile.Domain]*Dict
	blocks  map[uint32][]BlockInfo // of sources that will not change any more
	loading bool                   // a Loader is at work
	holders *holders               // nil: to be read again

	identity atomic.Pointer[os.FileInfo] // of the file that is open
	broken   atomic.Bool                 // the disk failed in the midst of a write

	left atomic.Bool // a check of the pages was left behind, and still reads them
}

// Create makes a new case file and opens it. A file of that name is a fault of
// kind Conflict and is left as it is. The first audit entry says that the case was
// made. On failure no file is left behind; a crash leaves the whole case, or none
// (and half of one beside it, NAME.new, which the next try replaces).
func Create(path string, c casefile.Case, o Options) (*File, error) {
	return makeCase(path, o, func(f *File) error { return f.found(c, o) })
}

// found makes a new case of an empty file.
func (f *File) found(c casefile.Case, o Options) error {
	slots, err := f.makeKey(o.Holders)
	if err != nil {
		return err
	}
	c.Format = formatVersion
	if c.By == "" {
		c.By = f.by
	}
	if c.Created.IsZero() {
		c.Created = f.now().UTC()
	}
	head := binary.LittleEndian.AppendUint32([]byte(magic), formatVersion)
	sealed := uint32(0)
	if len(o.Holders) > 0 {
		sealed = flagEncrypted
	}
	head = binary.LittleEndian.AppendUint32(head, sealed)
	f.what.Store(&c)
	return f.write(func(b *bolt.Tx) error {
		for _, name := range buckets() {
			if _, err := b.CreateBucketIfNotExists([]byte(name)); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
		if err := b.Bucket([]byte(bucketMeta)).Put(key8(1), head); err != nil {
			return fmt.Errorf("write header: %w", err)
		}
		tx := &Tx{f: f, b: b, at: f.now().UTC()}
		if err := tx.PutCase(c); err != nil {
			return err
		}
		if err := tx.putFirstKeys(slots, o.Holders); err != nil {
			return err
		}
		_, err := tx.record(casefile.Act{Verb: "case.new", Message: "The case was made.", By: c.By,
			Details: map[string]string{"case": c.ID, "program": c.Program}})
		return err
	})
}

// Open opens a case. Its errors are faults: NotFound, Locked (open elsewhere),
// Invalid (not a case), Unsupported (a newer format), Corrupt, Conflict (not
// permitted), NeedsKey and WrongKey (it is encrypted, and no secret was given, or
// not the right one). The file is not changed by opening it: one of an earlier
// version is read as it is, and brought to this version by the first transaction
// that writes.
func Open(path string, o Options) (*File, error) {
	if err := isCase(path); err != nil {
		return nil, err
	}
	f, err := open(path, o)
	if err != nil {
		return nil, err
	}
	if err := f.unlock(o.Secret); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if err := f.readHeader(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// isCase looks at a file before the database does: bbolt would make a database of
// an empty file, and says little about others.
func isCase(path string) error {
	h, err := os.Open(path)
	if err != nil {
		return explained(err)
	}
	defer h.Close()
	notCase := fault.New(fault.Invalid, "This file is not a case.", "Name a file that Casebench made.", nil)
	st, err := h.Stat()
	if err != nil || !st.Mode().IsRegular() {
		return notCase
	}
	size, err := neededSize(h)
	if err != nil {
		return notCase
	}
	if st.Size() < size {
		return fault.New(fault.Corrupt, "The case file is cut short.", "Restore it from a copy.",
			fmt.Errorf("%d bytes of %d", st.Size(), size))
	}
	return nil
}

// neededSize reads both meta pages of the database and returns how long the newer
// valid one says that the file is. bbolt maps the file into memory, and what is
// missing from the map cannot be read as an error. The layout is that of bbolt's
// internal/common.Meta: magic, version, page size, flags (u32 each), root (two
// u64), freelist, high-water page, transaction (u64 each), checksum (FNV-1a 64 of
// all before), after a page header of 16 bytes.
func neededSize(h io.ReaderAt) (int64, error) {
	const metaSize = 64
	newest, size := int64(-1), int64(0)
	for _, at := range []int64{0, int64(os.Getpagesize()), 4096, 8192, 16384, 65536} {
		var m [metaSize]byte
		if _, err := h.ReadAt(m[:], at+pageHeader); err != nil || binary.NativeEndian.Uint32(m[:]) != boltMagic {
			continue
		}
		sum := fnv.New64a()
		sum.Write(m[:metaSize-8])
		if sum.Sum64() != binary.NativeEndian.Uint64(m[metaSize-8:]) {
			continue
		}
		page, tx := int64(binary.NativeEndian.Uint32(m[8:])), int64(binary.NativeEndian.Uint64(m[48:]))
		if tx > newest {
			newest, size = tx, page*int64(binary.NativeEndian.Uint64(m[40:]))
		}
	}
	if newest < 0 {
		return 0, errors.New("no meta page")
	}
	return size, nil
}

func open(path string, o Options) (*File, error) {
	f := &File{path: path, by: o.By, program: o.Program, now: o.Now, readOnly: o.ReadOnly, codec: newCodec(nil),
		dicts: map[casefile.Domain]*Dict{}, blocks: map[uint32][]BlockInfo{}}
	if f.now == nil {
		f.now = time.Now
	}
	wait := o.Wait
	if wait <= 0 {
		wait = time.Second
	}
	db, err := openDatabase(path, wait, o.ReadOnly)
	if err != nil {
		return nil, err
	}
	f.db = db
	f.remember()
	return f, nil
}

// openDatabase opens the file and locks it. Whoever had it open before may have put
// a new file in its place while we waited for the lock: then that one is opened.
func openDatabase(path string, wait time.Duration, readOnly bool) (db *bolt.DB, err error) {
	for range 3 {
		var held *os.File
		err = guarded(func() (err error) {
			db, err = bolt.Open(path, 0o600, &bolt.Options{Timeout: wait, ReadOnly: readOnly,
				FreelistType: bolt.FreelistMapType, NoStatistics: true,
				OpenFile: func(name string, flag int, perm os.FileMode) (*os.File, error) {
					var err error
					held, err = os.OpenFile(name, flag, perm)
					return held, err
				}})
			return err
		})
		if err != nil {
			if fault.KindOf(err) == fault.Locked {
				err = fault.New(fault.Locked, "This case is open in another program"+holder(path)+".", "Close it there, or open a copy.", err)
			}
			return nil, err
		}
		if samePlace(held, path) {
			db.AllocSize = growBytes
			return db, nil
		}
		if err = db.Close(); err != nil {
			return nil, fmt.Errorf("close case: %w", err)
		}
	}
	return nil, fault.New(fault.Locked, "This case is being written anew by another program.", "Try again in a moment.", nil)
}

// samePlace reports whether path still leads to an open file.
func samePlace(held *os.File, path string) bool {
	a, err := held.Stat()
	if err != nil {
		return true // it cannot be known, and the database works with what it holds
	}
	b, err := os.Stat(path)
	return err == nil && os.SameFile(a, b)
}

// growBytes is by how much the file grows when it is full. bbolt's own 16 MiB would
// leave half of a small case empty; less would make an fsync more for each
// transaction of an import.
const growBytes = 4 << 20

// readHeader reads meta/1 and the Case.
func (f *File) readHeader() error {
	return f.view(func(b *bolt.Tx) error {
		meta := b.Bucket([]byte(bucketMeta))
		if meta == nil {
			return fault.New(fault.Invalid, "This file is not a case.", "Name a file that Casebench made.", nil)
		}
		head := meta.Get(key8(1))
		if len(head) < len(magic)+8 || string(head[:len(magic)]) != magic {
			return fault.New(fault.Invalid, "This file is not a case.", "Name a file that Casebench made.", nil)
		}
		v := binary.LittleEndian.Uint32(head[len(magic):])
		if v > formatVersion {
			return fault.New(fault.Unsupported,
				fmt.Sprintf("This case was written by a newer version of Casebench (file format %d; this version reads up to %d).", v, formatVersion),
				"Open it with that version, or with a later one; the case was not changed.", nil)
		}
		for since := uint32(1); since <= v; since++ {
			for _, name := range bucketsSince(since) {
				if b.Bucket([]byte(name)) == nil {
					return corrupt(name, nil, errors.New("the bucket is missing"))
				}
			}
		}
		f.format.Store(v)
		body, err := f.codec.unwrap(bucketMeta, key8(2), meta.Get(key8(2)))
		if err != nil {
			return err
		}
		var what casefile.Case
		if err := json.Unmarshal(body, &what); err != nil {
			return corrupt(bucketMeta, key8(2), err)
		}
		f.what.Store(&what)
		return nil
	})
}

// Close closes the case and wipes its key from memory. It waits for transactions
// that are open, and may be called twice.
func (f *File) Close() error {
	defer f.codec.wipe()
	if f.left.Load() {
		return nil // closing would wait for the check that never ends
	}
	if err := f.db.Close(); err != nil {
		return fmt.Errorf("close case: %w", err)
	}
	return nil
}

// Case returns what the case says about itself.
func (f *File) Case() casefile.Case {
	if what := f.what.Load(); what != nil {
		return *what
	}
	return casefile.Case{}
}

// Path returns the path under which the case was opened.
func (f *File) Path() string { return f.path }

// Update changes the case: fn makes the change through tx, and act says what it
// was. Both are written in one transaction, or neither is. Update returns the
// sequence number of the audit entry. An error of fn comes back as it is.
func (f *File) Update(act casefile.Act, fn func(tx *Tx) error) (seq uint64, err error) {
	var tx *Tx
	err = f.write(func(b *bolt.Tx) error {
		tx = &Tx{f: f, b: b, at: f.now().UTC()}
		if err := fn(tx); err != nil {
			return err
		}
		// The act may have been completed by fn through tx.Describe.
		if tx.describe != nil {
			tx.describe(&act)
		}
		entry, err := tx.record(act)
		seq = entry.Seq
		return err
	})
	if err != nil {
		return 0, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.holders = nil
	if tx.newCase != nil {
		f.what.Store(tx.newCase)
	}
	return seq, nil
}

// Record writes an act that changes nothing: a disclosure, an export.
func (f *File) Record(act casefile.Act) (seq uint64, err error) {
	return f.Update(act, func(*Tx) error { return nil })
}

// View shows fn one moment of the case. What tx returns are copies that stay good
// after View. Keep it short: a long View holds on to space that the writer frees.
// Inside View and Update use tx alone: a method of File opens a transaction of its
// own, and one inside another can wait for ever when the file grows in between.
func (f *File) View(fn func(tx *Tx) error) error {
	return f.view(func(b *bolt.Tx) error { return fn(&Tx{f: f, b: b}) })
}
