package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// What one event takes of the disk, in bytes, while its size is measured: requests
// as NDJSON, a plain and an encrypted case, DuckDB's file, as seen at a million events
// and a tenth more. The same for prompts, which are measured after requests are gone,
// without the encrypted case; the world, and the case of its link, stay.
const (
	requestBytes = 430 + 2*75 + 90
	promptBytes  = 260 + 135 + 90
	worldBytes   = 100
	linkBytes    = 180
)

// formatsDisk is what the section formats takes, whatever the numbers of events: one
// file, its case and DuckDB's file of it.
const formatsDisk = 4 * usualBytes

// needs is the most disk that the sections take at any time, in bytes.
func (b *bench) needs() int64 {
	most := b.sizes[len(b.sizes)-1]
	each := int64(0)
	if b.does("import") || b.does("query") {
		each = requestBytes
	}
	if b.does("prompts") || b.does("text") {
		each = max(each, promptBytes)
	}
	if b.does("link") || b.does("window") {
		each = max(each, linkBytes)
	}
	disk := most*(each+worldBytes) + 1<<28
	if b.does("formats") {
		disk += formatsDisk
	}
	return disk
}

// room makes the scratch folder and refuses to fill a disk.
func (b *bench) room() error {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(b.dir, &fs); err != nil {
		return fmt.Errorf("free space of %s: %w", b.dir, err)
	}
	const gb = 1e9
	want, free := float64(b.needs())/gb, float64(fs.Bavail)*float64(fs.Bsize)/gb
	fmt.Fprintf(b.log, "bench: up to %s events in %s: takes up to %.1f GB of disk, %.1f GB are free\n", label(slices.Max(b.sizes)), b.dir, want, free)
	if free < want {
		return fmt.Errorf("%.1f GB of disk are needed in %s and %.1f are free; give another folder with -dir, or fewer events with -events", want, b.dir, free)
	}
	return nil
}

// clear removes what is no longer needed, unless everything is to be kept.
func (b *bench) clear(paths ...string) error {
	if b.keep {
		return nil
	}
	for _, p := range paths {
		if err := remove(p); err != nil {
			return err
		}
	}
	return nil
}

// remove removes a case, a database or a folder, with what programs leave beside it.
func remove(path string) error {
	for _, p := range []string{path, path + ".wal", path + ".lock", path + ".tmp"} {
		if err := os.RemoveAll(p); err != nil {
			return err
		}
	}
	return nil
}

// folder is where the files of one size are.
func (b *bench) folder(n int64) string { return filepath.Join(b.dir, label(n)) }
