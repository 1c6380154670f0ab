# shellcheck shell=sh
# Before-images of a whole Open vSwitch bridge: its settings, its ports, the members of its bonds.
# requires: keep keep-ovs lines ovs trunk

# keep_bridge_settings_of TABLE RECORD COLUMN…: COLUMN=VALUE, a line each, of those that this version of Open vSwitch
# has; set takes them back.
keep_bridge_settings_of() {
  table=$1 record=$2
  shift 2
  ovs-vsctl --timeout=10 list "$table" "$record" | sed 's/ *: /=/' | while IFS= read -r setting; do
    case " $* " in *" ${setting%%=*} "*) printf '%s\n' "$setting" ;; esac
  done
}

keep_bridge_settings() {
  keep_bridge_settings_of bridge "$1" datapath_type external_ids fail_mode flood_vlans mcast_snooping_enable \
    other_config protocols rstp_enable stp_enable
}

keep_bridge_port_settings() {
  keep_bridge_settings_of port "$1" bond_downdelay bond_fake_iface bond_mode bond_updelay cvlans external_ids lacp mac \
    other_config protected tag trunks vlan_mode
}

keep_bridge_interface_settings() {
  keep_bridge_settings_of interface "$1" bfd cfm_mpid external_ids ingress_policing_burst ingress_policing_rate lldp \
    mac mtu_request ofport_request options other_config type
}

# keep_bridge_whole BR: all of it but what other tables hold (keep_bridge_expect_whole) and its flows.
keep_bridge_whole() {
  ovs_has_bridge "$1" || { keep_command ovs-vsctl --timeout=10 --if-exists del-br "$1"; return; }
  settings=$(keep_bridge_settings "$1")
  lines_with "$settings" keep_command ovs-vsctl --timeout=10 --may-exist add-br "$1" -- set bridge "$1"
  controllers=$(ovs-vsctl --timeout=10 get-controller "$1" | sort)
  if [ -n "$controllers" ]; then
    lines_with "$controllers" keep_command ovs-vsctl --timeout=10 set-controller "$1"
  else
    keep_command ovs-vsctl --timeout=10 del-controller "$1"
  fi
  ports=$(ovs-vsctl --timeout=10 list-ports "$1" | sort)
  lines_with "$ports" keep_command keep_ovs_put_only_ports "$1" :
  keep_bridge_whole_port "$1" "$1"
  for each in $ports; do keep_bridge_whole_port "$1" "$each"; done
}

# keep_bridge_whole_port BR PORT: the bridge's own port is always there.
keep_bridge_whole_port() {
  members=$(ovs_members_of "$2")
  [ "$1" = "$2" ] || keep_bridge_members "$1" "$2"
  settings=$(keep_bridge_port_settings "$2")
  lines_with "$settings" keep_command keep_if_there port "$2" ovs-vsctl --timeout=10 set port "$2"
  for member in $members; do
    settings=$(keep_bridge_interface_settings "$member")
    lines_with "$settings" keep_command keep_if_there member "$member" ovs-vsctl --timeout=10 set interface "$member"
  done
}

# keep_bridge_members BR PORT: tunnels and the like are made by Open vSwitch itself; any other member is somebody's
# device.
keep_bridge_members() {
  owner=$1 owned=$2
  set --
  for member in $members; do
    case $(ovs-vsctl --timeout=10 get interface "$member" type) in
      '""' | system) set -- "$@" keep_if_there port "$member" ;;
    esac
  done
  lines_with "$members" keep_command "$@" keep_bridge_put_port "$owner" "$owned"
}

# keep_bridge_put_port BR PORT MEMBER…: one member is a plain port, several are a bond.
keep_bridge_put_port() {
  bridge=$1 port=$2
  shift 2
  [ "$(ovs_members_of "$port")" != "$(printf '%s\n' "$@" | sort)" ] || return 0
  # What these are now may hold them under another name: members of a bond, or ports.
  for member; do
    holder=$(keep_bridge_port_with "$member")
    [ -z "$holder" ] || ovs-vsctl --timeout=10 --if-exists del-port "$bridge" "$holder"
  done
  case $# in
    1) ovs-vsctl --timeout=10 --if-exists del-port "$bridge" "$port" -- add-port "$bridge" "$port" ;;
    *) ovs-vsctl --timeout=10 --if-exists del-port "$bridge" "$port" -- add-bond "$bridge" "$port" "$@" ;;
  esac
}

# keep_bridge_port_with INTERFACE: the port that it belongs to; nothing where there is none.
keep_bridge_port_with() {
  uuid=$(ovs-vsctl --timeout=10 --if-exists get interface "$1" _uuid)
  [ -z "$uuid" ] || ovs-vsctl --timeout=10 --no-headings --bare --columns=name find port "interfaces{>=}$uuid"
}

# keep_bridge_expect_whole BR: it has nothing that the image does not cover.
keep_bridge_expect_whole() {
  more=$(keep_bridge_settings_of bridge "$1" mirrors netflow sflow ipfix flow_tables auto_attach |
    grep -v '=\(\[\]\|{}\)$') || more=
  for each in $(ovs-vsctl --timeout=10 list-ports "$1"); do
    more=$more$(keep_bridge_settings_of port "$each" qos fake_bridge | grep -v '=\(\[\]\|false\)$' || true)
  done
  groups=$(ovs-ofctl -O OpenFlow13 dump-groups "$1" 2>/dev/null | grep group_id) || groups=
  [ -z "$more$groups" ] || fail bridge-holds-more "$more" "$groups"
}

# keep_bridge_flows_of BR: without counters and times, ports by name.
keep_bridge_flows_of() { ovs-ofctl --names --no-stats dump-flows "$1" | sed -n 's/^ *\(.*actions=.*\)/\1/p' | sort; }

keep_bridge_flows() {
  ovs_has_bridge "$1" || { keep_note "there is no bridge $1, so it has no flows"; return; }
  flows=$(keep_bridge_flows_of "$1")
  lines_with "$flows" keep_command keep_bridge_put_flows "$1"
}

keep_bridge_put_flows() {
  bridge=$1
  shift
  [ "$(keep_bridge_flows_of "$bridge")" != "$(printf '%s\n' "$@")" ] || return 0
  ovs-ofctl --names del-flows "$bridge"
  for flow; do
    said=$(ovs-ofctl --names add-flow "$bridge" "$flow" 2>&1) || case $said in
      *'unknown port'*) ovsw_leave "a port is gone, and with it the flow $flow" ;;
      *) printf '%s\n' "$said"; return 1 ;;
    esac
  done
}

# keep_bridge_internal_ports BR: its own, and the others that are devices of the host.
keep_bridge_internal_ports() {
  echo "$1"
  for each in $(ovs-vsctl --timeout=10 list-ports "$1"); do
    [ "$(ovs-vsctl --timeout=10 --if-exists get interface "$each" type)" != internal ] || echo "$each"
  done
}

# keep_bridge_attachments BRIDGE: which there are now.
keep_bridge_attachments() {
  list=$(trunk_attachments_of "$1")
  lines_with "$list" keep_command trunk_put_back_attachments "$1"
}
