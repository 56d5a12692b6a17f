//go:build unix

package store

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// syncFolder makes sure that a new name of a file outlives a power cut. Not every
// file system can do it for a folder.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}
