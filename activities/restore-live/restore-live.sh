#!/bin/sh
# restore-live.sh [BEFORE-FILE]: puts features back to the value asked for then, and prints how they are now.
# stdin: lines "DEVICE FEATURE on|off"; with BEFORE-FILE (what print_features printed) that file instead.
# Works by the names ethtool -k prints, sub-features included: short names are not exact (facts/xenserver.md §7).
# A device that is gone is passed over. Knows nothing of xapi, so it can run when nothing else does.

require_tool ethtool
if [ $# -gt 0 ]; then
  wanted=$(wanted_features <"$1")
else
  wanted=$(cat)
fi
devices=$(printf '%s\n' "$wanted" | awk 'NF == 3 && !seen[$1]++ { print $1 }')

# stdin: wanted lines, "@now", present lines. stdout: "DEVICE ARGUMENT on|off" for what differs, in the order the
# kernel needs: scatter-gather, checksums, then what depends on them.
differing() {
  awk '
    function derived(device, name) {
      return (name == "tx-checksumming" && device in checksums) ||
        (name == "scatter-gather" && device in gathers) ||
        (name == "tcp-segmentation-offload" && device in segments)
    }
    function rank(name) {
      if (name ~ /scatter-gather/) return 1
      if (name ~ /checksum/) return 2
      if (name ~ /^tx-|^tcp-segm|^generic-segm/) return 3
      return 4
    }
    BEGIN {
      short["rx-checksumming"] = "rx"; short["tx-checksumming"] = "tx"; short["scatter-gather"] = "sg"
      short["tcp-segmentation-offload"] = "tso"; short["udp-fragmentation-offload"] = "ufo"
      short["generic-segmentation-offload"] = "gso"; short["generic-receive-offload"] = "gro"
      short["large-receive-offload"] = "lro"; short["rx-vlan-offload"] = "rxvlan"
      short["tx-vlan-offload"] = "txvlan"; short["ntuple-filters"] = "ntuple"; short["receive-hashing"] = "rxhash"
    }
    $1 == "@now" { reading_now = 1; next }
    NF != 3 { next }
    !reading_now { count++; device[count] = $1; name[count] = $2; value[count] = $3; next }
    {
      now[$1, $2] = $3
      if ($2 ~ /^tx-checksum-/) checksums[$1] = 1
      if ($2 ~ /^tx-scatter-gather/) gathers[$1] = 1
      if ($2 ~ /^tx-tcp/) segments[$1] = 1
    }
    END {
      for (wave = 1; wave <= 4; wave++)
        for (i = 1; i <= count; i++) {
          if (rank(name[i]) != wave || !((device[i], name[i]) in now)) continue
          if (now[device[i], name[i]] == value[i] || derived(device[i], name[i])) continue
          print device[i], (name[i] in short) ? short[name[i]] : name[i], value[i]
        }
    }'
}

pass=1
while [ "$pass" -le 3 ] && [ -n "$devices" ]; do
  present=$(printf '%s\n' "$devices" | print_features | wanted_features)
  commands=$(printf '%s\n@now\n%s\n' "$wanted" "$present" | differing)
  [ -n "$commands" ] || break
  printf '%s\n' "$commands" | while read -r device argument value; do
    ethtool -K "$device" "$argument" "$value" </dev/null >&2 || :
  done
  pass=$((pass + 1))
done
sections
section features
[ -z "$devices" ] || printf '%s\n' "$devices" | print_features
