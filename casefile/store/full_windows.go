package store

import (
	"errors"
	"syscall"
)

// diskFull reports whether err says that nothing more can be written.
// ERROR_HANDLE_DISK_FULL is 39 and ERROR_DISK_FULL is 112 (winerror.h).
func diskFull(err error) bool {
	return errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112))
}
