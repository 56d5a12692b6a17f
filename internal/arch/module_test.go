package arch_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebench/internal/arch"
)

func TestReplacements(t *testing.T) {
	cases := map[string]struct {
		gomod string
		want  []string
	}{
		"none":          {"module m\n\nrequire a.example/x v1.0.0 // replace nothing\n", nil},
		"one line":      {"replace a.example/x => ../x\n", []string{"a.example/x => ../x"}},
		"block":         {"replace (\n\ta.example/x => ../x // fork\n\tb.example/y => ./y\n)\nrequire c.example/z v1.0.0\n", []string{"a.example/x => ../x", "b.example/y => ./y"}},
		"commented out": {"// replace a.example/x => ../x\n", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := arch.Replacements([]byte(c.gomod)); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRequirements(t *testing.T) {
	const gomod = "module m\n\ngo 1.26.0\n\nrequire a.example/x v1.0.0\n\nrequire (\n\tb.example/y v1.2.0 // indirect\n\tc.example/z v0.1.0\n)\n"
	if got, want := arch.Requirements([]byte(gomod)), []string{"a.example/x", "b.example/y", "c.example/z"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestUnknownRootEntries(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"go.mod", "README.md", ".gitignore", "cpu.out", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(root, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"casework", "bin", ".ci", "util"} {
		if err := os.Mkdir(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	got, err := arch.UnknownRootEntries(root)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"cpu.out", "notes.txt", "util"}; !slices.Equal(got, want) {
		t.Errorf("unknown %q, want %q", got, want)
	}
}

func TestMeasureNamesLongFiles(t *testing.T) {
	dir := t.TempDir()
	var packages []arch.Package
	for name, lines := range map[string]int{"short.go": 10, "edge.go": arch.LongFile - 1, "long.go": arch.LongFile} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Repeat("\n", lines)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	packages = append(packages, arch.Package{Dir: dir, ImportPath: "casebench/casework", GoFiles: []string{"edge.go", "long.go", "short.go"}})
	s, err := arch.Measure(packages)
	if err != nil {
		t.Fatal(err)
	}
	if s.Files != 3 || s.Median != arch.LongFile-1 || len(s.Long) != 1 || s.Long[0].Where != "casework/long.go" {
		t.Errorf("measured %+v, want three files, the long one named", s)
	}
}
