package main

import (
	"testing"

	"casebench/graphview/layout"
	"casebench/internal/csr"
)

func TestStress(t *testing.T) {
	path, err := csr.FromEdges(4, []csr.Edge{{A: 0, B: 1, Weight: 1}, {A: 1, B: 2, Weight: 1}, {A: 2, B: 3, Weight: 1}})
	if err != nil {
		t.Fatal(err)
	}
	straight := []layout.Point{{X: 0}, {X: 7}, {X: 14}, {X: 21}}
	if s := stress(path, straight, 4); s > 1e-9 {
		t.Errorf("a straight path has stress %v, want 0 at any scale", s)
	}
	if s := stress(path, make([]layout.Point, 4), 4); s != 1 {
		t.Errorf("all in one point has stress %v, want 1", s)
	}
	folded := []layout.Point{{X: 0}, {X: 7}, {X: 0}, {X: 7}}
	if s := stress(path, folded, 4); s < 0.1 || s > 1 {
		t.Errorf("a folded path has stress %v, want it bad", s)
	}
}
