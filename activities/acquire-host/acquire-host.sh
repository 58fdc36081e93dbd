#!/bin/sh
# acquire-host.sh HOST-UUID RUN POOL-RUN CONFIRM-SECONDS LOCK-SECONDS JOURNALS PART RESTORE-BYTES STORED-BYTES [ENDED-RUN]
# stdin: the restore script (RESTORE-BYTES long), what is to be stored in xapi (STORED-BYTES long), then device names.
# Takes the host's lock, keeps the before-state on the host, and arms the dead man's switch: unless release or
# confirm disarms it, the host puts that state back by itself after CONFIRM-SECONDS, without network, xe or systemd.
# Where no device is to be changed there is nothing to put back, and no switch. The newest JOURNALS before-states stay.
# A lock that ENDED-RUN left, or a run that was to take it back and has ended too, is taken over.
# Run twice by the same run, it keeps the first before-state and arms anew.

require_host "$1"
run=$2
pool_run=$3
confirm_seconds=$4
lock_seconds=$5
journals_max=$6
part=$7
restore=$(head -c "$8")
stored=$(head -c "$9")
shift 9
ended_run=${1-}
devices=$(cat)
[ -z "$devices" ] || require_tool ethtool
lock=$memory_folder/lock
journal=$memory_folder/journal/$run

lock_owner() { cat "$lock/run" 2>/dev/null || :; }

lock_is_left_over() {
  expires=$(cat "$lock/expires" 2>/dev/null || echo 0)
  [ "$expires" -gt 0 ] && [ "$(date +%s)" -gt "$expires" ]
}

lock_is_of_ended_run() {
  [ -n "$ended_run" ] && { [ "$(lock_owner)" = "$ended_run" ] || [ "$(cat "$lock/ended-run" 2>/dev/null)" = "$ended_run" ]; }
}

# A switch of the ended run that still waits would fire into what follows.
disarm_ended_run() {
  for armed in "$memory_folder/journal/$ended_run"/armed.*; do
    [ ! -e "$armed" ] || mv "$armed" "$memory_folder/journal/$ended_run/disarmed" 2>/dev/null
  done
}

take_lock() {
  mkdir -p "$memory_folder/journal" || fail 1 "cannot write to $memory_folder"
  if [ -d "$lock" ] && [ "$(lock_owner)" != "$run" ] && { lock_is_left_over || lock_is_of_ended_run; }; then
    mv "$lock" "$memory_folder/lock.$XEN_OFFLOAD_MARK" && rm -rf "$memory_folder/lock.$XEN_OFFLOAD_MARK"
  fi
  if ! mkdir "$lock" 2>/dev/null && [ "$(lock_owner)" != "$run" ]; then
    fail "$exit_locked" "$lock is held by run $(lock_owner)"
  fi
  printf '%s\n' "$run" >"$lock/run"
  printf '%s\n' "$ended_run" >"$lock/ended-run"
  printf '%s\n' "$(($(date +%s) + lock_seconds))" >"$lock/expires"
}

features_of_devices() { [ -z "$devices" ] || printf '%s\n' "$devices" | print_features; }

keep_before_state() {
  mkdir -p "$journal"
  if [ ! -e "$journal/before" ]; then
    printf '%s %s %s\n' "$pool_run" "$(date +%s)" "$part" >"$journal/about"
    printf '%s\n' "$stored" >"$journal/stored"
    features_of_devices >"$journal/before.new"
    mv "$journal/before.new" "$journal/before"
  fi
  printf '%s\n' "$restore" >"$journal/restore.sh"
}

# The switch waits on a file of its own, so that disarming is one atomic rename and needs no signal.
# shellcheck disable=SC2016 # it is a script of its own
switch='
journal=$1 armed=$1/armed.$2 deadline=$(($(date +%s) + $3))
while [ "$(date +%s)" -lt "$deadline" ]; do
  [ -e "$armed" ] || exit 0
  sleep 1
done
mv "$armed" "$journal/fired" 2>/dev/null || exit 0
sh "$journal/restore.sh" "$journal/before" >"$journal/fired.log" 2>&1
'

arm() {
  rm -f "$journal"/armed.* "$journal/fired"
  : >"$journal/armed.$XEN_OFFLOAD_MARK"
  nohup setsid sh -c "$switch" xen-offload-switch "$journal" "$XEN_OFFLOAD_MARK" "$confirm_seconds" \
    >/dev/null 2>&1 </dev/null &
}

# Journals are for a rollback without Temporal.
prune_journals() {
  # shellcheck disable=SC2012 # names are run ids
  ls -t "$memory_folder/journal" | sed "1,${journals_max}d" | while IFS= read -r old; do
    rm -rf "${memory_folder:?}/journal/$old"
  done
}

take_lock
[ -z "$ended_run" ] || disarm_ended_run
prune_journals
keep_before_state
[ -z "$devices" ] || arm
sections
section features
cat "$journal/before"
