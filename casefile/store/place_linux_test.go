package store_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

func TestNetworkDrivesAreKnown(t *testing.T) {
	for magic, want := range map[uint32]string{0x6969: "NFS", 0xff534d42: "SMB", 0xfe534d42: "SMB", 0x01021997: "9P",
		0xef53: "" /* ext4 */, 0x58465342: "" /* xfs */, 0x01021994: "" /* tmpfs */} {
		if got := store.DriveOf(magic); got != want {
			t.Errorf("%#x is %q, want %q", magic, got, want)
		}
	}
	for fstype, want := range map[string]string{"fuse.sshfs": "sshfs", "fuse.rclone": "rclone", "fuseblk": "", "fuse.gvfsd-fuse": ""} {
		if got := store.FuseDrive(fstype); got != want {
			t.Errorf("%s is %q, want %q", fstype, got, want)
		}
	}
	if kind := store.NetworkDrive(t.TempDir()); kind != "" {
		t.Logf("the temporary folder is on %s", kind)
	}
}

// Who has the case open is named by its process.
func TestLockedNamesTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.case")
	f, err := store.Create(path, casefile.Case{ID: "a"}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "CASEBENCH_KILL_ME="+path)
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = c.Process.Kill()
		_ = c.Wait() // it was killed: its error is what was asked for
	}()
	if _, err := out.Read(make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(path, store.Options{Wait: time.Millisecond})
	if fault.KindOf(err) != fault.Locked {
		t.Fatalf("open elsewhere: %v", err)
	}
	if _, serr := os.Stat("/proc/locks"); serr == nil && !strings.Contains(err.Error(), fmt.Sprintf("process %d", c.Process.Pid)) {
		t.Errorf("%v does not name process %d", err, c.Process.Pid)
	}
}
