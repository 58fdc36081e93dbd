#!/bin/sh
# inspect-host.sh HOST-UUID, device names on stdin: features of every device, driver and MTU of every NIC.
# Changes nothing.

require_host "$1"
require_tool ethtool
devices=$(cat)
sections
section features
printf '%s\n' "$devices" | print_features
printf '%s\n' "$devices" | while IFS= read -r device; do
  case $device in
    vif*) continue ;;
  esac
  section driver "$device"
  ethtool -i "$device" 2>/dev/null </dev/null || :
  section mtu "$device"
  cat "$XEN_OFFLOAD_ROOT/sys/class/net/$device/mtu" 2>/dev/null || :
done
