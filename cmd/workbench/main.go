// Command workbench is Casebench: it imports exported logs and shared indicators
// into a local case file, links accounts, keeps what the investigator says of
// them, and exports a case package that others can verify without it.
//
// The program is one table of verbs (verbs.go and the files named after what
// they do). A verb reads flags, asks package casework, and prints: text for
// people, or one JSON object with --json. It holds no judgement of its own.
// Exit codes are in exit.go.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is set when a release is linked.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
