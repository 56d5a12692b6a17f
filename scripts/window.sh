#!/usr/bin/env bash
# Opens real windows on a display of its own and drives them with real keys and
# clicks, under the race detector and without the tag that silences the toolkit's
# reports of calls from the wrong goroutine.
#
#   scripts/window.sh [FLAGS OF go test...]
#
# With TOUR=DIR it keeps the screenshots of the walk there.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'window: %s\n' "$*"; }
for tool in Xvfb xdotool import; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		say "$tool is not here, so no window is opened (scripts/setup.sh test installs it)"
		exit 0
	fi
done

# A display of our own, by a number that nobody uses.
number=90
while [ -e "/tmp/.X11-unix/X$number" ] || [ -e "/tmp/.X$number-lock" ]; do
	number=$((number + 1))
done
Xvfb ":$number" -screen 0 1600x1000x24 -noreset -nolisten tcp >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 100); do
	[ -e "/tmp/.X11-unix/X$number" ] && break
	sleep 0.1
done

[ -z "${TOUR:-}" ] || TOUR=$(mkdir -p "$TOUR" && cd "$TOUR" && pwd)
export TOUR DISPLAY=":$number" CASEBENCH_WINDOW=1 LIBGL_ALWAYS_SOFTWARE=1
unset WAYLAND_DISPLAY XDG_SESSION_TYPE
# The tests live in a home of their own, and one of them builds the program: from what
# is compiled and fetched already, not from nothing.
GOCACHE=$(go env GOCACHE)
GOMODCACHE=$(go env GOMODCACHE)
export GOCACHE GOMODCACHE
go test -count=1 -timeout 20m "$@" ./cmd/workbench/windowtest
