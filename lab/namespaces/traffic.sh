#!/bin/sh
# traffic.sh SECONDS OWN-ADDRESS OTHER-ADDRESS: receives from everybody, and sends TCP and UDP to another host, for so
# many seconds. Run in a host's network. Little of it: a capture wants packets, not speed.
seconds=$1
own=$2
other=$3
timeout "$seconds" socat -u "TCP-LISTEN:5001,bind=$own,reuseaddr,fork" OPEN:/dev/null 2>/dev/null &
timeout "$seconds" socat -u "UDP-RECV:5002,bind=$own,reuseaddr" OPEN:/dev/null 2>/dev/null &
end=$(($(date +%s) + seconds))
while [ "$(date +%s)" -lt "$end" ]; do
  head -c 60000 /dev/zero | timeout 2 socat -u - "TCP:$other:5001,connect-timeout=1" 2>/dev/null
  head -c 200 /dev/zero | timeout 2 socat -u - "UDP-SENDTO:$other:5002" 2>/dev/null
  sleep 0.2
done
wait
