#!/bin/sh
# inspect-host.sh HOST-UUID [DEVICE...], device names on stdin: features of every device, driver and MTU of every NIC,
# and the network backend. The devices named as arguments are those that only a Linux bridge has. Changes nothing.

require_host "$1"
shift
require_tool ethtool
devices=$(cat)
backend=$(cat "$XEN_OFFLOAD_ROOT/etc/xensource/network.conf" 2>/dev/null) || backend=
sections
section network-backend
printf '%s\n' "$backend"
section features
{
  printf '%s\n' "$devices"
  case $backend in
    *bridge*) [ $# -eq 0 ] || printf '%s\n' "$@" ;;
  esac
} | print_features
printf '%s\n' "$devices" | while IFS= read -r device; do
  case $device in
    vif*) continue ;;
  esac
  section driver "$device"
  ethtool -i "$device" 2>/dev/null </dev/null || :
  section mtu "$device"
  cat "$XEN_OFFLOAD_ROOT/sys/class/net/$device/mtu" 2>/dev/null || :
done
