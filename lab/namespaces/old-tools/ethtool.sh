#!/bin/sh
# ethtool as 2.6.39 was (XenServer 6), by the program of the same name with the suffix .real beside it. A kernel of
# today knows no UFO; the old program still asks for it, and fails (facts/xenserver.md §7).
real=$0.real
operation=${1-}
device=${2-}

exists() { "$real" -i "$device" >/dev/null 2>&1; }

refuse() {
  printf '%s\n' "$2" >&2
  exit "$1"
}

bad_arguments() { refuse 1 'ethtool: bad command line argument(s)
For more information run ethtool -h'; }

no_ufo='Cannot get device udp large send offload settings: Operation not supported'

show_features() {
  if ! exists; then
    printf 'Offload parameters for %s:\nno offload info available\n' "$device"
    exit 83
  fi
  printf '%s\n' "$no_ufo" >&2
  printf 'Offload parameters for %s:\n' "$device"
  "$real" -k "$device" 2>/dev/null | awk '
    /^(rx-checksumming|tx-checksumming|scatter-gather|tcp-segmentation-offload|generic-segmentation-offload|generic-receive-offload|large-receive-offload|rx-vlan-offload|tx-vlan-offload|ntuple-filters|receive-hashing):/ {
      print $1, $2
      if ($1 == "tcp-segmentation-offload:") print "udp-fragmentation-offload: off"
    }'
}

# The old exit code and words for a mode that cannot be set.
refusal() {
  case $1 in
    rx) echo '84 rx csum' ;;
    tx) echo '85 tx csum' ;;
    sg) echo '86 scatter-gather' ;;
    tso) echo '88 tcp segmentation offload' ;;
    ufo) echo '89 udp large send offload' ;;
    gso) echo '90 generic segmentation offload' ;;
    gro) echo '93 GRO' ;;
    *) echo '92 flag' ;;
  esac
}

change() {
  why=$3
  [ "$1" != ufo ] || refuse 89 "Cannot set device udp large send offload settings: $why"
  "$real" -K "$device" "$1" "$2" >/dev/null 2>&1 && return
  words=$(refusal "$1")
  refuse "${words%% *}" "Cannot set device ${words#* } settings: $why"
}

# Sets one mode after the other, in the order of the old program; the first failure ends it.
change_features() {
  [ $# -gt 0 ] || echo 'no offload settings changed'
  wanted=' '
  while [ $# -gt 0 ]; do
    case $1 in
      rx | tx | sg | tso | ufo | gso | lro | rxvlan | txvlan | ntuple | rxhash | gro) ;;
      *) bad_arguments ;;
    esac
    case ${2-} in
      on | off) wanted="$wanted$1=$2 " ;;
      *) bad_arguments ;;
    esac
    shift 2
  done
  why='Operation not supported'
  exists || why='No such device'
  for mode in rx tx sg tso ufo gso lro rxvlan txvlan ntuple rxhash gro; do
    case $wanted in
      *" $mode=on "*) change "$mode" on "$why" ;;
      *" $mode=off "*) change "$mode" off "$why" ;;
    esac
  done
}

case $operation in
  -k) show_features ;;
  -K)
    shift 2
    change_features "$@"
    ;;
  -i)
    facts=$("$real" -i "$device") || exit
    printf '%s\n' "$facts" | grep -v -e '^expansion-rom-version:' -e '^supports-priv-flags:'
    ;;
  -S)
    exists || refuse 71 'Cannot get driver information: No such device'
    exec "$real" -S "$device"
    ;;
  --version) echo 'ethtool version 2.6.39' ;;
  *) exec "$real" "$@" ;;
esac
