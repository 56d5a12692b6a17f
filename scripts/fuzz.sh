#!/usr/bin/env bash
# Runs every fuzz target for the time given, one after another. A failing input is
# kept by Go under the package's testdata/fuzz: commit it with the mend.
#
#   scripts/fuzz.sh 30s
# Inputs are not made smaller for long: what they cover varies with the order in which
# goroutines run, and the search for a smaller one would take all the time there is.
set -euo pipefail
cd "$(dirname "$0")/.."

time=${1:-30s}
bad=0
while IFS=: read -r file target; do
	printf 'fuzz: %s in %s for %s\n' "$target" "$(dirname "$file")" "$time"
	go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 10x "./$(dirname "$file")" || bad=1
done < <(grep -roE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sed 's/func //' | sort)
exit $bad
