package store_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/storetest"
)

// writeOn records twelve acts, whatever comes of them, and says for each what did.
func writeOn(path string) error {
	runtime.LockOSThread() // strace counts the calls of a thread
	f, err := store.Open(path, store.Options{By: "child"})
	if err != nil {
		return err
	}
	defer f.Close()
	for range 12 {
		_, err := f.Record(casefile.Act{Verb: "export", Message: "a test"})
		fmt.Println("act:", fault.KindOf(err))
	}
	return nil
}

// A disk that failed once in the midst of a commit is not written to again, even if it
// would take it: what it holds of that commit is not known. The file holds all that was
// confirmed.
func TestNothingIsWrittenAfterAFailedCommit(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; scripts/setup.sh test installs it")
	}
	for when := 1; when <= 12; when += 3 { // a commit waits for the disk twice
		path := filepath.Join(t.TempDir(), "broken.case")
		f, err := store.Create(path, casefile.Case{ID: "b"}, store.Options{By: "parent"})
		if err != nil {
			t.Fatal(err)
		}
		closed(t, f)
		cmd := exec.Command(strace, "-f", "-qq", "-o", filepath.Join(t.TempDir(), "trace"), "-e", "trace=fdatasync",
			"-e", fmt.Sprintf("inject=fdatasync:error=EIO:when=%d", when), os.Args[0])
		cmd.Env = append(os.Environ(), "CASEBENCH_WRITE_ON="+path)
		out, err := cmd.CombinedOutput()
		if strings.Contains(string(out), "PTRACE") {
			t.Skip("this machine does not let strace trace: ", string(out))
		}
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		good, bad := fmt.Sprintln("act:", fault.KindOf(nil)), fmt.Sprintln("act:", fault.Device)
		confirmed := strings.Count(string(out), good)
		if want := strings.Repeat(good, (when-1)/2) + strings.Repeat(bad, 12-(when-1)/2); string(out) != want {
			t.Errorf("call %d failed: the acts ended with\n%s", when, out)
		}
		if f, err = store.Open(path, store.Options{By: "parent", Now: storetest.Clock()}); err != nil {
			t.Fatal(err)
		}
		storetest.CheckFile(t, f)
		if err := f.View(func(tx *store.Tx) error {
			head, _, err := tx.Head()
			// The commit that failed may be there, or not.
			if n := int(head.Seq) - 1; n != confirmed && n != confirmed+1 {
				t.Errorf("call %d failed: %d acts are there of %d that were confirmed", when, n, confirmed)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		closed(t, f)
	}
}
