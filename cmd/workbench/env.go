package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/user"
	"sync"
	"time"

	"golang.org/x/term"

	"casebench/casework"
	"casebench/internal/progress"
)

// env is what every verb is given.
type env struct {
	ctx   context.Context
	cli   *cli
	out   *output
	stdin io.Reader
	shown *casework.Secret // what opened a case before, in this call
}

// config is how casework is opened for this call.
func (e *env) config() casework.Config {
	return casework.Config{By: e.cli.As, Program: "casebench " + version, Secret: e.secret}
}

// open opens a case for one verb.
func (e *env) open(path string) (*casework.Casework, error) {
	w, err := casework.Open(path, e.config())
	if err == nil {
		for _, line := range w.Warnings() {
			e.out.remark("%s", line)
		}
		if !w.Encrypted() && len(e.cli.Identity) > 0 {
			// Whoever meant to open an encrypted case should know that this is none.
			e.out.remark("This case is plain: it opens without a key.")
		}
	}
	return w, err
}

// watch runs work with a meter that is shown on standard error: on a terminal
// ten times a second in one line, elsewhere as a line every few seconds.
func (e *env) watch(work func(p progress.Reporter) error) error {
	var m progress.Meter
	if e.cli.Quiet {
		return work(&m)
	}
	tty := false
	if f, ok := e.out.err.(*os.File); ok {
		tty = term.IsTerminal(int(f.Fd()))
	}
	every := 5 * time.Second
	if tty {
		every = 100 * time.Millisecond
	}
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-done:
				if tty {
					fmt.Fprint(e.out.err, "\r\x1b[K")
				}
				return
			case <-tick.C:
				if line := progressLine(m.Snapshot()); line != "" {
					if tty {
						fmt.Fprint(e.out.err, "\r"+line+"\x1b[K")
					} else {
						fmt.Fprintln(e.out.err, line)
					}
				}
			}
		}
	})
	err := work(&m)
	close(done)
	wg.Wait()
	return err
}

// progressLine is one line of progress: what, how far, how fast, how long yet.
func progressLine(s progress.Snapshot) string {
	if s.Phase == "" {
		return ""
	}
	line := "  " + s.Phase
	if s.Total > 0 {
		line += fmt.Sprintf("  %3d %%", min(100, s.Done*100/s.Total))
	}
	switch {
	case s.Done > 0 && s.Bytes:
		line += "  " + bytesText(int64(s.Rate())) + "/s"
	case s.Done > 0:
		line += "  " + thousands(int64(s.Rate())) + "/s"
	}
	if left, ok := s.Left(); ok {
		line += "  " + left.Round(time.Second).String() + " left"
	}
	if s.Rejects > 0 {
		line += "  " + thousands(s.Rejects) + " rejects"
	}
	return line
}

// userName is the default for --as: the account that runs the program.
func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "investigator"
}
