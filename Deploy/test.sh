#!/usr/bin/env bash
# Everything that has to hold: format, walls, unit and integration tests, the story with the real binaries, real MCP clients.
# CARDEA_TEST_SKIP_DEMO=1 leaves the release build of the demo out (for a quick local run; it says so).
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
say "swift test"
swift test --skip-build 2>&1 | tee .build/swift-test.log | grep -vE '^◇|^✔ Test |started\.$' || true
grep -qE 'Test run with [0-9]+ tests? .*passed' .build/swift-test.log || { tail -n 60 .build/swift-test.log; die "swift test did not pass"; }
swift_summary=$(grep -E 'Test run with [0-9]+ tests? ' .build/swift-test.log | tail -n 1)

if [ "${CARDEA_TEST_SKIP_DEMO:-}" = 1 ]; then
    say "the demo is left out: CARDEA_TEST_SKIP_DEMO is set"
else
    say "the demo, in release"
    bash Deploy/demo.sh
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
printf '%s\n' "$swift_summary"
CARDEA_BINARIES=$(swift build --show-bin-path) "$venv/bin/python" -m pytest -q -p no:cacheprovider Tests/EndToEnd
