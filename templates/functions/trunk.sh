# shellcheck shell=sh
# Containers as access ports of an Open vSwitch bridge, as ovs-docker attaches them: one end of a veth pair is a port
# with a tag, the other the interface vlanTAG in the container. An attachment is written CONTAINER:TAG:ADDRESS[:GATEWAY]
# or CONTAINER:TAG:dhcp. It stands on its port in Open vSwitch's database, where each start of the container, or of the
# host, finds it. This file also stays on the host; it holds no double braces, which a template would take for its own.

# trunk_take_attachment ATTACHMENT: its parts as variables, the name of its port (15 characters at most), and its MAC:
# always the same, so that neighbours and DHCP servers know it again, and another one on every host.
trunk_take_attachment() {
  attachment=$1
  IFS=: read -r container tag address gateway <<ATTACHMENT
$1
ATTACHMENT
  inner=vlan$tag
  port=$container-$tag
  [ "${#port}" -le 15 ] || port=$(printf '%.6s-%08x' "$port" "$(printf %s "$port" | cksum | cut -d ' ' -f 1)")
  mac=$(printf '02:76%08x' "$(printf '%s %s %s' "$(cat /etc/machine-id)" "$(cat /proc/sys/kernel/hostname)" "$port" |
    cksum | cut -d ' ' -f 1)" |
    sed 's/\(..\)\(..\)\(..\)\(..\)$/:\1:\2:\3:\4/')
  dhcp_unit=ovswizard-dhcp-$port
}

# The process that holds the container's network namespace; nothing, or 0, where it does not run.
trunk_container_pid() {
  docker inspect --type container "$1" 2>/dev/null | sed -n 's/^ *"Pid": \([0-9]*\),*$/\1/p' | head -n 1
}

trunk_in_container() { nsenter --net="/proc/$pid/ns/net" "$@"; }

trunk_inner_address() {
  trunk_in_container ip -4 -o addr show dev "$inner" 2>/dev/null | sed 's/.* inet \([^ ]*\) .*/\1/' | paste -s -d ' ' -
}

# trunk_attachments_of BRIDGE: a line each, sorted.
trunk_attachments_of() {
  ovs-vsctl --timeout=10 --no-headings --bare --columns=external_ids find port "external_ids:ovswizard-trunk=$1" |
    sed -n 's/.*ovswizard-attachment=\([^ ]*\).*/\1/p' | sort
}

# trunk_attach BRIDGE ATTACHMENT: status 24: the container does not run; it will be attached when it starts. 25: no DHCP
# server answers, or there is no client.
trunk_attach() {
  bridge=$1
  trunk_take_attachment "$2"
  pid=$(trunk_container_pid "$container")
  [ "${pid:-0}" -gt 0 ] || { trunk_record_attachment; echo "the container $container does not run"; return 24; }
  trunk_wire || return
  trunk_record_attachment || return
  case $address in
    dhcp) trunk_lease ;;
    *)
      [ "$(trunk_inner_address)" = "$address" ] || {
        trunk_in_container ip -4 addr flush dev "$inner" || return
        trunk_in_container ip -4 addr add "$address" brd + dev "$inner" || return
      }
      # Before the one that Docker gave, which is the first again when the interface goes.
      [ -z "$gateway" ] || trunk_has_gateway ||
        trunk_in_container ip -4 route prepend default via "$gateway" dev "$inner" ;;
  esac
}

trunk_has_gateway() {
  case $(trunk_in_container ip -4 -o route show default) in "default via $gateway dev $inner "*) return 0 ;; esac
  return 1
}

trunk_wire() {
  if ! ip link show dev "$port" >/dev/null 2>&1 || ! trunk_in_container ip link show dev "$inner" >/dev/null 2>&1; then
    trunk_unwire
    mtu=$(ip -o link show dev "$bridge" | sed 's/.* mtu \([0-9]*\) .*/\1/')
    ip link add dev "$port" mtu "$mtu" address "02:77${mac#02:76}" type veth peer name "$inner" mtu "$mtu" address \
      "$mac" netns "$pid" || return
    # The userspace datapath passes on packets as they are, also those whose checksum was left to a NIC.
    case $(ovs-vsctl --timeout=10 get bridge "$bridge" datapath_type) in
      netdev) ! command -v ethtool >/dev/null || trunk_in_container ethtool -K "$inner" tx off >/dev/null ;;
    esac
  fi
  ip link set dev "$port" up && trunk_in_container ip link set dev "$inner" up
}

# unwire: the port stays in the database; the device goes. Open vSwitch's userspace datapath holds on to the old device
# of a name, and is deaf to a new one: with a type that there is none of it lets go.
trunk_unwire() {
  systemctl stop "$dhcp_unit" 2>/dev/null
  systemctl reset-failed "$dhcp_unit" 2>/dev/null
  ovs-vsctl --timeout=10 --if-exists set interface "$port" type=ovswizard-gone >/dev/null 2>&1
  ! ip link show dev "$port" >/dev/null 2>&1 || ip link del dev "$port"
}

# An edge of the spanning tree forwards at once. container_id and container_iface are what ovs-docker knows its own
# ports by.
trunk_record_attachment() {
  ovs-vsctl --timeout=10 --may-exist add-port "$bridge" "$port" \
    -- set port "$port" "tag=$tag" vlan_mode=access other_config:rstp-port-admin-edge=true \
    "external_ids:ovswizard-trunk=$bridge" "external_ids:ovswizard-attachment=\"$attachment\"" \
    -- set interface "$port" type='""' "external_ids:container_id=$container" \
    "external_ids:container_iface=$inner" 2>&1 | grep -v 'No such device' || true
}

# The client whatever the host has of them; its options after it.
trunk_dhcp_client() {
  script=/usr/local/lib/ovswizard/lease-$bridge.sh
  if command -v udhcpc >/dev/null; then echo "udhcpc -f -i $inner -s $script"
  elif busybox udhcpc --help >/dev/null 2>&1; then echo "busybox udhcpc -f -i $inner -s $script"
  elif command -v dhclient >/dev/null; then
    echo "dhclient -d -sf $script -lf /run/$dhcp_unit.leases -pf /run/$dhcp_unit.pid $inner"
  else return 1
  fi
}

# A unit of its own renews the lease for as long as the container runs, whoever is logged in.
trunk_lease() {
  if systemctl is-active -q "$dhcp_unit" && [ -n "$(trunk_inner_address)" ]; then return 0; fi
  client=$(trunk_dhcp_client) || { echo "this host has neither udhcpc nor dhclient"; return 25; }
  systemctl stop "$dhcp_unit" 2>/dev/null
  systemctl reset-failed "$dhcp_unit" 2>/dev/null
  # shellcheck disable=SC2086 # words
  systemd-run --quiet --unit="$dhcp_unit" nsenter --net="/proc/$pid/ns/net" $client || return
  tries=0
  until [ -n "$(trunk_inner_address)" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "no DHCP server has answered $container in VLAN $tag within 10 s"; return 25; }
    sleep 0.1
  done
}

trunk_detach() {
  bridge=$1
  trunk_take_attachment "$2"
  trunk_unwire
  ovs-vsctl --timeout=10 --if-exists del-port "$bridge" "$port"
}

# trunk_put_attachments BRIDGE ATTACHMENT…: these and no other.
trunk_put_attachments() {
  trunk_only_attachments "$@" || return
  of=$1
  shift
  for wanted; do trunk_attach "$of" "$wanted" || return; done
}

# The same where a container may have ended meanwhile: what it is attached to is written down for its next start.
trunk_put_back_attachments() {
  trunk_only_attachments "$@" || return
  of=$1
  shift
  for wanted; do trunk_attach "$of" "$wanted" || [ "$?" -eq 24 ] || return 1; done
}

# trunk_only_attachments BRIDGE ATTACHMENT…: detaches what is none of these.
trunk_only_attachments() {
  of=$1
  shift
  for found in $(trunk_attachments_of "$of"); do
    for wanted; do
      [ "$wanted" != "$found" ] || continue 2
    done
    trunk_detach "$of" "$found" || return
  done
}

# trunk_is_attached BRIDGE ATTACHMENT: port, tag, interface, address and gateway are as they should be.
trunk_is_attached() {
  trunk_take_attachment "$2"
  pid=$(trunk_container_pid "$container")
  [ "${pid:-0}" -gt 0 ] || { echo "the container $container does not run"; return 1; }
  [ "$(ovs-vsctl --timeout=10 --if-exists get port "$port" tag)" = "$tag" ] ||
    { echo "$container has no port with tag $tag"; return 1; }
  case $(ip -o link show dev "$port" 2>&1) in
    *[\<,]UP[,\>]*) ;;
    *) echo "$port of $container is down, or not there"; return 1 ;;
  esac
  has=$(trunk_inner_address)
  case $address in
    dhcp)
      if [ -z "$has" ] || ! systemctl is-active -q "$dhcp_unit"; then
        echo "$container has no lease in VLAN $tag"
        return 1
      fi ;;
    *) [ "$has" = "$address" ] || { echo "$container has ${has:-no address} in VLAN $tag, not $address"; return 1; } ;;
  esac
  [ -z "$gateway" ] || trunk_has_gateway ||
    { echo "the default route of $container does not lead to $gateway"; return 1; }
}

# trunk_are_attached BRIDGE ATTACHMENT…: these, well, and no other.
trunk_are_attached() {
  bridge=$1
  shift
  found=$(trunk_attachments_of "$bridge")
  [ "$found" = "$([ $# -eq 0 ] || printf '%s\n' "$@" | sort)" ] || { echo "attached are: ${found:-none}"; return 1; }
  for wanted; do trunk_is_attached "$bridge" "$wanted" || return; done
}

# trunk_follow_containers BRIDGE: attaches what runs, and from then on whatever starts. It asks for what happened since
# before it began.
trunk_follow_containers() {
  of=$1
  since=$(date +%s)
  for found in $(trunk_attachments_of "$of"); do trunk_attach "$of" "$found"; done
  docker events --since "$since" --filter type=container --filter event=start --filter event=die |
    while IFS= read -r event; do
      name=$(printf '%s\n' "$event" | sed 's/.*[(, ]name=\([^,)]*\).*/\1/')
      for found in $(trunk_attachments_of "$of"); do
        [ "${found%%:*}" = "$name" ] || continue
        case $event in
          *" container start "*) trunk_attach "$of" "$found" ;;
          *) trunk_take_attachment "$found"; trunk_unwire ;;
        esac
      done
    done
}
