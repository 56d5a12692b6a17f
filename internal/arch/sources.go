package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
)

// Finding is a line of source that breaks a rule, or a file that grew long.
type Finding struct {
	Where string // file:line
	What  string
}

func (f Finding) String() string { return f.Where + ": " + f.What }

// Sources reads the files of one package (tests left out) and reports init
// functions and assignments to package-level variables: both are state that
// nobody passed in.
//
// It is a reading of the syntax, without types: a variable changed through a
// pointer or a method is not seen.
func Sources(dir string, files []string) ([]Finding, error) {
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range files {
		f, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, 0)
		if err != nil {
			return nil, fmt.Errorf("parse: %w", err)
		}
		parsed = append(parsed, f)
	}
	vars := packageVariables(parsed)
	var found []Finding
	add := func(pos token.Pos, what string) {
		p := fset.Position(pos)
		found = append(found, Finding{Where: fmt.Sprintf("%s:%d", p.Filename, p.Line), What: what})
	}
	for _, f := range parsed {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			if fn.Recv == nil && fn.Name.Name == "init" {
				add(fn.Pos(), "init function; let main pass it down")
			}
			for _, id := range assigned(fn.Body) {
				if vars.holds(id) {
					add(id.Pos(), "package-level variable "+id.Name+" changes")
				}
			}
		}
	}
	return found, nil
}

// variables are the package-level variables of one package, by name and by the
// declaration that the parser resolves a use in the same file to.
type variables struct {
	names map[string]bool
	specs map[any]bool
}

func packageVariables(files []*ast.File) variables {
	v := variables{names: map[string]bool{}, specs: map[any]bool{}}
	for _, f := range files {
		for _, d := range f.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, s := range gen.Specs {
				spec := s.(*ast.ValueSpec)
				v.specs[spec] = true
				for _, n := range spec.Names {
					v.names[n.Name] = n.Name != "_"
				}
			}
		}
	}
	return v
}

// holds reports whether the use means a package-level variable. A name that the
// parser could not resolve in its file comes from another file of the package.
func (v variables) holds(use *ast.Ident) bool {
	if use.Obj == nil {
		return v.names[use.Name]
	}
	return v.specs[use.Obj.Decl]
}

// assigned lists the identifiers at the root of what the body assigns to.
func assigned(body ast.Node) []*ast.Ident {
	var ids []*ast.Ident
	add := func(e ast.Expr) {
		if id := rootOf(e); id != nil {
			ids = append(ids, id)
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				for _, l := range s.Lhs {
					add(l)
				}
			}
		case *ast.IncDecStmt:
			add(s.X)
		}
		return true
	})
	return ids
}

func rootOf(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}
