# shellcheck shell=sh
# Containers as access ports of an Open vSwitch bridge, as ovs-docker attaches them: one end of a veth pair is a port with a tag, the other
# the interface vlanTAG in the container. An attachment is written CONTAINER:TAG:ADDRESS[:GATEWAY] or CONTAINER:TAG:dhcp. It stands on its
# port in Open vSwitch's database, where each start of the container, or of the host, finds it.
# This file also stays on the host; it holds no double braces, which a template would take for its own.

# take_attachment ATTACHMENT: its parts as variables, the name of its port (15 characters at most), and its MAC: always the same, so that
# neighbours and DHCP servers know it again, and another one on every host.
take_attachment() {
  attachment=$1
  IFS=: read -r container tag address gateway <<ATTACHMENT
$1
ATTACHMENT
  inner=vlan$tag
  port=$container-$tag
  [ "${#port}" -le 15 ] || port=$(printf '%.6s-%08x' "$port" "$(printf %s "$port" | cksum | cut -d ' ' -f 1)")
  mac=$(printf '02:76%08x' "$(printf '%s %s %s' "$(cat /etc/machine-id)" "$(cat /proc/sys/kernel/hostname)" "$port" | cksum | cut -d ' ' -f 1)" |
    sed 's/\(..\)\(..\)\(..\)\(..\)$/:\1:\2:\3:\4/')
  dhcp_unit=ovswizard-dhcp-$port
}

# The process that holds the container's network namespace; nothing, or 0, where it does not run.
container_pid() { docker inspect --type container "$1" 2>/dev/null | sed -n 's/^ *"Pid": \([0-9]*\),*$/\1/p' | head -n 1; }

in_container() { nsenter --net="/proc/$pid/ns/net" "$@"; }

inner_address() { in_container ip -4 -o addr show dev "$inner" 2>/dev/null | sed 's/.* inet \([^ ]*\) .*/\1/' | paste -s -d ' ' -; }

# attachments_of BRIDGE: a line each, sorted.
attachments_of() {
  ovs-vsctl --timeout=10 --no-headings --bare --columns=external_ids find port "external_ids:ovswizard-trunk=$1" |
    sed -n 's/.*ovswizard-attachment=\([^ ]*\).*/\1/p' | sort
}

# attach BRIDGE ATTACHMENT: status 24: the container does not run; it will be attached when it starts. 25: no DHCP server answers, or there is no client.
attach() {
  bridge=$1
  take_attachment "$2"
  pid=$(container_pid "$container")
  [ "${pid:-0}" -gt 0 ] || { record_attachment; echo "the container $container does not run"; return 24; }
  wire || return
  record_attachment || return
  case $address in
    dhcp) lease ;;
    *)
      [ "$(inner_address)" = "$address" ] || {
        in_container ip -4 addr flush dev "$inner" || return
        in_container ip -4 addr add "$address" brd + dev "$inner" || return
      }
      # Before the one that Docker gave, which is the first again when the interface goes.
      [ -z "$gateway" ] || has_gateway || in_container ip -4 route prepend default via "$gateway" dev "$inner" ;;
  esac
}

has_gateway() {
  case $(in_container ip -4 -o route show default) in "default via $gateway dev $inner "*) return 0 ;; esac
  return 1
}

wire() {
  if ! ip link show dev "$port" >/dev/null 2>&1 || ! in_container ip link show dev "$inner" >/dev/null 2>&1; then
    unwire
    mtu=$(ip -o link show dev "$bridge" | sed 's/.* mtu \([0-9]*\) .*/\1/')
    ip link add dev "$port" mtu "$mtu" address "02:77${mac#02:76}" type veth peer name "$inner" mtu "$mtu" address "$mac" netns "$pid" || return
    # The userspace datapath passes on packets as they are, also those whose checksum was left to a NIC.
    case $(ovs-vsctl --timeout=10 get bridge "$bridge" datapath_type) in
      netdev) ! command -v ethtool >/dev/null || in_container ethtool -K "$inner" tx off >/dev/null ;;
    esac
  fi
  ip link set dev "$port" up && in_container ip link set dev "$inner" up
}

# unwire: the port stays in the database; the device goes. Open vSwitch's userspace datapath holds on to the old device of a name, and is deaf to
# a new one: with a type that there is none of it lets go.
unwire() {
  systemctl stop "$dhcp_unit" 2>/dev/null
  systemctl reset-failed "$dhcp_unit" 2>/dev/null
  ovs-vsctl --timeout=10 --if-exists set interface "$port" type=ovswizard-gone >/dev/null 2>&1
  ! ip link show dev "$port" >/dev/null 2>&1 || ip link del dev "$port"
}

# An edge of the spanning tree forwards at once. container_id and container_iface are what ovs-docker knows its own ports by.
record_attachment() {
  ovs-vsctl --timeout=10 --may-exist add-port "$bridge" "$port" -- set port "$port" "tag=$tag" vlan_mode=access other_config:rstp-port-admin-edge=true \
    "external_ids:ovswizard-trunk=$bridge" "external_ids:ovswizard-attachment=\"$attachment\"" \
    -- set interface "$port" type='""' "external_ids:container_id=$container" "external_ids:container_iface=$inner" 2>&1 | grep -v 'No such device' || true
}

# The client whatever the host has of them; its options after it.
dhcp_client() {
  script=/usr/local/lib/ovswizard/lease-$bridge.sh
  if command -v udhcpc >/dev/null; then echo "udhcpc -f -i $inner -s $script"
  elif busybox udhcpc --help >/dev/null 2>&1; then echo "busybox udhcpc -f -i $inner -s $script"
  elif command -v dhclient >/dev/null; then echo "dhclient -d -sf $script -lf /run/$dhcp_unit.leases -pf /run/$dhcp_unit.pid $inner"
  else return 1
  fi
}

# A unit of its own renews the lease for as long as the container runs, whoever is logged in.
lease() {
  if systemctl is-active -q "$dhcp_unit" && [ -n "$(inner_address)" ]; then return 0; fi
  client=$(dhcp_client) || { echo "this host has neither udhcpc nor dhclient"; return 25; }
  systemctl stop "$dhcp_unit" 2>/dev/null
  systemctl reset-failed "$dhcp_unit" 2>/dev/null
  # shellcheck disable=SC2086 # words
  systemd-run --quiet --unit="$dhcp_unit" nsenter --net="/proc/$pid/ns/net" $client || return
  tries=0
  until [ -n "$(inner_address)" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "no DHCP server has answered $container in VLAN $tag within 10 s"; return 25; }
    sleep 0.1
  done
}

detach() {
  bridge=$1
  take_attachment "$2"
  unwire
  ovs-vsctl --timeout=10 --if-exists del-port "$bridge" "$port"
}

# put_attachments BRIDGE ATTACHMENT…: these and no other.
put_attachments() {
  only_attachments "$@" || return
  of=$1
  shift
  for wanted; do attach "$of" "$wanted" || return; done
}

# The same where a container may have ended meanwhile: what it is attached to is written down for its next start.
put_back_attachments() {
  only_attachments "$@" || return
  of=$1
  shift
  for wanted; do attach "$of" "$wanted" || [ "$?" -eq 24 ] || return 1; done
}

# only_attachments BRIDGE ATTACHMENT…: detaches what is none of these.
only_attachments() {
  of=$1
  shift
  for found in $(attachments_of "$of"); do
    for wanted; do
      [ "$wanted" != "$found" ] || continue 2
    done
    detach "$of" "$found" || return
  done
}

# keep_attachments BRIDGE: which there are now. Needs keep.sh.
keep_attachments() {
  list=$(attachments_of "$1")
  with_lines "$list" quoted put_back_attachments "$1"
}

# is_attached BRIDGE ATTACHMENT: port, tag, interface, address and gateway are as they should be.
is_attached() {
  take_attachment "$2"
  pid=$(container_pid "$container")
  [ "${pid:-0}" -gt 0 ] || { echo "the container $container does not run"; return 1; }
  [ "$(ovs-vsctl --timeout=10 --if-exists get port "$port" tag)" = "$tag" ] || { echo "$container has no port with tag $tag"; return 1; }
  case $(ip -o link show dev "$port" 2>&1) in *[\<,]UP[,\>]*) ;; *) echo "$port of $container is down, or not there"; return 1 ;; esac
  has=$(inner_address)
  case $address in
    dhcp) if [ -z "$has" ] || ! systemctl is-active -q "$dhcp_unit"; then echo "$container has no lease in VLAN $tag"; return 1; fi ;;
    *) [ "$has" = "$address" ] || { echo "$container has ${has:-no address} in VLAN $tag, not $address"; return 1; } ;;
  esac
  [ -z "$gateway" ] || has_gateway || { echo "the default route of $container does not lead to $gateway"; return 1; }
}

# are_attached BRIDGE ATTACHMENT…: these, well, and no other.
are_attached() {
  bridge=$1
  shift
  found=$(attachments_of "$bridge")
  [ "$found" = "$([ $# -eq 0 ] || printf '%s\n' "$@" | sort)" ] || { echo "attached are: ${found:-none}"; return 1; }
  for wanted; do is_attached "$bridge" "$wanted" || return; done
}

# follow_containers BRIDGE: attaches what runs, and from then on whatever starts. It asks for what happened since before it began.
follow_containers() {
  of=$1
  since=$(date +%s)
  for found in $(attachments_of "$of"); do attach "$of" "$found"; done
  docker events --since "$since" --filter type=container --filter event=start --filter event=die | while IFS= read -r event; do
    name=$(printf '%s\n' "$event" | sed 's/.*[(, ]name=\([^,)]*\).*/\1/')
    for found in $(attachments_of "$of"); do
      [ "${found%%:*}" = "$name" ] || continue
      case $event in
        *" container start "*) attach "$of" "$found" ;;
        *) take_attachment "$found"; unwire ;;
      esac
    done
  done
}
