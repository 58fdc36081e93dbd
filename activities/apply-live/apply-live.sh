#!/bin/sh
# apply-live.sh HOST-UUID RUN, lines "DEVICE MODE on|off" on stdin: sets each by itself, so that one refusal stops no
# other, then reads the devices again. Exit codes of ethtool prove nothing (facts/xenserver.md §7); the re-read does.
# Tried again after a lost answer, it does not begin anew what the dead man's switch has taken back since.

require_host "$1"
require_tool ethtool
[ ! -e "$memory_folder/journal/$2/fired" ] || fail "$exit_fired" "it was not confirmed in time"
changes=$(cat)
sections
printf '%s\n' "$changes" | while read -r device mode value; do
  section set "$device $mode"
  code=0
  ethtool -K "$device" "$mode" "$value" </dev/null 2>&1 || code=$?
  status "$code"
done
section features
printf '%s\n' "$changes" | awk '!seen[$1]++ { print $1 }' | print_features
