package fault

import (
	"errors"
	"syscall"
)

// The numbers are those of winerror.h.
const (
	errorWriteProtect   = syscall.Errno(19)
	errorBadUnit        = syscall.Errno(20)
	errorNotReady       = syscall.Errno(21)
	errorCRC            = syscall.Errno(23)
	errorWriteFault     = syscall.Errno(29)
	errorReadFault      = syscall.Errno(30)
	errorHandleDiskFull = syscall.Errno(39)
	errorDiskFull       = syscall.Errno(112)
	errorIODevice       = syscall.Errno(1117)
)

func isOneOf(err error, list ...syscall.Errno) bool {
	for _, e := range list {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func isFull(err error) bool     { return isOneOf(err, errorHandleDiskFull, errorDiskFull) }
func isReadOnly(err error) bool { return isOneOf(err, errorWriteProtect) }

func isBroken(err error) bool {
	return isOneOf(err, errorBadUnit, errorNotReady, errorCRC, errorWriteFault, errorReadFault, errorIODevice)
}
