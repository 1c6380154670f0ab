# shellcheck shell=sh
# shellcheck disable=SC2154 # newline is of keep.sh
# Physical NICs as ports of an Open vSwitch bridge, with their addresses and routes moved along.
# requires: keep keep-bridge lines link managers ovs

# nic_behind NAME: the NICs of that port or bond; where it is none yet, NAME itself.
nic_behind() {
  found=$(ovs_members_of "$1")
  echo "${found:-$1}"
}

# nic_nics_of BRIDGE: the NICs that were put into it here.
nic_nics_of() {
  ovs-vsctl --timeout=10 --no-headings --bare --columns=name find interface "external_ids:ovswizard-nic=$1" |
    grep . | sort
}

nic_mac() { ip -o link show dev "$1" | sed 's|.* link/ether \([0-9a-f:]*\) .*|\1|'; }

# nic_expect_fit BRIDGE NIC: it can become a port of the bridge, and what addresses it has can move there.
nic_expect_fit() {
  link_exists "$2" || fail nic-missing "there is no $2"
  owner=$(ovs_bridge_of "$2") || owner=
  case $owner in
    "$1") return 0 ;;
    ?*) fail nic-in-use "$2 is a port of $owner" ;;
  esac
  link=$(ip -o link show dev "$2")
  case $link in *" master "*) fail nic-in-use "$link" ;; esac
  case $(ip -4 -o addr show dev "$2") in *" dynamic "*) fail nic-address-dynamic ;; esac
  fixed=$(ip -6 -o addr show dev "$2" scope global | grep -v ' dynamic ') || return 0
  fail nic-ipv6-fixed "$fixed"
}

# nic_move_addresses FROM TO: all IPv4 addresses and routes, each as it is.
nic_move_addresses() {
  moved=$(keep_addresses_of "$1")
  routes=$(keep_routes_of "table all dev $1" | sed "s/ dev $1\$/ dev $2/")
  ip -4 addr flush dev "$1"
  lines_missing "$moved" "$(keep_addresses_of "$2")" "nic_add_address $2"
  lines_missing "$routes" "$(keep_routes_of "table all dev $2")" 'ip -4 route append'
}

nic_add_address() {
  to=$1
  shift
  ip -4 addr add "$@" dev "$to"
}

# nic_settle BRIDGE: its NICs are ports by now. They are up, and what addresses and routes they have go to the bridge,
# which takes their MAC too: routers remember for hours where an address was. What results is written down for the next
# boot; where nothing had to move, what was written down is put back.
nic_settle() {
  bridge=$1
  changed=
  ip link set dev "$bridge" up
  for nic in $(nic_nics_of "$bridge"); do
    ip link set dev "$nic" up
    [ -n "$(keep_addresses_of "$nic")" ] || continue
    mac=$(nic_mac "$nic")
    ovs-vsctl --timeout=10 set bridge "$bridge" "other_config:hwaddr=\"$mac\""
    nic_move_addresses "$nic" "$bridge"
    changed=1
  done
  file=$(nic_file "$bridge")
  if [ -z "$changed" ] && [ "$(nic_named_in "$file")" = "$(nic_nics_of "$bridge")" ]; then
    sh "$file"
  else
    nic_write_file "$bridge"
  fi
}

# nic_take BRIDGE NIC…: they are ports by now, and the bridge's for good. The addresses move before whoever else takes
# care of a NIC lets go of it, for what it has of them goes with it; what else happens to it then is put right.
nic_take() {
  nic_settle "$1"
  into=$1
  shift
  for taken; do managers_tell "$taken" "$into"; done
  nic_settle "$into"
}

nic_file() { echo "/usr/local/lib/ovswizard/nic-$1.sh"; }

nic_named_in() { sed -n 's/^# NIC //p' "$1" 2>/dev/null; }

nic_write_file() {
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
link_await $1
SCRIPT
  # Without one of its NICs the bridge has its addresses all the same.
  for nic in $(nic_nics_of "$1"); do
    printf '# NIC %s\n' "$nic"
    printf '%s || true\n' "$(keep_command link_await "$nic")"
    keep_command keep_if_there interface "$nic" keep_put_addresses "$nic"
    keep_command keep_if_there interface "$nic" ip link set dev "$nic" up
  done
  keep_command ip link set dev "$1" up
  keep_addresses "$1"
  keep_routes "$1"
}

# nic_are_settled BRIDGE NIC…: they are in it, up, and everything is as it was written down.
nic_are_settled() {
  bridge=$1
  shift
  for nic; do
    owner=$(ovs_bridge_of "$nic") || owner=
    [ "$owner" = "$bridge" ] || { echo "$nic is not in $bridge"; return 1; }
    case $(ip -o link show dev "$nic") in *[\<,]UP[,\>]*) ;; *) echo "$nic is down"; return 1 ;; esac
    [ -z "$(keep_addresses_of "$nic")" ] || { echo "$nic itself has $(keep_addresses_of "$nic")"; return 1; }
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

# nic_keep BRIDGE NIC…: the ports, links, addresses and routes that a move of NICs into or out of the bridge changes.
nic_keep() {
  bridge=$1
  shift
  for nic; do managers_keep "$nic"; done
  ovsw_keep_file "$(nic_file "$bridge")"
  keep_bridge_whole "$bridge"
  for nic; do keep_link "$nic"; done
  keep_link "$bridge"
  keep_addresses "$bridge"
  for nic; do keep_addresses "$nic"; done
  keep_routes "$bridge"
  for nic; do keep_routes "$nic"; done
  keep_default_route
}

# nic_forget BRIDGE: where none is left in it, nothing is to be put back at a boot.
nic_forget() {
  if [ -n "$(nic_nics_of "$1")" ]; then
    nic_write_file "$1"
    return
  fi
  keep_without_unit "ovswizard-nic-$1.service"
  rm -f "/etc/systemd/system/ovswizard-nic-$1.service" "/usr/local/lib/ovswizard/keep-$1.sh" "$(nic_file "$1")"
  rmdir --ignore-fail-on-non-empty /usr/local/lib/ovswizard 2>/dev/null || true
  systemctl daemon-reload
}

# nic_keep_files BRIDGE: what nic_forget takes away.
nic_keep_files() {
  ovsw_keep_file "/usr/local/lib/ovswizard/keep-$1.sh"
  ovsw_keep_file "/etc/systemd/system/ovswizard-nic-$1.service"
  echo 'systemctl daemon-reload'
  keep_unit "ovswizard-nic-$1.service"
}

# nic_vlans_of PORT: tag, trunks and mode as words, for another port to take over; nothing where there is no such port.
nic_vlans_of() {
  ! ovs-vsctl --timeout=10 get port "$1" name >/dev/null 2>&1 ||
    keep_bridge_settings_of port "$1" tag trunks vlan_mode | tr -d ' '
}

# nic_is_new STEP: this run has not begun the step yet, and is no mere look (verify): what it is to take away must be
# there.
nic_is_new() { [ ! -e "$OVSW_STATE/before/$1" ] && [ "${OVSW_STATE##*/}" != verify ]; }

# nic_await_spanning_tree BRIDGE stp|rstp: until every port forwards, or blocks for good. Not longer than 45 s.
nic_await_spanning_tree() {
  tries=0
  while ovs-appctl "$2/show" "$1" | grep -Ei ' (listening|learning|discarding) ' |
    grep -Eiqv ' (alternate|backup|disabled) '; do
    tries=$((tries + 1))
    [ "$tries" -lt 90 ] || fail spanning-tree-unsettled "$(ovs-appctl "$2/show" "$1" | tail -n 8)"
    sleep 0.5
  done
}
