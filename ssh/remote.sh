#!/bin/sh
# Runs one script on a host. Sent as the text of a command that is always the same: no quote of the other kind, no data.
# stdin: "NONCE SECONDS SCRIPT-BYTES ARGUMENTS INPUT-BYTES", the script, the arguments one a line, the input, the nonce
# again: a request that was cut on its way runs nothing. Then it stays open for as long as somebody waits for the answer.
# Its end stops the script: signals of sshd do not reach it.
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
if [ "$input_bytes" -gt 0 ]; then
  printf "%s\n" "$input" | timeout -k 5 "$seconds" sh -c "$script" xen-offload "$@" 3<&- &
else
  timeout -k 5 "$seconds" sh -c "$script" xen-offload "$@" </dev/null 3<&- &
fi
work=$!
# timeout leads a process group. Told to end while it starts the script, it would leave the script behind: tell both.
{ cat <&3 >/dev/null; kill "$work"; kill -s TERM -- "-$work"; } >/dev/null 2>&1 &
watch=$!
exec 3<&-
wait "$work"
code=$?
kill "$watch" 2>/dev/null
printf "\n@%s exit %s\n" "$nonce" "$code"
