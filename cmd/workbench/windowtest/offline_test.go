//go:build cgo && linux

package windowtest

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// socketMade finds the making of a socket in strace's output, and its family.
var socketMade = regexp.MustCompile(`\bsocket(?:pair)?\((AF_\w+)`)

// The window talks to its display, and to the desktop it stands on, through files of
// this machine: no socket that could leave it is ever made.
func TestTheWindowStaysOnThisMachine(t *testing.T) {
	alone(t)
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; scripts/setup.sh test installs it")
	}
	dir := t.TempDir()
	program, trace := filepath.Join(dir, "workbench"), filepath.Join(dir, "trace")
	build := exec.Command("go", append(append([]string{"build", "-buildvcs=false"}, buildFlags()...), "-o", program, "casebench/cmd/workbench")...)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	var said bytes.Buffer
	cmd := exec.Command(strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", trace, program, "sample", "--window")
	cmd.Env = append(os.Environ(), "CASEBENCH_SAMPLE="+filepath.Join(dir, "sample"))
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	title := "Sample case.*Casebench"
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
		out, err := exec.Command("xdotool", "search", "--onlyvisible", "--name", title).Output()
		if err == nil && len(bytes.TrimSpace(out)) > 0 {
			break
		}
		select {
		case err := <-ended:
			if bytes.Contains(said.Bytes(), []byte("PTRACE")) {
				t.Skipf("this machine does not let strace trace: %s", strings.TrimSpace(said.String()))
			}
			t.Fatalf("the program ended: %v\n%s", err, said.Bytes())
		default:
		}
		if time.Now().After(end) {
			cmd.Process.Kill()
			t.Fatalf("the sample case did not open\n%s", said.Bytes())
		}
	}
	time.Sleep(2 * time.Second)
	if out, err := exec.Command("xdotool", "search", "--onlyvisible", "--name", title, "windowfocus", "--sync", "key", "ctrl+q").CombinedOutput(); err != nil {
		t.Fatalf("xdotool: %v\n%s", err, out)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the program ended: %v\n%s", err, said.Bytes())
		}
	case <-time.After(time.Minute):
		cmd.Process.Kill()
		t.Error("the program did not end by Ctrl+Q")
	}
	b, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for sc := bufio.NewScanner(bytes.NewReader(b)); sc.Scan(); {
		if m := socketMade.FindStringSubmatch(sc.Text()); m != nil {
			made++
			if m[1] != "AF_UNIX" && m[1] != "AF_LOCAL" {
				t.Errorf("a socket that can leave this machine: %s", sc.Text())
			}
		}
	}
	if made == 0 {
		t.Error("not even the display's socket is in the trace: it shows nothing")
	}
}
