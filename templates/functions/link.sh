# shellcheck shell=sh
# Network interfaces of the host.

# link_with_address ADDRESS: the interface that has it.
link_with_address() { ip -o addr show to "$1" | awk '{ print $2; exit }'; }

link_mac() { ip -o link show dev "$1" | sed -n 's|.*link/ether \([0-9a-f:]*\).*|\1|p'; }

link_mtu() { ip -o link show dev "$1" | sed -n 's/.* mtu \([0-9]*\).*/\1/p'; }

# link_below DEVICE: the device, and where it is a bridge the interfaces in it: that is where the frames go.
link_below() {
  echo "$1"
  ovs-vsctl --timeout=3 list-ports "$1" 2>/dev/null || true
  ip -o link show master "$1" 2>/dev/null | awk -F': ' '{ sub(/@.*/, "", $2); print $2 }'
}

# link_narrow BYTES DEVICE…: those whose MTU is smaller. Status 1 where there is none.
link_narrow() {
  least=$1
  shift
  ip -o link show | awk -v least="$least" -v devices=" $* " '
    { name = $2; sub(/[@:].*/, "", name); for (i = 1; i < NF; i++) if ($i == "mtu") mtu = $(i + 1) }
    index(devices, " " name " ") && mtu + 0 < least {
      print name " has MTU " mtu ", and " least " are needed"
    }' | grep .
}

# link_members BRIDGE: the ports of a Linux bridge, a line each.
link_members() { ip -o link show master "$1" | sed 's/^[0-9]*: \([^:@]*\).*/\1/'; }

# link_down DEVICE…: prints those that are not up, or that have no carrier. Status 1 where there is none.
link_down() {
  for device; do
    line=$(ip -o link show dev "$device" 2>&1)
    case $line in
      *[\<,]NO-CARRIER[,\>]* | *"state LOWERLAYERDOWN"*) printf '%s\n' "${line%%\\*}" ;;
      *[\<,]UP[,\>]*) ;;
      *) printf '%s\n' "${line%%\\*}" ;;
    esac
  done | grep .
}

# /sys shows the devices of the machine around a container; /proc/sys/net always shows those of this network namespace.
link_exists() { [ -d "/proc/sys/net/ipv4/conf/$1" ]; }

# link_await DEV: a device may come a moment after the service that makes it has started.
link_await() {
  tries=0
  until link_exists "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { echo "$1 did not appear within 30 s" >&2; return 1; }
    sleep 0.1
  done
}

# link_is_in DEV BRIDGE: a port of the Linux bridge, and up; all that is known of it is in $link.
link_is_in() {
  link=$(ip -d -o link show dev "$1")
  case $link in *" master $2 "*) ;; *) echo "$link"; return 1 ;; esac
  case $link in *[\<,]UP[,\>]*) ;; *) echo "$link"; return 1 ;; esac
}

# link_keeps_back LINK: of what "ip -d -o link show" says, the settings by which a port of a Linux bridge keeps frames
# back, "NAME VALUE", a line each (ip-link(8), bridge_slave). A kernel that does not know one does not tell of it.
link_keeps_back() {
  for setting in 'learning off' 'flood off' 'bcast_flood off' 'isolated on' 'locked on'; do
    case $1 in *" bridge_slave "*" $setting "*) echo "$setting" ;; esac
  done
}

# link_forwards_in DEV BRIDGE MTU: a port of the Linux bridge that is up, is as wide as that, and keeps nothing back.
link_forwards_in() {
  link_is_in "$1" "$2"
  case $link in *" mtu $3 "*) ;; *) echo "$link"; return 1 ;; esac
  back=$(link_keeps_back "$link")
  [ -z "$back" ] || { echo "as a port of $2, $1 has $(printf '%s' "$back" | tr '\n' ',')"; return 1; }
}

# link_put_in DEV BRIDGE MTU: makes it that.
link_put_in() {
  ip link set dev "$1" mtu "$3" master "$2" up
  link_keeps_back "$(ip -d -o link show dev "$1")" | while read -r setting value; do
    case $value in on) value=off ;; off) value=on ;; esac
    ip link set dev "$1" type bridge_slave "$setting" "$value"
  done
}

# link_has_address DEV ADDRESS: with its prefix length, and up.
link_has_address() {
  case $(ip -4 -o addr show dev "$1" up) in
    *" inet $2 "*) ;;
    *) echo "$1 has not the address, or is down"; return 1 ;;
  esac
}

# link_leads_to NETWORK WORD…: the route to exactly that network is this one, and no metric has it give way to another.
link_leads_to() {
  route=$(ip -4 -o route show exact "$1")
  route=${route%%"
"*}
  case $route in
    *' metric '*) ;;
    "$* "*) return 0 ;;
  esac
  echo "there is no such route to $1"
  return 1
}

# link_expect_way DEV ADDRESS…: packets of this host to them go out there, whatever rules and other tables say. One
# question for all.
link_expect_way() {
  out=$1
  shift
  ways=$(printf 'route get %s\n' "$@" | ip -4 -o -batch - 2>&1) || true
  printf '%s\n' "$ways" | while read -r way; do
    case "$way " in *" dev $out "*) ;; *) fail route-overruled "$way" ;; esac
  done
}

# link_expect_free_neighbours NETWORK DEV: no address there has a fixed hardware address, which no peer could correct.
link_expect_free_neighbours() {
  link_exists "$2" || return 0
  fixed=$(ip -4 -o neigh show to "$1" dev "$2" nud permanent)
  [ -z "$fixed" ] || fail neighbour-fixed "$2: $fixed"
}
