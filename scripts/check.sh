#!/usr/bin/env bash
# The static checks, in the order in which they are quick. Every check runs; the
# script fails if one did.
#
#   scripts/check.sh TOOL@VERSION    the pinned staticcheck
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

staticcheck=$1
bad=0
step() { printf 'check: %s\n' "$1"; }

step gofmt
unformatted=$(find . -name '*.go' -not -path './.*' -not -path '*/testdata/*' -print0 | xargs -0 gofmt -l)
if [ -n "$unformatted" ]; then
	printf 'these files are not formatted; run gofmt -w on them:\n%s\n' "$unformatted" >&2
	bad=1
fi

step "the laws, no replace, nothing unknown at the root"
go test -count=1 -run 'Law|Init|Replace|Root|Sources|Dependency' ./internal/arch || bad=1

step "sizes, to talk about"
go test -count=1 -v -run SizeDrift ./internal/arch | sed -n 's/^ *[a-z_]*\.go:[0-9]*: /  /p'

step vet
go vet ./... || bad=1

step staticcheck
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
if GOBIN="$tool" go install "$staticcheck" 2>"$tool/why"; then
	"$tool/staticcheck" ./... || bad=1
else
	cat "$tool/why" >&2
	printf 'staticcheck could not be fetched (%s): is the Go module proxy in reach?\n' "$staticcheck" >&2
	bad=1
fi

if [ $bad -eq 0 ]; then
	step "all good"
fi
exit $bad
