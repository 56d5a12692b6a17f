package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// usage is what a process took. Memory is in bytes and read from /proc, so it is
// zero where there is none.
type usage struct {
	seconds  float64
	cpu      float64 // seconds of all cores, in the program and for it in the kernel
	resident int64   // most resident memory (VmHWM), files that are mapped included
	private  int64   // most anonymous memory (RssAnon) at any look, twenty times a second
	looks    []int64
}

// thirds is the most anonymous memory in each third of the time: equal where memory
// does not grow with what has been read.
func (u usage) thirds() (most [3]int64) {
	for i, m := range u.looks {
		most[i*3/len(u.looks)] = max(most[i*3/len(u.looks)], m)
	}
	return most
}

// call runs a program, watches its memory and decodes the JSON it prints into
// answer (unless that is nil). Exit code 3, done with rejects, is no failure.
func call(ctx context.Context, answer any, input []byte, program string, args ...string) (usage, error) {
	var out bytes.Buffer
	u, err := pour(ctx, &out, input, program, args...)
	if err != nil {
		return u, fmt.Errorf("%w\n%s", err, tail(out.Bytes()))
	}
	if answer == nil {
		return u, nil
	}
	if err := json.Unmarshal(out.Bytes(), answer); err != nil {
		return u, fmt.Errorf("%s %s: read its JSON: %w", filepath.Base(program), args[0], err)
	}
	return u, nil
}

// pour is call with what the program prints written to out.
func pour(ctx context.Context, out io.Writer, input []byte, program string, args ...string) (usage, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	var complaint bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), out, &complaint
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return usage{}, err
	}
	look := watch(cmd.Process.Pid)
	err := cmd.Wait()
	u := look()
	u.seconds = time.Since(start).Seconds()
	u.cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	if exit, ok := err.(*exec.ExitError); ok && exit.ExitCode() == 3 {
		err = nil
	}
	if err != nil {
		return u, fmt.Errorf("%s %s: %w\n%s", filepath.Base(program), strings.Join(args, " "), err, tail(complaint.Bytes()))
	}
	return u, nil
}

// watch looks at a process until the returned function is called, which gives
// the most that was seen.
func watch(pid int) (stop func() usage) {
	end, most := make(chan struct{}), make(chan usage, 1)
	go func() {
		var u usage
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			if f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid)); err == nil {
				now := readStatus(f)
				f.Close()
				u.resident, u.private = max(u.resident, now.resident), max(u.private, now.private)
				if now.private > 0 {
					u.looks = append(u.looks, now.private)
				}
			}
			select {
			case <-end:
				most <- u
				return
			case <-tick.C:
			}
		}
	}()
	return func() usage {
		close(end)
		return <-most
	}
}

// readStatus takes two lines out of /proc/PID/status.
func readStatus(r io.Reader) usage {
	var u usage
	b, err := io.ReadAll(r)
	if err != nil {
		return u
	}
	for line := range strings.Lines(string(b)) {
		name, rest, _ := strings.Cut(line, ":")
		number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
		kb, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			continue
		}
		switch name {
		case "VmHWM":
			u.resident = kb << 10
		case "RssAnon":
			u.private = kb << 10
		}
	}
	return u
}

// tail is the end of a program's output, for an error.
func tail(b []byte) []byte { return b[max(0, len(b)-2000):] }
