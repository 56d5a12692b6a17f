package casework

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"casebench/internal/fault"
)

// file is one thing to import: a path, or standard input.
type file struct {
	path   string
	member string // of the archive at path; "": the file itself, or all that it holds
	stdin  bool
	err    error // the path names nothing that can be read
}

// expand turns paths, folders and globs into files, sorted within each argument.
// In a folder, the folder truth of a demo world, hidden files and hidden folders
// are left alone, and so are custody files, which say of others how they were collected. A path that names nothing stands in the list with its fault; the
// error is the first such fault.
func expand(paths []string) (files []file, first error) {
	for _, p := range paths {
		if p == "-" {
			files = append(files, file{path: "-", stdin: true})
			continue
		}
		found, err := expandOne(p)
		if err != nil {
			files = append(files, file{path: p, err: err})
			if first == nil {
				first = err
			}
		}
		for _, f := range found {
			files = append(files, file{path: f})
		}
		if err == nil && len(found) == 0 {
			archive, member := split(p)
			files = append(files, file{path: archive, member: member})
		}
	}
	return files, first
}

func expandOne(p string) ([]string, error) {
	info, err := os.Stat(p)
	switch {
	case err == nil && info.IsDir():
		return walk(p)
	case err == nil:
		return []string{p}, nil
	case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
		return nil, fault.New(fault.Invalid, p+" cannot be read.", "Check its permissions.", err)
	}
	matches, globErr := filepath.Glob(p)
	if archive, _ := split(p); archive != "" && len(matches) == 0 {
		return nil, nil // a member of it is meant
	}
	if globErr != nil || len(matches) == 0 {
		return nil, fault.New(fault.NotFound, "There is no file "+p+".", "Check the path.", err)
	}
	slices.Sort(matches)
	var out []string
	for _, m := range matches {
		if isDir(m) || isSidecar(m) {
			continue
		}
		out = append(out, m)
	}
	return out, nil
}

// walk lists the files of a folder that may be logs.
func walk(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path == dir:
			return nil
		case strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() && d.Name() == "truth":
			return fs.SkipDir
		case isSidecar(path): // what is said of the files beside it
		case d.Type().IsRegular():
			out = append(out, path)
		}
		return nil
	})
	if err != nil {
		return nil, fault.New(fault.Invalid, "The folder "+dir+" cannot be read.", "Check its permissions.", err)
	}
	if len(out) == 0 {
		return nil, fault.New(fault.NotFound, "There is nothing to import in "+dir+".",
			"Name a folder that holds logs, or the files themselves.", nil)
	}
	slices.Sort(out)
	return out, nil
}

// split cuts a path that leads into a file, as into a folder, at that file: the
// archive, and what lies in it. Both are empty for any other path.
func split(p string) (archive, member string) {
	for at := filepath.Dir(p); at != filepath.Dir(at); at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil {
			if info.Mode().IsRegular() {
				return at, strings.TrimLeft(filepath.ToSlash(p[len(at):]), "/")
			}
			return "", ""
		}
	}
	return "", ""
}
