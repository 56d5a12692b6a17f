#!/usr/bin/env bash
# Every test. Where cgo and a C compiler are there, with the race detector.
#
# CASEBENCH_CORPORA is passed on as it is; unset, the tests that read the shared
# files skip and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'test: %s\n' "$*"; }

if [ -n "${CASEBENCH_CORPORA:-}" ]; then
	say "shared files in $CASEBENCH_CORPORA"
else
	say "CASEBENCH_CORPORA is not set: tests on the shared files skip"
fi

if ! CGO_ENABLED=1 go test -race -count=1 -run '^$' ./internal/fault >/dev/null 2>&1; then
	say "the race detector needs cgo and a C compiler, which are not both here: running without it"
	exec go test -timeout 20m ./...
fi
exec env CGO_ENABLED=1 go test -race -timeout 20m ./...
