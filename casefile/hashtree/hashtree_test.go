package hashtree_test

import (
	"encoding/hex"
	"fmt"
	"testing"

	"casebench/casefile/hashtree"
)

// The eight entries, and the roots of the trees over the first n of them, with
// which implementations of RFC 6962 and RFC 9162 test themselves (they stand in
// the reference implementation of Certificate Transparency).
func known() (entries [][]byte, roots []string) {
	for _, s := range []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"} {
		b, _ := hex.DecodeString(s)
		entries = append(entries, b)
	}
	return entries, []string{
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
}

func TestTheRootsAreThoseOfTheStandard(t *testing.T) {
	entries, roots := known()
	var leaves []hashtree.Hash
	if got := hashtree.Root(nil); fmt.Sprintf("%x", got) != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("root of nothing: %x", got)
	}
	for i, e := range entries {
		leaves = append(leaves, hashtree.Leaf(e))
		if got := fmt.Sprintf("%x", hashtree.Root(leaves)); got != roots[i] {
			t.Errorf("root of %d entries: %s, want %s", i+1, got, roots[i])
		}
	}
}

// Every leaf of every tree up to 70 leaves has a path that proves it, at its own
// place and in a tree of its own size alone.
func TestAPathProvesItsLeafAndNothingElse(t *testing.T) {
	var leaves []hashtree.Hash
	for n := 1; n <= 70; n++ {
		leaves = append(leaves, hashtree.Leaf(fmt.Append(nil, "entry ", n)))
		root := hashtree.Root(leaves)
		for i := range leaves {
			path := hashtree.Path(leaves, i)
			if !hashtree.Verify(leaves[i], i, n, path, root) {
				t.Fatalf("leaf %d of %d is not proven", i, n)
			}
			wrong := leaves[i]
			wrong[7] ^= 1
			if hashtree.Verify(wrong, i, n, path, root) {
				t.Fatalf("another leaf is proven at %d of %d", i, n)
			}
			if hashtree.Verify(leaves[i], -1, n, path, root) || hashtree.Verify(leaves[i], n, n, path, root) {
				t.Fatalf("a leaf outside the tree of %d is proven", n)
			}
			for j := range leaves {
				if j != i && hashtree.Verify(leaves[i], j, n, path, root) {
					t.Fatalf("leaf %d of %d is proven at %d", i, n, j)
				}
			}
			if len(path) == 0 {
				continue
			}
			if hashtree.Verify(leaves[i], i, n, path[1:], root) || hashtree.Verify(leaves[i], i, n, append(path[:len(path):len(path)], root), root) {
				t.Fatalf("a path of another length proves %d of %d", i, n)
			}
			path[len(path)/2][0] ^= 1
			if hashtree.Verify(leaves[i], i, n, path, root) {
				t.Fatalf("a changed path proves %d of %d", i, n)
			}
		}
	}
}
