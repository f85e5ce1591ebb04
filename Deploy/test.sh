#!/usr/bin/env bash
# Everything that has to hold: format, walls, unit and integration tests, the story with the real binaries, real MCP clients.
# CARDEA_TEST_SKIP_DEMO=1 leaves the demo and what is built in release out (for a quick local run; it says so).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$root"

need_packages libsqlite3-dev libssl-dev pkg-config python3 python3-venv
need_swift

say "format"
swift format lint --strict --recursive --parallel Package.swift Sources Tests

say "walls"
bash Deploy/walls.sh

build --build-tests
# Two runs: what waits for sockets and processes must not share its threads with what computes for seconds.
swift_summary=""
run_tests() {
    local name=$1 log=.build/swift-test-$1.log; shift
    say "swift test: $name"
    # Longer than any run takes: what waits for ever is to fail here and not hang.
    timeout -k 30 1200 swift test --skip-build "$@" 2>&1 | tee "$log" | grep -vE '^◇|^✔ Test |started\.$|^↳' || true
    grep -qE 'Test run with [0-9]+ tests? .*passed' "$log" || { grep -E '✘' "$log" | tail -n 40; die "swift test did not pass: $name"; }
    swift_summary+="$name: $(grep -E 'Test run with [0-9]+ tests? ' "$log" | tail -n 1)"$'\n'
}
waiting='^(ServerTests|GatewayTests|ClientTests|CommandTests|StoreTests|OAuthTests)\.'
run_tests computing --skip "$waiting"
run_tests waiting --filter "$waiting"

if [ "${CARDEA_TEST_SKIP_DEMO:-}" = 1 ]; then
    say "the demo is left out: CARDEA_TEST_SKIP_DEMO is set"
else
    # In release, as it is for those who try Cardea: what the optimizer makes of it is what they get.
    say "the demo"
    bash Deploy/demo.sh
    say "what a check may cost, in instructions and allocations"
    # Counts the instructions where the processor does not.
    need_packages binutils valgrind
    build -c release --product cardea-engine-benchmark
    "$(swift build -c release --show-bin-path)/cardea-engine-benchmark" thresholds 100000 || die "a check costs more than it may"
fi

say "the official MCP client and other real clients"
command -v python3 >/dev/null 2>&1 || die "python3 is needed for the end-to-end tests"
venv=.build/end-to-end-venv
if ! cmp -s Tests/EndToEnd/requirements.txt "$venv/installed.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv" || die "python3-venv is needed: sudo apt-get install -y python3-venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r Tests/EndToEnd/requirements.txt
    cp Tests/EndToEnd/requirements.txt "$venv/installed.txt"
fi
printf '%s' "$swift_summary"
CARDEA_BINARIES=$(swift build --show-bin-path) "$venv/bin/python" -m pytest -q -p no:cacheprovider Tests/EndToEnd
