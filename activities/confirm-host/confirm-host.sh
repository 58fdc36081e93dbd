#!/bin/sh
# confirm-host.sh HOST-UUID RUN: disarms the dead man's switch; says whether it was in time. Run twice, says the same.

require_host "$1"
journal=$memory_folder/journal/$2
sections
section switch
if [ -e "$journal/fired" ]; then
  echo fired
else
  for armed in "$journal"/armed.*; do
    [ -e "$armed" ] && mv "$armed" "$journal/disarmed" 2>/dev/null
  done
  if [ -e "$journal/fired" ]; then
    echo fired
  elif [ -e "$journal/disarmed" ]; then
    echo disarmed
  else
    echo absent
  fi
fi
