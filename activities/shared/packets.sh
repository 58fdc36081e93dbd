#!/bin/sh
# Counting packets; comes after the prelude, in scripts that need it. What packets carry never leaves the host: only
# numbers do, and the headers of a few bad packets.

# count_packets in|out|both OWN-ADDRESS MTU SINGLE. stdin: what `tcpdump -nn -vv -e` prints, versions 3.9 to 4.99.
# With `both`, only frames from or to the NIC's own address are counted, since only their direction is certain. SINGLE is
# the length up to which a frame surely is one packet: GRO of a jumbo NIC merges packets of peers with a smaller MTU.
# stdout, fields by blanks, for each direction asked for:
#   packets DIRECTION ALL JUDGED BAD BAD-MERGED   judged: with a verdict of tcpdump; merged: longer than SINGLE
#   sender DIRECTION ADDRESS JUDGED BAD           received: a frame longer than the MTU counts as the good packets it was
#                                                 made of (GRO verified them), a bad one from SINGLE to MTU as none; sent:
#                                                 every frame counts as it is. ICMP counts in neither: its sums are never
#                                                 left to a NIC, so a broken one sends it whole
#   example DIRECTION HEADER                      of a bad packet, up to the verdict; those within the MTU first, three at most
#
# A packet begins with a time. Its addresses and verdict follow on that line (IPv6, and tcpdump 3.9) or on the next one,
# four blanks in; payload lines begin with a tab. Verdicts stand right behind the addresses: further on, payload may say
# anything. What a tunnel carries belongs to the packet that carries it. No {n} in patterns: old awks do not know it.
count_packets() {
  awk -v direction="$1" -v own="$2" -v mtu="$3" -v single="$4" '
    BEGIN {
      hex = "[0-9a-f][0-9a-f]"
      address = hex ":" hex ":" hex ":" hex ":" hex ":" hex
      time = "^[0-9][0-9]:[0-9][0-9]:[0-9][0-9]\\.[0-9]+ "
      ip_header = "\\((tos|class|flowlabel|hlim) [^()]*(\\([^()]*\\)[^()]*)*\\)"
      before = "^ *[^ \t]+ > [^ \t]+: (HBH (\\([^()]*\\) )*)?"
      tcp = "(Flags \\[[^]]*\\]|[A-Z.]+), cksum 0x[0-9a-f]+ "
      good = before "(" tcp "\\(correct\\)|\\[(udp|icmp6) sum ok\\])"
      # Of ICMP only wrong sums are told; those of fragments are not checked.
      whole_icmp = before "ICMP "
      bad = before "(" tcp "\\(incorrect \\(?-> 0x[0-9a-f]+\\)|\\[bad (udp|icmp6) cksum [-0-9a-fx >]+!\\]"
      bad = bad "|ICMP .*\\(wrong icmp cksum [0-9a-f]+ \\(->[0-9a-f]+\\)!\\))"
      icmp = before "(ICMP |\\[(icmp6 sum ok|bad icmp6 cksum ))"
      ip_and_tcp_headers = 40
      examples = 3
      # A flood of made-up addresses costs no more memory or output than this.
      most_senders = 1000
    }
    $0 ~ time { flush(); open = 1; from = ($2 ~ "^" address "$") ? $2 : ""; to = substr($4, 1, 17); starts = 1 }
    !open { next }
    {
      is_header = (starts || $0 ~ "^(IP6? \\(|" address " > )") && match($0, ip_header)
      starts = 0
      if (is_header) header(substr($0, 1, RSTART + RLENGTH - 1), substr($0, RSTART + 1, RLENGTH - 2), substr($0, RSTART + RLENGTH))
      else if (after_header && /^    [^ \t]/) judge($0)
      after_header = is_header
    }
    END {
      flush()
      if (direction != "out") report("in")
      if (direction != "in") report("out")
    }

    # IPv4 (its header begins with tos) prints the length of the packet, IPv6 that of what follows its header.
    function header(whole, inside, rest) {
      if (bytes == 0 && match(inside, /length:? [0-9]+/)) {
        bytes = substr(inside, RSTART, RLENGTH)
        sub(/length:? /, "", bytes)
        bytes += (inside ~ /^tos /) ? 0 : 40
      }
      is_fragment = (inside ~ /flags \[[^]]*\+/ || inside ~ /offset [1-9]/)
      if (inside !~ /, bad cksum [0-9a-f]+ \(->[0-9a-f]+\)!$/) judge(rest)
      else if (verdict != "bad") { verdict = "bad"; example = whole }
    }
    function judge(text) {
      if (verdict == "bad") return
      is_icmp = (text ~ icmp)
      if (match(text, bad)) { verdict = "bad"; example = substr(text, RSTART, RLENGTH); sub(/^ +/, "", example) }
      else if (text ~ good || (text ~ whole_icmp && !is_fragment)) verdict = "good"
    }
    function flush(d) {
      d = direction
      if (d == "both") d = (from == own) ? "out" : (to == own) ? "in" : ""
      if (open && d != "") count(d)
      bytes = after_header = is_fragment = is_icmp = 0
      verdict = example = ""
    }
    function count(d, merged) {
      packets[d]++
      if (verdict == "") return
      judged[d]++
      merged = bytes > single
      if (!is_icmp && (d == "out" || !(verdict == "bad" && merged && bytes <= mtu)) && is_told_apart(d)) {
        senders[d, from] += (d == "in" && bytes > mtu) ? packets_in_frame() : 1
        if (verdict == "bad" && (d == "out" || !merged)) damaged[d, from]++
      }
      if (verdict != "bad") return
      if (merged) { if (bad_merged[d]++ < examples) merged_header[d, bad_merged[d]] = example }
      else if (bad_within[d]++ < examples) bad_header[d, bad_within[d]] = example
    }
    function is_told_apart(d) {
      return from != "" && ((d, from) in senders || ++told_apart[d] <= most_senders)
    }
    function packets_in_frame() {
      return int((bytes - ip_and_tcp_headers + mtu - ip_and_tcp_headers - 1) / (mtu - ip_and_tcp_headers))
    }
    function report(d, each, part, n, shown) {
      print "packets", d, packets[d] + 0, judged[d] + 0, bad_within[d] + 0, bad_merged[d] + 0
      for (each in senders) {
        split(each, part, SUBSEP)
        if (part[1] == d) print "sender", d, part[2], senders[each], damaged[each] + 0
      }
      for (n = 1; n <= bad_within[d] && shown < examples; n++) { print "example", d, bad_header[d, n]; shown++ }
      for (n = 1; n <= bad_merged[d] && shown < examples; n++) { print "example", d, merged_header[d, n]; shown++ }
    }'
}
