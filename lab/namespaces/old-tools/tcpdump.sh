#!/bin/sh
# tcpdump as 3.9.8 was (XenServer 6), by the program of the same name with the suffix .real beside it: no -Q, a packet on
# one line, TCP flags as letters, no payload of HTTP, no insides of VXLAN. Numbers inside `bad … cksum` differ; nothing reads them.

for argument in "$@"; do
  case $argument in
    -Q | -Qin | -Qout | --version)
      cat >&2 <<'USAGE'
tcpdump version 3.9.8
libpcap version 0.9.8
Usage: tcpdump [-aAdDeflLnNOpqRStuUvxX] [-c count] [ -C file_size ]
		[ -E algo:secret ] [ -F file ] [ -i interface ] [ -M secret ]
		[ -r file ] [ -s snaplen ] [ -T type ] [ -w file ]
		[ -W filecount ] [ -y datalinktype ] [ -Z user ]
		[ expression ]
USAGE
      exit 1
      ;;
  esac
done

folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/packets"
"$0.real" "$@" >"$folder/packets" &
real=$!
trap 'kill "$real" 2>/dev/null' TERM INT
awk '
  function old_flags(text, flags) {
    if (!match(text, /Flags \[[^]]*\]/)) return text
    flags = substr(text, RSTART + 7, RLENGTH - 8)
    if (length(flags) > 1) sub(/\.$/, "", flags)
    return substr(text, 1, RSTART - 1) flags substr(text, RSTART + RLENGTH)
  }
  function old_numbers(text, bytes, numbers) {
    if (!match(text, /, length [0-9]+(: HTTP.*)?$/)) return text
    bytes = substr(text, RSTART + 9) + 0
    text = substr(text, 1, RSTART - 1)
    if (match(text, /,? seq [0-9]+(:[0-9]+)?,?/)) {
      numbers = substr(text, RSTART, RLENGTH)
      gsub(/[^0-9:]/, "", numbers)
      if (numbers !~ /:/) numbers = numbers ":" numbers
      text = substr(text, 1, RSTART - 1) (text ~ /cksum/ ? "," : "") " " numbers "(" bytes ")" substr(text, RSTART + RLENGTH)
    }
    sub(/, win /, " win ", text)
    if (sub(/, options \[/, " <", text)) sub(/\]$/, ">", text)
    sub(/TS val /, "timestamp ", text)
    sub(/ ecr /, " ", text)
    return text
  }
  function old(text) {
    if (text ~ /Flags \[/) text = old_numbers(old_flags(text))
    if (match(text, /\(incorrect -> /)) text = substr(text, 1, RSTART - 1) "(incorrect (-> " substr(text, RSTART + RLENGTH)
    if (match(text, /\[bad (udp|icmp6) cksum 0x[0-9a-f]+ -> 0x[0-9a-f]+!\]/)) {
      sub(/ cksum 0x/, " cksum ", text)
      sub(/ -> 0x[0-9a-f]+!\]/, "!]", text)
    }
    sub(/ethertype IPv4 \(0x0800\), \(tos/, "ethertype IPv4, (tos", text)
    sub(/ip-proto-17$/, "udp", text)
    return text
  }
  function flush_packet() { if (packet != "") print old(packet); packet = "" }
  /^[0-9][0-9]:[0-9][0-9]:[0-9][0-9]\.[0-9]+ / { flush_packet(); packet = $0; own = 1; next }
  /^    / && own { packet = packet " " substr($0, 5); own = 0; next }
  { own = 0 }
  END { flush_packet() }' <"$folder/packets" &
printer=$!
code=0
wait "$real" || code=$?
wait "$printer"
exit "$code"
