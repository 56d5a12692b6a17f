//go:build !windows

package fault

import (
	"errors"
	"syscall"
)

func isOneOf(err error, list ...syscall.Errno) bool {
	for _, e := range list {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func isFull(err error) bool {
	return isOneOf(err, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG)
}

func isReadOnly(err error) bool { return isOneOf(err, syscall.EROFS) }

func isBroken(err error) bool {
	return isOneOf(err, syscall.EIO, syscall.ENXIO, syscall.ENODEV, syscall.ESTALE)
}
