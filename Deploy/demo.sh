#!/usr/bin/env bash
# The whole story on one machine: installs what is missing, builds in release, starts everything on loopback with data in a
# fresh temporary directory, tells each step and what came of it, stops what it started.
# Exit status: 0 only if every step had the expected outcome.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$root"

need_packages libsqlite3-dev libssl-dev pkg-config python3
need_swift
configuration=${CARDEA_DEMO_CONFIGURATION:-release}
build -c "$configuration" --product cardea
build -c "$configuration" --product cardea-sample-servers
binaries=$(swift build --package-path "$root" -c "$configuration" --show-bin-path)
exec python3 -I "$root/Deploy/demo.py" --binaries "$binaries" "$@"
