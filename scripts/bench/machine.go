package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// machine describes where the figures come from, in one line.
func machine() string {
	return fmt.Sprintf("machine: %s, %d cores, %s memory, %s %s, %s, load %s",
		field("/proc/cpuinfo", "model name", "unknown processor"), runtime.NumCPU(),
		field("/proc/meminfo", "MemTotal", "unknown"), runtime.GOOS, runtime.GOARCH, runtime.Version(), load())
}

// load is how busy the machine was over the last minute and the last five.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if f := strings.Fields(string(b)); err == nil && len(f) > 1 {
		return f[0] + " and " + f[1]
	}
	return "unknown"
}

// field reads "NAME : value" from a file of /proc.
func field(file, name, otherwise string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return otherwise
	}
	for line := range strings.Lines(string(b)) {
		if key, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return otherwise
}
