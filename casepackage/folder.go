package casepackage

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casebench/internal/progress"
)

// scanFolder hashes an unpacked package. Links, devices and empty folders do not
// belong into one.
func scanFolder(ctx context.Context, path string, r *Report, p progress.Reporter) (*bag, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // read only
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	b := newBag(filepath.Base(full))
	p.Phase("verifying", 0)
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !d.Type().IsRegular() {
			r.add("folder", fmt.Errorf("%s is not a plain file", name), "")
			return nil
		}
		s, err := hashFile(ctx, root, name, b.sink(name), p)
		b.sums = append(b.sums, s)
		r.Bytes += s.size
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(b.sums, func(a, b sum) int { return strings.Compare(a.path, b.path) })
	if r.OK {
		r.add("folder", nil, fmt.Sprintf("%d plain files", len(b.sums)))
	}
	// A folder may have been renamed after unpacking; the bag says its own name.
	if id := b.info("External-Identifier"); id != "" {
		b.id = id
	}
	return b, nil
}

func hashFile(ctx context.Context, root *os.Root, name string, also io.Writer, p progress.Reporter) (sum, error) {
	f, err := root.Open(name)
	if err != nil {
		return sum{}, err
	}
	defer func() { _ = f.Close() }() // read only
	h := sha256.New()
	var w io.Writer = h
	if also != nil {
		w = io.MultiWriter(h, also)
	}
	n, err := io.CopyBuffer(struct{ io.Writer }{w}, contextReader{ctx, f}, make([]byte, chunkSize))
	p.Add(n)
	return sum{filepath.ToSlash(name), n, [sha256.Size]byte(h.Sum(nil))}, err
}
