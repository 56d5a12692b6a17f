package store

import (
	"os"
	"path/filepath"
)

// NetworkDrive names the kind of network drive that a file is on, such as "NFS", or
// is "": a local disk, or one of which nothing is known. A case on a network drive
// can be damaged when the network fails in the midst of a write, and not every such
// drive keeps two programs from writing at once.
func NetworkDrive(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved
	}
	return networkDrive(path)
}

// NetworkDrive is the kind of network drive that the case is on, or "".
func (f *File) NetworkDrive() string { return NetworkDrive(f.path) }

// ReadOnly reports whether the case was opened for reading only.
func (f *File) ReadOnly() bool { return f.readOnly }

// holder says which process has a file locked, as a part of a sentence: " (process
// 4711)"; "" where that cannot be known.
func holder(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return lockHolder(info)
}
