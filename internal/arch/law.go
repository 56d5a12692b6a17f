package arch

import (
	"fmt"
	"slices"
)

// Violation is one place where a law is broken.
type Violation struct {
	Package string // import path of the package that breaks it
	Import  string // what it imports
	Why     string
}

func (v Violation) String() string {
	return fmt.Sprintf("%s imports %s: %s", v.Package, v.Import, v.Why)
}

// Law is one sentence about how the rooms may know one another.
type Law struct {
	ID       string // short, for test names
	Sentence string
	// forbids says why a package of the house may not import path, "" if it may.
	forbids func(p Package, path string) string
	// tests says whether the imports of tests are held to the law as well.
	tests bool
}

// Broken lists every violation of the law, in the order of the packages.
func (l Law) Broken(packages []Package) []Violation {
	var found []Violation
	for _, p := range packages {
		imports := slices.Clone(p.Imports)
		if l.tests {
			imports = p.EveryImport()
		}
		for _, path := range imports {
			if why := l.forbids(p, path); why != "" {
				found = append(found, Violation{Package: p.ImportPath, Import: path, Why: why})
			}
		}
	}
	return found
}

// Laws is the whole list, the six laws of the house first.
func Laws() []Law {
	return []Law{
		{ID: "1-toolkit", Sentence: "only ui (not ui/viewmodel) and cmd/workbench import Fyne; its app package only cmd/workbench", forbids: toolkit, tests: true},
		{ID: "2-storage", Sentence: "only casefile/store imports bbolt", forbids: storage, tests: true},
		{ID: "2-graph", Sentence: "only graphview imports dominikbraun/graph; tests may ask it as an oracle", forbids: graphLibrary},
		{ID: "3-engines", Sentence: "importers, linkage, graphview and casepackage import neither one another nor casefile/store nor casefile/command", forbids: engines, tests: true},
		{ID: "4-window", Sentence: "ui imports neither casefile/store nor casefile/command: it asks casework", forbids: window, tests: true},
		{ID: "5-panes", Sentence: "panes do not import panes", forbids: panes, tests: true},
		{ID: "6-offline", Sentence: "no package directly imports a package that opens sockets, tests included", forbids: offline, tests: true},
		{ID: "storeys", Sentence: "imports point down: internal, casefile, its rooms, the engines, casework, ui, cmd", forbids: storeys},
		{ID: "test-gear", Sentence: "test gear is imported by tests, scripts and other test gear alone", forbids: testGear},
	}
}
