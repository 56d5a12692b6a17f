package arch

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Replacements lists the replace directives of a go.mod. There are none in this
// house: a build from a fresh clone must get what upstream published.
func Replacements(gomod []byte) []string { return directives(gomod, "replace") }

// Requirements lists the module paths that a go.mod requires, indirect ones too.
func Requirements(gomod []byte) []string {
	var paths []string
	for _, r := range directives(gomod, "require") {
		path, _, _ := strings.Cut(r, " ")
		paths = append(paths, path)
	}
	return paths
}

// directives lists what follows a keyword of go.mod, one line or a block, without
// comments.
func directives(gomod []byte, keyword string) []string {
	var found []string
	inBlock := false
	for sc := bufio.NewScanner(bytes.NewReader(gomod)); sc.Scan(); {
		line, _, _ := strings.Cut(sc.Text(), "//")
		line = strings.TrimSpace(line)
		rest, named := strings.CutPrefix(line, keyword)
		rest = strings.TrimSpace(rest)
		switch {
		case inBlock && line == ")":
			inBlock = false
		case inBlock && line != "":
			found = append(found, line)
		case named && rest == "(":
			inBlock = true
		case named:
			found = append(found, rest)
		}
	}
	return found
}

// rootEntries is what may stand at the root beside dotfiles.
func rootEntries() []string {
	return []string{
		"cmd", "ui", "casefile", "graphview", "importers", "assets", // the mandated rooms
		"linkage", "casepackage", "casework", "internal", // the added ones
		"docs", "scripts", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE",
		"Makefile", "FyneApp.toml", "go.mod", "go.sum",
		"bin", // what make builds; git ignores it
	}
}

// UnknownRootEntries lists what lies at the root of the house and has no business
// there: a scratch file, a profile, a folder that is not on the plan.
func UnknownRootEntries(root string) ([]string, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, fmt.Errorf("read root: %w", err)
	}
	var found []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(rootEntries(), e.Name()) {
			found = append(found, e.Name())
		}
	}
	return found, nil
}

// Root finds the root of the house from the folder of a test in it.
func Root(from string) (string, error) {
	for dir := from; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod above %s", from)
		}
	}
}
