#!/usr/bin/env bash
# Each outside thing is imported by exactly one module, and the pure modules import nothing outside (Docs/Architecture.md).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
failed=0

# only MODULE_PATTERN DIRECTORY …: files outside the directories that import it
only() {
    local pattern=$1; shift
    local allowed; allowed=$(printf '|^Sources/%s/' "$@"); allowed=${allowed#|}
    local hits; hits=$(grep -rlE "^ *(@[a-z_]+ )*((public|package|internal|private|fileprivate) )?import (struct |class |enum )?($pattern)( |\.|\$)" Sources --include='*.swift' | grep -vE "$allowed" || true)
    [ -z "$hits" ] && return 0
    printf 'only %s may import %s, but these do:\n%s\n' "$*" "$pattern" "$hits" >&2
    failed=1
}

only 'GRDB|GRDBSQLite|CMigrations|CLogFiles' Store
only 'COpenSSL' Tokens
only 'Hummingbird[A-Za-z]*|Configuration|ServiceLifecycle' Server
only 'AsyncHTTPClient' Client
only 'Subprocess' Gateway
only 'Yams' ModelFiles
only 'ArgumentParser' Command SampleServers

for module in Expressions Permissions MCP Pages; do
    hits=$(grep -rnE '^ *((public|package|internal|private|fileprivate) )?import ' "Sources/$module" --include='*.swift' \
        | grep -vE 'import (struct )?(Foundation|FoundationEssentials|Glibc|Synchronization|Expressions)(\.Date)?$' || true)
    [ -z "$hits" ] || { printf '%s imports more than it may:\n%s\n' "$module" "$hits" >&2; failed=1; }
done
[ "$failed" = 0 ] && echo "walls: ok"
exit "$failed"
