package arch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
)

// Module is the import path of the house.
const Module = "casebench"

// Package is the part of `go list -json` that the laws look at.
type Package struct {
	Dir          string
	ImportPath   string
	Name         string
	GoFiles      []string
	CgoFiles     []string
	Imports      []string
	TestImports  []string // of tests inside the package
	XTestImports []string // of tests through the exported door
}

// Room is the import path below the module: "casefile/store", "" for the root.
func (p Package) Room() string { return room(p.ImportPath) }

// EveryImport lists the direct imports of the package and of its tests, sorted, once each.
func (p Package) EveryImport() []string {
	all := slices.Concat(p.Imports, p.TestImports, p.XTestImports)
	slices.Sort(all)
	return slices.Compact(all)
}

// Load reads every package of the module that lies at dir by `go list -json ./...`.
// It needs no network and no compiled package; a package that does not build is
// listed too, that is the compiler's matter.
func Load(dir string) ([]Package, error) {
	cmd := exec.Command("go", "list", "-e", "-json=Dir,ImportPath,Name,GoFiles,CgoFiles,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = dir
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, complaint.Bytes())
	}
	return decode(&out)
}

func decode(r io.Reader) ([]Package, error) {
	var all []Package
	for dec := json.NewDecoder(r); ; {
		var p Package
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read go list: %w", err)
		}
		all = append(all, p)
	}
}

// ours reports whether the import path is a package of the house.
func ours(path string) bool { return path == Module || strings.HasPrefix(path, Module+"/") }

func room(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, Module), "/") }

// under reports whether path is folder or lies below it.
func under(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

func underAny(path string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return under(path, f) })
}
