#!/usr/bin/env bash
# Tries the README's two commands in a root that holds a minimal Debian or Ubuntu,
# Go, make and a fresh clone, and no other build package.
#
#   scripts/try-clean-root.sh [--suite bookworm] [--dir DIR] [--worktree] [--keep] [TARGET…]
#
#   --suite     bookworm, trixie (Debian), jammy, noble (Ubuntu)
#   --mirror    where its packages are (default: the first one in this machine's apt sources)
#   --dir       where the root is made (default: a temporary folder)
#   --worktree  take the files as they lie here instead of a clone of what is committed
#   --keep      leave the root behind, to look around in it
#   TARGET      make targets (default: run test)
#
# Needs root, debootstrap and git, and package tools in reach. It mounts nothing
# outside a mount namespace of its own, so that nothing is left mounted.
set -euo pipefail
cd "$(dirname "$0")/.."

suite=bookworm mirror='' dir='' worktree='' keep=''
while [ $# -gt 0 ]; do
	case $1 in
	--suite) suite=$2 && shift 2 ;;
	--mirror) mirror=$2 && shift 2 ;;
	--dir) dir=$2 && shift 2 ;;
	--worktree) worktree=yes && shift ;;
	--keep) keep=yes && shift ;;
	-*) sed -n '2,16s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
	*) break ;;
	esac
done
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(run test)

say() { printf 'clean-root: %s\n' "$*"; }
[ "$(id -u)" -eq 0 ] || { say "needs root, to make a root." >&2; exit 1; }
for tool in debootstrap git unshare chroot; do
	command -v "$tool" >/dev/null || { say "$tool is not installed (apt-get install debootstrap git util-linux)." >&2; exit 1; }
done

case $suite in
jammy | noble) components=main,universe ;;
*) components=main ;;
esac
if [ -z "$mirror" ]; then
	mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
		grep -oE '^(deb|URIs:) .*' | grep -oE 'https?://[^ ]+' | head -n 1 || true)
fi
[ -n "$mirror" ] || { say "say where the packages of $suite are with --mirror." >&2; exit 1; }

[ -n "$dir" ] || dir=$(mktemp -d)
root=$dir/root-$suite
cleanup() { [ -n "$keep" ] || rm -rf --one-file-system "$root"; }
trap cleanup EXIT

rm -rf --one-file-system "$root"
mkdir -p "$root"
# An older debootstrap does not know a newer Ubuntu by name; they are all made alike.
script=()
case $suite in
jammy | noble) [ -e /usr/share/debootstrap/scripts/"$suite" ] || script=(/usr/share/debootstrap/scripts/gutsy) ;;
esac

say "$suite from $mirror into $root"
debootstrap --variant=minbase --components="$components" "$suite" "$root" "$mirror" "${script[@]}" >"$dir/debootstrap-$suite.log" 2>&1 ||
	{ tail -n 5 "$dir/debootstrap-$suite.log" >&2; exit 1; }

say "Go $(go env GOVERSION) from $(go env GOROOT)"
mkdir -p "$root/usr/local"
cp -a "$(go env GOROOT)" "$root/usr/local/go"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"

# A house that inspects its traffic has certificates of its own: hand them on.
carry=()
if [ -n "${SSL_CERT_FILE:-}" ] && [ -e "$SSL_CERT_FILE" ]; then
	cp -L "$SSL_CERT_FILE" "$root/etc/handed-on.pem"
	carry+=(SSL_CERT_FILE=/etc/handed-on.pem)
fi
for name in GOPROXY GOSUMDB GONOSUMDB GOPRIVATE; do
	value=$(go env "$name")
	[ -z "$value" ] || carry+=("$name=$value")
done

if [ -n "$worktree" ]; then
	say "the files as they lie here"
	mkdir -p "$root/home/casebench"
	git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' f; do
		[ ! -e "$f" ] || printf '%s\0' "$f"
	done | tar --null -T - -cf - | tar -C "$root/home/casebench" -xf -
else
	say "a fresh clone of $(git rev-parse --short HEAD)"
	git clone --quiet --no-hardlinks . "$root/home/casebench"
fi

inside() {
	# shellcheck disable=SC2016 # the inner shell expands them
	unshare --mount --pid --fork sh -c '
		mount --make-rprivate / && mount -t proc proc "$1/proc" &&
		mount --rbind /dev "$1/dev" && root=$1 && shift && exec chroot "$root" "$@"' sh "$root" \
		/usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" \
		PATH=/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		"${carry[@]}" "$@"
}

say "make is what the two commands are written in: installing it"
inside sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -qq make >/dev/null'
for absent in gcc cc ssh-keygen unzip strace node; do
	if inside sh -c "command -v $absent" >/dev/null 2>&1; then
		say "$absent is there already: this root is not clean" >&2
		exit 1
	fi
done

for target in "${targets[@]}"; do
	say "make $target"
	start=$SECONDS
	inside make -C /home/casebench "$target"
	say "make $target took $((SECONDS - start)) s"
done
say "done on $suite"
