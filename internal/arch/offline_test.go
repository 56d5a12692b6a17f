//go:build linux

package arch_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// socketCall finds a system call that makes or uses a socket in strace's output,
// "[pid 7] socket(AF_INET, …)" or without the pid.
var socketCall = regexp.MustCompile(`^(?:\[pid +\d+\] |\d+ +)?(?:socket|socketpair|connect|bind|listen|accept4?|sendto|sendmsg|sendmmsg)\(`)

func TestSocketCallIsSeen(t *testing.T) {
	cases := map[string]bool{
		`socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3`:                   true,
		`[pid   812] connect(3, {sa_family=AF_INET}, 16) = 0`:             true,
		`4711  socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 5`:          true,
		`[pid   812] +++ exited with 0 +++`:                               false,
		`strace: Process 812 attached`:                                    false,
		`read(3, "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3", 4096) `: false,
	}
	for line, want := range cases {
		if got := socketCall.MatchString(line); got != want {
			t.Errorf("%q: seen %t, want %t", line, got, want)
		}
	}
}

// The main job from a synthetic world to a verified package opens no socket. The
// imports of dependencies cannot show that; the kernel can.
func TestTheMainJobOpensNoSocket(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; scripts/setup.sh test installs it")
	}
	if testing.Short() {
		t.Skip("runs the main job; left out of -short")
	}
	root, _ := house(t)
	program := build(t, root)
	dir := t.TempDir()
	trace := filepath.Join(dir, "trace")

	cmd := exec.Command(strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", trace, program, "sample")
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "CASEBENCH_SAMPLE="+filepath.Join(dir, "sample"))
	out, err := cmd.CombinedOutput()
	if err != nil && bytes.Contains(out, []byte("PTRACE")) {
		t.Skipf("this machine does not let strace trace: %s", bytes.TrimSpace(out))
	}
	if err != nil {
		t.Fatalf("workbench sample under strace: %v\n%s", err, out)
	}
	for _, call := range socketCalls(t, trace) {
		t.Errorf("the main job opened a socket: %s", call)
	}
}

// The trace must be able to show a socket, or the test above proves nothing.
func TestTheTraceShowsASocket(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; scripts/setup.sh test installs it")
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed; it is what opens the socket here")
	}
	trace := filepath.Join(t.TempDir(), "trace")
	// Nothing listens on the discard port: the call fails, and is made.
	cmd := exec.Command(strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", trace, bash, "-c", "exec 3<>/dev/udp/127.0.0.1/9")
	if out, err := cmd.CombinedOutput(); err != nil && bytes.Contains(out, []byte("PTRACE")) {
		t.Skipf("this machine does not let strace trace: %s", bytes.TrimSpace(out))
	}
	if len(socketCalls(t, trace)) == 0 {
		t.Error("a program that opens a socket left no trace of it")
	}
}

func socketCalls(t *testing.T, trace string) []string {
	t.Helper()
	b, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	var calls []string
	for sc := bufio.NewScanner(bytes.NewReader(b)); sc.Scan(); {
		if socketCall.MatchString(sc.Text()) {
			calls = append(calls, sc.Text())
		}
	}
	return calls
}

// build makes the program as it is released, without cgo, so that the standard
// library cannot bring sockets in through the C library either.
func build(t *testing.T, root string) string {
	t.Helper()
	main := filepath.Join(root, "cmd", "workbench")
	if _, err := os.Stat(main); err != nil {
		t.Fatalf("the program is not there: %v", err)
	}
	program := filepath.Join(t.TempDir(), "workbench")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./cmd/workbench")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, strings.TrimSpace(string(out)))
	}
	return program
}
