package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

// TestMain lets the test program be the child that is killed, or whose disk fails.
func TestMain(m *testing.M) {
	for name, be := range map[string]func(path string) error{
		"CASEBENCH_KILL_ME": importForEver, "CASEBENCH_KILL_REVOKE": revokeForEver, "CASEBENCH_KILL_CREATE": createForEver,
		"CASEBENCH_WRITE_ON": writeOn,
	} {
		if path := os.Getenv(name); path != "" {
			if err := be(path); err != nil {
				fmt.Println("child:", err)
				os.Exit(1)
			}
			return
		}
	}
	os.Exit(m.Run())
}

// importForEver imports source after source, until it is killed.
func importForEver(path string) error {
	f, err := store.Open(path, store.Options{By: "child"})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		ks := killLines(n)
		list, whole := batches(ks, 50)
		src := sourceOf(ks, whole)
		l, err := f.Begin(src)
		if err != nil {
			return err
		}
		fmt.Println("began")
		for _, b := range list {
			p, err := l.Pack(b)
			if err != nil {
				return err
			}
			// What is said before each step lets the parent kill in the midst of it.
			fmt.Println("put")
			if err := l.Put(p); err != nil {
				return err
			}
			fmt.Println("flush")
			if err := store.Flush(l); err != nil {
				return err
			}
		}
		fmt.Println("commit")
		if _, err := l.Commit(context.Background(), src); err != nil {
			return err
		}
		fmt.Println("ended")
	}
}

// killLines are the lines of the child's n-th source; each repeats half of the one
// before.
func killLines(n int) []int { return count(n*200, 400) }

// Kill -9 at any moment of an import leaves whole sources, at most one draft, and
// a case that holds; the draft can be dropped, and the import done again.
func TestKilledImportLeavesWholeSources(t *testing.T) {
	moments := 20
	if testing.Short() {
		moments = 3
	}
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 3))
	drafts := 0
	for moment := range moments {
		path := filepath.Join(t.TempDir(), "killed.case")
		f, err := store.Create(path, casefile.Case{ID: "k"}, store.Options{By: "parent"})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		killChild(t, path, rng)
		if f, err = store.Open(path, store.Options{By: "parent", Now: storetest.Clock()}); err != nil {
			t.Fatalf("moment %d: %v", moment, err)
		}
		var m model
		var sources []casefile.Source
		if err := f.View(func(tx *store.Tx) (err error) {
			sources, err = tx.Sources()
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for n, s := range sources {
			if _, whole := batches(killLines(n), 50); s.SHA256 != sourceOf(killLines(n), whole).SHA256 {
				t.Fatalf("moment %d: source %d is not the one that was imported", moment, s.ID)
			}
			m.sources = append(m.sources, modelSource{s.ID, killLines(n), true})
		}
		storetest.CheckFile(t, f)
		left, err := f.Drafts()
		if err != nil || len(left) > 1 {
			t.Fatalf("moment %d: %d drafts, %v", moment, len(left), err)
		}
		for _, d := range left {
			drafts++
			if err := f.DropDraft(context.Background(), d.ID, "the program was killed"); err != nil {
				t.Fatal(err)
			}
		}
		if moment%5 == 0 {
			next := bringIn(t, f, killLines(len(sources)), 50)
			m.sources = append(m.sources, modelSource{next.ID, killLines(len(sources)), true})
			m.compare(t, f)
			storetest.CheckFile(t, f)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d kills left a draft", drafts, moments)
}

// killChild starts the child and kills it at a random step.
func killChild(t *testing.T, path string, rng *rand.Rand) {
	t.Helper()
	lines, kill := child(t, "CASEBENCH_KILL_ME="+path)
	steps := map[string]bool{"began": true, "put": true, "flush": true, "commit": true, "ended": true}
	for range 1 + rng.IntN(60) {
		if !lines.Scan() || !steps[lines.Text()] {
			t.Fatalf("the child said %q", lines.Text())
		}
	}
	kill()
}

// child starts the test program as another one, which says its steps line by line,
// and returns what kills it and waits until it is gone.
func child(t *testing.T, env string) (lines *bufio.Scanner, kill func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), env)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines = bufio.NewScanner(out)
	return lines, func() {
		t.Helper()
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			if text := lines.Text(); strings.HasPrefix(text, "child:") {
				t.Fatal(text)
			}
		}
		_ = cmd.Wait() // it was killed: its error is what was asked for
	}
}
