#!/bin/sh
# detect-errors.sh HOST-UUID SECONDS PACKETS, NIC names on stdin: captures on every NIC at once, each direction apart.
# Bounded in time and packets; our own SSH is left out. Changes nothing.

require_host "$1"
require_tool tcpdump
seconds=$2
packets=$3
devices=$(cat)
folder=$(mktemp -d "${TMPDIR:-$XEN_OFFLOAD_ROOT/tmp}/xen-offload.XXXXXX") || fail 1 "no temporary folder"
trap 'rm -rf "$folder"' EXIT

capture() {
  timeout "$seconds" tcpdump -i "$1" -Q "$2" -c "$packets" -nn -vv -e -l -s 0 not port 22 \
    >"$folder/$1.$2" 2>/dev/null </dev/null || :
}

for device in $devices; do
  capture "$device" in &
  capture "$device" out &
done
wait
sections
for device in $devices; do
  for direction in in out; do
    section "$direction" "$device"
    cat "$folder/$device.$direction"
  done
done
