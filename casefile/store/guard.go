package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"casebench/internal/fault"
)

// guarded runs fn where a bad page, or a disk that went away under the memory
// map, is an error and not the end of the program.
func guarded(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = recovered(r)
		}
	}()
	return explained(fn())
}

// recovered turns a panic that came up through the database into an error.
func recovered(r any) error {
	cause := fmt.Errorf("%v", r)
	var mem interface {
		runtime.Error
		Addr() uintptr
	}
	if err, ok := r.(error); ok && errors.As(err, &mem) {
		return fault.New(fault.Corrupt, "The case file could not be read.",
			"Is the disk still there, and the file whole? Run check, or restore the file from a copy.", cause)
	}
	return fault.New(fault.Corrupt, "The case file is damaged.",
		"Run check to see what is affected, and restore the file from a copy.", cause)
}

// explained gives the failures of the database and of the disk their words.
func explained(err error) error {
	var f *fault.Error
	switch {
	case err == nil || errors.As(err, &f):
		return err
	case diskFull(err):
		return fault.New(fault.Full, "There is no room left on the disk that holds the case.",
			"Free some space and try again; the case was not changed.", err)
	case diskBroken(err):
		return brokenDisk(err)
	case errors.Is(err, berrors.ErrTimeout):
		return fault.New(fault.Locked, "This case is open in another program.", "Close it there, or open a copy.", err)
	case errors.Is(err, berrors.ErrDatabaseReadOnly), errors.Is(err, berrors.ErrTxNotWritable):
		return fault.New(fault.Conflict, "This case was opened for reading only.", "Open it for writing.", err)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch):
		return fault.New(fault.Invalid, "This file is not a case.", "Name a file that Casebench made.", err)
	case errors.Is(err, berrors.ErrChecksum):
		return fault.New(fault.Corrupt, "The case file is damaged.", "Restore it from a copy.", err)
	case errors.Is(err, berrors.ErrDatabaseNotOpen):
		return fault.New(fault.Conflict, "This case is already closed.", "", err)
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.NotFound, "There is no case of that name.", "Check the path, or make a case with new.", err)
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Conflict, "The case may not be opened by you.", "Check the permissions of the file and its folder.", err)
	}
	return err
}

func (f *File) view(fn func(*bolt.Tx) error) error {
	f.swap.RLock()
	defer f.swap.RUnlock()
	return guarded(func() error { return f.db.View(fn) })
}

func (f *File) write(fn func(*bolt.Tx) error) error {
	if f.readOnly {
		return explained(berrors.ErrDatabaseReadOnly)
	}
	f.swap.RLock()
	defer f.swap.RUnlock()
	if f.frozen.Load() {
		return fault.New(fault.Conflict, "The case file is being written anew.", "Wait until that has ended.", nil)
	}
	if err := f.inPlace(); err != nil {
		return err
	}
	committing := false
	err := guarded(func() error {
		return f.db.Update(func(b *bolt.Tx) error {
			if err := f.migrate(b); err != nil {
				return err
			}
			err := fn(b)
			committing = err == nil
			return err
		})
	})
	if committing && err != nil && fault.KindOf(err) != fault.Full {
		// What the disk holds of the transaction is not known: to write over it could
		// damage what a program that opens the file now takes for the newest state.
		f.broken.Store(true)
	}
	if err == nil && f.format.Load() != formatVersion {
		f.migrated()
	}
	return err
}

// inPlace refuses to write when the disk has failed before, or when the file is not
// the one that was opened: moved, removed or replaced, it would take writes that
// nobody finds again.
func (f *File) inPlace() error {
	if f.broken.Load() {
		return fault.New(fault.Device, "The disk failed while this case was written, so nothing more is written to it.",
			"Check the disk, then open the case again: it holds everything up to the last change that was confirmed.", nil)
	}
	own := f.identity.Load()
	if own == nil {
		return nil
	}
	now, err := os.Stat(f.path)
	if err == nil && os.SameFile(*own, now) {
		return nil
	}
	return fault.New(fault.Conflict, "The case file was moved, removed or replaced while it was open; nothing was written.",
		"Put it back where it was, or open it again.", err)
}

// remember notes which file is open.
func (f *File) remember() {
	if info, err := os.Stat(f.path); err == nil {
		f.identity.Store(&info)
	}
}

func brokenDisk(cause error) error {
	return fault.New(fault.Device, "The disk that holds the case reported an error.",
		"Check the disk and its cable, then open the case again; it holds everything up to the last change that was confirmed.", cause)
}
