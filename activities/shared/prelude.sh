#!/bin/sh
# Comes before every script that runs on a host. By hand: cat prelude.sh SCRIPT.sh | sh -s -- ARGUMENTS

set -u

XEN_OFFLOAD_ROOT=${XEN_OFFLOAD_ROOT-}
XEN_OFFLOAD_MARK=${XEN_OFFLOAD_MARK-mark}
PATH=$PATH:$XEN_OFFLOAD_ROOT/usr/sbin:$XEN_OFFLOAD_ROOT/sbin:$XEN_OFFLOAD_ROOT/usr/bin:$XEN_OFFLOAD_ROOT/bin:$XEN_OFFLOAD_ROOT/opt/xensource/bin
LC_ALL=C
export PATH LC_ALL XEN_OFFLOAD_ROOT XEN_OFFLOAD_MARK
unset XE_EXTRA_ARGS
umask 077

# Exit codes with a meaning of their own; activities/shared/script-error.ts names the same.
exit_wrong_host=65
exit_no_xenserver=66
# shellcheck disable=SC2034
exit_no_journal=67
exit_tool_missing=69
# shellcheck disable=SC2034
exit_locked=73
# shellcheck disable=SC2034
exit_fired=75

# shellcheck disable=SC2034 # used by the scripts that follow
memory_folder=$XEN_OFFLOAD_ROOT/var/lib/xen-offload

fail() {
  code=$1
  shift
  printf '%s\n' "$*" >&2
  exit "$code"
}

# Output is a list of sections; host text cannot fake a mark, since the mark is new for every execution.
sections() { printf '@%s sections\n' "$XEN_OFFLOAD_MARK"; }
section() { printf '\n@%s section %s %s\n' "$XEN_OFFLOAD_MARK" "$1" "${2-}"; }
status() { printf '\n@%s status %s\n' "$XEN_OFFLOAD_MARK" "$1"; }

# limited SECONDS COMMAND...: `timeout`, also where there is none (CentOS 5). Without it the command gets no stdin.
# The command stays in the script's process group, so that both are stopped together.
limited() {
  if command -v timeout >/dev/null 2>&1; then
    timeout --foreground "$@"
    return
  fi
  limit=$1
  shift
  "$@" &
  command_pid=$!
  {
    trap 'kill "$!"' TERM
    sleep "$limit" &
    wait "$!" && kill "$command_pid"
  } >/dev/null 2>&1 &
  timer_pid=$!
  code=0
  wait "$command_pid" || code=$?
  kill "$timer_pid" 2>/dev/null || :
  return "$code"
}

require_tool() {
  command -v "$1" >/dev/null 2>&1 || fail "$exit_tool_missing" "$1"
}

# Nothing is done on a machine that is not the host the pool says it is.
require_host() {
  inventory=$XEN_OFFLOAD_ROOT/etc/xensource-inventory
  [ -r "$inventory" ] || fail "$exit_no_xenserver" "no $inventory"
  grep -q "^INSTALLATION_UUID='$1'" "$inventory" ||
    fail "$exit_wrong_host" "$(sed -n "s/^INSTALLATION_UUID='\(.*\)'.*/\1/p" "$inventory")"
}
