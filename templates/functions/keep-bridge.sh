# shellcheck shell=sh
# Before-images of a whole Open vSwitch bridge: its settings, its ports, the members of its bonds. Needs keep.sh, keep-ovs.sh and nic.sh.

# settings_of TABLE RECORD COLUMN…: COLUMN=VALUE, a line each, of those that this version of Open vSwitch has; set takes them back.
settings_of() {
  table=$1 record=$2
  shift 2
  ovs-vsctl --timeout=10 list "$table" "$record" | sed 's/ *: /=/' | while IFS= read -r setting; do
    case " $* " in *" ${setting%%=*} "*) printf '%s\n' "$setting" ;; esac
  done
}

bridge_settings() { settings_of bridge "$1" datapath_type external_ids fail_mode flood_vlans mcast_snooping_enable other_config protocols rstp_enable stp_enable; }

port_settings() {
  settings_of port "$1" bond_downdelay bond_fake_iface bond_mode bond_updelay cvlans external_ids lacp mac other_config protected tag trunks vlan_mode
}

interface_settings() {
  settings_of interface "$1" bfd cfm_mpid external_ids ingress_policing_burst ingress_policing_rate lldp mac mtu_request ofport_request options other_config type
}

# keep_whole_bridge BR: all of it but what other tables hold (holds_more) and its flows.
keep_whole_bridge() {
  has_bridge "$1" || { quoted ovs-vsctl --timeout=10 --if-exists del-br "$1"; return; }
  settings=$(bridge_settings "$1")
  with_lines "$settings" quoted ovs-vsctl --timeout=10 --may-exist add-br "$1" -- set bridge "$1"
  controllers=$(ovs-vsctl --timeout=10 get-controller "$1" | sort)
  if [ -n "$controllers" ]; then
    with_lines "$controllers" quoted ovs-vsctl --timeout=10 set-controller "$1"
  else
    quoted ovs-vsctl --timeout=10 del-controller "$1"
  fi
  ports=$(ovs-vsctl --timeout=10 list-ports "$1" | sort)
  with_lines "$ports" quoted put_only_ports "$1" :
  keep_whole_port "$1" "$1"
  for each in $ports; do keep_whole_port "$1" "$each"; done
}

# keep_whole_port BR PORT: the bridge's own port is always there.
keep_whole_port() {
  members=$(members_of "$2")
  [ "$1" = "$2" ] || keep_members "$1" "$2"
  settings=$(port_settings "$2")
  with_lines "$settings" quoted if_there port "$2" ovs-vsctl --timeout=10 set port "$2"
  for member in $members; do
    settings=$(interface_settings "$member")
    with_lines "$settings" quoted if_there member "$member" ovs-vsctl --timeout=10 set interface "$member"
  done
}

# keep_members BR PORT: tunnels and the like are made by Open vSwitch itself; any other member is somebody's device.
keep_members() {
  owner=$1 owned=$2
  set --
  for member in $members; do
    case $(ovs-vsctl --timeout=10 get interface "$member" type) in '""' | system) set -- "$@" if_there port "$member" ;; esac
  done
  with_lines "$members" quoted "$@" put_port "$owner" "$owned"
}

# put_port BR PORT MEMBER…: one member is a plain port, several are a bond.
put_port() {
  bridge=$1 port=$2
  shift 2
  [ "$(members_of "$port")" != "$(printf '%s\n' "$@" | sort)" ] || return 0
  # What these are now may hold them under another name: members of a bond, or ports.
  for member; do
    holder=$(port_with "$member")
    [ -z "$holder" ] || ovs-vsctl --timeout=10 --if-exists del-port "$bridge" "$holder"
  done
  case $# in
    1) ovs-vsctl --timeout=10 --if-exists del-port "$bridge" "$port" -- add-port "$bridge" "$port" ;;
    *) ovs-vsctl --timeout=10 --if-exists del-port "$bridge" "$port" -- add-bond "$bridge" "$port" "$@" ;;
  esac
}

# port_with INTERFACE: the port that it belongs to; nothing where there is none.
port_with() {
  uuid=$(ovs-vsctl --timeout=10 --if-exists get interface "$1" _uuid)
  [ -z "$uuid" ] || ovs-vsctl --timeout=10 --no-headings --bare --columns=name find port "interfaces{>=}$uuid"
}

# holds_more BR: what the image does not cover, so that it must not be lost: status 31.
holds_more() {
  more=$(settings_of bridge "$1" mirrors netflow sflow ipfix flow_tables auto_attach | grep -v '=\(\[\]\|{}\)$') || more=
  for each in $(ovs-vsctl --timeout=10 list-ports "$1"); do
    more=$more$(settings_of port "$each" qos fake_bridge | grep -v '=\(\[\]\|false\)$' || true)
  done
  groups=$(ovs-ofctl -O OpenFlow13 dump-groups "$1" 2>/dev/null | grep group_id) || groups=
  [ -z "$more$groups" ] || { printf '%s\n' "$more" "$groups"; return 31; }
}

# flows_of BR: without counters and times, ports by name.
flows_of() { ovs-ofctl --names --no-stats dump-flows "$1" | sed -n 's/^ *\(.*actions=.*\)/\1/p' | sort; }

keep_flows() {
  has_bridge "$1" || { keep_note "there is no bridge $1, so it has no flows"; return; }
  flows=$(flows_of "$1")
  with_lines "$flows" quoted put_flows "$1"
}

put_flows() {
  bridge=$1
  shift
  [ "$(flows_of "$bridge")" != "$(printf '%s\n' "$@")" ] || return 0
  ovs-ofctl --names del-flows "$bridge"
  for flow; do
    said=$(ovs-ofctl --names add-flow "$bridge" "$flow" 2>&1) || case $said in
      *'unknown port'*) ovsw_leave "a port is gone, and with it the flow $flow" ;;
      *) printf '%s\n' "$said"; return 1 ;;
    esac
  done
}

# internal_ports BR: its own, and the others that are devices of the host.
internal_ports() {
  echo "$1"
  for each in $(ovs-vsctl --timeout=10 list-ports "$1"); do
    [ "$(ovs-vsctl --timeout=10 --if-exists get interface "$each" type)" != internal ] || echo "$each"
  done
}
