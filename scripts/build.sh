#!/usr/bin/env bash
# Builds the program: with its window where a C compiler and the headers of OpenGL and
# X are there, and otherwise without it, which it says. The command line is the same.
#
#   scripts/build.sh OUT VERSION
set -euo pipefail
cd "$(dirname "$0")/.."

out=$1
flags=(-trimpath -buildvcs=false -ldflags "-s -w -X main.version=$2" -o "$out")
say() { printf 'build: %s\n' "$*"; }

# Names of users and hosts are looked up in Go: the C library might ask a daemon. The
# third tag says that the program keeps to the toolkit's rule of one goroutine.
tags=osusergo,netgo,migrated_fynedo

# The toolkit's C part takes minutes to compile the first time, and seconds after that.
if [ "${CGO_ENABLED:-1}" != 0 ]; then
	seen=$(go env GOCACHE)/casebench-window
	[ -e "$seen" ] || say "compiling the window's C libraries, which takes some minutes the first time"
	if why=$(CGO_ENABLED=1 go build -trimpath -tags "$tags" fyne.io/fyne/v2/app 2>&1); then
		touch "$seen" 2>/dev/null || true
		exec env CGO_ENABLED=1 go build -tags "$tags" "${flags[@]}" ./cmd/workbench
	fi
	say "the window cannot be built here, so this is the command line alone:"
	printf '%s\n' "$why" | head -5 | sed 's/^/build:   /'
fi
exec env CGO_ENABLED=0 go build "${flags[@]}" ./cmd/workbench
