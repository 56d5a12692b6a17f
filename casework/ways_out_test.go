package casework_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// The bytes of originals leave the store by four methods. Whoever calls one here
// shows raw content, and must record it, hash it, or put it into a package, which is
// an act of its own. A new caller is added to this list together with its act.
func TestRawContentHasFewWaysOut(t *testing.T) {
	want := map[string]string{
		"Reveal":         "the act reveal, before the bytes are returned",
		"Rejects":        "the act rejects",
		"RejectsFrom":    "the act rejects",
		"yieldRows":      "the act export",
		"originalReader": "the act export",
		"importAgain":    "nobody sees them: repair imports them into another case",
	}
	ways := []string{"Original", "OriginalRows", "OriginalReader", "RejectedBytes"}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				call, ok := n.(*ast.SelectorExpr)
				if !ok || !slices.Contains(ways, call.Sel.Name) {
					return true
				}
				if of, ok := call.X.(*ast.SelectorExpr); !ok || of.Sel.Name != "file" {
					return true
				}
				if seen[fn.Name.Name] = true; want[fn.Name.Name] == "" {
					t.Errorf("%s in %s reads originals by %s and is not on the list", fn.Name.Name, f.Name(), call.Sel.Name)
				}
				return true
			})
		}
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("%s is on the list and reads no originals", name)
		}
	}
}
