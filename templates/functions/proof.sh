# shellcheck shell=sh
# Pings from this host's containers to every other host's, small packets and full-size ones.
# requires: containers

# proof_endpoints BRIDGE ADDRESS: where this host's pings start and arrive: ADDRESS NAMESPACE, a line each, four at the
# most. A host without a container on the bridge answers with the bridge's own address, from the host's own namespace.
proof_endpoints() {
  found=$(containers_addresses "$1")
  case $found in *"
"*) found=$(printf '%s\n' "$found" | sort | head -n 4) ;; esac
  printf '%s\n' "${found:-$2 host}"
}

# proof_ping_once NAMESPACE BYTES ADDRESS: a packet that must not be fragmented; the time it took is in $took. One
# process: sixteen hosts ping 480 times.
proof_ping_once() {
  case $1 in
    host) took=$(ping -n -q -c 1 -W 1 -M 'do' -s "$2" "$3" 2>/dev/null) ;;
    *) took=$(nsenter --net="$1" ping -n -q -c 1 -W 1 -M 'do' -s "$2" "$3" 2>/dev/null) ;;
  esac || return 1
  # Its last line: "rtt min/avg/max/mdev = 0.044/0.044/0.044/0.000 ms".
  took=${took##* = }
  took="${took%%/*} ms"
}

# proof_ping_pair HERE NAMESPACE PEER THERE MTU: one line of the matrix for each size; status 1 where one is lost.
# The largest payload is the MTU less 20 bytes of IPv4 and 8 of ICMP header. Eight tries, a second each: the first
# packets may be spent on ARP, and Open vSwitch in userspace looks up its peers by itself and drops packets meanwhile.
proof_ping_pair() {
  for bytes in 56 $(($5 - 28)); do
    tries=0
    until proof_ping_once "$2" "$bytes" "$4"; do
      tries=$((tries + 1))
      [ "$tries" -lt 8 ] || { ovsw_pair "$OVSW_HOST" "$1" "$3" "$4" "$bytes" lost; return 1; }
    done
    ovsw_pair "$OVSW_HOST" "$1" "$3" "$4" "$bytes" ok "$took"
  done
}

# sampled auto|all: of the lines HOST VALUE those of the hosts that this one is to ping: all others; of more than
# sixteen only those that are 1, 2, 4, 8 … places further on in the ring of all, so that every host is on both sides of
# several pairs, and the pairs grow as n log n and not as n².
proof_sampled() {
  sort | awk -v me="$OVSW_HOST" -v pairs="$1" '
    BEGIN { n = 0 }
    $1 != last { last = $1; name[n] = $1; if ($1 == me) at = n; n++ }
    { line[$1] = line[$1] $0 "\n" }
    END {
      if (n <= 16 || pairs == "all") { for (i = 0; i < n; i++) if (i != at) printf "%s", line[name[i]] }
      else for (step = 1; step < n; step *= 2) printf "%s", line[name[(at + step) % n]]
    }'
}

# proof_ping BRIDGE ADDRESS MTU PAIRS [NAME]: every endpoint here to those published elsewhere as NAME (endpoint), all
# at once; PAIRS as sampled takes it.
proof_ping() {
  there=$(ovsw_published "${5:-endpoint}" | proof_sampled "$4")
  here=$(proof_endpoints "$1" "$2")
  pids=
  while read -r address namespace; do
    while read -r peer peer_address; do
      # A host alone has nobody to ping: the list is one empty line.
      [ -n "$peer" ] || continue
      proof_ping_pair "$address" "$namespace" "$peer" "$peer_address" "$3" &
      pids="$pids $!"
    done <<PEERS
$there
PEERS
  done <<ENDPOINTS
$here
ENDPOINTS
  lost=0
  for pid in $pids; do wait "$pid" || lost=$((lost + 1)); done
  [ "$lost" -eq 0 ] || fail pairs-lost "$lost pairs lost packets"
}

# proof_publish_endpoints BRIDGE ADDRESS [NAME]: hands those of this host over to all, as NAME (endpoint).
proof_publish_endpoints() {
  proof_endpoints "$1" "$2" | while read -r address _; do ovsw_publish "${3:-endpoint}" "$address"; done
}
