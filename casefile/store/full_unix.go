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
	for _, full := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) || strings.HasSuffix(err.Error(), ": "+full.Error()) {
			return true
		}
	}
	return false
}
