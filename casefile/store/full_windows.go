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

// diskBroken reports whether err says that the disk failed: ERROR_NOT_READY,
// ERROR_CRC, ERROR_WRITE_FAULT, ERROR_IO_DEVICE (winerror.h).
func diskBroken(err error) bool {
	for _, n := range []syscall.Errno{21, 23, 29, 1117} {
		if errors.Is(err, n) {
			return true
		}
	}
	return false
}
