#!/bin/sh
# list-journals.sh HOST-UUID: the changes of which the host remembers how it was before, and of which something may be
# left: a line "RUN POOL-RUN BEGAN host|slice" each. Changes nothing.

require_host "$1"
sections
section journals
for journal in "$memory_folder"/journal/*; do
  if [ -e "$journal/before" ] && [ ! -e "$journal/closed" ]; then
    printf '%s %s\n' "${journal##*/}" "$(cat "$journal/about")"
  fi
done
