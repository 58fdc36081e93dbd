#!/bin/sh
# serve-throughput.sh HOST-UUID PORT SECONDS: the receiving side of one measurement with iperf3. Ends with it, after so
# many seconds, or with whoever waits for this script; leaves nothing behind.

require_host "$1"
require_tool iperf3
limited "$3" iperf3 --server --one-off --port "$2" >/dev/null
