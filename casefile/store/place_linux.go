package store

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// networkDrive asks the kernel for the kind of file system. The numbers are those of
// linux/magic.h and of the file systems' own sources.
func networkDrive(path string) string {
	var st syscall.Statfs_t
	if syscall.Statfs(path, &st) != nil {
		return ""
	}
	kind := uint32(st.Type)
	if kind == magicFUSE {
		return fuseDrive(mountOf(path))
	}
	return driveOf(kind)
}

const magicFUSE = 0x65735546

func driveOf(magic uint32) string {
	switch magic {
	case 0x6969:
		return "NFS"
	case 0x517b, 0xff534d42, 0xfe534d42:
		return "SMB"
	case 0x5346414f, 0x6b414653:
		return "AFS"
	case 0x00c36400:
		return "Ceph"
	case 0x01021997:
		return "9P"
	}
	return ""
}

// fuseDrive tells network drives among those that a program serves.
func fuseDrive(fstype string) string {
	for _, name := range []string{"sshfs", "rclone", "s3fs", "gcsfuse", "davfs", "curlftpfs", "glusterfs", "smbnetfs"} {
		if strings.Contains(fstype, name) {
			return name
		}
	}
	return ""
}

// mountOf returns the type of the file system that a path is on, as the kernel lists
// mounts: the longest mount point that the path begins with.
func mountOf(path string) string {
	f, err := os.Open("/proc/self/mounts")
	if err != nil {
		return ""
	}
	defer f.Close()
	best, kind := 0, ""
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 3 {
			continue
		}
		at := strings.ReplaceAll(fields[1], `\040`, " ")
		if inside := path == at || strings.HasPrefix(path, strings.TrimSuffix(at, "/")+"/"); inside && len(at) >= best {
			best, kind = len(at), fields[2]
		}
	}
	return kind
}

// lockHolder looks the file up in the kernel's list of locks.
func lockHolder(info os.FileInfo) string {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	f, err := os.Open("/proc/locks")
	if err != nil {
		return ""
	}
	defer f.Close()
	inode := fmt.Sprintf(":%d", st.Ino)
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		// 1: FLOCK ADVISORY WRITE 4711 fe:00:1234 0 EOF
		fields := strings.Fields(lines.Text())
		if len(fields) < 6 || fields[1] != "FLOCK" || !strings.HasSuffix(fields[5], inode) {
			continue
		}
		pid := 0
		if n, err := fmt.Sscan(fields[4], &pid); n == 1 && err == nil && pid > 0 && pid != os.Getpid() {
			return fmt.Sprintf(" (process %d)", pid)
		}
	}
	return ""
}
