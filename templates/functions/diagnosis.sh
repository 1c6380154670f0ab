# shellcheck shell=sh
# Read-only looks that troubleshooting shares. What they print is the evidence.
# requires: containers keep link

# heard_mac: of neighbours as ip neigh shows them the MAC that packets are sent to without asking again; one that is
# stale is asked for anew.
diagnosis_heard_mac() { sed -n 's/.*lladdr \([0-9a-f:]*\).* \(PERMANENT\|NOARP\|REACHABLE\) *$/\1/p'; }

# neighbours_differ: of several tables' entries for one address, as ip neigh shows them: two fresh ones name different
# MACs, or a static one another than any other. One that is only old may change by itself.
diagnosis_neighbours_differ() {
  awk '{ mac = ""; for (i = 1; i < NF; i++) if ($i == "lladdr") mac = $(i + 1) } mac == "" { next }
    { known[mac] = 1; if ($NF == "PERMANENT") fixed[mac] = 1; if ($NF == "REACHABLE") fresh[mac] = 1 }
    END { for (one in known) for (other in known) if (one != other &&
        (one in fixed || one in fresh && other in fresh)) exit 0; exit 1 }'
}

# diagnosis_full_neighbour_table [PROC]: that hardly a place is left in the kernel's table of IPv4 neighbours
# (net/core/neighbour.c, neigh_alloc; 9 of 10 are taken). Nothing where this network namespace does not show it, as in a
# container. PROC is where /proc is.
diagnosis_full_neighbour_table() {
  proc=${1:-/proc} refused=0
  [ -r "$proc/net/stat/arp_cache" ] && [ -r "$proc/sys/net/ipv4/neigh/default/gc_thresh3" ] || return 0
  # Not by read: a shell reads by the byte, and a setting of the kernel is given whole or not at all.
  limit=$(cat "$proc/sys/net/ipv4/neigh/default/gc_thresh3")
  # A heading, then a line of hexadecimal numbers for each processor: the entries of all of them first, its own refusals
  # (table_fulls) last.
  while read -r line; do
    case $line in entries*) ;; *) entries=${line%% *} refused=$((refused + 0x${line##* })) ;; esac
  done <"$proc/net/stat/arp_cache"
  entries=$((0x$entries))
  [ "$entries" -lt $((limit * 9 / 10)) ] ||
    echo "$entries neighbours of $limit at the most (gc_thresh3); since boot $refused were refused"
}

# diagnosis_shaped DEVICE…: queueing disciplines that delay, drop or slow down. Status 1 where there is none.
diagnosis_shaped() {
  tc qdisc show 2>/dev/null |
    awk -v devices=" $* " '
      $4 == "dev" && index(devices, " " $5 " ") && $2 ~ /^(netem|tbf|htb|hfsc|police|choke)$/ {
        device = $5
        sub(/^qdisc /, "")
        print device ": " $0
      }' |
    sort -u | grep .
}

# diagnosis_filtered DEVICE…: filters of tc that drop, limit or send elsewhere what comes in or goes out. Not where Open
# vSwitch hands its own flows to tc (hw-offload). Status 1 where there is none.
diagnosis_filtered() {
  [ "$(ovs-vsctl --timeout=3 get open_vswitch . other_config:hw-offload 2>/dev/null)" != '"true"' ] || return 1
  tc qdisc show 2>/dev/null |
    awk -v devices=" $* " '$4 == "dev" && index(devices, " " $5 " ") && $2 ~ /^(ingress|clsact)$/ { print $5 }' |
    sort -u | while read -r device; do
    for way in ingress egress; do
      tc filter show dev "$device" "$way" 2>/dev/null | awk -v where="$device, $way: " '
        /^filter / { filter = $0 }
        /action order [0-9]+: +(gact action drop|mirred|police)/ { sub(/^[ \t]*/, ""); print where filter "; " $0 }'
    done
  done | grep .
}

# diagnosis_foreign_drops LAST CHAINS PATTERN: DROP and REJECT rules of iptables in these chains (TABLE/CHAIN …) that
# match PATTERN; of a chain only those before a rule that ends in LAST, for what comes after it is not asked any more.
diagnosis_foreign_drops() {
  iptables-save 2>/dev/null | awk -v last="$1" -v chains="$2" '
    /^\*/ { table = substr($0, 2) }
    /^-A / && index(" " chains " ", " " table "/" $2 " ") {
      if (length($0) >= length(last) && substr($0, length($0) - length(last) + 1) == last) passed[table $2] = 1
      if (/ -j (DROP|REJECT)/ && !passed[table $2]) print table ": " $0
    }' | grep -E -e "$3"
}

# diagnosis_nft_drops PATTERN OWN: the same of nftables' own rule sets; iptables-nft's are told by
# diagnosis_foreign_drops.
diagnosis_nft_drops() {
  command -v nft >/dev/null || return 1
  nft list ruleset 2>/dev/null | awk -v own="$2" '
    $1 == "table" {
      table = $2 " " $3
      foreign = $3 !~ /^(filter|nat|mangle|raw|security|firewalld)$/ || $2 == "inet" && $3 != "firewalld"
    }
    $1 == "chain" { chain = $2 }
    foreign && / (drop|reject)/ && index($0, own) == 0 { print table " " chain ": " $0 }' | grep -E -e "$1"
}

# diagnosis_publish_places BRIDGE: where pings from elsewhere may be sent: ADDRESS MAC of two containers at most.
diagnosis_publish_places() {
  containers_on "$1" | head -n 2 | while read -r address namespace; do
    ovsw_publish place "$address $(containers_run_in "$namespace" ip -o addr show to "$address" | awk '{ print $2 }' |
      while read -r device; do containers_run_in "$namespace" ip -o link show dev "$device"; done |
      sed -n 's|.*link/ether \([0-9a-f:]*\).*|\1|p' | head -n 1)"
  done
}

# diagnosis_members_besides BRIDGE UPLINK: ports of BRIDGE that are neither the uplink nor ends of containers. Status 1
# where there is none.
diagnosis_members_besides() {
  ends=$(ip -o link show master "$1" type veth | cut -d : -f 1)
  ip -o link show master "$1" | grep -v "^[0-9]*: $2[@:]" | while read -r line; do
    printf '%s\n' "$ends" | grep -qx -e "${line%%:*}" || printf '%s\n' "${line%%\\*}"
  done | grep .
}

# diagnosis_wider_ports BRIDGE UPLINK: ports of BRIDGE, itself among them, whose MTU is larger than that of UPLINK or
# BRIDGE. Status 1 where there is none.
diagnosis_wider_ports() {
  ip -o link show | awk -v bridge="$1" -v uplink="$2" '
    { name = $2; sub(/[@:].*/, "", name); for (i = 1; i < NF; i++) if ($i == "mtu") mtu[name] = $(i + 1) + 0 }
    name == bridge || index($0, " master " bridge " ") { behind[name] = 1 }
    END {
      split(uplink " " bridge, narrow, " ")
      for (one in behind) for (n in narrow) if (mtu[one] > mtu[narrow[n]])
        print one " has MTU " mtu[one] ", and " narrow[n] " has " mtu[narrow[n]]
    }' | grep .
}

# diagnosis_containers BRIDGE GATEWAY MTU TARGET…: whether each container's interface, its end in BRIDGE, its MTU, its
# way through GATEWAY to every TARGET and its own rules are in order. Fails by the name of the first that is not.
diagnosis_containers() {
  bridge=$1 gateway=$2 most=$3
  shift 3
  containers_on "$bridge" | while read -r address namespace; do
    device=$(containers_run_in "$namespace" ip -o addr show to "$address" | awk '{ print $2; exit }')
    link=$(containers_run_in "$namespace" ip -o link show dev "$device")
    told() { echo "container $(containers_name "$namespace") ($address): $1"; }
    case $link in *[\<,]UP[,\>]*) ;; *) told "${link%%\\*}"; fail container-interface-down ;; esac
    outer=$(ip -o link |
      awk -F': ' -v n="$(echo "$link" | sed -n 's/^[0-9]*: [^@]*@if\([0-9]*\):.*/\1/p')" '$1 == n { print }')
    case $outer in
      '' | *" master $bridge "*) ;;
      *) told "its end on the host is not in $bridge: ${outer%%\\*}"; fail container-end-wrong ;;
    esac
    case $outer in
      '' | *[\<,]UP[,\>]*) ;;
      *) told "its end on the host is down: ${outer%%\\*}"; fail container-end-wrong ;;
    esac
    mtu=$(echo "$link" | sed -n 's/.* mtu \([0-9]*\).*/\1/p')
    [ "$mtu" -le "$most" ] ||
      { told "$device has MTU $mtu, and the network carries $most"; fail container-mtu-too-large; }
    for target; do
      # What the table says, and not what a router's redirect has made of it for a while.
      way=$(containers_run_in "$namespace" ip route get fibmatch "$target" 2>&1) ||
        way=$(containers_run_in "$namespace" ip route get "$target" 2>&1) || true
      case $way in
        *" via $gateway "*) ;;
        *) told "to $target: $way"; containers_run_in "$namespace" ip route; fail container-way-wrong ;;
      esac
    done
    [ "$(containers_run_in "$namespace" cat /proc/sys/net/ipv4/icmp_echo_ignore_all)" = 0 ] ||
      { told "net.ipv4.icmp_echo_ignore_all is on"; fail container-ignores-pings; }
    drops=$(containers_run_in "$namespace" iptables-save 2>/dev/null |
      grep -E -e '-j (DROP|REJECT)' -e '^:(INPUT|OUTPUT) DROP') || drops=
    [ -z "$drops" ] || { told "$drops"; fail container-rules-drop; }
  done
}

# bridge_drops: rules of ebtables and of nftables' bridge family that drop frames.
diagnosis_bridge_drops() {
  {
    ! command -v ebtables-save >/dev/null ||
      ebtables-save 2>/dev/null | grep -E -e ' -j DROP' -e '^:[A-Z]+ DROP' | sed 's/^/ebtables: /'
    ! command -v nft >/dev/null ||
      nft list ruleset bridge 2>/dev/null | grep -E -e ' drop( |$)' -e 'policy drop' | sed 's/^/nftables, bridge: /'
  } | grep .
}

diagnosis_in_namespace() {
  case $1 in
    host) shift; "$@" ;;
    *) containers_run_in "$@" ;;
  esac
}

# diagnosis_publish_strangers ADDRESS: MACs of other machines that answer for this host's own address, asked for as one
# does before one takes an address (RFC 5227). Nothing where iputils' arping, which asks, is missing.
diagnosis_publish_strangers() {
  device=$(link_with_address "$1")
  [ -n "$device" ] && arping -V 2>&1 | grep -q iputils || return 0
  arping -D -c 1 -w 1 -I "$device" "$1" 2>/dev/null | sed -n 's/.*reply from [^[]*\[\([0-9A-Fa-f:]*\)\].*/\1/p' |
    tr A-F a-f | sort -u | while read -r mac; do
    ip -o link | grep -qF "$mac" || ovsw_publish stranger "$1 $mac"
  done
}

# strangers: what this host has found of them.
diagnosis_strangers() {
  ovsw_published stranger | sed -n "s/^$OVSW_HOST \([^ ]*\) \(.*\)/\1 is answered for by \2, too/p"
}

# --- TCP --------------------------------------------------------------------------------------------------------------

# diagnosis_wrong_checksums BRIDGE: segments and datagrams that its containers have got with a wrong checksum so far.
diagnosis_wrong_checksums() {
  containers_on "$1" | while read -r _ namespace; do containers_run_in "$namespace" cat /proc/net/snmp; done | awk '
    $1 ~ /^(Tcp|Udp):$/ && $2 !~ /^-?[0-9]+$/ {
      for (i = 2; i <= NF; i++) if ($i == "InCsumErrors") column[$1] = i
      next
    }
    $1 in column { sum += $column[$1] }
    END { print sum + 0 }'
}

# diagnosis_found NAME TEXT: where there is a text, that is what was found.
diagnosis_found() { [ -z "$2" ] || fail "$1" "$2"; }

# diagnosis_odd_ports BRIDGE: ports of an Open vSwitch bridge, itself among them, that are set apart: VLAN, rate limit,
# switched off.
diagnosis_odd_ports() {
  ports=$(ovs-vsctl --timeout=5 list-ports "$1" 2>/dev/null) || return 0
  ports=" $1 $(echo "$ports" | tr '\n' ' ') "
  ovs-vsctl --timeout=5 --no-headings --format=csv --data=bare --columns=name,tag,trunks,vlan_mode,qos list port |
    awk -F, -v ports="$ports" \
      'index(ports, " " $1 " ") && $2 $3 $4 $5 != "" { print $1 ": tag " $2 " trunks " $3 " mode " $4 " qos " $5 }'
  ovs-vsctl --timeout=5 --no-headings --format=csv --data=bare --columns=name,ingress_policing_rate list interface |
    awk -F, -v ports="$ports" \
      'index(ports, " " $1 " ") && $2 != "0" { print $1 ": at most " $2 " kbit/s (ingress_policing_rate)" }'
  ovs-ofctl show "$1" |
    awk '
      /^ [0-9A-Z]+\(/ { split($1, n, /[()]/); name = n[2] }
      /config: / && !/config: +0$/ && !/config: +PORT_DOWN$/ {
        print name ": " $2 " " $3 " " $4
      }
    /config: +PORT_DOWN$/ && name != "'"$1"'" { print name ": " $2 }'
}

# diagnosis_keep_odd_ports BRIDGE: their settings, to be put back.
diagnosis_keep_odd_ports() {
  of=$1
  for port in "$1" $(ovs-vsctl --timeout=5 list-ports "$1"); do
    for column in tag trunks vlan_mode qos; do
      value=$(ovs-vsctl --timeout=5 get port "$port" "$column")
      if [ "$value" = '[]' ]; then
        set -- clear port "$port" "$column"
      else
        set -- set port "$port" "$column=$value"
      fi
      keep_command keep_if_there port "$port" ovs-vsctl --timeout=5 "$@"
    done
    keep_command keep_if_there member "$port" diagnosis_put_port_config "$of" "$port" \
      "$(diagnosis_port_config "$of" "$port")"
    for column in ingress_policing_rate ingress_policing_burst; do
      keep_command keep_if_there member "$port" ovs-vsctl --timeout=5 set interface "$port" \
        "$column=$(ovs-vsctl --timeout=5 get interface "$port" "$column")"
    done
  done
}

# diagnosis_port_config BRIDGE PORT: what OpenFlow has switched off of it, as ovs-ofctl show says: 0, or NO_RECV, NO_FWD
# …
diagnosis_port_config() {
  ovs-ofctl show "$1" | awk -v port="$2" \
    '/^ [0-9A-Z]+\(/ { split($1, n, /[()]/); here = n[2] == port } here && /config: / { $1 = ""; print; exit }'
}

# diagnosis_put_port_config BRIDGE PORT CONFIG
diagnosis_put_port_config() {
  for action in up:PORT_DOWN:down receive:NO_RECV:no-receive forward:NO_FWD:no-forward flood:NO_FLOOD:no-flood; do
    off=${action#*:}
    case " $3 " in *" ${off%:*} "*) set_port=${off#*:} ;; *) set_port=${action%%:*} ;; esac
    ovs-ofctl mod-port "$1" "$2" "$set_port"
  done
}

# diagnosis_blocked_ports BRIDGE: ports of a Linux bridge that do not forward, are isolated, or are filtered by VLAN.
diagnosis_blocked_ports() {
  # Without carrier the port is disabled by itself: that is the other end's doing.
  bridge -d -o link show master "$1" 2>/dev/null | grep -v NO-CARRIER |
    grep -E ' state (disabled|blocking|listening|learning) | isolated on|learning off|flood off' |
    grep -v -e ' bcast_flood off.* flood on' | sed 's/\\//g; s/  */ /g' |
    awk '
      {
        line = $0
        why = ""
        if (match(line, / state [a-z]+/) && substr(line, RSTART + 7, RLENGTH - 7) != "forwarding")
          why = why substr(line, RSTART, RLENGTH)
        if (line ~ / isolated on/) why = why " isolated"
        if (line ~ /[^_]learning off/) why = why " learning off"
        if (line ~ / flood off/) why = why " flood off"
        if (why != "") print $1 " " $2 " is" why
      }'
  ip -d -o link show dev "$1" 2>/dev/null | grep -q ' vlan_filtering 1' || return 0
  echo "0: $1: filters by VLAN (vlan_filtering)"
}

# diagnosis_sysctl_conflicts: lines of files in sysctl.d that come after those of OvsWizard, and switch forwarding off.
diagnosis_sysctl_conflicts() {
  (cd / && ls etc/sysctl.d/*.conf run/sysctl.d/*.conf usr/local/lib/sysctl.d/*.conf usr/lib/sysctl.d/*.conf \
    etc/sysctl.conf 2>/dev/null) |
    awk -F/ '{ print ($NF == "sysctl.conf" ? "99-sysctl.conf" : $NF) " /" $0 }' | sort |
    awk '$1 > "60-ovswizard.conf" { print $2 }' |
    xargs -r grep \
      -HE '^[[:space:]]*-?net[./]ipv4[./](ip_forward|conf[./]all[./]forwarding)[[:space:]]*=[[:space:]]*0' || true
}
