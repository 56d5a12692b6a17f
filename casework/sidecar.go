package casework

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/internal/fault"
)

// What a collector hands over beside the files: what is said of one, and of all in
// a folder.
const (
	sidecarSuffix = ".custody.json"
	sidecarFolder = "custody.json"
	maxSidecar    = 1 << 20
)

// isSidecar reports whether a file says how others were collected. A folder's import
// leaves it alone.
func isSidecar(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	return name == sidecarFolder || strings.HasSuffix(name, sidecarSuffix)
}

// CustodyBeside returns what the collector wrote beside a file: in FILE.custody.json,
// and where that says nothing, in custody.json of its folder. Files that are not
// there say nothing; one that cannot be understood is a fault of kind Invalid.
func CustodyBeside(path string) (casefile.Custody, error) {
	own, err := readSidecar(path + sidecarSuffix)
	if err != nil {
		return own, err
	}
	all, err := readSidecar(filepath.Join(filepath.Dir(path), sidecarFolder))
	return own.Over(all), err
}

// readSidecar reads one file: a JSON object of the fields of casefile.Custody.
func readSidecar(path string) (c casefile.Custody, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	bad := func(why string, cause error) error {
		return fault.New(fault.Invalid, "The custody file "+path+" cannot be used: "+why+".", "Mend it, or move it away.", cause)
	}
	switch {
	case err != nil:
		return c, bad("it cannot be read", err)
	case !info.Mode().IsRegular() || info.Size() > maxSidecar:
		return c, bad("it is not a file of at most 1 MiB", nil)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return c, bad("it cannot be read", err)
	}
	fields := map[string]string{}
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), &fields); err != nil {
		return c, bad("it is not a JSON object of texts", err)
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if err := c.Set(key, fields[key]); err != nil {
			f := failureOf(err)
			return c, fault.New(fault.Invalid, "The custody file "+path+" cannot be used: "+f.Message, f.Hint, nil)
		}
	}
	return c, nil
}
