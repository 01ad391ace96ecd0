#!/bin/sh
# A complete run: an estate of three tenants in two clouds, provided by
# the emulator, and the real init, plan, apply and destroy of Terraform or
# OpenTofu. `make quickstart` calls it; everything it writes goes into one
# temporary folder.
#
#   quickstart.sh CLI PROVIDER_BINARY VERSION
#
# KEEP=1 leaves the emulator running and keeps the state.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cli=$1
provider=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
version=$3
keep=${KEEP:-}

work=$(mktemp -d "${TMPDIR:-/tmp}/multitenant-quickstart.XXXXXX")
# On Windows the shell is Git's, and files are read by programs that know no /tmp.
if command -v cygpath >/dev/null; then
  work=$(cygpath -m "$work")
fi
emulator=

# Colors on a terminal only.
if [ -t 1 ]; then
  bold=$(printf '\033[1m') plain=$(printf '\033[0m') color=
else
  bold= plain= color=-no-color
fi

step() { printf '\n%s==> %s%s\n' "$bold" "$*" "$plain"; }

quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }

# stop ends the emulator and waits for it.
stop() {
  [ -n "$emulator" ] || return 0
  kill "$emulator" 2>/dev/null || true
  wait "$emulator" 2>/dev/null || true
  emulator=
}

finish() {
  status=$?
  trap '' INT TERM HUP
  if [ "$keep" = 1 ] && [ "$status" -eq 0 ]; then
    return
  fi
  stop
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# quietly runs a command whose output matters only when it fails.
quietly() {
  "$@" >"$work/step.log" 2>&1 && return
  status=$?
  cat "$work/step.log" >&2
  echo "failed: $*" >&2
  exit "$status"
}

tf() { (cd "$work/estate" && "$cli" "$@"); }

# Variables of the calling shell would change the run; only those for logging are
# kept.
for name in $(env | sed -n -e 's/^\(TF_[A-Za-z0-9_]*\)=.*/\1/p' -e 's/^\(ARM_[A-Z0-9_]*\)=.*/\1/p' \
  -e 's/^\(AZURE_[A-Z0-9_]*\)=.*/\1/p' -e 's/^\(MULTITENANT_[A-Z0-9_]*\)=.*/\1/p'); do
  case $name in
    TF_LOG*) ;;
    *) unset "$name" ;;
  esac
done

step "Installing the provider in a filesystem mirror"
sh "$here/../../tools/mirror.sh" "$provider" "$version" "$work/mirror"
mkdir "$work/estate"
cp "$here"/*.tf "$here"/*.csv "$here"/*.json "$work/estate"
cat >"$work/cli.tfrc" <<EOF
provider_installation {
  filesystem_mirror {
    path    = "$work/mirror"
    include = ["registry.terraform.io/multitenant-as-code/*"]
  }
}
EOF
cat >"$work/env" <<EOF
export TF_CLI_CONFIG_FILE=$(quoted "$work/cli.tfrc")
export TF_VAR_emulator_ready_file=$(quoted "$work/ready.json")
export SSL_CERT_FILE=$(quoted "$work/ca.pem")
EOF
. "$work/env"
export TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1

step "Starting the emulator with Contoso and Fabrikam (public cloud) and Northwind (US Government)"
# nohup, because with KEEP=1 the emulator keeps running after the terminal is closed.
nohup "$provider" emulator -seed "$here/tenants.json" -port 0 \
  -ready-file "$work/ready.json" -ca-file "$work/ca.pem" >"$work/emulator.log" 2>&1 </dev/null &
emulator=$!
tries=0
until [ -s "$work/ready.json" ]; do
  if ! kill -0 "$emulator" 2>/dev/null; then
    cat "$work/emulator.log" >&2
    echo "the emulator stopped before it was ready" >&2
    exit 1
  fi
  tries=$((tries + 1))
  if [ "$tries" -gt 150 ]; then
    cat "$work/emulator.log" >&2
    echo "the emulator was not ready after 30 seconds" >&2
    exit 1
  fi
  sleep 0.2
done

step "init"
quietly tf init -no-color
"$cli" version | sed -n 1p

step "plan: the first invitation in full, and a line for each other one"
quietly tf plan -no-color -out=apply.tfplan
awk '/^  # / { n++ } n == 1 || /^  # / || /^Plan:/' "$work/step.log"

step "apply"
tf apply $color apply.tfplan

step "plan again: no changes expected"
quietly tf plan -no-color -detailed-exitcode
echo "No changes."

step "A report of the state, for a browser"
report=$(dirname "$provider")/quickstart-report.html
tf show -json >"$work/state.json"
"$provider" report -o "$report" "$work/state.json"
echo "$report"

step "A finding: the mail address of a guest is not the user principal name"
table=$work/estate/who-works-where.csv
cp "$table" "$work/table.csv"
echo "contoso,fabrikam,renee.ohara@contoso.example,Renée O'Hara,Security Lead,Information Technology,CH" >>"$table"
if tf plan -no-color >"$work/step.log" 2>&1; then
  echo "the plan does not find it" >&2
  exit 1
fi
sed -n '/Error: MT001/,$p' "$work/step.log"

step "The fix that it names: invite by the user principal name"
sed "s/renee.ohara@contoso.example/renee.o'hara@contoso.example/" "$table" >"$work/fixed.csv"
cp "$work/fixed.csv" "$table"
quietly tf plan -no-color
grep '^Plan:' "$work/step.log"
cp "$work/table.csv" "$table"

if [ "$keep" = 1 ]; then
  step "Left running"
  cat <<EOF
The configuration and the state are in $work/estate, and the emulator's log is
$work/emulator.log. To use them:

  . $(quoted "$work/env")
  cd $(quoted "$work/estate")
  $cli plan
  $cli state list

Change who-works-where.csv and apply, or open the emulator's page in a browser: the
"control" address of $work/ready.json with a slash at its end.

The report of the state is $report.

To stop and remove everything:

  kill $emulator; rm -rf $(quoted "$work")
EOF
  exit 0
fi

step "destroy"
quietly tf plan -no-color -destroy -out=destroy.tfplan
quietly tf apply -no-color destroy.tfplan
grep 'destroyed' "$work/step.log"

step "Done: everything was real except the tenants"
echo "Open the report in a browser: $report"
