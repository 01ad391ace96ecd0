#!/bin/sh
# Rejects code that tests the text of an error, which no configured linter detects:
# use errors.Is and errors.As instead. Tests may check the text that a user
# reads.
set -eu

cd "$(dirname "$0")/.."

if git grep -nE --untracked 'strings\.(Contains|HasPrefix|HasSuffix|EqualFold|Index)\([^,]*\.Error\(\)' -- '*.go' ':!*_test.go'; then
  echo "decide on errors with errors.Is and errors.As, not on their text" >&2
  exit 1
fi
