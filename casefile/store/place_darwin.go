package store

import (
	"os"
	"strings"
	"syscall"
)

// mountLocal is MNT_LOCAL of sys/mount.h: the file system is on this machine.
const mountLocal = 0x1000

func networkDrive(path string) string {
	var st syscall.Statfs_t
	if syscall.Statfs(path, &st) != nil || st.Flags&mountLocal != 0 {
		return ""
	}
	var name strings.Builder
	for _, c := range st.Fstypename {
		if c == 0 {
			break
		}
		name.WriteByte(byte(c))
	}
	switch s := name.String(); s {
	case "nfs":
		return "NFS"
	case "smbfs":
		return "SMB"
	case "":
		return "network drive"
	default:
		return s
	}
}

func lockHolder(os.FileInfo) string { return "" }
