package main

import (
	"context"
	"errors"

	"casebench/internal/fault"
)

// Exit codes, as the contract with scripts has them.
const (
	exitOK           = 0
	exitFailed       = 1
	exitUsage        = 2
	exitRejects      = 3 // done, with rejects (import) or blocked items (export)
	exitVerification = 4
	exitLocked       = 5 // the case is open elsewhere
	exitCancelled    = 130
)

const exitHelp = `Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 done with rejects (import) or blocked items (export),
4 verification failed, 5 the case is open elsewhere, 130 cancelled.`

// exitCode returns the exit code for an error.
func exitCode(err error) int {
	if err == nil {
		return exitOK
	}
	if errors.Is(err, context.Canceled) {
		return exitCancelled
	}
	switch fault.KindOf(err) {
	case fault.Usage, fault.NeedsKey:
		return exitUsage
	case fault.Verification:
		return exitVerification
	case fault.Locked:
		return exitLocked
	case fault.Cancelled:
		return exitCancelled
	}
	return exitFailed
}
