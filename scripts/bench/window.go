package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// window opens the linked case of the whole world in the real window, on a display of
// its own, and goes through a day's clicks.
func (b *bench) window() (table, error) {
	t := table{head: []string{"what is done", "answer after", "turns", "p50", "p99", "worst"}}
	file := b.worldCase()
	if !exists(file) {
		return t, errors.New("there is no linked case; run the link section too")
	}
	cmd := exec.CommandContext(b.ctx, "scripts/window.sh", "-run", "^$", "-bench", "Scale", "-benchtime", "1x")
	cmd.Env = append(os.Environ(), "CASEBENCH_SCALE_CASE="+file)
	cmd.Stderr = b.log
	out, err := cmd.Output()
	if err != nil {
		return t, fmt.Errorf("scripts/window.sh, from the root of the repository: %w\n%s", err, tail(out))
	}
	for line := range strings.Lines(string(out)) {
		if cells, ok := strings.CutPrefix(line, "| "); ok {
			row := strings.Split(strings.TrimSuffix(strings.TrimSpace(cells), " |"), " | ")
			if len(row) != len(t.head) {
				return t, fmt.Errorf("a line of the window's bench has %d cells: %s", len(row), line)
			}
			t.add(row...)
		}
	}
	if len(t.rows) == 0 {
		t.remark("not measured: %s", strings.TrimSpace(string(tail(out))))
	}
	t.remark("a turn: from when the goroutine of the window was asked for until it came, asked five milliseconds after the last; 1600 × 1000 under Xvfb, GL in software")
	t.remark("target: p99 under 100 ms; usable in under 1 s after reopening")
	return t, nil
}

func (b *bench) worldCase() string { return filepath.Join(b.dir, "world.case") }
