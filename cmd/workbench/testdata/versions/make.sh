#!/bin/sh
# Makes the case of a released version, and its answers: what every later version
# must go on reading.
#
#   make.sh PROGRAM FORMAT      the program of that release, the number of its file format
#
# Run it once, with the last program that writes the format, and keep what it makes.
set -eu
program=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
out="$here/$2"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/input/* "$work"
cd "$work"
w() { "$program" "$@" --as "Test Person" --quiet >/dev/null; }
w new CASE --title "Made by format $2"
for f in accounts.csv payments.csv requests.jsonl later.jsonl.gz indicators.csv; do
	w import CASE "$f" || [ $? -eq 3 ]
done
w link CASE --seed 1
w annotate CASE account:acct_1 --tag pool --star --note "The first of three."
w annotate CASE event:3/5 --kind finding --note "Asked for the reasoning."
w annotate CASE account:acct_4 --note "Taken back."
w undo CASE
w decide CASE acct_1 acct_3 --verdict same --reason "One card, one device."
w exhibit CASE event:3/7 --title "First request"
w exhibit CASE account:acct_3 --title "Third account"
w undo CASE
w redo CASE
w reveal CASE event:3/5 --reason "To read it."
w annotate CASE account:acct_2 --tag later
w undo CASE
w check CASE
mkdir -p "$out"
zstd -q -19 -f CASE -o "$out/case.zst"
: >"$out/answers.jsonl"
set -f
while IFS= read -r question; do
	# The words of a question stand apart by single spaces; quotes keep some together.
	eval "set -- $(printf '%s' "$question" | sed 's/\*/"*"/; s/prompt:"\([^"]*\)"/\x27prompt:"\1"\x27/')"
	"$program" "$@" --json --quiet >>"$out/answers.jsonl" || true
done <"$here/questions.txt"
