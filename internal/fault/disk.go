package fault

import "errors"

// Disk returns the fault for an error of the disk or the file system that nobody gave
// words before: no room, a medium that may only be read, a device that fails. It
// returns nil for every other error, and for a fault.
func Disk(err error) *Error {
	var f *Error
	switch {
	case err == nil || errors.As(err, &f):
		return nil
	case isFull(err):
		return New(Full, "There is no room left on the disk.", "Free some space and try again; what was half written was removed.", err)
	case isReadOnly(err):
		return New(Conflict, "The disk may only be read.", "Choose a place that may be written.", err)
	case isBroken(err):
		return New(Device, "The disk reported an error.", "Check the disk and its cable, and try again; copy what is on it to another one first.", err)
	}
	return nil
}
