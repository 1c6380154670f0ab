# shellcheck shell=sh
# shellcheck disable=SC2154 # newline is of keep.sh
# A physical NIC as a port of a Docker bridge.
# requires: link

# uplink_address DEV: its IPv4 addresses, space separated.
uplink_address() {
  ip -4 -o addr show dev "$1" 2>/dev/null | sed 's/.* inet \([^ ]*\) .*/\1/' | paste -s -d ' ' -
}

# uplink_is_moved UPLINK BRIDGE ADDRESS GATEWAY: the bridge has the NIC, its address and the default route.
uplink_is_moved() {
  link=$(ip -o link show dev "$1")
  case $link in *" master $2 "*) ;; *) echo "$1 is not in $2"; return 1 ;; esac
  case $link in *[\<,]UP[,\>]*) ;; *) echo "$1 is down"; return 1 ;; esac
  has=$(uplink_address "$1")
  [ -z "$has" ] || { echo "$1 itself has $has"; return 1; }
  has=$(uplink_address "$2")
  [ "$has" = "$3" ] || { echo "$2 has ${has:-no address}, not $3"; return 1; }
  has=$(ip -4 -o route show exact default | head -n 1)
  case "$has " in "default via $4 dev $2 "*) ;; *) echo "the default route is: ${has:-none}"; return 1 ;; esac
}

# uplink_answers ADDRESS…: all of them answer, each within five tries: the first packets may be spent on ARP. One on the
# same wire that swallows pings still answers ARP.
uplink_answers() {
  pids=
  for address; do
    {
      tries=0
      until ping -n -q -c 1 -W 1 "$address" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ -z "$(ip -4 neigh show "$address" nud reachable)" ] || break
        [ "$tries" -lt 5 ] || { echo "$address does not answer"; exit 1; }
      done
    } &
    pids="$pids $!"
  done
  silent=0
  for pid in $pids; do wait "$pid" || silent=$((silent + 1)); done
  [ "$silent" -eq 0 ]
}

# uplink_in_use UPLINK ADDRESS…: those that somebody on the wire has. All are asked at once; ARP tells where a firewall
# swallows the ping.
uplink_in_use() {
  uplink=$1
  shift
  {
    for address; do { ! ping -n -q -c 1 -W 1 -I "$uplink" "$address" >/dev/null 2>&1 || echo "$address"; } & done
    wait
    ip -4 neigh show dev "$uplink" nud reachable | while read -r address _; do
      case " $* " in *" $address "*) echo "$address" ;; esac
    done
  } | sort -u
}

# --- before anything is changed ---------------------------------------------------------------------------------------

# uplink_expect_no_overlay BRIDGE: no Open vSwitch bridge is a port of it.
uplink_expect_no_overlay() {
  command -v ovs-vsctl >/dev/null || return 0
  for port in $(link_members "$1" 2>/dev/null); do
    ! ovs-vsctl --timeout=5 br-exists "$port" || fail overlay-on-bridge "$port"
  done
}

# uplink_expect_bridge NAME: it is a bridge, or there is none of that name yet.
uplink_expect_bridge() {
  link=$(ip -o link show dev "$1" type bridge 2>/dev/null) || link=
  [ -n "$link" ] || ! link_exists "$1" || fail not-a-bridge
}

# uplink_expect_fit UPLINK BRIDGE ADDRESS GATEWAY: it is in BRIDGE already, or has ADDRESS alone, for good, and no route
# but by GATEWAY.
uplink_expect_fit() {
  link=$(ip -o link show dev "$1")
  case $link in
    *" master $2 "*) return 0 ;;
    *" master "*) fail uplink-in-use "$link" ;;
  esac
  has=$(uplink_address "$1")
  [ "$has" = "$3" ] || fail uplink-address-differs "$1 has ${has:-no address}"
  case $(ip -4 -o addr show dev "$1") in *" dynamic "*) fail uplink-address-dynamic ;; esac
  ip -4 -o route show dev "$1" | while read -r route; do
    case "$route " in
      "default "* | *" proto kernel "* | *" via $4 "*) ;;
      *) fail uplink-route-of-its-own "$route" ;;
    esac
  done
}

# uplink_expect_free UPLINK BRIDGE ADDRESS…: nobody on the wire has one of these; asked while the uplink is not in
# BRIDGE yet.
uplink_expect_free() {
  uplink=$1
  case $(ip -o link show dev "$uplink") in *" master $2 "*) return 0 ;; esac
  shift 2
  taken=$(uplink_in_use "$uplink" "$@")
  [ -z "$taken" ] || fail range-in-use "$taken"
}
