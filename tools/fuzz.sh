#!/bin/sh
# Runs every fuzz test for a while and keeps what it has found: in testdata/fuzz of its
# package, where every test run reads it. Of the inputs that reach new code, KEEP for
# each test are enough to begin with; Go's cache has the others.
#
#   fuzz.sh TIME KEEP [PACKAGES]
set -eu

cd "$(dirname "$0")/.."
time=$1 keep=$2
shift 2

cache=$(go env GOCACHE)/fuzz
failed=
for package in $(go list "${@:-./...}"); do
  folder=$(go list -f '{{.Dir}}' "$package")
  for name in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$folder"/*_test.go 2>/dev/null | sort); do
    echo "$package $name"
    go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" "$package" || failed="$failed $name"
    found=$cache/$package/$name
    [ -d "$found" ] || continue
    mkdir -p "$folder/testdata/fuzz/$name"
    # Small inputs are the ones that a reader understands.
    find "$found" -type f -size -2 | sort | head -n "$keep" | while read -r input; do
      cp "$input" "$folder/testdata/fuzz/$name/"
    done
  done
done
if [ -n "$failed" ]; then
  echo "failed:$failed" >&2
  exit 1
fi
