package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"casebench/casefile"
	"casebench/casefile/vault"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// rewriteSuffix names the new file while it is written.
const rewriteSuffix = ".rewrite"

// Compact writes the case anew without the space that is free in it, and so without
// what was deleted. Fn may make a last change, in the new file; the act is recorded
// there with it. The new file takes the place of the old in one step: whatever
// happens before, the case is as it was. Nothing else can be written meanwhile;
// reading goes on.
func (f *File) Compact(ctx context.Context, act casefile.Act, p progress.Reporter, fn func(tx *Tx) error) error {
	return f.rewrite(ctx, f.codec.key.Load(), act, p, fn)
}

// rewrite is Compact with another key.
func (f *File) rewrite(ctx context.Context, k *vault.Key, act casefile.Act, p progress.Reporter, fn func(tx *Tx) error) (err error) {
	if f.format.Load() != formatVersion {
		// A case of an earlier version is brought to this one first.
		if err := f.write(func(*bolt.Tx) error { return nil }); err != nil {
			return err
		}
	}
	if f.readOnly {
		return explained(berrors.ErrDatabaseReadOnly)
	}
	if err := f.freeze(); err != nil {
		return err
	}
	defer f.thaw()
	place, err := filepath.EvalSymlinks(f.path)
	if err != nil {
		return explained(err)
	}
	g, err := f.beside(place + rewriteSuffix)
	if err != nil {
		return err
	}
	g.codec.key.Store(k)
	defer func() {
		if err != nil && f.db != g.db {
			err = errors.Join(err, g.db.Close())
			if rerr := os.Remove(g.path); rerr != nil && !errors.Is(rerr, os.ErrNotExist) {
				err = errors.Join(err, rerr)
			}
		}
	}()
	if err = f.copyTo(ctx, g, p); err != nil {
		return err
	}
	if _, err = g.Update(act, fn); err != nil {
		return err
	}
	if err = ctx.Err(); err != nil {
		return err
	}
	return f.become(g, place)
}

// freeze keeps everybody from writing, and waits for what is being written.
func (f *File) freeze() error {
	busy := fault.New(fault.Conflict, "Something else is being written to this case.", "Wait until it ends.", nil)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.loading || f.left.Load() || !f.frozen.CompareAndSwap(false, true) {
		return busy
	}
	f.loading = true
	f.swap.Lock()
	defer f.swap.Unlock()
	return nil
}

func (f *File) thaw() {
	f.frozen.Store(false)
	f.release()
}

// beside makes the empty file that the case is copied to. One that a crash left is
// replaced; a file that is none of ours is not.
func (f *File) beside(path string) (*File, error) {
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.Mode().IsRegular() && leftover(path):
		if err := os.Remove(path); err != nil {
			return nil, explained(err)
		}
	case err == nil:
		return nil, fault.New(fault.Conflict, "There is a file where the case would be written anew: "+filepath.Base(path)+".",
			"Move it away and try again.", nil)
	}
	g := &File{path: path, by: f.by, program: f.program, now: f.now, codec: newCodec(nil),
		dicts: map[casefile.Domain]*Dict{}, blocks: map[uint32][]BlockInfo{}}
	g.what.Store(f.what.Load())
	g.format.Store(formatVersion)
	if g.db, err = openDatabase(path, time.Second, false); err != nil {
		if rerr := os.Remove(path); rerr != nil && !errors.Is(rerr, os.ErrNotExist) {
			err = errors.Join(err, rerr)
		}
		return nil, err
	}
	if info, err := os.Stat(f.path); err == nil {
		if err := os.Chmod(path, info.Mode().Perm()); err != nil {
			return nil, errors.Join(explained(err), g.db.Close())
		}
	}
	return g, nil
}

// leftover reports whether a file is empty or a database: what a crash leaves.
func leftover(path string) bool {
	h, err := os.Open(path)
	if err != nil {
		return false
	}
	defer h.Close()
	if info, err := h.Stat(); err == nil && info.Size() == 0 {
		return true
	}
	var head [20]byte
	_, err = h.ReadAt(head[:], 0)
	return err == nil && binary.NativeEndian.Uint32(head[16:]) == 0xED0CDAED
}

// copyTo copies every value into g, sealed by the key of g. Nothing writes to f
// meanwhile, so that many short transactions see one state.
func (f *File) copyTo(ctx context.Context, g *File, p progress.Reporter) error {
	size := int64(0)
	if info, err := os.Stat(f.path); err == nil {
		size = info.Size()
	}
	p.Phase("write the case anew", size)
	progress.InBytes(p)
	var names []string
	err := f.view(func(b *bolt.Tx) error {
		return b.ForEach(func(name []byte, _ *bolt.Bucket) error {
			names = append(names, string(name))
			return nil
		})
	})
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := f.copyBucket(ctx, g, name, p); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) copyBucket(ctx context.Context, g *File, name string, p progress.Reporter) error {
	var sequence uint64
	if err := f.view(func(b *bolt.Tx) error {
		sequence = b.Bucket([]byte(name)).Sequence()
		return nil
	}); err != nil {
		return err
	}
	var from []byte
	for first := true; first || from != nil; first = false {
		if err := ctx.Err(); err != nil {
			return err
		}
		some, next, err := f.someOf(name, from)
		if err != nil {
			return err
		}
		from = next
		for i := range some {
			n := len(some[i].value)
			if some[i].value, err = f.reseal(g, some[i]); err != nil {
				return err
			}
			p.Add(int64(n))
		}
		err = g.write(func(b *bolt.Tx) error {
			bucket, err := b.CreateBucketIfNotExists([]byte(name))
			if err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
			if err := bucket.SetSequence(sequence); err != nil {
				return fmt.Errorf("number in %s: %w", name, err)
			}
			return putAll(b, some)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// someOf copies the values of a bucket from a key on, as many as fit into one
// transaction. Next is nil after the last.
func (f *File) someOf(name string, from []byte) (some []entry, next []byte, err error) {
	err = f.view(func(b *bolt.Tx) error {
		some, next = nil, nil
		size := 0
		c := b.Bucket([]byte(name)).Cursor()
		for k, v := c.Seek(from); k != nil; k, v = c.Next() {
			if v == nil {
				return corrupt(name, k, errors.New("a bucket inside a bucket"))
			}
			if size >= txBytes {
				next = append([]byte(nil), k...)
				return nil
			}
			some = append(some, entry{name, append([]byte(nil), k...), append([]byte(nil), v...)})
			size += len(k) + len(v)
		}
		return nil
	})
	return some, next, err
}

// reseal returns the value of an entry as it stands in g. What is damaged is not
// carried on: it fails.
func (f *File) reseal(g *File, e entry) ([]byte, error) {
	if e.bucket == bucketMeta && string(e.key) == string(key8(1)) {
		return g.header1(e.value)
	}
	from, to := f.codecOf(e.bucket), g.codecOf(e.bucket)
	body, _, flags, err := from.opened(e.bucket, e.key, e.value)
	if err != nil || from.key.Load() == to.key.Load() {
		return e.value, err
	}
	return to.enclose(e.bucket, e.key, body, flags&^flagSealed), nil
}

// header1 is meta/1 for a copy that may be sealed where its origin is not.
func (f *File) header1(head []byte) ([]byte, error) {
	at := len(magic) + 4
	if len(head) < at+4 {
		return nil, corrupt(bucketMeta, key8(1), errMissing)
	}
	head = append([]byte(nil), head...)
	flags := binary.LittleEndian.Uint32(head[at:]) &^ flagEncrypted
	if f.Encrypted() {
		flags |= flagEncrypted
	}
	binary.LittleEndian.PutUint32(head[at:], flags)
	return head, nil
}

// become puts the file of g in the place of f's and goes on with it.
func (f *File) become(g *File, place string) error {
	f.swap.Lock()
	defer f.swap.Unlock()
	// Both files stay locked until the new one has the name: who waits for the lock
	// finds the new file, and finds it locked.
	if err := os.Rename(g.path, place); err == nil {
		old := f.db
		f.db = g.db
		f.adopt(g)
		return explained(errors.Join(syncFolder(filepath.Dir(place)), old.Close()))
	}
	// Windows gives no new name to an open file.
	if err := errors.Join(g.db.Close(), f.db.Close()); err != nil {
		return fmt.Errorf("close the case: %w", err)
	}
	err := os.Rename(g.path, place)
	if err == nil {
		f.adopt(g)
	}
	db, oerr := openDatabase(f.path, 5*time.Second, false)
	if oerr == nil {
		f.db = db
	}
	return errors.Join(explained(err), oerr)
}

// adopt takes over what g knows of the file that both are now.
func (f *File) adopt(g *File) {
	if old, own := f.codec.key.Load(), g.codec.key.Load(); old != own {
		f.codec.key.Store(own)
		f.codec.warm.wipe()
		old.Wipe()
	}
	f.remember()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.what.Store(g.what.Load())
	f.holders = nil
	f.dicts, f.blocks = map[casefile.Domain]*Dict{}, map[uint32][]BlockInfo{}
}
