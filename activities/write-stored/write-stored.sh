#!/bin/sh
# write-stored.sh SECTION..., on the coordinator: writes, then reads the named sections again. stdin, an object after
# the other:
#   object pif|vif UUID
#   set KEY VALUE        (VALUE runs to the end of the line)
#   remove KEY
#   end
# One xe call per object sets all its keys; a removal is a call per key, since xe knows no other way. Never
# param-clear. A refusal is reported and does not stop the other objects.

require_xapi
reread=$*

run_xe() {
  section write "$kind $uuid"
  code=0
  xe "$@" </dev/null 2>&1 || code=$?
  status "$code"
}

sections
set --
kind=
uuid=
removals=
while IFS= read -r line; do
  case $line in
    'object '*)
      kind=${line#object }
      uuid=${kind#* }
      kind=${kind%% *}
      set --
      removals=
      ;;
    'set '*)
      pair=${line#set }
      set -- "$@" "other-config:${pair%% *}=${pair#* }"
      ;;
    'remove '*) removals="$removals ${line#remove }" ;;
    end)
      [ $# -eq 0 ] || run_xe "$kind-param-set" "uuid=$uuid" "$@"
      for key in $removals; do
        run_xe "$kind-param-remove" "uuid=$uuid" param-name=other-config "param-key=$key"
      done
      ;;
  esac
done
# shellcheck disable=SC2086 # section names
read_xapi $reread
