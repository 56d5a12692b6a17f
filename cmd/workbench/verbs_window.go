package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"casebench/internal/fault"
)

// openCmd is what the program does without a verb: open the window.
type openCmd struct {
	Case string `arg:"" optional:"" help:"Case to open; without one, the welcome page."`
}

func (c *openCmd) Run(e *env) error {
	if c.Case != "" {
		if _, err := os.Stat(c.Case); err != nil {
			return fault.New(fault.Usage, fmt.Sprintf("There is no verb and no case called %q.", c.Case),
				"See `workbench --help` for the verbs, or check the path.", err)
		}
	}
	if why := noWindow(); why != "" {
		return fault.New(fault.Usage, why,
			"Everything works on the command line: see `workbench --help`, or try `workbench sample`.", nil)
	}
	return openWindow(e, windowOptions{Case: c.Case})
}

// windowOptions says what the window shows first.
type windowOptions struct {
	Case        string
	Sample      bool // make the sample case if it is not there, and open it
	SampleDir   string
	SampleScale string
	SampleSeed  uint64
}

// noWindow says in a sentence why no window can be opened, or is "".
func noWindow() string {
	if !hasWindow {
		return "This build of the program has no window."
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return ""
	}
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return ""
	}
	display := os.Getenv("DISPLAY")
	if display == "" {
		return "There is no display here to open a window on."
	}
	// A display of this machine has a socket; one that is gone would only end the
	// program with a message of the toolkit's.
	if number, ok := strings.CutPrefix(display, ":"); ok {
		number, _, _ = strings.Cut(number, ".")
		if _, err := os.Stat(filepath.Join("/tmp/.X11-unix", "X"+number)); err != nil && !abstractSocket(number) {
			return "The display " + display + " is not there."
		}
	}
	return ""
}

// abstractSocket reports whether an X server listens on an abstract socket, as some
// do that may not write to the temporary folder.
func abstractSocket(number string) bool {
	list, err := os.ReadFile("/proc/net/unix")
	return err == nil && strings.Contains(string(list), "@/tmp/.X11-unix/X"+number+"\n")
}
