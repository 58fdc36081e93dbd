#!/bin/sh
# release-host.sh HOST-UUID RUN: disarms what is left of the run's switch and gives the host's lock back.
# Run twice, or by a run that holds no lock, it changes nothing.

require_host "$1"
lock=$memory_folder/lock
journal=$memory_folder/journal/$2
for armed in "$journal"/armed.*; do
  [ -e "$armed" ] && mv "$armed" "$journal/disarmed" 2>/dev/null
done
if [ "$(cat "$lock/run" 2>/dev/null)" = "$2" ]; then
  rm -rf "$lock"
fi
sections
section switch
if [ -e "$journal/fired" ]; then echo fired; else echo released; fi
