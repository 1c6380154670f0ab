# shellcheck shell=sh
# Before-images: each keep_… prints the sh commands that put one thing back as it is now, however it is changed
# afterwards. The same state prints the same text, and running that text where nothing has changed changes nothing. IPv4
# alone: no step touches IPv6. The put_… and without_… functions are what these texts call. A word ":" parts a thing
# from its members, each of which stands for itself: a rollback leaves those that others have added or removed since.
# Without it the thing is not there, and what is put into it later has no place.
# requires: iptables lines link nftables ovs

# keep_command WORD…: the words as one line of sh that yields exactly them, whatever they hold.
keep_command() {
  quoted_gap=
  for quoted_word; do
    printf %s "$quoted_gap"
    case $quoted_word in
      '' | *[!A-Za-z0-9_./:=,@%+-]*)
        printf "'"
        while case $quoted_word in *\'*) ;; *) false ;; esac; do
          printf "%s'\\\\''" "${quoted_word%%\'*}"
          quoted_word=${quoted_word#*\'}
        done
        printf "%s'" "$quoted_word" ;;
      *) printf %s "$quoted_word" ;;
    esac
    quoted_gap=' '
  done
  echo
}

# Said of what is not there, and of what no command puts back. A comment must stay one line.
keep_note() { printf '# %s\n' "$(printf %s "$*" | tr '\n' ' ')"; }

newline='
'

# keep_if_there KIND NAME COMMAND WORD…: what has vanished since needs no undo. A before-image is of what others may
# take away meanwhile: containers with their veths, NICs, bridges, units.
keep_if_there() {
  keep_is_there "$1" "$2" || { ovsw_leave "the $1 $2 is gone"; return 0; }
  shift 2
  "$@"
}

# keep_is_there KIND NAME: a port of Open vSwitch is there where its database has it, or where its device could become
# it again.
keep_is_there() {
  case $1 in
    interface) link_exists "$2" ;;
    bridge) ovs_has_bridge "$2" ;;
    port) ovs-vsctl --timeout=10 get port "$2" name >/dev/null 2>&1 || link_exists "$2" ;;
    member) ovs-vsctl --timeout=10 get interface "$2" name >/dev/null 2>&1 ;;
    unit) systemctl cat -- "$2" >/dev/null 2>&1 ;;
    setting) [ -e "/proc/sys/$2" ] ;;
    iptables) iptables_of "$2" >/dev/null ;;
    chain) nftables_has_chain "$2" ;;
  esac
}

# keep_sysctl NAME…: the running values; a name as sysctl(8) takes it.
keep_sysctl() {
  for name; do
    path=$name
    case $path in
      */*) ;;
      *) while case $path in *.*) ;; *) false ;; esac; do path=${path%%.*}/${path#*.}; done ;;
    esac
    if [ -r "/proc/sys/$path" ]; then
      keep_command sysctl -q -w "$name=$(cat "/proc/sys/$path")"
    else
      keep_note "the kernel has no $name"
    fi
  done
}

# net.ipv4.ip_forward, and what a change of it drags along (net/ipv4/devinet.c, inet_forward_change).
keep_forwarding() {
  keep_sysctl net.ipv4.ip_forward net.ipv4.conf.all.accept_redirects
  forwards=$(cat /proc/sys/net/ipv4/ip_forward)
  grep . /proc/sys/net/ipv4/conf/*/forwarding | while IFS= read -r path; do
    value=${path##*:} path=${path%:*}
    [ "$value" = "$forwards" ] ||
      keep_command keep_if_there setting "${path#/proc/sys/}" sysctl -q -w "${path#/proc/sys/}=$value"
  done
}

# The policy of iptables' FORWARD. Docker sets it to DROP at its start, but only where it has to switch forwarding on
# itself (libnetwork, setupIPForwarding): after a reboot with forwarding on it is another.
keep_forward_policy() {
  policy=$(iptables -w -S FORWARD 2>/dev/null) || return 0
  # The first line of all.
  policy=${policy%%"$newline"*}
  case $policy in '-P FORWARD '*) keep_command iptables -w -P FORWARD "${policy#-P FORWARD }" ;; esac
}

# keep_unit UNIT: whether it runs and starts at boot, or that there is none.
keep_unit() {
  found=$(systemctl show -p LoadState -p ActiveState -p UnitFileState -- "$1")
  case $found in
    *LoadState=not-found*) keep_command keep_without_unit "$1"; return ;;
    *UnitFileState=enabled*) keep_command keep_if_there unit "$1" systemctl --quiet enable "$1" ;;
    *UnitFileState=disabled*) keep_command keep_if_there unit "$1" systemctl --quiet disable "$1" ;;
    *UnitFileState=masked*) keep_command systemctl --quiet mask "$1" ;;
  esac
  case $found in
    *ActiveState=active* | *ActiveState=activating* | *ActiveState=reloading*)
      keep_command keep_if_there unit "$1" systemctl start "$1" ;;
    *) keep_command keep_if_there unit "$1" systemctl stop "$1" ;;
  esac
}

# Its file goes after this: what enables it can be taken away only while the file is there.
keep_without_unit() {
  systemctl cat -- "$1" >/dev/null 2>&1 || return 0
  systemctl stop "$1"
  systemctl --quiet disable "$1"
}

# keep_link DEV: the bridge it is in, its MTU, up or down; or that there is no such interface.
keep_link() {
  link_exists "$1" || { keep_command keep_without_link "$1"; return; }
  link=$(ip -d -o link show dev "$1")
  dev=$1 mtu='' master='' state=down
  # N: NAME: <FLAGS> mtu N … master NAME state …; a name has neither a colon nor white space (dev_valid_name,
  # net/core/dev.c).
  link=${link#*: }
  set -f
  # shellcheck disable=SC2086 # words
  set -- ${link#*: }
  set +f
  case $1 in *[\<,]UP[,\>]*) state=up ;; esac
  while [ $# -gt 0 ] && [ "$1" != state ]; do
    case $1 in
      mtu) mtu=$2 ;;
      master) master=$2 ;;
    esac
    shift
  done
  # A line each: what somebody changes of one of them meanwhile is no change of the others.
  for setting in "mtu=$mtu" "master=$master" "state=$state"; do
    keep_command keep_if_there interface "$dev" keep_put_link "$dev" "$setting"
  done
  link_keeps_back "$link" | while read -r setting; do
    keep_command keep_if_there interface "$dev" keep_put_link "$dev" "port=$setting"
  done
}

# keep_put_link DEV SETTING: mtu=N, master=BRIDGE or none, state=up or down, "port=NAME VALUE" of a bridge's port.
keep_put_link() {
  case $2 in
    mtu=*) ip link set dev "$1" mtu "${2#*=}" ;;
    master=) ip link set dev "$1" nomaster ;;
    # A bridge that is gone has let go of all that was in it.
    master=*) keep_if_there interface "${2#*=}" ip link set dev "$1" master "${2#*=}" ;;
    state=*) ip link set dev "$1" "${2#*=}" ;;
    port=*)
      # shellcheck disable=SC2086 # two words
      case $(ip -o link show dev "$1") in *' master '*) ip link set dev "$1" type bridge_slave ${2#port=} ;; esac ;;
  esac
}

# keep_mac DEV: its hardware address.
keep_mac() {
  link_exists "$1" || { keep_note "there is no interface $1, so it has no MAC"; return; }
  link=$(ip -o link show dev "$1")
  link=${link#*link/ether }
  keep_command keep_if_there interface "$1" ip link set dev "$1" address "${link%% *}"
}

keep_without_link() { ! link_exists "$1" || ip link del dev "$1"; }

# The addresses of DEV as "ip addr add" takes them, in their order, a line each.
keep_addresses_of() {
  dev=$1
  ip -4 -o addr show dev "$dev" | while read -r _ _ _ address rest; do
    set -f
    # shellcheck disable=SC2086 # words
    set -- $rest
    set +f
    while [ $# -gt 0 ]; do
      case $1 in
        peer | metric | brd | scope) address="$address $1 $2"; shift ;;
        any) address="$address anycast $2"; shift ;;
        proto) shift ;;
        noprefixroute) address="$address $1" ;;
        # The label ends the line; what follows the backslash are times.
        "$dev\\") break ;;
        *\\) address="$address label ${1%\\}"; break ;;
      esac
      shift
    done
    printf '%s\n' "$address"
  done
}

# keep_addresses DEV: all of them with broadcast, scope and label, in their order: the first is the source of what the
# host sends.
keep_addresses() {
  link_exists "$1" || { keep_note "there is no interface $1, so it has no address"; return; }
  list=$(keep_addresses_of "$1")
  lines_with "$list" keep_command keep_if_there interface "$1" keep_put_addresses "$1" :
}

# keep_put_addresses DEV ADDRESS…: DEV has these and no other.
keep_put_addresses() {
  dev=$1
  shift
  [ "${1-}" != : ] || shift
  [ "$(keep_addresses_of "$dev")" != "$(printf '%s\n' "$@")" ] || return 0
  ip -4 addr flush dev "$dev"
  set -f
  for address; do
    # shellcheck disable=SC2086 # words
    # A restart of Docker that is still under way may have given it this one meanwhile.
    ip -4 addr replace $address dev "$dev"
  done
  set +f
}

# keep_routes_of SELECTOR: what "ip route show" finds, as "ip route add" takes it, a line each; gateways after the
# networks that they are in. The kernel's own come and go with the addresses.
keep_routes_of() {
  # Asked for a device, it leaves that out of its answer.
  case $1 in *"dev "*) out=" dev ${1##*dev }" ;; *) out= ;; esac
  # shellcheck disable=SC2086 # words
  ip -4 -o route show $1 | while read -r route; do
    case "$route " in *" proto kernel "*) keep_is_made_by_hand "$route" || continue ;; esac
    set -f
    # shellcheck disable=SC2086 # words
    set -- $route
    set +f
    route=
    while [ $# -gt 0 ]; do
      case $1 in
        linkdown | dead | pervasive | offload | rt_offload | trap | \\) ;;
        nhid | error) shift ;;
        *) route="$route $1" ;;
      esac
      shift
    done
    printf '%s\n' "${route# }$out"
  done | keep_gateways_last
}

# Lines of routes, those by way of a gateway behind the others.
keep_gateways_last() {
  later=
  while IFS= read -r route; do
    case $route in
      *' via '*) later="$later$route$newline" ;;
      *) printf '%s\n' "$route" ;;
    esac
  done
  printf %s "$later"
}

# keep_is_made_by_hand ROUTE: in the kernel's name. Whoever gives an address without its network's route, as
# NetworkManager does, makes that himself.
keep_is_made_by_hand() {
  case $1 in
    local* | broadcast*) return 1 ;;
    *" scope link src "*) source=${1#* src } ;;
    *) return 1 ;;
  esac
  case $(ip -4 -o addr show to "${source%% *}") in *" noprefixroute"*) ;; *) return 1 ;; esac
}

keep_selected_routes() {
  list=$(keep_routes_of "$1")
  lines_with "$list" keep_command keep_put_routes "$1" :
}

# keep_routes DEV: those that lead out of DEV, in every table, with all that they say.
keep_routes() {
  link_exists "$1" || { keep_note "there is no interface $1, so no route leads there"; return; }
  keep_selected_routes "table all dev $1"
}

# keep_route PREFIX: the routes to exactly that network, in the main table.
keep_route() { keep_selected_routes "exact $1"; }

keep_default_route() { keep_route default; }

# keep_put_routes SELECTOR ROUTE…: these and no other. The new ones first, so that the host is never without any. Where
# a device is gone there is no way back, and those that are there now stay.
keep_put_routes() {
  selector=$1
  shift
  [ "${1-}" != : ] || shift
  vanished=$(printf '%s\n' "$selector" "$@" | grep -o ' dev [^ ]*' | sort -u |
    while read -r _ out; do link_exists "$out" || echo "$out"; done)
  [ -z "$vanished" ] || { ovsw_leave "the interface $vanished is gone, and the routes out of it"; return 0; }
  now=$(keep_routes_of "$selector")
  wanted=$(printf '%s\n' "$@")
  lines_missing "$wanted" "$now" 'ip -4 route append'
  lines_missing "$now" "$wanted" 'ip -4 route del'
}

# SELinux: enforcing or permissive, now and at the next boot.
keep_selinux() {
  command -v getenforce >/dev/null || { keep_note "this host has no SELinux"; return; }
  case $(getenforce) in
    Enforcing) keep_command setenforce 1 ;;
    Permissive) keep_command setenforce 0 ;;
    *) keep_note "SELinux is off until the next boot" ;;
  esac
  mode=$(sed -n 's/^SELINUX=//p' /etc/selinux/config 2>/dev/null) || return 0
  [ -z "$mode" ] || keep_command sed -i --follow-symlinks "s/^SELINUX=.*/SELINUX=$mode/" /etc/selinux/config
}

# keep_absence PATH…: those that are not there go again, with all that a program has put into them since.
keep_absence() {
  for path; do
    [ -e "$path" ] || keep_command rm -rf "$path"
  done
}

# keep_folders PATH…: those that are not there go again where they are empty; an inner one before its outer one.
keep_folders() {
  for path; do
    [ -e "$path" ] ||
      printf '! test -d %s || rmdir --ignore-fail-on-non-empty %s\n' "$(keep_command "$path")" "$(keep_command "$path")"
  done
}

# keep_no_user NAME: it goes again where there is none.
keep_no_user() { getent passwd "$1" >/dev/null || keep_command keep_without_user "$1"; }

keep_without_user() { ! getent passwd "$1" >/dev/null || userdel "$1"; }
