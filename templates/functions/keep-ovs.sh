# shellcheck shell=sh
# Before-images of Open vSwitch.
# What "ovs-vsctl get" prints of a column, "ovs-vsctl set" takes back, empty sets and maps included.
# requires: keep lines ovs

# keep_ovs_bridge BR: whether it is there, its datapath, its spanning trees, its marks and its own port's MTU. Its ports
# are no part of it, but named: a bridge that was not there before is not taken away with somebody else's ports in it.
# shellcheck disable=SC2154 # keep_ovs_read_columns assigns
keep_ovs_bridge() {
  ovs_has_bridge "$1" || { keep_command ovs-vsctl --timeout=10 --if-exists del-br "$1"; return; }
  ovs-vsctl --timeout=10 get bridge "$1" datapath_type rstp_enable stp_enable external_ids \
    -- get interface "$1" mtu_request -- get bridge "$1" fail_mode flood_vlans \
    -- get port "$1" tag trunks vlan_mode protected -- list-ports "$1" | {
    keep_ovs_read_columns datapath_type rstp_enable stp_enable external_ids mtu_request fail_mode flood_vlans tag \
      trunks vlan_mode protected
    ports=$(sort | tr '\n' ' ')
    keep_command keep_if_there bridge "$1" ovs-vsctl --timeout=10 set bridge "$1" "datapath_type=$datapath_type" \
      "rstp_enable=$rstp_enable" "stp_enable=$stp_enable" \
      "external_ids=$external_ids" -- set interface "$1" "mtu_request=$mtu_request"
    # What is as every new bridge has it is not told.
    [ "$fail_mode$flood_vlans" = '[][]' ] ||
      keep_command keep_if_there bridge "$1" ovs-vsctl --timeout=10 set bridge "$1" "fail_mode=$fail_mode" \
        "flood_vlans=$flood_vlans"
    [ "$tag$trunks$vlan_mode$protected" = '[][][]false' ] ||
      keep_command keep_if_there bridge "$1" ovs-vsctl --timeout=10 set port "$1" "tag=$tag" "trunks=$trunks" \
        "vlan_mode=$vlan_mode" "protected=$protected"
    echo "# holds $1 : ${ports% }"
  }
  ovs_has_normal_flow "$1" || keep_command keep_if_there bridge "$1" ovs-ofctl --strict del-flows "$1" priority=0
  ovs_shut_ports "$1" | while read -r port word; do
    keep_command keep_if_there member "$port" ovs-ofctl mod-port "$1" "$port" "$word"
  done
}

# keep_ovs_read_columns NAME…: the next lines of standard input as variables of these names.
keep_ovs_read_columns() {
  for column; do IFS= read -r "${column?}" || exit; done
}

# keep_ovs_bridge_ports BR: its ports with all that makes a tunnel or an access port of them.
# The members of a bond are left alone: no step touches them.
keep_ovs_bridge_ports() {
  ovs_has_bridge "$1" || { keep_note "there is no bridge $1, so it has no port"; return; }
  ports=$(ovs-vsctl --timeout=10 list-ports "$1")
  lines_with "$ports" keep_command keep_if_there bridge "$1" keep_ovs_put_only_ports "$1" :
  [ -z "$ports" ] || lines_with "$ports" keep_ovs_ports "$1"
}

keep_ovs_ports() {
  bridge=$1
  shift
  keep_ovs_ask_ports "$bridge" "$@" | {
    keep_ovs_read_columns end
    for port; do keep_ovs_port || exit; done
  }
}

# All ports in one call; the bridge's uuid ends the answer about each.
keep_ovs_ask_ports() {
  bridge=$1
  shift
  for port; do
    set -- "$@" -- get port "$port" tag trunks vlan_mode protected external_ids \
      -- --if-exists get interface "$port" type options external_ids ingress_policing_rate ingress_policing_burst \
      -- get bridge "$bridge" _uuid
    shift
  done
  ovs-vsctl --timeout=10 get bridge "$bridge" _uuid "$@"
}

# Reads the answer about $port of $bridge.
# shellcheck disable=SC2154 # keep_ovs_read_columns assigns
keep_ovs_port() {
  keep_ovs_read_columns tag trunks vlan_mode protected external_ids type
  set -- -- set port "$port" "tag=$tag" "trunks=$trunks" "vlan_mode=$vlan_mode" "protected=$protected" \
    "external_ids=$external_ids"
  if [ "$type" != "$end" ]; then
    keep_ovs_read_columns options external_ids rate burst mark
    set -- -- --may-exist add-port "$bridge" "$port" "$@" \
      -- set interface "$port" "type=$type" "options=$options" "external_ids=$external_ids"
  fi
  shift
  # Tunnels and the like are made by Open vSwitch itself; any other port is somebody's device.
  case $type in
    "$end" | system | '""' | '')
      keep_command keep_if_there bridge "$bridge" keep_if_there port "$port" ovs-vsctl --timeout=10 "$@" ;;
    *) keep_command keep_if_there bridge "$bridge" ovs-vsctl --timeout=10 "$@" ;;
  esac
  [ "$type" != "$end" ] || return 0
  [ "$rate$burst" = 00 ] ||
    keep_command keep_if_there member "$port" ovs-vsctl --timeout=10 set interface "$port" \
      "ingress_policing_rate=$rate" "ingress_policing_burst=$burst"
}

# keep_ovs_put_only_ports BR PORT…: takes away the ports that are none of these.
keep_ovs_put_only_ports() {
  bridge=$1
  shift
  [ "${1-}" != : ] || shift
  ovs-vsctl --timeout=10 list-ports "$bridge" | while IFS= read -r port; do
    for kept; do
      [ "$kept" != "$port" ] || continue 2
    done
    ovs-vsctl --timeout=10 --if-exists del-port "$bridge" "$port"
  done
}

# keep_ovs_external_ids KEY…: of Open vSwitch as a whole.
keep_ovs_external_ids() {
  for key; do
    value=$(ovs-vsctl --timeout=10 --if-exists get Open_vSwitch . "external_ids:$key")
    if [ -n "$value" ]; then keep_command ovs-vsctl --timeout=10 set Open_vSwitch . "external_ids:$key=$value"
    else keep_command ovs-vsctl --timeout=10 remove Open_vSwitch . external_ids "$key"
    fi
  done
}
