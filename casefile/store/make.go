package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"casebench/internal/fault"
)

// newSuffix names a new case until it is whole.
const newSuffix = ".new"

// makeCase makes a file beside path, lets fill make a case of it, and gives it its
// name when that is done: whatever happens before, there is no file of that name. A
// file that is there already is a fault of kind Conflict. On failure nothing is left.
func makeCase(path string, o Options, fill func(*File) error) (*File, error) {
	if err := free(path); err != nil {
		return nil, err
	}
	beside := path + newSuffix
	if err := clearLeftover(beside); err != nil {
		return nil, err
	}
	f, err := open(beside, o)
	if err != nil {
		return nil, errors.Join(explainedCreate(err), removed(beside))
	}
	if err := fill(f); err != nil {
		return nil, errors.Join(err, f.Close(), removed(beside))
	}
	if err := f.named(path); err != nil {
		return nil, errors.Join(err, f.Close(), removed(beside))
	}
	return f, nil
}

// free reports a fault if there is anything at path.
func free(path string) error {
	_, err := os.Lstat(path)
	switch {
	case err == nil:
		return fault.New(fault.Conflict, "There is already a file of that name.", "Choose another name, or open the case.", nil)
	case errors.Is(err, os.ErrNotExist):
		return nil
	}
	return explainedCreate(err)
}

// clearLeftover removes what a crash left of a new case. A file that is none of ours,
// and one that another program is making, it leaves alone and reports.
func clearLeftover(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return explainedCreate(err)
	case !info.Mode().IsRegular() || !leftover(path):
		return fault.New(fault.Conflict, "There is a file where the case would be made: "+filepath.Base(path)+".",
			"Move it away and try again.", nil)
	}
	db, err := openDatabase(path, 100*time.Millisecond, false)
	if fault.KindOf(err) == fault.Locked {
		return fault.New(fault.Locked, "Another program is making a case of that name"+holder(path)+".", "Choose another name, or wait.", err)
	}
	if err == nil { // otherwise it was cut off when hardly begun
		if err := db.Close(); err != nil {
			return fmt.Errorf("close half a case: %w", err)
		}
	}
	return removed(path)
}

func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return explained(err)
	}
	return nil
}

// named gives an open file its name, if nobody else took it meanwhile.
func (f *File) named(path string) error {
	if err := free(path); err != nil {
		return err
	}
	if err := os.Rename(f.path, path); err == nil {
		f.path = path
		f.remember()
		return explained(syncFolder(filepath.Dir(path)))
	}
	// Windows gives no new name to an open file.
	if err := f.db.Close(); err != nil {
		return fmt.Errorf("close the case: %w", err)
	}
	if err := os.Rename(f.path, path); err != nil {
		return explained(err)
	}
	f.path = path
	db, err := openDatabase(path, 5*time.Second, false)
	if err != nil {
		return err
	}
	f.db = db
	f.remember()
	return nil
}

func explainedCreate(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.NotFound, "The folder for the new case does not exist.", "Make the folder first.", err)
	}
	return explained(err)
}
