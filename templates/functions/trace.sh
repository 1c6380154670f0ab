# shellcheck shell=sh
# What Open vSwitch and the bridges know of a packet's addresses, and would do with it.
# requires: diagnosis measure packet-path

# trace_known_place HOST: address and MAC of the container there that pings are sent to; without one those of its Docker
# bridge, whose address is given.
trace_known_place() {
  place=$(ovsw_published place | sed -n "s/^$1 //p" | head -n 1)
  echo "${place:-$2 $(ovsw_published docker_mac | sed -n "s/^$1 //p")}"
}

# trace_packet BRIDGE FLOW: its way through the rules, and what comes of it.
trace_packet() {
  timeout 5 ovs-appctl ofproto/trace "$1" "$2" 2>/dev/null | grep -v -e '^Flow:' -e '^Megaflow:' -e '^$' -e '^ *---'
}

# trace_told WHAT TRACE: the last rule that decided, in words, and under it the whole way.
trace_told() {
  printf '%s: the last rule is %s\n%s\n' "$1" \
    "$(printf '%s\n' "$2" | awk '
      /bridge\("/ { split($0, n, "\""); bridge = n[2] }
      /^ *[0-9]+\. / { sub(/^ *[0-9]+\. /, ""); rule = $0 }
      END { print "\047" rule "\047 of " bridge }')" "$2"
}

# trace_lost BRIDGE OWN_ADDRESS PEER UNDERLAY_ADDRESS PEER_ADDRESS: where packets to or from the peer are lost, traces
# one each way. They are dropped on the way out, dropped on the way in, or sent elsewhere than into the tunnel to the
# peer.
trace_lost() {
  { measure_results container; measure_results bridge; } |
    awk -v peer="$3" '$1 == peer && $3 == 0 { lost = 1 } END { exit !lost }' || return 0
  here=$(trace_known_place "$OVSW_HOST" "$2")
  there=$(trace_known_place "$3" "$5")
  routers=$(ovsw_published docker_mac)
  out=$(trace_packet "$1" "in_port=LOCAL,icmp,dl_src=$(echo "$routers" |
    sed -n "s/^$OVSW_HOST //p"),dl_dst=${there#* },nw_src=${here% *},nw_dst=${there% *}") || return 0
  case $out in
    *'Datapath actions: drop'*) diagnosis_found dropped-on-the-way-out "$(trace_told "to $3 (${there% *})" "$out")" ;;
    *"dst=$4"[,\)]*) ;;
    *) diagnosis_found sent-elsewhere "$(trace_told "to $3 (${there% *})" "$out")" ;;
  esac
  tunnel=$(packet_path_tunnel_to "$1" "$4")
  [ -n "$tunnel" ] || return 0
  back=$(trace_packet "$1" "in_port=$tunnel,icmp,dl_src=$(echo "$routers" |
    sed -n "s/^$3 //p"),dl_dst=${here#* },nw_src=${there% *},nw_dst=${here% *}") || return 0
  case $back in
    *'Datapath actions: drop'*) diagnosis_found dropped-on-the-way-in "$(trace_told "from $3 (${there% *})" "$back")" ;;
  esac
}

# trace_switch_learnt BRIDGE DIRECT PEER=ADDRESS…: containers of peers whose MAC Open vSwitch has learnt on its own side
# or, where every peer is reached by a tunnel of its own (DIRECT is true), on another peer's tunnel.
trace_switch_learnt() {
  learnt=$(ovs-appctl fdb/show "$1" 2>/dev/null) || return 0
  ways=$(packet_path_tunnels "$1")
  direct=$2
  shift 2
  for peer; do
    right=$(echo "$ways" | awk -v address="${peer#*=}" '$1 == address { print $3 }')
    ovsw_published place | sed -n "s/^${peer%%=*} [^ ]* //p" | while read -r mac; do
      # What was learnt in a VLAN says nothing of the overlay, which has none.
      entry=$(echo "$learnt" | awk -v mac="$mac" '$3 == mac && $2 == 0')
      case ${right:+$direct}:$(echo "$entry" | awk '{ print $1 }') in
        *: | *:"$right") ;;
        true:* | *:LOCAL)
          echo "$mac of a container on ${peer%%=*} is known on the wrong port; that to this host is ${right:-gone}: $entry" ;;
      esac
    done
  done
}

# trace_bridge_learnt DOCKER_BRIDGE WAY: containers of other hosts known elsewhere than on WAY, the port that leads to
# them, or own ones there.
trace_bridge_learnt() {
  learnt=$(bridge fdb show br "$1" 2>/dev/null)
  ovsw_published place | while read -r host _ mac; do
    port=$(echo "$learnt" | awk -v mac="$mac" '$1 == mac { print $3; exit }')
    case $port in
      '') ;;
      "$2") [ "$host" != "$OVSW_HOST" ] ||
        echo "$mac of a container here is known on $2: $(echo "$learnt" | grep -F -e "$mac")" ;;
      *)
        [ "$host" = "$OVSW_HOST" ] || echo \
          "$mac of a container on $host is known on $port, and $2 leads there: $(echo "$learnt" | grep -F -e "$mac")" ;;
    esac
  done
}

# trace_places_of NAME PEER=ADDRESS…: each peer with its address and the MAC that it has published as NAME: HOST ADDRESS
# MAC.
trace_places_of() {
  name=$1
  shift
  ovsw_published "$name" | awk -v peers=" $*" \
    'match(peers, " " $1 "=[^ ]*") { print $1, substr(peers, RSTART + length($1) + 2, RLENGTH - length($1) - 2), $2 }'
}

# trace_wrong_neighbours WHERE PLACES: of neighbours as ip neigh shows them those that lead, without being asked again,
# to another MAC than PLACES has (HOST ADDRESS MAC, a line each).
trace_wrong_neighbours() {
  places=$2 awk -v here="$1" '
    BEGIN { n = split(ENVIRON["places"], line, "\n")
      for (i = 1; i <= n; i++) { split(line[i], p, " "); mac[p[2]] = p[3]; host[p[2]] = p[1] } }
    $NF ~ /^(PERMANENT|NOARP|REACHABLE)$/ && mac[$1] != "" {
      for (i = 1; i < NF; i++) if ($i == "lladdr" && $(i + 1) != mac[$1])
        print here ": " $1 " leads to " $(i + 1) ", and on " host[$1] " it is " mac[$1] ": " $0
    }'
}

# trace_tunnel_neighbours PEER=ADDRESS…: peers whose tunnel Open vSwitch sends to another MAC than they have (its own
# table, in userspace).
trace_tunnel_neighbours() {
  ovs-appctl tnl/neigh/show 2>/dev/null | sed 's/$/ REACHABLE/; s/^\([^ ]*\)  *\([0-9a-f:]*\) /\1 lladdr \2 /' |
    trace_wrong_neighbours 'the tunnels' "$(trace_places_of underlay_mac "$@")"
}
