#!/usr/bin/env bash
# The benchmarks: release build, real processes on loopback, a table. Figures are ratios within one run: machines differ and are shared.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$root"

need_packages libsqlite3-dev libssl-dev pkg-config python3 wrk
need_swift
for product in cardea cardea-sample-servers cardea-benchmark; do build -c release --product "$product"; done
exec python3 -I "$root/Deploy/bench.py" --binaries "$(swift build --package-path "$root" -c release --show-bin-path)" "$@"
