#!/usr/bin/env bash
# The benchmarks, in release. Figures are ratios within one run: machines differ and are shared.
#   bash Deploy/bench.sh              real processes on loopback, a table
#   bash Deploy/bench.sh engine [N]   the engine alone on N relationships (1,000,000), one line of JSON for each row
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$root"

if [ "${1:-}" = engine ]; then
    need_packages libsqlite3-dev libssl-dev pkg-config
    need_swift
    build -c release --product cardea-engine-benchmark
    exec "$(swift build --package-path "$root" -c release --show-bin-path)/cardea-engine-benchmark" all "${2:-1000000}"
fi
need_packages libsqlite3-dev libssl-dev pkg-config python3 wrk
need_swift
for product in cardea cardea-sample-servers cardea-benchmark; do build -c release --product "$product"; done
exec python3 -I "$root/Deploy/bench.py" --binaries "$(swift build --package-path "$root" -c release --show-bin-path)" "$@"
