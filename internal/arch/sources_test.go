package arch_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebench/internal/arch"
)

func TestSourcesFindsHiddenState(t *testing.T) {
	const declared = "package p\n\nvar table = map[string]int{}\nvar count int\n"
	cases := map[string]struct {
		body string
		want []string
	}{
		"init":                     {"func init() {}", []string{"init function"}},
		"a method may be so named": {"type T struct{}\nfunc (T) init() {}", nil},
		"assignment":               {"func f() { count = 1 }", []string{"variable count changes"}},
		"increment":                {"func f() { count++ }", []string{"variable count changes"}},
		"entry of a map":           {"func f() { table[\"a\"] = 1 }", []string{"variable table changes"}},
		"inside a closure":         {"func f() func() { return func() { count += 2 } }", []string{"variable count changes"}},
		"a local of the same name": {"func f() { count := 0; count++ }", nil},
		"a local var":              {"func f() { var count int; count = 2; _ = count }", nil},
		"a parameter":              {"func f(table []int) { table[0] = 1 }", nil},
		"only read":                {"func f() int { return count + table[\"a\"] }", nil},
		"two at once":              {"func init() { count, table = 1, nil }", []string{"init function", "variable count", "variable table"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			for where, files := range map[string]map[string]string{
				"one file":  {"a.go": declared + c.body + "\n"},
				"two files": {"a.go": declared, "b.go": "package p\n" + c.body + "\n"},
			} {
				got := sources(t, files)
				if len(got) != len(c.want) {
					t.Fatalf("%s: found %v, want %v", where, got, c.want)
				}
				for i, w := range c.want {
					if !strings.Contains(got[i].String(), w) {
						t.Errorf("%s: found %q, want %q in it", where, got[i], w)
					}
				}
			}
		})
	}
}

func sources(t *testing.T, files map[string]string) []arch.Finding {
	t.Helper()
	dir := t.TempDir()
	var names []string
	for name, text := range files {
		names = append(names, name)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(names)
	got, err := arch.Sources(dir, names)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
