package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

// createForEver makes case after case in a folder, until it is killed.
func createForEver(folder string) error {
	for n := 0; ; n++ {
		fmt.Println("began")
		f, err := store.Create(filepath.Join(folder, fmt.Sprint(n, ".case")), casefile.Case{ID: "k"}, store.Options{By: "child"})
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
}

// A program that was killed while it made a case once left a file that was no case
// and stood in the way of the next try. A file of the name is a whole case now, or is
// not there; what lies beside it is replaced.
func TestKilledCreate(t *testing.T) {
	moments := 25
	if testing.Short() {
		moments = 5
	}
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 6))
	halves := 0
	for moment := range moments {
		folder := t.TempDir()
		lines, kill := child(t, "CASEBENCH_KILL_CREATE="+folder)
		for range 1 + rng.IntN(4) {
			if !lines.Scan() || lines.Text() != "began" {
				t.Fatalf("the child said %q", lines.Text())
			}
		}
		time.Sleep(time.Duration(rng.IntN(6000)) * time.Microsecond)
		kill()
		n := 0
		for ; ; n++ {
			f, err := store.Open(filepath.Join(folder, fmt.Sprint(n, ".case")), store.Options{By: "parent"})
			if fault.KindOf(err) == fault.NotFound {
				break
			}
			if err != nil {
				t.Fatalf("moment %d: case %d: %v", moment, n, err)
			}
			storetest.CheckFile(t, f)
			closed(t, f)
		}
		list, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		halves += len(list) - n
		f, err := store.Create(filepath.Join(folder, fmt.Sprint(n, ".case")), casefile.Case{ID: "k"}, store.Options{By: "parent"})
		if err != nil {
			t.Fatalf("moment %d: the next try: %v", moment, err)
		}
		closed(t, f)
		if list, err = os.ReadDir(folder); err != nil || len(list) != n+1 {
			t.Errorf("moment %d: %d files for %d cases, %v", moment, len(list), n+1, err)
		}
	}
	t.Logf("%d of %d kills left half a file beside the cases", halves, moments)
}

// A file that is none of ours is not taken for a half of a case, and is left alone;
// nor is one that another program is making.
func TestCreateLeavesStrangersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "my.case")
	if err := os.WriteFile(path+".new", []byte("a letter, and not a case"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Create(path, casefile.Case{}, store.Options{}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a letter in the way: %v", err)
	}
	if b, err := os.ReadFile(path + ".new"); err != nil || string(b) != "a letter, and not a case" {
		t.Errorf("the letter is %q, %v", b, err)
	}
	if err := os.Remove(path + ".new"); err != nil {
		t.Fatal(err)
	}
	busy, err := store.Create(filepath.Join(filepath.Dir(path), "other.case"), casefile.Case{}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Link(busy.Path(), path+".new"); err != nil {
		t.Skip("no second name for a file here: ", err)
	}
	if _, err := store.Create(path, casefile.Case{}, store.Options{}); fault.KindOf(err) != fault.Locked {
		t.Errorf("another program makes it: %v", err)
	}
	closed(t, busy)
	f, err := store.Create(path, casefile.Case{}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	closed(t, f)
	if _, err := os.Lstat(path + ".new"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file is left beside the case: %v", err)
	}
}
