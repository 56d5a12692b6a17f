#!/usr/bin/env bash
# Every test, then again with the race detector where cgo and a C compiler are there.
# The second pass leaves out what is too long to be watched step by step (-short): a
# hundred kills, a traced main job, a large world. RACE=full watches those too.
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

# The window is drawn through C libraries. Where they are not, the program is tested
# as it can be built there: without it.
window=yes
if [ "${CGO_ENABLED:-1}" = 0 ] || ! CGO_ENABLED=1 go build fyne.io/fyne/v2/app 2>/dev/null; then
	say "the window cannot be built here: its tests are left out"
	window=no
	export CGO_ENABLED=0
fi
go test -timeout 20m ./...

# Can the race detector run here? Asking it is surer than looking for its parts.
if ! CGO_ENABLED=1 go test -race -count=1 -run '^$' ./internal/fault >/dev/null 2>&1; then
	say "the race detector needs cgo and a C compiler, which are not both here: left out"
	[ $window = no ] || scripts/window.sh
	exit 0
fi
short=-short
[ "${RACE:-}" != full ] || short=-short=false
say "again, with the race detector ($short)"
if [ $window = yes ]; then
	go test -race "$short" -timeout 20m ./...
	# Real windows need a display of their own; the script brings one.
	scripts/window.sh -race
else
	go list ./... | grep -v '^casebench/cmd/' | CGO_ENABLED=1 xargs go test -race "$short" -timeout 20m
fi
