#!/bin/sh
# Refuses decisions on the text of an error, which no linter of the set can see:
# errors are told apart with errors.Is and errors.As. Tests may read what a person
# would read.
set -eu

cd "$(dirname "$0")/.."

if git grep -nE --untracked 'strings\.(Contains|HasPrefix|HasSuffix|EqualFold|Index)\([^,]*\.Error\(\)' -- '*.go' ':!*_test.go'; then
  echo "decide on errors with errors.Is and errors.As, not on their text" >&2
  exit 1
fi
