#!/bin/sh
# measure-throughput.sh HOST-UUID ADDRESS PORT SECONDS PATIENCE: sends TCP to another host for so many seconds, and prints
# what iperf3 says of it, as JSON. That host may begin to listen later than we to call: tried again for PATIENCE seconds.

require_host "$1"
require_tool iperf3
give_up=$(($(date +%s) + $5))

# Its exit code is 0 also where it failed (3.12): its answer tells. A firewall that drops packets lets it hang.
while :; do
  answer=$(limited "$(($4 + $5))" iperf3 --client "$2" --port "$3" --time "$4" --interval 0 --json) || :
  case $answer in
    *'"error"'*) ;;
    *) break ;;
  esac
  [ "$(date +%s)" -lt "$give_up" ] || break
  sleep 1
done
printf '%s\n' "$answer"
