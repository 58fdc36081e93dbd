#!/bin/sh
# detect-errors.sh HOST-UUID SECONDS PACKETS-A-SECOND, stdin: "NIC MTU SINGLE" lines (see packets.sh). Captures on every
# NIC at once, each direction apart, and reads counters of NICs and host before and after. Bounded in time and packets; our
# own SSH is left out. Changes nothing, not even a NIC's promiscuous mode, and writes no packet anywhere: they are counted
# as they come.

require_host "$1"
require_tool tcpdump
seconds=$2
per_second=$3
nics=$(cat)
folder=$(mktemp -d "${TMPDIR:-$XEN_OFFLOAD_ROOT/tmp}/xen-offload.XXXXXX") || fail 1 "no temporary folder"
trap 'rm -rf "$folder"' EXIT

# sshd tells by which port we came; it need not be 22.
own_port=${SSH_CONNECTION-}
own_port=${own_port##* }
case $own_port in
  '' | *[!0-9]*) own_port=22 ;;
esac

# listen DEVICE ERRORS [OPTION...]: whole frames, since a cut one has no verdict; so many a second at most, so that a busy
# NIC costs no more than that, and is heard anew each second. What tcpdump says is kept where it failed, which ends the
# listening; when its second is over, `timeout` answers 124, and where there is none the signal 143.
listen() {
  device=$1
  errors=$2
  shift 2
  round=0
  while [ "$round" -lt "$seconds" ]; do
    round=$((round + 1))
    [ "$round" -eq "$seconds" ] || sleep 1 &
    code=0
    limited 1 tcpdump -i "$device" "$@" -p -c "$per_second" -nn -vv -e -l -s 0 not port 22 and not port "$own_port" \
      2>"$errors" </dev/null || code=$?
    case $code in
      0 | 124 | 143) ;;
      *)
        printf 'tcpdump: it ended with exit code %s\n' "$code" >>"$errors"
        return
        ;;
    esac
    wait
  done
  rm -f "$errors"
}

# Before 4.6 tcpdump has no -Q, and answers with its usage alone. Then only addresses tell directions.
watch() {
  listen "$1" "$folder/$1.in.errors" -Q in | count_packets in '' "$2" "$3" >"$folder/$1.in" &
  listen "$1" "$folder/$1.out.errors" -Q out | count_packets out '' "$2" "$3" >"$folder/$1.out" &
  wait
  grep -q '^Usage: ' "$folder/$1.in.errors" 2>/dev/null || return
  rm -f "$folder/$1.out" "$folder/$1.out.errors"
  own=$(cat "$XEN_OFFLOAD_ROOT/sys/class/net/$1/address" 2>/dev/null) || own=
  listen "$1" "$folder/$1.in.errors" | count_packets both "$own" "$2" "$3" >"$folder/$1.in"
}

each_nic() {
  printf '%s\n' "$nics" | while read -r device mtu single; do "$@" "$device" "$mtu" "$single"; done
}

# nic_counters MOMENT DEVICE: what the driver counts, and what the kernel counts of the NIC.
nic_counters() {
  section "nic-$1" "$2"
  ethtool -S "$2" 2>/dev/null </dev/null || :
  for file in "$XEN_OFFLOAD_ROOT/sys/class/net/$2/statistics"/*; do
    if read -r value 2>/dev/null <"$file"; then printf '     %s: %s\n' "${file##*/}" "$value"; fi
  done
}

counters() {
  section "host-$1"
  cat "$XEN_OFFLOAD_ROOT/proc/net/snmp" 2>/dev/null || :
  head -n 1 "$XEN_OFFLOAD_ROOT/proc/stat" 2>/dev/null || :
  each_nic nic_counters "$1"
}

counted() {
  section packets "$1"
  cat "$folder/$1.in" "$folder/$1.out" 2>/dev/null || :
  section problem "$1"
  cat "$folder/$1.in.errors" "$folder/$1.out.errors" 2>/dev/null |
    sed -n '/^tcpdump: listening on/d; /^tcpdump: WARNING: /d; s/^tcpdump: //p' | head -n 1
}

sections
counters before
printf '%s\n' "$nics" | {
  while read -r device mtu single; do watch "$device" "$mtu" "$single" & done
  wait
}
counters after
each_nic counted
