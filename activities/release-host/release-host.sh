#!/bin/sh
# release-host.sh HOST-UUID RUN [CLOSED-RUN...]: disarms what is left of the run's switch, closes the journals of changes of
# which nothing is left to take back, and gives the host's lock back. Run twice, or by a run that holds no lock, it
# changes nothing.

require_host "$1"
run=$2
shift 2
lock=$memory_folder/lock
journal=$memory_folder/journal/$run
for armed in "$journal"/armed.*; do
  [ -e "$armed" ] && mv "$armed" "$journal/disarmed" 2>/dev/null
done
for closed in "$@"; do
  [ ! -d "$memory_folder/journal/$closed" ] || : >"$memory_folder/journal/$closed/closed"
done
if [ "$(cat "$lock/run" 2>/dev/null)" = "$run" ]; then
  rm -rf "$lock"
fi
sections
section switch
if [ -e "$journal/fired" ]; then echo fired; else echo released; fi
