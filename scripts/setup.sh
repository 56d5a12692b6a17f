#!/usr/bin/env bash
# Installs what a fresh Debian or Ubuntu machine lacks, and says so first.
#
#   scripts/setup.sh build   what `make run` needs: Go, certificates, and for the
#                            window a C compiler and the headers of OpenGL and X
#   scripts/setup.sh test    what the tests use besides: ssh-keygen, unzip and coreutils
#                            for the reviewer's own way to verify, strace for the
#                            offline law, and a display of their own to open windows on
#
# It installs only what is not there, as root or through sudo. Only a missing Go stops
# the run: anything else that cannot be installed is named, and the run goes on (the
# program is built without its window, a test that lacks its tool skips).
set -euo pipefail

need=${1:-build}
say() { printf 'setup: %s\n' "$*"; }

if ! command -v go >/dev/null 2>&1; then
	if [ -x /usr/local/go/bin/go ]; then
		say "Go is in /usr/local/go but not on the path: run  export PATH=\$PATH:/usr/local/go/bin  and try again." >&2
	else
		say "Casebench is built with Go 1.26: get it from https://go.dev/dl (or: apt-get install golang-go, if that is 1.21 or newer), then try again." >&2
	fi
	exit 1
fi

version=$(go env GOVERSION 2>/dev/null || true)
minor=$(printf '%s' "$version" | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
if [ -n "$minor" ] && [ "$minor" -lt 21 ]; then
	say "this is $version; Casebench needs Go 1.26, which Go 1.21 or newer fetches by itself: get one from https://go.dev/dl." >&2
	exit 1
fi

lacking=()
want() { lacking+=("$1"); }
lacks() { ! command -v "$1" >/dev/null 2>&1; }

# Go fetches its modules over TLS.
[ -e /etc/ssl/certs/ca-certificates.crt ] || [ -d /etc/pki/tls ] || [ -e /etc/ssl/cert.pem ] || want ca-certificates

# The window is drawn through C libraries; macOS and Windows bring them along.
if [ "$(uname -s)" = Linux ]; then
	if lacks gcc && lacks clang; then
		want gcc
		want libc6-dev
	elif [ ! -e /usr/include/stdlib.h ]; then
		want libc6-dev
	fi
	lacks pkg-config && want pkg-config
	for pair in GL/gl.h:libgl1-mesa-dev X11/extensions/XInput2.h:xorg-dev xkbcommon/xkbcommon.h:libxkbcommon-dev wayland-client.h:libwayland-dev; do
		[ -e "/usr/include/${pair%%:*}" ] || want "${pair#*:}"
	done
fi

if [ "$need" = test ]; then
	for pair in Xvfb:xvfb xauth:xauth xdotool:xdotool import:imagemagick; do
		lacks "${pair%%:*}" && want "${pair#*:}"
	done
	ls /usr/lib/*/dri/swrast_dri.so >/dev/null 2>&1 || want libgl1-mesa-dri
	lacks ssh-keygen && want openssh-client
	lacks unzip && want unzip
	lacks sha256sum && want coreutils
	lacks strace && want strace
fi

if [ ${#lacking[@]} -eq 0 ]; then
	exit 0
fi

give_up() {
	say "$1" >&2
	exit 0
}

command -v apt-get >/dev/null 2>&1 || give_up "lacking: ${lacking[*]}. This is no Debian or Ubuntu, so install them your way."

as_root=()
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		give_up "lacking: ${lacking[*]}. Run as root: apt-get install ${lacking[*]}"
	fi
	# Without a terminal nobody can type a password.
	if [ ! -t 0 ] && ! sudo -n true 2>/dev/null; then
		give_up "lacking: ${lacking[*]}. Run: sudo apt-get install ${lacking[*]}"
	fi
	as_root=(sudo)
fi

say "installing with apt-get: ${lacking[*]}"
install() {
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -qq "${lacking[@]}" >/dev/null
}
install 2>/dev/null || {
	"${as_root[@]}" apt-get update -qq || give_up "the package lists could not be fetched; lacking: ${lacking[*]}."
	install || give_up "apt-get could not install: ${lacking[*]}."
}
