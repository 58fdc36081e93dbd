#!/bin/sh
# Runs one script on a host. Sent as the text of a command that is always the same: no quote of the other kind, no data.
# stdin: "NONCE SECONDS SCRIPT-BYTES ARGUMENTS INPUT-BYTES", the script, the arguments one a line, the input, the nonce
# again: a request that was cut on its way runs nothing. Then it stays open for as long as somebody waits for the answer.
# Its end stops the script: signals of sshd do not reach it. So does its time; hosts of XenServer 6 have no timeout(1).
IFS=" " read -r nonce seconds script_bytes arguments input_bytes || exit 70
script=$(head -c "$script_bytes")
set --
while [ "$arguments" -gt 0 ]; do
  IFS= read -r argument || exit 70
  set -- "$@" "$argument"
  arguments=$((arguments - 1))
done
input=$(head -c "$input_bytes")
IFS= read -r last || exit 70
[ "$last" = "$nonce" ] || exit 70
XEN_OFFLOAD_MARK=$nonce
export XEN_OFFLOAD_MARK
exec 3<&0
printf "@%s start\n" "$nonce"
# The script and those who watch over it lead process groups of their own, so that each ends with all it started.
if [ "$input_bytes" -gt 0 ]; then
  printf "%s\n" "$input" | setsid sh -c "$script" xen-offload "$@" 3<&- &
else
  setsid sh -c "$script" xen-offload "$@" </dev/null 3<&- &
fi
work=$!
# A group that setsid did not make yet is one process: tell both.
stop="kill -s TERM -- \"-\$1\"; kill \"\$1\"; sleep 5 & wait; kill -s KILL -- \"-\$1\""
setsid sh -c "cat; $stop" xen-offload "$work" <&3 >/dev/null 2>&1 3<&- &
waiter=$!
# It says by its exit code whether the time was up: bash may lose a trapped signal that meets the end of what it waits for.
setsid sh -c "sleep \"\$2\"; trap \"exit 124\" TERM; $stop; exit 124" xen-offload "$work" "$seconds" \
  </dev/null >/dev/null 2>&1 3<&- &
timer=$!
exec 3<&-
wait "$work" 2>/dev/null
code=$?
# A script that was stopped may leave the rest of its group to us; one that ended may have meant what it left.
[ "$code" -gt 128 ] && kill -s KILL -- "-$work" 2>/dev/null
{ kill -s TERM -- "-$waiter" "-$timer"; kill "$waiter" "$timer"; } 2>/dev/null
wait "$timer" 2>/dev/null
[ $? -eq 124 ] && [ "$code" -ne 137 ] && code=124
printf "\n@%s exit %s\n" "$nonce" "$code"
