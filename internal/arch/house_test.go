package arch_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebench/internal/arch"
)

// house finds the root of the module and lists its packages.
func house(t *testing.T) (string, []arch.Package) {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	root, err := arch.Root(here)
	if err != nil {
		t.Fatal(err)
	}
	packages, err := arch.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) == 0 {
		t.Fatal("go list named no package")
	}
	return root, packages
}

func TestTheHouseKeepsItsLaws(t *testing.T) {
	_, packages := house(t)
	for _, law := range arch.Laws() {
		t.Run(law.ID, func(t *testing.T) {
			for _, v := range law.Broken(packages) {
				t.Errorf("%s\n\tlaw %s: %s", v, law.ID, law.Sentence)
			}
		})
	}
}

func TestNoInitAndNoChangingPackageVariable(t *testing.T) {
	_, packages := house(t)
	for _, p := range packages {
		found, err := arch.Sources(p.Dir, slices.Concat(p.GoFiles, p.CgoFiles))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Error(f)
		}
	}
}

func TestGoModReplacesNothing(t *testing.T) {
	root, _ := house(t)
	gomod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range arch.Replacements(gomod) {
		t.Errorf("go.mod replaces %s", r)
	}
}

// A guest who stays is introduced: why, what else was weighed, who keeps it, which
// licence.
func TestEachDependencyIsExplained(t *testing.T) {
	root, _ := house(t)
	gomod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	required := arch.Requirements(gomod)
	if len(required) == 0 {
		t.Fatal("go.mod requires nothing: it was not read")
	}
	var named []string
	for _, word := range strings.Fields(string(page)) {
		named = append(named, strings.TrimRight(word, ",.;"))
	}
	for _, path := range required {
		if !slices.Contains(named, path) {
			t.Errorf("docs/dependencies.md does not name %s", path)
		}
	}
}

func TestNothingUnknownAtTheRoot(t *testing.T) {
	root, _ := house(t)
	unknown, err := arch.UnknownRootEntries(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range unknown {
		t.Errorf("%s lies at the root and is not on the plan", name)
	}
}

func TestSizeDriftIsTold(t *testing.T) {
	_, packages := house(t)
	s, err := arch.Measure(packages)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, median %d lines, nine in ten within %d", s.Files, s.Median, s.Ninth)
	for _, f := range s.Long {
		t.Logf("long: %s", f)
	}
	if s.Files == 0 || s.Median > s.Ninth {
		t.Errorf("sizes do not add up: %+v", s)
	}
}
