//go:build !windows

package store

import (
	"errors"
	"strings"
	"syscall"
)

// diskFull reports whether err says that nothing more can be written: no room, a
// quota, or a limit on the size of files. bbolt prints the cause into its own
// error when the file cannot grow, and drops it; its text is all that is left.
func diskFull(err error) bool {
	return ends(err, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG)
}

// diskBroken reports whether err says that the disk failed.
func diskBroken(err error) bool {
	return ends(err, syscall.EIO, syscall.ENXIO, syscall.ENODEV, syscall.ESTALE)
}

func ends(err error, causes ...syscall.Errno) bool {
	for _, cause := range causes {
		if errors.Is(err, cause) || strings.HasSuffix(err.Error(), ": "+cause.Error()) {
			return true
		}
	}
	return false
}
