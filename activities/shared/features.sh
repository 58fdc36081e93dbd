#!/bin/sh
# Reading features; comes after the prelude, in scripts that need it.

# stdin: device names. stdout: "@device NAME" and what ethtool -k says of it; nothing more for a device that is gone.
print_features() {
  while IFS= read -r device; do
    printf '@device %s\n' "$device"
    ethtool -k "$device" 2>/dev/null </dev/null || :
  done
}

# stdin: what print_features printed. stdout: "DEVICE FEATURE on|off", the value asked for, of all that is not fixed.
# ethtool 6 of 2008, which CentOS 5 has, prints spaces where later ones print hyphens.
wanted_features() {
  awk '
    $1 == "@device" { device = $2; next }
    {
      line = $0
      sub(/^[ \t]+/, "", line)
      colon = index(line, ": ")
      if (colon == 0 || line ~ /\[fixed\]/) next
      rest = substr(line, colon + 2)
      if (rest !~ /^(on|off)/) next
      value = (rest ~ /^on/) ? "on" : "off"
      if (rest ~ /\[requested on\]/) value = "on"
      if (rest ~ /\[requested off\]/) value = "off"
      name = substr(line, 1, colon - 1)
      gsub(/ /, "-", name)
      print device, name, value
    }'
}
