package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
)

// machine describes where the figures come from, in one line.
func machine() string {
	return fmt.Sprintf("machine: %s, %d cores, %s memory, %s %s, %s",
		field("/proc/cpuinfo", "model name", "unknown processor"), runtime.NumCPU(),
		field("/proc/meminfo", "MemTotal", "unknown"), runtime.GOOS, runtime.GOARCH, runtime.Version())
}

// field reads "NAME : value" from a file of /proc.
func field(file, name, otherwise string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return otherwise
	}
	for line := range strings.Lines(string(b)) {
		if key, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return otherwise
}

// needs is the disk each scale takes in the scratch folder, in bytes: the world,
// its requests unpacked, three case files and DuckDB's.
func needs(scale string) (int64, error) {
	switch scale {
	case "s":
		return 1 << 30, nil
	case "m":
		return 8 << 30, nil
	case "l":
		return 60 << 30, nil
	}
	return 0, fmt.Errorf("no scale %q: s, m or l", scale)
}

// room makes the scratch folder and refuses to fill a disk.
func (b *bench) room() error {
	want, err := needs(b.scale)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(b.dir, &fs); err != nil {
		return fmt.Errorf("free space of %s: %w", b.dir, err)
	}
	free := int64(fs.Bavail) * fs.Bsize
	fmt.Fprintf(b.out, "scale %s in %s: needs up to %d GiB, %d GiB are free\n", b.scale, b.dir, want>>30, free>>30)
	if free < want {
		return fmt.Errorf("scale %s needs %d GiB in %s and %d are free; give another folder with -dir", b.scale, want>>30, b.dir, free>>30)
	}
	return nil
}
