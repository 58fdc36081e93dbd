#!/bin/sh
# traffic.sh OWN-ADDRESS OTHER-ADDRESS BULK-ADDRESS: receives from everybody, and sends TCP and UDP to another host,
# until it is told to end. Run in a host's network. Little of it: a capture wants packets, not speed. BULK-ADDRESS, empty
# for none, gets TCP in bursts besides, at most 20 MB a second: enough for frames to be merged.
trap 'exit 0' TERM

# send BYTES TARGET: so many five times a second. TCP keeps its connection: those that lose packets lose most time at
# their beginning and end.
send() {
  while :; do
    while head -c "$1" /dev/zero; do sleep 0.2; done 2>/dev/null | socat -u -b 65536 - "$2" 2>/dev/null
    sleep 0.2
  done
}

socat -u -b 65536 "TCP-LISTEN:5001,bind=$1,reuseaddr,fork" OPEN:/dev/null 2>/dev/null &
socat -u "UDP-RECV:5002,bind=$1,reuseaddr" OPEN:/dev/null 2>/dev/null &
send 60000 "TCP:$2:5001,connect-timeout=1" &
send 200 "UDP-SENDTO:$2:5002" &
[ -z "$3" ] || send 4000000 "TCP:$3:5001,connect-timeout=1" &
wait
