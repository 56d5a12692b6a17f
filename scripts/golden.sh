#!/usr/bin/env bash
# Writes the golden files of every package whose tests know -update.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t packages < <(grep -rlE --include='*_test.go' '"casebench/internal/golden"|flag\.Bool\("update"' . |
	xargs -r -n1 dirname | sort -u | grep -v '^\./internal/golden$')
if [ ${#packages[@]} -eq 0 ]; then
	echo "golden: no package has golden files"
	exit 0
fi
go test -count=1 "${packages[@]}" -update
git status --short -- . | sed 's/^/golden: /'
