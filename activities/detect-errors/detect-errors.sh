#!/bin/sh
# detect-errors.sh HOST-UUID SECONDS PACKETS, NIC names on stdin: captures on every NIC at once, each direction apart,
# and reads the NIC's own counters before and after. Bounded in time and packets; our own SSH is left out. Changes nothing.

require_host "$1"
require_tool tcpdump
seconds=$2
packets=$3
devices=$(cat)
folder=$(mktemp -d "${TMPDIR:-$XEN_OFFLOAD_ROOT/tmp}/xen-offload.XXXXXX") || fail 1 "no temporary folder"
trap 'rm -rf "$folder"' EXIT

# capture DEVICE NAME [OPTION...]
capture() {
  device=$1
  name=$2
  shift 2
  limited "$seconds" tcpdump -i "$device" "$@" -c "$packets" -nn -vv -e -l -s 0 not port 22 \
    >"$folder/$device.$name" 2>"$folder/$device.$name.error" </dev/null || :
}

# Before 4.6 tcpdump has no -Q, and answers with its usage alone. Then only addresses tell directions, and only frames of the NIC's own address are
# certain: what comes from it was sent, what goes to it was received. Frames of guests and broadcasts, which may pass
# either way, are not counted.
split_by_address() {
  own=$(cat "$XEN_OFFLOAD_ROOT/sys/class/net/$1/address" 2>/dev/null) || return 0
  awk -v own="$own" -v received="$folder/$1.in" -v sent="$folder/$1.out" '
    /^[0-9][0-9]:[0-9][0-9]:[0-9][0-9]\.[0-9]+ / { file = ($2 == own) ? sent : ($4 == own ",") ? received : "" }
    file != "" { print >file }' "$folder/$1.both"
}

# Packets without what they carry: payload is on lines of its own, or behind the verdict.
headers() {
  sed -e '/^	/d' \
    -e 's/\(cksum 0x[0-9a-f]* ([a-z]*)\).*/\1/' \
    -e 's/\(cksum 0x[0-9a-f]* (incorrect (*-> 0x[0-9a-f]*)\).*/\1/' \
    -e 's/\(\[[a-z0-9]* sum ok\]\).*/\1/' \
    -e 's/\(\[bad [a-z0-9]* cksum [^]]*\]\).*/\1/'
}

watch() {
  capture "$1" in -Q in &
  capture "$1" out -Q out &
  wait
  if grep -q '^Usage: ' "$folder/$1.in.error"; then
    capture "$1" both
    split_by_address "$1"
  fi
}

counters() {
  for device in $devices; do
    section "$1" "$device"
    ethtool -S "$device" 2>/dev/null </dev/null || :
  done
}

sections
counters counters-before
for device in $devices; do
  watch "$device" &
done
wait
counters counters-after
for device in $devices; do
  for direction in in out; do
    section "$direction" "$device"
    headers <"$folder/$device.$direction"
  done
done
