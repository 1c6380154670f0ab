# shellcheck shell=sh
# Read-only looks that troubleshooting shares. Needs containers.sh. What they print is the evidence.

# device_of ADDRESS: the interface that has it.
device_of() { ip -o addr show to "$1" | awk '{ print $2; exit }'; }

mac_of() { ip -o link show dev "$1" | sed -n 's|.*link/ether \([0-9a-f:]*\).*|\1|p'; }

# heard_mac: of neighbours as ip neigh shows them the MAC that packets are sent to without asking again; one that is stale is asked for anew.
heard_mac() { sed -n 's/.*lladdr \([0-9a-f:]*\).* \(PERMANENT\|NOARP\|REACHABLE\) *$/\1/p'; }

# neighbours_differ: of several tables' entries for one address, as ip neigh shows them: two fresh ones name different MACs, or a static one
# another than any other. One that is only old may change by itself.
neighbours_differ() {
  awk '{ mac = ""; for (i = 1; i < NF; i++) if ($i == "lladdr") mac = $(i + 1) } mac == "" { next }
    { known[mac] = 1; if ($NF == "PERMANENT") fixed[mac] = 1; if ($NF == "REACHABLE") fresh[mac] = 1 }
    END { for (one in known) for (other in known) if (one != other && (one in fixed || one in fresh && other in fresh)) exit 0; exit 1 }'
}

# full_neighbour_table [PROC]: that hardly a place is left in the kernel's table of IPv4 neighbours (net/core/neighbour.c, neigh_alloc; 9 of 10 are
# taken). Nothing where this network namespace does not show it, as in a container. PROC is where /proc is.
full_neighbour_table() {
  proc=${1:-/proc} refused=0
  [ -r "$proc/net/stat/arp_cache" ] && [ -r "$proc/sys/net/ipv4/neigh/default/gc_thresh3" ] || return 0
  # Not by read: a shell reads by the byte, and a setting of the kernel is given whole or not at all.
  limit=$(cat "$proc/sys/net/ipv4/neigh/default/gc_thresh3")
  # A heading, then a line of hexadecimal numbers for each processor: the entries of all of them first, its own refusals (table_fulls) last.
  while read -r line; do
    case $line in entries*) ;; *) entries=${line%% *} refused=$((refused + 0x${line##* })) ;; esac
  done <"$proc/net/stat/arp_cache"
  entries=$((0x$entries))
  [ "$entries" -lt $((limit * 9 / 10)) ] || echo "$entries neighbours of $limit at the most (gc_thresh3); since boot $refused were refused"
}

mtu_of() { ip -o link show dev "$1" | sed -n 's/.* mtu \([0-9]*\).*/\1/p'; }

# ports_below DEVICE: the device, and where it is a bridge the interfaces in it: that is where the frames go.
ports_below() {
  echo "$1"
  ovs-vsctl --timeout=3 list-ports "$1" 2>/dev/null || true
  ip -o link show master "$1" 2>/dev/null | awk -F': ' '{ sub(/@.*/, "", $2); print $2 }'
}

# narrow BYTES DEVICE…: those whose MTU is smaller. Status 1 where there is none.
narrow() {
  least=$1
  shift
  ip -o link show | awk -v least="$least" -v devices=" $* " '
    { name = $2; sub(/[@:].*/, "", name); for (i = 1; i < NF; i++) if ($i == "mtu") mtu = $(i + 1) }
    index(devices, " " name " ") && mtu + 0 < least { print name " has MTU " mtu ", and " least " are needed" }' | grep .
}

# ports_in BRIDGE: the ports of a Linux bridge, a line each.
ports_in() { ip -o link show master "$1" | sed 's/^[0-9]*: \([^:@]*\).*/\1/'; }

# links_down DEVICE…: prints those that are not up, or that have no carrier. Status 1 where there is none.
links_down() {
  for device; do
    line=$(ip -o link show dev "$device" 2>&1)
    case $line in
      *[\<,]NO-CARRIER[,\>]* | *"state LOWERLAYERDOWN"*) printf '%s\n' "${line%%\\*}" ;;
      *[\<,]UP[,\>]*) ;;
      *) printf '%s\n' "${line%%\\*}" ;;
    esac
  done | grep .
}

# shaped DEVICE…: queueing disciplines that delay, drop or slow down. Status 1 where there is none.
shaped() {
  tc qdisc show 2>/dev/null | awk -v devices=" $* " '$4 == "dev" && index(devices, " " $5 " ") && $2 ~ /^(netem|tbf|htb|hfsc|police|choke)$/ { device = $5; sub(/^qdisc /, ""); print device ": " $0 }' | sort -u | grep .
}

# filtered DEVICE…: filters of tc that drop, limit or send elsewhere what comes in or goes out. Not where Open vSwitch hands its own flows to tc
# (hw-offload). Status 1 where there is none.
filtered() {
  [ "$(ovs-vsctl --timeout=3 get open_vswitch . other_config:hw-offload 2>/dev/null)" != '"true"' ] || return 1
  tc qdisc show 2>/dev/null | awk -v devices=" $* " '$4 == "dev" && index(devices, " " $5 " ") && $2 ~ /^(ingress|clsact)$/ { print $5 }' | sort -u | while read -r device; do
    for way in ingress egress; do
      tc filter show dev "$device" "$way" 2>/dev/null | awk -v where="$device, $way: " '
        /^filter / { filter = $0 }
        /action order [0-9]+: +(gact action drop|mirred|police)/ { sub(/^[ \t]*/, ""); print where filter "; " $0 }'
    done
  done | grep .
}

# foreign_drops LAST CHAINS PATTERN: DROP and REJECT rules of iptables in these chains (TABLE/CHAIN …) that match PATTERN; of a chain
# only those before a rule that ends in LAST, for what comes after it is not asked any more.
foreign_drops() {
  iptables-save 2>/dev/null | awk -v last="$1" -v chains="$2" '
    /^\*/ { table = substr($0, 2) }
    /^-A / && index(" " chains " ", " " table "/" $2 " ") {
      if (length($0) >= length(last) && substr($0, length($0) - length(last) + 1) == last) passed[table $2] = 1
      if (/ -j (DROP|REJECT)/ && !passed[table $2]) print table ": " $0
    }' | grep -E -e "$3"
}

# nft_drops PATTERN OWN: the same of nftables' own rule sets; iptables-nft's are told by foreign_drops.
nft_drops() {
  command -v nft >/dev/null || return 1
  nft list ruleset 2>/dev/null | awk -v own="$2" '
    $1 == "table" { table = $2 " " $3; foreign = $3 !~ /^(filter|nat|mangle|raw|security|firewalld)$/ || $2 == "inet" && $3 != "firewalld" }
    $1 == "chain" { chain = $2 }
    foreign && / (drop|reject)/ && index($0, own) == 0 { print table " " chain ": " $0 }' | grep -E -e "$1"
}

# containers_on BRIDGE: the running ones: ADDRESS NAMESPACE, at most eight.
containers_on() { container_addresses "$1" | sort | head -n 8; }

# in_container NAMESPACE COMMAND…
in_container() {
  namespace=$1
  shift
  nsenter --net="$namespace" "$@"
}

# publish_places BRIDGE: where pings from elsewhere may be sent: ADDRESS MAC of two containers at most.
publish_places() {
  containers_on "$1" | head -n 2 | while read -r address namespace; do
    ovsw_publish place "$address $(in_container "$namespace" ip -o addr show to "$address" | awk '{ print $2 }' | while read -r device; do in_container "$namespace" ip -o link show dev "$device"; done | sed -n 's|.*link/ether \([0-9a-f:]*\).*|\1|p' | head -n 1)"
  done
}

# members_besides BRIDGE UPLINK: ports of BRIDGE that are neither the uplink nor ends of containers. Status 1 where there is none.
members_besides() {
  ends=$(ip -o link show master "$1" type veth | cut -d : -f 1)
  ip -o link show master "$1" | grep -v "^[0-9]*: $2[@:]" | while read -r line; do
    printf '%s\n' "$ends" | grep -qx -e "${line%%:*}" || printf '%s\n' "${line%%\\*}"
  done | grep .
}

# wider_ports BRIDGE UPLINK: ports of BRIDGE, itself among them, whose MTU is larger than that of UPLINK or BRIDGE. Status 1 where there is none.
wider_ports() {
  ip -o link show | awk -v bridge="$1" -v uplink="$2" '
    { name = $2; sub(/[@:].*/, "", name); for (i = 1; i < NF; i++) if ($i == "mtu") mtu[name] = $(i + 1) + 0 }
    name == bridge || index($0, " master " bridge " ") { behind[name] = 1 }
    END {
      split(uplink " " bridge, narrow, " ")
      for (one in behind) for (n in narrow) if (mtu[one] > mtu[narrow[n]]) print one " has MTU " mtu[one] ", and " narrow[n] " has " mtu[narrow[n]]
    }' | grep .
}

# name_of NAMESPACE: the container that lives in it; asked only where there is something to say about it.
name_of() {
  docker ps -q | xargs -r docker inspect --format '{{.NetworkSettings.SandboxKey}} {{.Name}}' 2>/dev/null | sed -n "s|^${1#/var}* */||p; s|^$1 /||p" | head -n 1
}

# look_into_containers BRIDGE GATEWAY MTU TARGET…: whether each container's interface, its end in BRIDGE, its MTU, its way through GATEWAY to every
# TARGET and its own rules are in order. Ends with the status of the first that is not.
look_into_containers() {
  bridge=$1 gateway=$2 most=$3
  shift 3
  containers_on "$bridge" | while read -r address namespace; do
    device=$(in_container "$namespace" ip -o addr show to "$address" | awk '{ print $2; exit }')
    link=$(in_container "$namespace" ip -o link show dev "$device")
    told() { echo "container $(name_of "$namespace") ($address): $1"; }
    case $link in *[\<,]UP[,\>]*) ;; *) told "${link%%\\*}"; exit 10 ;; esac
    outer=$(ip -o link | awk -F': ' -v n="$(echo "$link" | sed -n 's/^[0-9]*: [^@]*@if\([0-9]*\):.*/\1/p')" '$1 == n { print }')
    case $outer in
      '' | *" master $bridge "*) ;;
      *) told "its end on the host is not in $bridge: ${outer%%\\*}"; exit 14 ;;
    esac
    case $outer in '' | *[\<,]UP[,\>]*) ;; *) told "its end on the host is down: ${outer%%\\*}"; exit 14 ;; esac
    mtu=$(echo "$link" | sed -n 's/.* mtu \([0-9]*\).*/\1/p')
    [ "$mtu" -le "$most" ] || { told "$device has MTU $mtu, and the network carries $most"; exit 12; }
    for target; do
      # What the table says, and not what a router's redirect has made of it for a while.
      way=$(in_container "$namespace" ip route get fibmatch "$target" 2>&1) || way=$(in_container "$namespace" ip route get "$target" 2>&1) || true
      case $way in *" via $gateway "*) ;; *) told "to $target: $way"; in_container "$namespace" ip route; exit 11 ;; esac
    done
    [ "$(in_container "$namespace" cat /proc/sys/net/ipv4/icmp_echo_ignore_all)" = 0 ] || { told "net.ipv4.icmp_echo_ignore_all is on"; exit 13; }
    drops=$(in_container "$namespace" iptables-save 2>/dev/null | grep -E -e '-j (DROP|REJECT)' -e '^:(INPUT|OUTPUT) DROP') || drops=
    [ -z "$drops" ] || { told "$drops"; exit 15; }
  done
}

# bridge_drops: rules of ebtables and of nftables' bridge family that drop frames.
bridge_drops() {
  {
    ! command -v ebtables-save >/dev/null || ebtables-save 2>/dev/null | grep -E -e ' -j DROP' -e '^:[A-Z]+ DROP' | sed 's/^/ebtables: /'
    ! command -v nft >/dev/null || nft list ruleset bridge 2>/dev/null | grep -E -e ' drop( |$)' -e 'policy drop' | sed 's/^/nftables, bridge: /'
  } | grep .
}

# measure PEER LAYER NAMESPACE SOURCE TARGET BYTES…: pings with each size, unfragmented, and publishes: PEER LAYER BYTES RECEIVED SENT SOURCE TARGET.
# Where answers are missing it looks once more, longer: a first packet may be spent on ARP or on a busy moment.
measure() {
  peer=$1 layer=$2 where=$3 source=$4 target=$5
  shift 5
  for bytes; do
    (
      counted=$(answered 4 0.2)
      case $counted in '4 '*) ;; *) counted=$(answered 10 0.1) ;; esac
      [ "${counted#* }" -eq 0 ] || ovsw_publish result "$peer $layer $bytes $counted $source $target"
    ) &
  done
  wait
}

# answered COUNT INTERVAL: pings: how many are answered, and how many were sent: a busy host may not come to it in time. Where the network
# answers with errors ping may wait long for more: it is told to stop.
answered() {
  said=$(in_namespace "$where" timeout -s INT 4 ping -n -q -c "$1" -i "$2" -W 1 -M 'do' -I "$source" -s "$bytes" "$target" 2>&1) || true
  said=$(printf '%s\n' "$said" | sed -n 's/^\([0-9]*\) packets transmitted, \([0-9]*\) received.*/\2 \1/p')
  echo "${said:-0 $1}"
}

in_namespace() {
  case $1 in
    host) shift; "$@" ;;
    *) in_container "$@" ;;
  esac
}

# publish_strangers ADDRESS: MACs of other machines that answer for this host's own address, asked for as one does before one takes an address
# (RFC 5227). Nothing where iputils' arping, which asks, is missing.
publish_strangers() {
  device=$(device_of "$1")
  [ -n "$device" ] && arping -V 2>&1 | grep -q iputils || return 0
  arping -D -c 1 -w 1 -I "$device" "$1" 2>/dev/null | sed -n 's/.*reply from [^[]*\[\([0-9A-Fa-f:]*\)\].*/\1/p' | tr A-F a-f | sort -u | while read -r mac; do
    [ -n "$(ip -o link | grep -F "$mac")" ] || ovsw_publish stranger "$1 $mac"
  done
}

# strangers: what this host has found of them.
strangers() { ovsw_published stranger | sed -n "s/^$OVSW_HOST \([^ ]*\) \(.*\)/\1 is answered for by \2, too/p"; }

# results LAYER: what was measured from this host: PEER BYTES RECEIVED SENT SOURCE TARGET.
results() { printf '%s\n' "$OVSW_PUBLISHED" | sed -n "s/^$OVSW_HOST result \([^ ]*\) $1 /\1 /p"; }

# lost_small LAYER, lost_large LAYER: the peers of which no answer came: to small packets; only to full-size ones.
lost_small() { results "$1" | awk '$2 <= 56 && $3 == 0 { print $1 " does not answer (" $4 " small packets sent, none came back)" }' | sort -u | grep .; }

lost_large() { results "$1" | awk '$2 <= 56 && $3 > 0 { small[$1] = 1 } $2 > 56 && $3 == 0 && small[$1] { print $1 " answers small packets, and none of " $2 + 28 " bytes" }' | sort -u | grep .; }

# lossy LAYER: the peers of which some answers are missing.
lossy() { results "$1" | awk '$3 > 0 && $3 < 0.8 * $4 { print $1 ": " $3 " of " $4 " packets of " $2 + 28 " bytes were answered" }' | sort -u | grep .; }

# --- TCP -----------------------------------------------------------------------------------------------------------------

# knock NAMESPACE ADDRESS: TCP from there, at a port that nobody has: answered, or lost twice.
knock() {
  for _ in 1 2; do
    said=$(in_namespace "$1" timeout 1.5 bash -c ": </dev/tcp/$2/9" 2>&1) && said=refused
    case $said in *refused*) echo answered; return 0 ;; esac
  done
  echo lost
}

# knock_peers BRIDGE PEER…: from its first container to the first of every peer; publishes PEER SOURCE TARGET answered|lost. Nothing where bash,
# which knocks, is missing.
knock_peers() {
  command -v bash >/dev/null || return 0
  read -r source namespace <<OWN
$(containers_on "$1" | head -n 1)
OWN
  [ -n "$namespace" ] || return 0
  shift
  places=$(ovsw_published place)
  for peer; do
    target=$(printf '%s\n' "$places" | sed -n "s/^$peer \([^ ]*\).*/\1/p" | head -n 1)
    [ -z "$target" ] || ovsw_publish knock "$peer $source $target $(knock "$namespace" "$target")" &
  done
  wait
}

# wrong_checksums BRIDGE: segments and datagrams that its containers have got with a wrong checksum so far.
wrong_checksums() {
  containers_on "$1" | while read -r _ namespace; do in_container "$namespace" cat /proc/net/snmp; done | awk '
    $1 ~ /^(Tcp|Udp):$/ && $2 !~ /^-?[0-9]+$/ { for (i = 2; i <= NF; i++) if ($i == "InCsumErrors") column[$1] = i; next }
    $1 in column { sum += $column[$1] }
    END { print sum + 0 }'
}

# unanswered_knocks: those where pings came back, told by the one host that all of them have in common, else by whoever knocked. Status 10:
# somebody got wrong checksums meanwhile; 11: nobody did. Where only the host that knocked got some they were the answers, and the other end tells.
unanswered_knocks() {
  printf '%s\n' "$OVSW_PUBLISHED" | awk -v host="$OVSW_HOST" '
    $2 == "wrong_checksums_before" { before[$1] = $3 }
    $2 == "wrong_checksums_after" { wrong[$1] = $3 - before[$1] }
    $2 == "result" && $4 == "container" && $6 > 0 { pinged[$1 " " $9] = 1 }
    $2 == "knock" && $6 == "lost" { n++; from[n] = $1; to[n] = $3; source[n] = $4; target[n] = $5 }
    END {
      for (i = 1; i <= n; i++) if (pinged[from[i] " " target[i]]) { lost++; has[from[i]]++; has[to[i]]++ }
      for (one in has) if (has[one] == lost) { common++; culprit = one }
      if (common == 1 && culprit != host) exit
      for (i = 1; i <= n; i++) {
        if (!pinged[from[i] " " target[i]] || common != 1 && (from[i] != host || wrong[host] > 0 && wrong[to[i]] == 0)) continue
        bad = wrong[from[i]] + wrong[to[i]]
        if (bad) status = 10; else if (!status) status = 11
        printf "TCP from %s to %s on %s has no answer, and pings have; %s got %d packets with a wrong checksum meanwhile, %s %d\n", source[i], target[i], to[i], to[i], wrong[to[i]], from[i], wrong[from[i]]
      }
      exit status
    }'
}

# path_mtu ADDRESS LOW HIGH: the largest packet that ADDRESS answers, found by halving.
path_mtu() {
  low=$2 high=$3
  while [ $((high - low)) -gt 1 ]; do
    middle=$(((low + high) / 2))
    if ping -n -q -c 2 -i 0.2 -W 0.4 -M 'do' -s $((middle - 28)) "$1" >/dev/null 2>&1; then low=$middle; else high=$middle; fi
  done
  echo "$low"
}

# wrong STATUS TEXT: where there is a text, that is what was found.
wrong() { [ -z "$2" ] || { printf '%s\n' "$2"; exit "$1"; }; }

# odd_ports BRIDGE: ports of an Open vSwitch bridge, itself among them, that are set apart: VLAN, rate limit, switched off.
odd_ports() {
  ports=$(ovs-vsctl --timeout=5 list-ports "$1" 2>/dev/null) || return 0
  ports=" $1 $(echo "$ports" | tr '\n' ' ') "
  ovs-vsctl --timeout=5 --no-headings --format=csv --data=bare --columns=name,tag,trunks,vlan_mode,qos list port |
    awk -F, -v ports="$ports" 'index(ports, " " $1 " ") && $2 $3 $4 $5 != "" { print $1 ": tag " $2 " trunks " $3 " mode " $4 " qos " $5 }'
  ovs-vsctl --timeout=5 --no-headings --format=csv --data=bare --columns=name,ingress_policing_rate list interface |
    awk -F, -v ports="$ports" 'index(ports, " " $1 " ") && $2 != "0" { print $1 ": at most " $2 " kbit/s (ingress_policing_rate)" }'
  ovs-ofctl show "$1" | awk '/^ [0-9A-Z]+\(/ { split($1, n, /[()]/); name = n[2] } /config: / && !/config: +0$/ && !/config: +PORT_DOWN$/ { print name ": " $2 " " $3 " " $4 }
    /config: +PORT_DOWN$/ && name != "'"$1"'" { print name ": " $2 }'
}

# keep_odd_ports BRIDGE: their settings, to be put back. Needs keep.sh.
keep_odd_ports() {
  of=$1
  for port in "$1" $(ovs-vsctl --timeout=5 list-ports "$1"); do
    for column in tag trunks vlan_mode qos; do
      value=$(ovs-vsctl --timeout=5 get port "$port" "$column")
      if [ "$value" = '[]' ]; then set -- clear port "$port" "$column"; else set -- set port "$port" "$column=$value"; fi
      quoted if_there port "$port" ovs-vsctl --timeout=5 "$@"
    done
    quoted if_there member "$port" put_port_config "$of" "$port" "$(port_config "$of" "$port")"
    for column in ingress_policing_rate ingress_policing_burst; do
      quoted if_there member "$port" ovs-vsctl --timeout=5 set interface "$port" "$column=$(ovs-vsctl --timeout=5 get interface "$port" "$column")"
    done
  done
}

# port_config BRIDGE PORT: what OpenFlow has switched off of it, as ovs-ofctl show says: 0, or NO_RECV, NO_FWD …
port_config() { ovs-ofctl show "$1" | awk -v port="$2" '/^ [0-9A-Z]+\(/ { split($1, n, /[()]/); here = n[2] == port } here && /config: / { $1 = ""; print; exit }'; }

# put_port_config BRIDGE PORT CONFIG
put_port_config() {
  for action in up:PORT_DOWN:down receive:NO_RECV:no-receive forward:NO_FWD:no-forward flood:NO_FLOOD:no-flood; do
    off=${action#*:}
    case " $3 " in *" ${off%:*} "*) set_port=${off#*:} ;; *) set_port=${action%%:*} ;; esac
    ovs-ofctl mod-port "$1" "$2" "$set_port"
  done
}

# blocked_ports BRIDGE: ports of a Linux bridge that do not forward, are isolated, or are filtered by VLAN.
blocked_ports() {
  # Without carrier the port is disabled by itself: that is the other end's doing.
  bridge -d -o link show master "$1" 2>/dev/null | grep -v NO-CARRIER | grep -E ' state (disabled|blocking|listening|learning) | isolated on|learning off|flood off' | grep -v -e ' bcast_flood off.* flood on' | sed 's/\\//g; s/  */ /g' |
    awk '{ line = $0; why = ""; if (match(line, / state [a-z]+/) && substr(line, RSTART + 7, RLENGTH - 7) != "forwarding") why = why substr(line, RSTART, RLENGTH)
      if (line ~ / isolated on/) why = why " isolated"; if (line ~ /[^_]learning off/) why = why " learning off"; if (line ~ / flood off/) why = why " flood off"
      if (why != "") print $1 " " $2 " is" why }'
  ip -d -o link show dev "$1" 2>/dev/null | grep -q ' vlan_filtering 1' || return 0
  echo "0: $1: filters by VLAN (vlan_filtering)"
}

# boot_services: what must start at boot, of what is installed here.
boot_services() {
  for unit in docker.service openvswitch-switch.service openvswitch.service; do
    case $(systemctl show -p LoadState --value "$unit") in loaded) echo "$unit" ;; esac
  done
}
