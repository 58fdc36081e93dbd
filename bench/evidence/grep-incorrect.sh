#!/bin/sh
# grep-incorrect.sh FILE...: names the captures that the recipe of many web pages, `tcpdump -v -nn | grep incorrect`, complains of.

for file in "$@"; do
  if tcpdump -r "$file" -v -nn 2>/dev/null </dev/null | grep -q incorrect; then
    printf '%s\n' "$file"
  fi
done
