# shellcheck shell=sh
# The way of one packet that is lost: who counts it on each hop, and what Open vSwitch would do with it.
# requires: containers diagnosis link

# So many packets are sent on the way; a hop that counts fewer than half of the least that was counted before it has
# lost them.
burst=20

# lost_pair: of the pairs of which every packet of a size was lost the first, small ones before full-size ones and
# containers before hosts: HOST PEER BYTES SOURCE TARGET. Every host chooses the same one.
packet_path_lost_pair() {
  printf '%s\n' "$OVSW_PUBLISHED" |
    awk '
      $2 == "result" && $4 ~ /^(container|bridge|host)$/ && $6 == 0 {
        print ($5 > 56) ($4 != "container"), $1, $3, $5, $8, $9
      }' |
    sort | head -n 1 | cut -d ' ' -f 2-
}

# packet_path_publish_counts NAME HOPS ARGUMENT…: at both ends of the lost pair publishes as NAME what the function HOPS
# counts, a line each from the inside out: KIND DEVICE OUT IN. HOPS is given its arguments, and path_address and
# path_peer: this end's address, and the other host.
packet_path_publish_counts() {
  counted=$1
  shift
  read -r from to _ source target <<PAIR
$(packet_path_lost_pair)
PAIR
  case $OVSW_HOST in
    "$from") path_address=$source path_peer=$to ;;
    "$to") path_address=$target path_peer=$from ;;
    *) return 0 ;;
  esac
  "$@" | while read -r hop; do ovsw_publish "$counted" "$hop"; done
}

# link_count: of one interface as ip -s -o link shows it: packets sent and received.
packet_path_link_count() {
  awk '
    {
      m = split($0, part, /\\/)
      for (i = 1; i < m; i++) {
        split(part[i + 1], n, " ")
        if (part[i] ~ /RX:/) got = n[2]
        if (part[i] ~ /TX:/) sent = n[2]
      }
      print sent, got
    }'
}

# packet_path_link_hop KIND DEVICE…: interfaces that share the traffic, as one hop.
packet_path_link_hop() {
  kind=$1
  shift
  for device; do
    ip -s -o link show dev "$device" | packet_path_link_count
  done | awk -v kind="$kind" \
    -v names="$*" '{ sent += $1; got += $2 } END { gsub(/ /, "+", names); print kind, names, sent + 0, got + 0 }'
}

# packet_path_container_hops BRIDGE: the container that has path_address, and its end in the bridge; none where the host
# itself has it.
packet_path_container_hops() {
  namespace=$(containers_addresses "$1" | sed -n "s/^$path_address //p")
  [ -n "$namespace" ] || return 0
  device=$(containers_run_in "$namespace" ip -o addr show to "$path_address" | awk '{ print $2; exit }')
  echo "container $device $(containers_run_in "$namespace" ip -s -o link show dev "$device" | packet_path_link_count)"
  outer=$(packet_path_outer_end "$namespace" "$device")
  # What the host's end receives the container has sent.
  [ -z "$outer" ] || packet_path_link_hop veth "$outer" | awk '{ print $1, $2, $4, $3 }'
}

# packet_path_outer_end NAMESPACE DEVICE: the host's end of a container's interface.
packet_path_outer_end() {
  index=$(containers_run_in "$1" ip -o link show dev "$2" | sed -n 's/^[0-9]*: [^@]*@if\([0-9]*\):.*/\1/p')
  ip -o link | awk -F': ' -v n="$index" '$1 == n { sub(/@.*/, "", $2); print $2 }'
}

# packet_path_overlay_hops DOCKER_BRIDGE BRIDGE UNDERLAY_ADDRESS PEER=ADDRESS…: container, Docker bridge, Open vSwitch
# bridge, tunnel, NIC.
packet_path_overlay_hops() {
  packet_path_container_hops "$1"
  packet_path_link_hop port "$2"
  bridge=$2
  nic=$(link_with_address "$3")
  shift 3
  tunnel=
  for peer; do
    [ "${peer%%=*}" != "$path_peer" ] || tunnel=$(packet_path_tunnel_to "$bridge" "${peer#*=}")
  done
  [ -z "$tunnel" ] || ovs-ofctl dump-ports "$bridge" "$tunnel" | awk -v name="$tunnel" '
    match($0, /rx pkts=[0-9]+/) { got = substr($0, RSTART + 8, RLENGTH - 8) }
    match($0, /tx pkts=[0-9]+/) { sent = substr($0, RSTART + 8, RLENGTH - 8) }
    END { print "tunnel", name, sent + 0, got + 0 }'
  members=$(link_below "$nic" | sed 1d | sort -u)
  # shellcheck disable=SC2086 # names of interfaces
  packet_path_link_hop nic ${members:-$nic}
}

# packet_path_uplink_hops DOCKER_BRIDGE UPLINK: container, Docker bridge, NIC.
packet_path_uplink_hops() {
  packet_path_container_hops "$1"
  packet_path_link_hop nic "$2"
}

# packet_path_tunnels BRIDGE: its tunnel ports: ADDRESS NAME NUMBER.
packet_path_tunnels() {
  ports=$(ovs-vsctl --timeout=5 list-ports "$1" 2>/dev/null) || return 0
  ovs-vsctl --timeout=5 --no-headings --format=csv --data=bare --columns=name,ofport,options list interface |
    awk -F, -v ports=" $(echo "$ports" | tr '\n' ' ')" '
      index(ports, " " $1 " ") && match($3, /remote_ip=[^ "]*/) {
        print substr($3, RSTART + 10, RLENGTH - 10), $1, $2
      }'
}

# packet_path_tunnel_to BRIDGE ADDRESS: the bridge's tunnel port to that peer.
packet_path_tunnel_to() { packet_path_tunnels "$1" | awk -v address="$2" '$1 == address { print $2; exit }'; }

# packet_path_send_burst DOCKER_BRIDGE PEER=ADDRESS,ADDRESS…: sends the lost packet again, many times. Where the host
# finds nobody at the address it asks for the peer's other addresses as well, one question each: such questions are then
# what can be counted. Publishes what was sent.
packet_path_send_burst() {
  on=$1
  shift
  read -r from to bytes source target <<PAIR
$(packet_path_lost_pair)
PAIR
  [ "$from" = "$OVSW_HOST" ] || return 0
  where=$(containers_addresses "$on" | sed -n "s/^$source //p")
  diagnosis_in_namespace "${where:-host}" ping -n -q -c "$burst" -i 0.02 -W 1 -M 'do' -I "$source" \
    -s "$bytes" "$target" >/dev/null 2>&1 || true
  sent=pings
  case $(ip neigh show "$target" dev "$on" 2>/dev/null) in
    *INCOMPLETE* | *FAILED*)
      sent=questions
      for addresses; do
        case $addresses in
          "$to="*)
            for address in $(echo "${addresses#*=}" | tr ',' ' '); do
              ping -n -q -c 1 -W 1 "$address" >/dev/null 2>&1 &
            done ;;
        esac
      done
      wait
      ;;
  esac
  ovsw_publish burst "$sent"
}

# packet_path: prints what each hop counted, and ends with the status of the place where the packets vanish, on the host
# where they do: on the way out 10 container, 11 its host, 12 bridge, 13 tunnel to NIC; 14 between the hosts; on the way
# in 15 NIC to tunnel, 16 bridge, 17 its host, 18 container; 19 the container does not answer.
packet_path_told() {
  sent=$(ovsw_published burst | sed -n 's/^[^ ]* //p')
  [ -n "$sent" ] || return 0
  read -r from to _ <<PAIR
$(packet_path_lost_pair)
PAIR
  { ovsw_published counted_before | sed 's/^/before /'; ovsw_published counted_after | sed 's/^/after /'; } |
    awk -v from="$from" -v to="$to" -v host="$OVSW_HOST" -v burst="$burst" -v sent="$sent" '
    BEGIN {
      split("veth 10 port 11 tunnel 12 nic 13", o); for (i = 1; i < 8; i += 2) out[o[i]] = o[i + 1]
      split("nic 14 tunnel 15 port 16 veth 17 container 18", o); for (i = 1; i < 10; i += 2) into[o[i]] = o[i + 1]
    }
    $1 == "before" { was[$2 " " $3 " " $4] = $5 " " $6 }
    $1 == "after" && (($2 " " $3 " " $4) in was) {
      split(was[$2 " " $3 " " $4], w)
      n = ++hops[$2]; kind[$2, n] = $3; name[$2, n] = $4; away[$2, n] = $5 - w[1]; back[$2, n] = $6 - w[2]
    }
    # A busy host may send fewer than it was told to, and others send beside it: each hop is held against the least that
    # was counted before.
    function look(count, status, near) {
      if (lost) return
      if (count < (hop++ ? least * 0.5 : 3)) { lost = status; lost_host = near }
      if (hop == 1 || count < least) least = count < burst ? count : burst
    }
    END {
      if (!hops[from] || !hops[to]) exit
      for (i = 1; i <= hops[from]; i++)
        look(away[from, i], i == 1 && kind[from, 1] == "container" ? 10 : out[kind[from, i]], from)
      for (i = hops[to]; i >= 1; i--) look(back[to, i], into[kind[to, i]], i == hops[to] ? from : to)
      if (sent == "pings") {
        for (i = 1; i <= hops[to]; i++) look(away[to, i], i == 1 ? 19 : out[kind[to, i]], to)
        for (i = hops[from]; i >= 1; i--) look(back[from, i], into[kind[from, i]], i == hops[from] ? to : from)
      }
      if (lost_host != host) exit
      printf "%d %s %s to %s; packets counted meanwhile:\n", burst, sent, from, to
      printf "  %-10s %-10s %-22s %8s %8s\n", "host", "hop", "interface", "out", "in"
      for (i = 1; i <= hops[from]; i++)
        printf "  %-10s %-10s %-22s %8d %8d\n", from, kind[from, i], name[from, i], away[from, i], back[from, i]
      for (i = hops[to]; i >= 1; i--)
        printf "  %-10s %-10s %-22s %8d %8d\n", to, kind[to, i], name[to, i], away[to, i], back[to, i]
      exit lost
    }'
}

# packet_path_find: the same, by name.
packet_path_find() {
  status=0
  packet_path_told || status=$?
  case $status in
    0) ;;
    10) fail lost-in-container ;;
    11) fail lost-in-host ;;
    12) fail lost-in-bridge ;;
    13) fail lost-before-nic ;;
    14) fail lost-between-hosts ;;
    15) fail lost-behind-nic ;;
    16) fail lost-in-peer-bridge ;;
    17) fail lost-before-container ;;
    18) fail lost-at-container ;;
    19) fail not-answered ;;
    *) return "$status" ;;
  esac
}
