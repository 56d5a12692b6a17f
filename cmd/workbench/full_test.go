package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// smallDisk mounts a disk of a few hundred kilobytes.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a small disk")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "casebench-test", dir).CombinedOutput(); err != nil {
		t.Skipf("no small disk here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	})
	return dir
}

// Whatever is written to a disk that fills up ends with one sentence about the disk
// and leaves no half file.
func TestEverythingThatIsWrittenMeetsAFullDisk(t *testing.T) {
	world := smallWorld(t)
	home := t.TempDir()
	path := filepath.Join(home, "my.case")
	for _, args := range [][]string{
		{"import", path, filepath.Join(world, "accounts.csv"), filepath.Join(world, "payments.csv"), filepath.Join(world, "logins.jsonl")},
		{"link", path},
	} {
		if code, _, msg := call(append(args, "--quiet")...); code != exitOK {
			t.Fatal(msg)
		}
	}
	disk := smallDisk(t, "64k")
	in := func(name string) string { return filepath.Join(disk, name) }
	if err := os.WriteFile(in("ballast"), make([]byte, 60<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"render", path, "-o", in("graph.svg")},
		{"render", path, "-o", in("graph.png")},
		{"query", path, "*", "--limit", "0", "--out", "csv", "-o", in("rows.csv")},
		{"query", path, "*", "--limit", "0", "--out", "jsonl", "-o", in("rows.jsonl")},
		{"query", path, "*", "--limit", "0", "--out", "parquet", "-o", in("rows.parquet")},
		{"demo", in("world")},
		{"export", path, "-o", in("package.zip")},
		{"repair", path, "-o", in("new.case")},
		{"new", in("new.case")},
		{"import", in("imported.case"), filepath.Join(world, "logins.jsonl")},
	} {
		code, out, _ := call(append(args, "--json", "--quiet")...)
		var f failure
		if err := json.Unmarshal([]byte(out), &f); code != exitFailed || err != nil || f.Error.Kind != "disk_full" {
			t.Errorf("%v: exit %d: %.300s", args, code, out)
		}
		left, err := os.ReadDir(disk)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range left {
			if e.Name() != "ballast" {
				t.Errorf("%s left %s behind", args[0], e.Name())
				if err := os.RemoveAll(in(e.Name())); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if code, out, _ := call("check", path); code != exitOK {
		t.Errorf("check: %s", out)
	}
	// No room at all for a key: not even an empty file of it stays.
	if err := os.WriteFile(in("ballast"), make([]byte, 64<<10), 0o600); err == nil {
		if code, out, _ := call("keygen", "-o", in("key"), "--json", "--quiet"); code != exitFailed {
			t.Errorf("keygen: exit %d: %s", code, out)
		}
	}
}

// An answer that nobody received is not success.
func TestAnswerToAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	defer full.Close()
	c := program(t.Context(), "formats")
	c.Stdout = full
	if err := c.Run(); c.ProcessState.ExitCode() != exitFailed {
		t.Errorf("formats to a full disk ends with %v", err)
	}
}
