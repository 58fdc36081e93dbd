#!/bin/sh
# Stands before a program of a lab host while a fault of its calls is armed: asks the lab before and after each call.
# The lab answers "CODE STDOUT-BYTES STDERR-BYTES" and the texts; code 200 lets the call go on.
program=${0##*/}

ask() {
  printf '%s\0' "$XEN_STANDIN_TOKEN" "$@" | socat -t 86400 - UNIX-CONNECT:/opt/lab/control.sock,shut-none
}

answer=$(ask before-call $(($# + 1)) "$program" "$@")
code=${answer%% *}
if [ "$code" != 200 ]; then
  printf '%s\n' "$answer" | sed 1d >&2
  exit "${code:-70}"
fi
# The folder of this file is on no PATH of the program's own.
real=$(PATH=/usr/sbin:/usr/bin command -v "$program") || exit 127
# Whoever stops this stops the program: what is read from it must end.
status=0
"$real" "$@" <&0 &
program_pid=$!
trap 'kill "$program_pid" 2>/dev/null' TERM INT
wait "$program_pid" || status=$?
[ "$status" -le 128 ] || { wait "$program_pid" || status=$?; }
ask after-call $(($# + 1)) "$program" "$@" >/dev/null
exit "$status"
