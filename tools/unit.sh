#!/bin/sh
# Prints the packages whose tests start no Terraform and no OpenTofu: they need
# nothing but Go, on every system.
set -eu

cd "$(dirname "$0")/.."

go list -f '{{.ImportPath}} {{join .TestImports " "}} {{join .XTestImports " "}}' ./... |
  grep -v internal/acctest | cut -d ' ' -f 1
