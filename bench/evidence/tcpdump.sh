#!/bin/sh
# tcpdump as a host without NICs has it: instead of `-i DEVICE -Q in|out` the real one beside it (tcpdump.real) reads
# what that device captures in that direction; all other arguments are its own. Each run of a device and direction
# reads its next part, $XEN_OFFLOAD_ROOT/captures/DEVICE.DIRECTION.NUMBER.pcap, and nothing when there is none.

captures=$XEN_OFFLOAD_ROOT/captures
device=
direction=
left=$#
while [ "$left" -gt 0 ]; do
  case $1 in
    -i | -Q)
      [ "$1" = -i ] && device=$2 || direction=$2
      shift 2
      left=$((left - 2))
      ;;
    *)
      set -- "$@" "$1"
      shift
      left=$((left - 1))
      ;;
  esac
done

# A part is taken by making a file that was not there: two runs at once never read the same.
set -C
part=1
until (: >"$captures/$device.$direction.$part.read") 2>/dev/null; do
  part=$((part + 1))
  [ "$part" -lt 10000 ] || exit 1
done
file=$captures/$device.$direction.$part.pcap
[ -e "$file" ] || file=$captures/empty.pcap
exec tcpdump.real -r "$file" "$@"
