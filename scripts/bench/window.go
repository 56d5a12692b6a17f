package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// window opens the linked case of the whole world in the real window, on a display of
// its own, and goes through a day's clicks. The window is built as it is shipped.
// CASEBENCH_SCALE_CASE may name another case.
func (b *bench) window() (table, error) {
	t := table{head: []string{"what is done", "answer after", "turns", "p50", "p99", "worst", "own p99", "own worst", "processor"}}
	file := os.Getenv("CASEBENCH_SCALE_CASE")
	if file == "" {
		file = b.worldCase()
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return t, err
	}
	if !exists(file) {
		return t, errors.New("there is no linked case; run the link section too")
	}
	cmd := exec.CommandContext(b.ctx, "scripts/window.sh", "-tags", "migrated_fynedo", "-run", "^$", "-bench", "Scale", "-benchtime", "1x")
	cmd.Env = append(os.Environ(), "CASEBENCH_SCALE_CASE="+file)
	cmd.Stderr = b.log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return t, err
	}
	if err := cmd.Start(); err != nil {
		return t, err
	}
	// Each step is told when it has ended, so that one that stands still is known by
	// the last that did not.
	var said strings.Builder
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	wrong := 0
	for lines.Scan() {
		cells, ok := strings.CutPrefix(lines.Text(), "| ")
		row := strings.Split(strings.TrimSuffix(strings.TrimSpace(cells), " |"), " | ")
		switch {
		case ok && len(row) == len(t.head):
			t.add(row...)
			fmt.Fprintf(b.log, "bench: window: %s, %s\n", row[0], row[1])
			continue
		case ok:
			wrong++
		}
		if said.Len() < 16<<10 {
			said.WriteString(lines.Text() + "\n")
		}
	}
	err = errors.Join(lines.Err(), cmd.Wait())
	switch {
	case err != nil:
		return t, fmt.Errorf("scripts/window.sh, from the root of the repository, after %d steps: %w\n%s", len(t.rows), err, said.String())
	case wrong > 0:
		return t, fmt.Errorf("%d lines of the window's bench do not have %d cells:\n%s", wrong, len(t.head), said.String())
	case len(t.rows) == 0:
		t.remark("not measured: %s", strings.TrimSpace(said.String()))
	}
	t.remark("a turn: from when the goroutine of the window was asked for until it came, asked five milliseconds after the last; 1600 × 1000 under Xvfb, GL in software")
	t.remark("own: without the time in which its thread was ready and something else, of ours or not, had the processors; processor: the most that its thread worked in one turn")
	t.remark("target: p99 under 100 ms; usable in under 1 s after reopening")
	return t, nil
}

func (b *bench) worldCase() string { return filepath.Join(b.dir, "world.case") }
