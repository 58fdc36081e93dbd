#!/bin/bash
# Stands in for xe, ethtool and tcpdump under their names: hands its name and arguments to the control server, on
# loopback unless told otherwise, and prints the answer exactly. Builtins of bash only, since a pool makes thousands of
# these calls.

LC_ALL=C

call() {
  printf '%s\0' "$XEN_STANDIN_TOKEN" "${0##*/}" "$#" "$@" >&3
  IFS=' ' read -r code stdout_bytes stderr_bytes <&3 || return
  out=
  err=
  [[ $stdout_bytes == 0 ]] || IFS= read -r -N "$stdout_bytes" out <&3 || return
  [[ $stderr_bytes == 0 ]] || IFS= read -r -N "$stderr_bytes" err <&3 || return
  printf '%s' "$out"
  printf '%s' "$err" >&2
  exit "$code"
}

call "$@" 3<>"/dev/tcp/${XEN_STANDIN_ADDRESS:-127.0.0.1}/$XEN_STANDIN_PORT"
if [[ -n ${XEN_STANDIN_ADDRESS-} ]]; then
  printf 'Cannot perform operation as the host is running in emergency mode.\n' >&2
  exit 1
fi
printf '%s: the stand-in got no whole answer from port %s\n' "${0##*/}" "$XEN_STANDIN_PORT" >&2
exit 70
