# Sourced by the scripts beside it: finds the tools, installs the missing system packages or says exactly which.
# Needs: bash. Sets: root (the checkout), swift on PATH.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ -x /opt/swift/usr/bin/swift ] && ! command -v swift >/dev/null 2>&1 && PATH="/opt/swift/usr/bin:$PATH"

say() { printf '\n\033[1m==> %s\033[0m\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# as_root COMMAND …: runs it as root, or returns 1 where that is not possible without a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

# need_packages PACKAGE …: installs what dpkg does not know as installed.
need_packages() {
    command -v dpkg-query >/dev/null 2>&1 || {
        printf 'note: this is not Debian or Ubuntu; make sure that these are installed: %s\n' "$*" >&2
        return 0
    }
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    say "installing ${missing[*]}"
    as_root apt-get update -qq >&2 || die "these packages are missing; install them and run this again:
  sudo apt-get install -y ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >&2 || die "could not install ${missing[*]}"
}

need_swift() {
    command -v swift >/dev/null 2>&1 || die "Swift 6.2 or newer is needed and 'swift' is not on the PATH: see https://www.swift.org/install/linux/"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [ -n "$version" ] || die "'swift --version' did not say which version it is"
    [ "$(printf '6.2\n%s\n' "$version" | sort -V | head -n 1)" = 6.2 ] || die "Swift 6.2 or newer is needed; this is $version"
}

# build ARGUMENT …: swift build with a line of progress every ten seconds where the output is not a terminal.
build() {
    local log; log=$(mktemp)
    say "swift build $* (the first time takes several minutes)"
    if [ -t 2 ]; then
        swift build --package-path "$root" "$@" >&2
        return
    fi
    swift build --package-path "$root" "$@" >"$log" 2>&1 &
    local pid=$! waited=0
    while kill -0 "$pid" 2>/dev/null; do
        sleep 1
        waited=$((waited + 1))
        [ $((waited % 10)) -eq 0 ] && printf '  %4ds  %s\n' "$waited" "$(tail -n 1 "$log" | cut -c 1-110)" >&2
    done
    if ! wait "$pid"; then cat "$log" >&2; rm -f "$log"; return 1; fi
    rm -f "$log"
}
