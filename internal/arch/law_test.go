package arch_test

import (
	"testing"

	"casebench/internal/arch"
)

// pkg makes up a package of the house that imports what follows.
func pkg(room string, imports ...string) arch.Package {
	return arch.Package{ImportPath: "casebench/" + room, Imports: imports}
}

// inTests makes up a package whose tests import what follows.
func inTests(room string, imports ...string) arch.Package {
	return arch.Package{ImportPath: "casebench/" + room, XTestImports: imports}
}

// insideTests is inTests for tests of the package itself.
func insideTests(room string, imports ...string) arch.Package {
	return arch.Package{ImportPath: "casebench/" + room, TestImports: imports}
}

func TestEachLawCanFail(t *testing.T) {
	const (
		fyne   = "fyne.io/fyne/v2/widget"
		app    = "fyne.io/fyne/v2/app"
		bbolt  = "go.etcd.io/bbolt"
		dgraph = "github.com/dominikbraun/graph"
	)
	cases := []struct {
		law, name string
		p         arch.Package
		broken    bool
	}{
		{"1-toolkit", "casework knows Fyne", pkg("casework", fyne), true},
		{"1-toolkit", "a view model knows Fyne", pkg("ui/viewmodel", fyne), true},
		{"1-toolkit", "a pane starts the app", pkg("ui/graphpane", app), true},
		{"1-toolkit", "a test of a view model knows Fyne", inTests("ui/viewmodel", fyne), true},
		{"1-toolkit", "a pane knows Fyne", pkg("ui/graphpane", fyne), false},
		{"1-toolkit", "the program starts the app", pkg("cmd/workbench", app), false},

		{"2-storage", "casework knows bbolt", pkg("casework", bbolt), true},
		{"2-storage", "a subpackage of bbolt", pkg("casefile/command", bbolt+"/errors"), true},
		{"2-storage", "a test knows bbolt", inTests("casefile/command", bbolt), true},
		{"2-storage", "the store knows bbolt", pkg("casefile/store", bbolt), false},

		{"2-graph", "linkage knows the graph library", pkg("linkage/community", dgraph), true},
		{"2-graph", "a room of graphview knows it", pkg("graphview/layout", dgraph+"/draw"), true},
		{"2-graph", "graphview knows it", pkg("graphview", dgraph), false},
		{"2-graph", "a test asks it as an oracle", inTests("internal/csr", dgraph), false},

		{"3-engines", "linkage imports importers", pkg("linkage", "casebench/importers"), true},
		{"3-engines", "importers import the store", pkg("importers/jsonl", "casebench/casefile/store"), true},
		{"3-engines", "a package room imports commands", pkg("casepackage/report", "casebench/casefile/command"), true},
		{"3-engines", "a test of graphview imports linkage", inTests("graphview", "casebench/linkage/community"), true},
		{"3-engines", "a test inside importers imports the store", insideTests("importers", "casebench/casefile/store"), true},
		{"3-engines", "rooms of one engine", pkg("importers/all", "casebench/importers/jsonl"), false},
		{"3-engines", "casework joins two", pkg("casework", "casebench/importers", "casebench/casefile/store"), false},

		{"4-window", "the window opens the store", pkg("ui", "casebench/casefile/store"), true},
		{"4-window", "a view model runs commands", pkg("ui/viewmodel", "casebench/casefile/command"), true},
		{"4-window", "a view model asks casework", pkg("ui/viewmodel", "casebench/casework"), false},

		{"5-panes", "a pane imports a pane", pkg("ui/graphpane", "casebench/ui/eventspane"), true},
		{"5-panes", "a pane imports a widget", pkg("ui/graphpane", "casebench/ui/widgets"), false},
		{"5-panes", "the window imports panes", pkg("ui", "casebench/ui/graphpane"), false},

		{"6-offline", "net", pkg("casework", "net"), true},
		{"6-offline", "net/http in a test", inTests("casework", "net/http/httptest"), true},
		{"6-offline", "tls", pkg("casepackage", "crypto/tls"), true},
		{"6-offline", "net/rpc", pkg("internal/job", "net/rpc/jsonrpc"), true},
		{"6-offline", "net/smtp", pkg("cmd/workbench", "net/smtp"), true},
		{"6-offline", "netip and url are free", pkg("casefile", "net/netip", "net/url"), false},

		{"storeys", "the cellar imports the vocabulary", pkg("internal/csr", "casebench/casefile"), true},
		{"storeys", "the vocabulary imports its store", pkg("casefile", "casebench/casefile/store"), true},
		{"storeys", "the store imports an engine", pkg("casefile/store", "casebench/importers"), true},
		{"storeys", "an engine imports casework", pkg("linkage", "casebench/casework"), true},
		{"storeys", "casework imports the window", pkg("casework", "casebench/ui"), true},
		{"storeys", "a room imports a program", pkg("scripts/bench", "casebench/cmd/workbench"), true},
		{"storeys", "a room that is not on the plan", pkg("util", "casebench/internal/fault"), true},
		{"storeys", "an import that is not on the plan", pkg("casework", "casebench/util"), true},
		{"storeys", "all the way down", pkg("cmd/workbench", "casebench/ui", "casebench/casework", "casebench/internal/fault"), false},
		{"storeys", "an engine reads the vocabulary", pkg("casepackage", "casebench/casefile", "casebench/casefile/audit"), false},

		{"test-gear", "the program imports goldens", pkg("casework", "casebench/internal/golden"), true},
		{"test-gear", "a test imports goldens", inTests("casework", "casebench/internal/golden"), false},
		{"test-gear", "the benchmark makes a planted graph", pkg("scripts/bench", "casebench/internal/csr/csrtest"), false},
		{"test-gear", "gear imports gear", pkg("importers/importertest", "casebench/internal/golden"), false},
	}
	laws := map[string]arch.Law{}
	failed := map[string]bool{}
	for _, l := range arch.Laws() {
		laws[l.ID] = l
	}
	for _, c := range cases {
		t.Run(c.law+"/"+c.name, func(t *testing.T) {
			l, ok := laws[c.law]
			if !ok {
				t.Fatalf("there is no law %s", c.law)
			}
			got := l.Broken([]arch.Package{c.p})
			if (len(got) > 0) != c.broken {
				t.Errorf("violations %v, want any: %t", got, c.broken)
			}
			failed[c.law] = failed[c.law] || len(got) > 0
		})
	}
	for id := range laws {
		if !failed[id] {
			t.Errorf("no case breaks law %s: it may be unable to fail", id)
		}
	}
}
