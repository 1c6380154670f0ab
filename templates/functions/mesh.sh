# shellcheck shell=sh
# A static mesh (vxlan-overlay) on docker0 that another network takes the place of.
# requires: containers firewall keep keep-bridge keep-firewall

# mesh_files BRIDGE: those of them that are there.
mesh_files() {
  for path in "/usr/local/lib/ovswizard/overlay-$1.sh" "/usr/local/lib/ovswizard/firewall-$1.sh" \
      "/etc/systemd/system/ovswizard-$1.service" \
    "/etc/sysctl.d/60-ovswizard-$1.conf" "/var/lib/ovswizard/forward-policy-$1"; do
    [ ! -e "$path" ] || echo "$path"
  done
}

# mesh_is_gone BRIDGE
mesh_is_gone() {
  left=$(mesh_files "$1")
  ! ovs-vsctl --timeout=10 br-exists "$1" || left="$left bridge $1"
  [ -z "$left" ] || { echo "still there: $(printf %s "$left" | tr '\n' ' ')"; return 1; }
}

mesh_keep() {
  for path in $(mesh_files "$1"); do ovsw_keep_file "$path"; done
  echo 'systemctl daemon-reload'
  keep_bridge_whole "$1"
  keep_link "$1"
  keep_unit "ovswizard-$1.service"
  keep_firewall "OVSW-$1"
}

# The containers remember that they were redirected to their peers through the mesh.
mesh_without() {
  keep_without_unit "ovswizard-$1.service"
  for path in $(mesh_files "$1"); do rm -f "$path"; done
  systemctl daemon-reload
  ovs-vsctl --timeout=10 --if-exists del-br "$1"
  firewall_without "OVSW-$1"
  containers_forget_paths docker0
}

# mesh_expect_only BRIDGE: no static mesh is in docker0 but the one to be replaced.
mesh_expect_only() {
  for bridge in $(ovs-vsctl --timeout=10 --no-headings --format=csv --data=bare \
    --columns=name find bridge external_ids:ovswizard=vxlan-overlay); do
    case $(ip -o link show dev "$bridge") in
      *" master docker0 "*) [ "$bridge" = "$1" ] || fail mesh-in-docker0 "$bridge is in docker0" ;;
    esac
  done
}
