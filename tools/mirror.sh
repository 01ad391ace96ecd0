#!/bin/sh
# Installs a provider binary in a filesystem mirror, so that the real init of
# Terraform and OpenTofu finds it without a registry.
#
#   mirror.sh BINARY VERSION FOLDER
set -eu

binary=$1 version=$2 folder=$3
address=registry.terraform.io/multitenant-as-code/multitenant
package=$folder/$address/$version/$(go env GOOS)_$(go env GOARCH)

mkdir -p "$package"
cp "$binary" "$package/terraform-provider-multitenant_v$version$(go env GOEXE)"
