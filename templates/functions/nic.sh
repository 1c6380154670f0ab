# shellcheck shell=sh
# shellcheck disable=SC2154 # newline is of keep.sh
# Physical NICs as ports of an Open vSwitch bridge, with their addresses and routes moved along. Needs keep.sh, keep-ovs.sh,
# keep-bridge.sh and uplink.sh.

ovs_runs() {
  command -v ovs-vsctl >/dev/null || return 16
  pgrep -x ovs-vswitchd >/dev/null || return 17
}

# has_room FOLDER…: there is place for what is written there.
has_room() {
  full=$(df -Pk "$@" 2>/dev/null | awk 'NR > 1 && $4 < 1024 { print $6 " has only " $4 " KiB left" }')
  [ -z "$full" ] || { echo "$full"; return 23; }
}

# bridge_of NAME: the Open vSwitch bridge that has NAME as a port or as a member of a bond; status 1: none has.
bridge_of() { ovs-vsctl --timeout=10 port-to-br "$1" 2>/dev/null || ovs-vsctl --timeout=10 iface-to-br "$1" 2>/dev/null; }

# members_of PORT: its interfaces: more than one where it is a bond. Nothing where there is no such port.
members_of() {
  uuids=$(ovs-vsctl --timeout=10 --if-exists get port "$1" interfaces | tr -d '[],')
  [ -z "$uuids" ] || for uuid in $uuids; do ovs-vsctl --timeout=10 get interface "$uuid" name | tr -d '"'; done | sort
}

# nics_behind NAME: the NICs of that port or bond; where it is none yet, NAME itself.
nics_behind() {
  found=$(members_of "$1")
  echo "${found:-$1}"
}

# nics_of BRIDGE: the NICs that were put into it here.
nics_of() { ovs-vsctl --timeout=10 --no-headings --bare --columns=name find interface "external_ids:ovswizard-nic=$1" | grep . | sort; }

mac_of() { ip -o link show dev "$1" | sed 's|.* link/ether \([0-9a-f:]*\) .*|\1|'; }

# nic_is_fit BRIDGE NIC: it can become a port of the bridge, and what addresses it has can move there.
nic_is_fit() {
  has_link "$2" || { echo "there is no $2"; return 19; }
  owner=$(bridge_of "$2") || owner=
  case $owner in
    "$1") return 0 ;;
    ?*) echo "$2 is a port of $owner"; return 21 ;;
  esac
  link=$(ip -o link show dev "$2")
  case $link in *" master "*) echo "$link"; return 21 ;; esac
  case $(ip -4 -o addr show dev "$2") in *" dynamic "*) return 26 ;; esac
  fixed=$(ip -6 -o addr show dev "$2" scope global | grep -v ' dynamic ') || return 0
  echo "$fixed"
  return 27
}

# move_addresses FROM TO: all IPv4 addresses and routes, each as it is.
move_addresses() {
  moved=$(addresses_of "$1")
  routes=$(routes_of "table all dev $1" | sed "s/ dev $1\$/ dev $2/")
  ip -4 addr flush dev "$1"
  each_missing "$moved" "$(addresses_of "$2")" "add_address $2"
  each_missing "$routes" "$(routes_of "table all dev $2")" 'ip -4 route append'
}

add_address() {
  to=$1
  shift
  ip -4 addr add "$@" dev "$to"
}

# settle_nics BRIDGE: its NICs are ports by now. They are up, and what addresses and routes they have go to the bridge, which takes
# their MAC too: routers remember for hours where an address was. What results is written down for the next boot; where
# nothing had to move, what was written down is put back.
settle_nics() {
  bridge=$1
  changed=
  ip link set dev "$bridge" up
  for nic in $(nics_of "$bridge"); do
    ip link set dev "$nic" up
    [ -n "$(addresses_of "$nic")" ] || continue
    mac=$(mac_of "$nic")
    ovs-vsctl --timeout=10 set bridge "$bridge" "other_config:hwaddr=\"$mac\""
    move_addresses "$nic" "$bridge"
    changed=1
  done
  file=$(nic_file "$bridge")
  if [ -z "$changed" ] && [ "$(nics_named_in "$file")" = "$(nics_of "$bridge")" ]; then
    sh "$file"
  else
    write_nic_file "$bridge"
  fi
}

# take_nics BRIDGE NIC…: they are ports by now, and the bridge's for good. The addresses move before whoever else takes care of a NIC
# lets go of it, for what it has of them goes with it; what else happens to it then is put right.
take_nics() {
  settle_nics "$1"
  into=$1
  shift
  for taken; do tell_managers "$taken" "$into"; done
  settle_nics "$into"
}

nic_file() { echo "/usr/local/lib/ovswizard/nic-$1.sh"; }

nics_named_in() { sed -n 's/^# NIC //p' "$1" 2>/dev/null; }

write_nic_file() {
  ovsw_put_text "$(nic_file "$1")" "$(nic_script "$1")$newline" 0755
}

# nic_script BRIDGE: what puts its NICs, addresses and routes back as they are now, at every boot.
nic_script() {
  cat <<SCRIPT
#!/bin/sh
# Made by OvsWizard. The NICs of the bridge are up and have no address of their own; the bridge has theirs, and the routes.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
. /usr/local/lib/ovswizard/keep-$1.sh
ovsw_leave() { echo "left as it is: \$*" >&2; }
set -e
await_link $1
SCRIPT
  # Without one of its NICs the bridge has its addresses all the same.
  for nic in $(nics_of "$1"); do
    printf '# NIC %s\n' "$nic"
    printf '%s || true\n' "$(quoted await_link "$nic")"
    quoted if_there interface "$nic" put_addresses "$nic"
    quoted if_there interface "$nic" ip link set dev "$nic" up
  done
  quoted ip link set dev "$1" up
  keep_addresses "$1"
  keep_routes "$1"
}

# nics_are_settled BRIDGE NIC…: they are in it, up, and everything is as it was written down.
nics_are_settled() {
  bridge=$1
  shift
  for nic; do
    owner=$(bridge_of "$nic") || owner=
    [ "$owner" = "$bridge" ] || { echo "$nic is not in $bridge"; return 1; }
    case $(ip -o link show dev "$nic") in *[\<,]UP[,\>]*) ;; *) echo "$nic is down"; return 1 ;; esac
    [ -z "$(addresses_of "$nic")" ] || { echo "$nic itself has $(addresses_of "$nic")"; return 1; }
  done
  case $(ip -o link show dev "$bridge") in *[\<,]UP[,\>]*) ;; *) echo "$bridge is down"; return 1 ;; esac
  file=$(nic_file "$bridge")
  [ -e "$file" ] || { echo "$file does not exist"; return 1; }
  nic_script "$bridge" | diff "$file" - >/dev/null || {
    echo "$bridge has other addresses, routes or NICs than were written down:"
    nic_script "$bridge" | diff "$file" - | sed -n '/^[<>]/p'
    return 1
  }
}

# keep_nics BRIDGE NIC…: the ports, links, addresses and routes that a move of NICs into or out of the bridge changes.
keep_nics() {
  bridge=$1
  shift
  for nic; do keep_managers "$nic"; done
  ovsw_keep_file "$(nic_file "$bridge")"
  keep_whole_bridge "$bridge"
  for nic; do keep_link "$nic"; done
  keep_link "$bridge"
  keep_addresses "$bridge"
  for nic; do keep_addresses "$nic"; done
  keep_routes "$bridge"
  for nic; do keep_routes "$nic"; done
  keep_default_route
}

# forget_nics BRIDGE: where none is left in it, nothing is to be put back at a boot.
forget_nics() {
  if [ -n "$(nics_of "$1")" ]; then
    write_nic_file "$1"
    return
  fi
  without_unit "ovswizard-nic-$1.service"
  rm -f "/etc/systemd/system/ovswizard-nic-$1.service" "/usr/local/lib/ovswizard/keep-$1.sh" "$(nic_file "$1")"
  rmdir --ignore-fail-on-non-empty /usr/local/lib/ovswizard 2>/dev/null || true
  systemctl daemon-reload
}

# keep_nic_files BRIDGE: what forget_nics takes away.
keep_nic_files() {
  ovsw_keep_file "/usr/local/lib/ovswizard/keep-$1.sh"
  ovsw_keep_file "/etc/systemd/system/ovswizard-nic-$1.service"
  echo 'systemctl daemon-reload'
  keep_unit "ovswizard-nic-$1.service"
}

# vlans_of PORT: tag, trunks and mode as words, for another port to take over; nothing where there is no such port.
vlans_of() { ! ovs-vsctl --timeout=10 get port "$1" name >/dev/null 2>&1 || settings_of port "$1" tag trunks vlan_mode | tr -d ' '; }

# is_new STEP: this run has not begun the step yet, and is no mere look (verify): what it is to take away must be there.
is_new() { [ ! -e "$OVSW_STATE/before/$1" ] && [ "${OVSW_STATE##*/}" != verify ]; }

# await_spanning_tree BRIDGE stp|rstp: until every port forwards, or blocks for good. Status 33: not within 45 s.
await_spanning_tree() {
  tries=0
  while ovs-appctl "$2/show" "$1" | grep -Ei ' (listening|learning|discarding) ' | grep -Eiqv ' (alternate|backup|disabled) '; do
    tries=$((tries + 1))
    [ "$tries" -lt 90 ] || { ovs-appctl "$2/show" "$1" | tail -n 8; return 33; }
    sleep 0.5
  done
}
