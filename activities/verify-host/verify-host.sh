#!/bin/sh
# verify-host.sh HOST-UUID, device names on stdin: features of every device. Changes nothing.

require_host "$1"
require_tool ethtool
sections
section features
print_features
