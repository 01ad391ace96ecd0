#!/bin/sh
# Prints the Terraform or OpenTofu binary that tests, checks and the quickstart
# run, as an absolute path. The first of these wins: the argument (make CLI=path),
# TF_ACC_TERRAFORM_PATH, terraform on the PATH, tofu on the PATH, and the pinned
# OpenTofu, which is then built from its Go modules into .bin/.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)

# absolute resolves a name or a path, because tests run in other folders.
absolute() {
  found=$(command -v "$1") || {
    echo "no such Terraform or OpenTofu binary: $1" >&2
    exit 1
  }
  case $found in
    /*) echo "$found" ;;
    *) echo "$(cd "$(dirname "$found")" && pwd)/$(basename "$found")" ;;
  esac
}

for candidate in "${1:-}" "${TF_ACC_TERRAFORM_PATH:-}"; do
  if [ -n "$candidate" ]; then
    absolute "$candidate"
    exit 0
  fi
done

for name in terraform tofu; do
  if command -v "$name" >/dev/null; then
    absolute "$name"
    exit 0
  fi
done

make -s --no-print-directory -C "$root" .bin/tofu >&2
echo "$root/.bin/tofu"
