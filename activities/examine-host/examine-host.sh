#!/bin/sh
# examine-host.sh TOOL...: what a run needs of this host, and what earlier runs left on it. Goes on whatever is missing,
# and changes nothing: the files it tries to write are empty, and removed at once.

lines_with() { grep "$1" | head -n 3; }

report_journals() {
  for journal in "$memory_folder"/journal/*; do
    [ -d "$journal" ] || continue
    state=none
    [ ! -e "$journal/fired" ] || state=fired
    for armed in "$journal"/armed.*; do
      [ ! -e "$armed" ] || state=armed
    done
    printf '%s %s\n' "$state" "${journal##*/}"
  done
}

# The folder itself, or the one it would be made in.
report_room() {
  folder=$1
  while [ -n "$folder" ] && [ ! -e "$folder" ]; do
    folder=${folder%/*}
  done
  folder=${folder:-/}
  probe=$folder/.xen-offload-$XEN_OFFLOAD_MARK
  if (: >"$probe") 2>/dev/null; then
    rm -f "$probe"
    echo writable
  fi
  df -P -k "$folder" 2>/dev/null </dev/null | awk 'NR == 2 { print $4 }'
}

sections
section clock
date +%s
section user
id -u
section installation-uuid
sed -n "s/^INSTALLATION_UUID='\(.*\)'.*/\1/p" "$XEN_OFFLOAD_ROOT/etc/xensource-inventory" 2>/dev/null
section missing
for tool in "$@"; do
  command -v "$tool" >/dev/null 2>&1 || printf '%s\n' "$tool"
done
# Old versions know no --version, and tell it with their help.
section ethtool-version
{ ethtool --version || ethtool -h; } 2>&1 </dev/null | lines_with version
section tcpdump-version
tcpdump --version 2>&1 </dev/null | lines_with version
lock=$memory_folder/lock
section lock
if [ -d "$lock" ]; then
  echo held
  printf 'run %s\n' "$(cat "$lock/run" 2>/dev/null)"
  printf 'expires %s\n' "$(cat "$lock/expires" 2>/dev/null)"
fi
section journals
report_journals
section memory-room
report_room "$memory_folder"
section temporary-room
report_room "${TMPDIR:-$XEN_OFFLOAD_ROOT/tmp}"
read_xapi pool
