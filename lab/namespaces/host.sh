#!/bin/sh
# host.sh FOLDER NUMBER NAME OLD-TOOLS: process 1 of a lab host, started in network, mount, UTS, IPC and PID namespaces
# of its own. FOLDER holds tree/ (files that only this host has), var-lib/ (its /var/lib) and is the lab's shared/ one
# level up. Gives the host file systems, names and NICs of its own, and becomes sshd.
# OLD-TOOLS: a folder of programs to have instead of this machine's, empty for none; the host then lacks `timeout` too.
set -eu
folder=$1
number=$2
name=$3
old_tools=$4

# What the host writes stays in memory, over this machine's files, except /var/lib, which outlives a restart.
own_file_systems() {
  mount -t proc proc /proc
  mount -t sysfs sysfs /sys
  memory=$folder/memory
  mkdir -p "$memory"
  mount -t tmpfs -o mode=0755 lab "$memory"
  for covered in etc usr; do
    mkdir "$memory/$covered" "$memory/$covered.work"
    mount -t overlay -o "lowerdir=/$covered,upperdir=$memory/$covered,workdir=$memory/$covered.work" lab "/$covered"
  done
  [ -z "$old_tools" ] || cp -R "$old_tools" /usr/lib/old-tools
  for emptied in tmp root opt; do mount -t tmpfs -o mode=0755 lab "/$emptied"; done
  chmod 1777 /tmp
  mkdir /opt/lab
  mount --bind "$folder/../../shared" /opt/lab
  cp -R --no-preserve=ownership "$folder/tree/." /
  mount -t tmpfs -o mode=0755 lab /run
  mkdir /run/sshd
  mount --bind "$folder/var-lib" /var/lib
  mount -o remount,bind,ro /
}

own_nics() {
  ip link set lo up
  for nic in eth0 eth1 eth2 eth3; do ip link set "$nic" up; done
  ip address add "198.18.$number.2/24" dev eth0
  ip address add "198.19.0.$number/24" dev eth1
  ip route add default via "198.18.$number.1"
  echo 1 >/proc/sys/net/ipv4/tcp_syn_retries
}

become_old() {
  [ -n "$old_tools" ] || return 0
  rm /usr/bin/timeout
  for tool in ethtool tcpdump; do
    file=$(command -v "$tool")
    mv "$file" "$file.real"
    for old in "/usr/lib/old-tools/$tool" "/usr/lib/old-tools/$tool.sh"; do
      [ ! -e "$old" ] || cp "$old" "$file"
    done
    chmod 755 "$file"
  done
}

hostname "$name"
own_file_systems
own_nics
become_old
exec /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config
