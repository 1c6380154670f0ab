# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables of the other files and of files.sh
# What OvsWizard has set up on this host, found by its marks alone.
# requires: docker firewall firewalld keep keep-bridge keep-firewall lines link managers nic router trunk uplink

ovsw_scripts=/usr/local/lib/ovswizard

# teardown_paths PATTERN…: those that there are. The patterns are not quoted where this is called.
teardown_paths() { for path; do [ ! -e "$path" ] || echo "$path"; done; }

# teardown_value_in FILE NAME: what a script of ours sets NAME to.
teardown_value_in() { sed -n "s/^$2=//p" "$1" | tr -d "'"; }

teardown_all_bridges() { ! command -v ovs-vsctl >/dev/null || ovs-vsctl --timeout=10 list-br; }

# marked_bridges: those that were set up here.
teardown_marked_bridges() {
  for each in $(teardown_all_bridges); do
    [ -z "$(ovs-vsctl --timeout=10 --if-exists get bridge "$each" external_ids:ovswizard)" ] || echo "$each"
  done
}

# teardown_nothing WHAT LIST: it holds where the list is empty.
teardown_nothing() { [ -z "$2" ] || { printf '%s: %s\n' "$1" "$(printf %s "$2" | tr '\n' ' ')"; return 1; }; }

# --- units -----------------------------------------------------------------------------------------------------------

teardown_units() { teardown_paths /etc/systemd/system/ovswizard-*.service; }

teardown_drop_ins() { teardown_paths /etc/systemd/system/docker.service.d/ovswizard-*.conf; }

teardown_keep_units() {
  for file in $(teardown_drop_ins) $(teardown_units); do ovsw_keep_file "$file"; done
  echo 'systemctl daemon-reload'
  for file in $(teardown_units); do keep_unit "${file##*/}"; done
}

teardown_remove_units() {
  for file in $(teardown_units); do
    keep_without_unit "${file##*/}"
    rm -f "$file"
  done
  for file in $(teardown_drop_ins); do rm -f "$file"; done
  rmdir --ignore-fail-on-non-empty /etc/systemd/system/docker.service.d 2>/dev/null || true
  systemctl daemon-reload
}

# --- containers in VLANs, NICs in Open vSwitch bridges ---------------------------------------------------------------

teardown_attachments() {
  for each in $(teardown_all_bridges); do trunk_attachments_of "$each" | sed "s/^/$each /"; done
}

teardown_keep_attachments() { for each in $(teardown_all_bridges); do keep_bridge_attachments "$each"; done; }

teardown_remove_attachments() { for each in $(teardown_all_bridges); do trunk_put_attachments "$each"; done; }

teardown_nics() { for each in $(teardown_all_bridges); do nic_nics_of "$each" | sed "s/^/$each /"; done; }

teardown_keep_nics() {
  for bridge_with_nics in $(teardown_nics | cut -d ' ' -f 1 | uniq); do
    # shellcheck disable=SC2046 # names
    nic_keep "$bridge_with_nics" $(nic_nics_of "$bridge_with_nics")
  done
}

# The addresses go to the first NIC of each bridge.
teardown_remove_nics() {
  for from in $(teardown_nics | cut -d ' ' -f 1 | uniq); do
    nics=$(nic_nics_of "$from")
    for nic in $nics; do ovs-vsctl --timeout=10 --if-exists del-port "$from" "$(keep_bridge_port_with "$nic")"; done
    for nic in $nics; do ip link set dev "$nic" up; done
    # shellcheck disable=SC2086 # the first of several words
    set -- $nics
    nic_move_addresses "$from" "$1"
    ovs-vsctl --timeout=10 remove bridge "$from" other_config hwaddr
    for nic in $nics; do managers_forget "$nic"; done
  done
}

# --- firewall --------------------------------------------------------------------------------------------------------

teardown_openings() { firewall_names; }

# By name alone: the rules there are what is kept; firewalld's files once all of them are back.
teardown_keep_openings() {
  for name in $(teardown_openings); do keep_firewall_rules "$name"; done
  if firewall_has_firewalld; then
    for zone in $(firewalld_noted | sed 's/^[^ ]* //' | firewalld_zones); do keep_firewall_firewalld_zone "$zone"; done
  fi
}

teardown_remove_openings() { for name in $(teardown_openings); do firewall_without "$name"; done; }

# --- bridges, ports and routes ---------------------------------------------------------------------------------------

# marked_ports: BRIDGE PORT of what was put into bridges of others.
teardown_marked_ports() {
  for each in $(teardown_all_bridges); do
    for port in $(ovs-vsctl --timeout=10 list-ports "$each"); do
      [ -z "$(ovs-vsctl --timeout=10 --if-exists get port "$port" external_ids:ovswizard-bridge)" ] ||
        echo "$each $port"
    done
  done
}

# overlay_ends: the Docker bridges that overlays run on.
teardown_overlay_ends() {
  {
    for file in $(teardown_paths "$ovsw_scripts"/overlay-*.sh); do teardown_value_in "$file" docker_bridge; done
    for each in $(teardown_marked_bridges); do
      ip -o link show dev "$each" | sed -n 's/.* master \([^ ]*\) .*/\1/p'
    done
  } | sort -u
}

# teardown_overlay_routes DEVICE…: DEVICE PREFIX of the blocks that lead into Docker bridges.
teardown_overlay_routes() {
  for end; do
    ! link_exists "$end" || keep_routes_of "dev $end" | sed -n "/ via /d; s/^\([0-9./]*\) .*/$end \1/p"
  done
}

teardown_keep_bridges() {
  for end in $(teardown_overlay_ends); do keep_routes "$end"; done
  for one in $(teardown_marked_bridges); do
    keep_bridge_whole "$one"
    devices=$(keep_bridge_internal_ports "$one")
    for device in $devices; do keep_link "$device"; done
    for device in $devices; do keep_addresses "$device"; done
    for device in $devices; do keep_routes "$device"; done
    keep_bridge_flows "$one"
  done
  for one in $(teardown_marked_ports | cut -d ' ' -f 1 | uniq); do keep_bridge_whole "$one"; done
}

teardown_remove_bridges() {
  # shellcheck disable=SC2046 # names
  teardown_overlay_routes $(teardown_overlay_ends) |
    while read -r end prefix; do ip -4 route del "$prefix" dev "$end"; done
  for one in $(teardown_marked_bridges); do ovs-vsctl --timeout=10 del-br "$one"; done
  teardown_marked_ports | while read -r one port; do ovs-vsctl --timeout=10 --if-exists del-port "$one" "$port"; done
}

# --- Docker ----------------------------------------------------------------------------------------------------------

# docker0_settings: the keys of daemon.json that were set here, as a patch that removes them; nothing where docker0 was
# left alone. The marks may be gone by this run's own doing: then its before-images tell.
teardown_docker0_settings() {
  overlay=
  routed=
  teardown_overlay_ends | grep -qx docker0 && overlay=1
  grep -qsF -e ' master=docker0' "$OVSW_STATE/before/bridges" && overlay=1
  [ -n "$(teardown_paths "$ovsw_scripts/ovn-up.sh")" ] && routed=1
  grep -qsF -e 'br-int' "$OVSW_STATE/before/ovn" && routed=1
  teardown_uplinks_of docker0 | grep -q . &&
    { echo '{ "bip": null, "fixed-cidr": null, "default-gateway": null, "ip-masq": null }'; return; }
  if [ -n "$routed" ]; then
    echo '{ "bip": null, "mtu": null, "allow-direct-routing": null }'
  elif [ -n "$overlay" ]; then
    echo '{ "bip": null, "mtu": null }'
  fi
}

daemon_json=/etc/docker/daemon.json

# our_docker_settings: those that still stand there.
teardown_docker_settings() {
  patch=$(teardown_docker0_settings)
  [ -n "$patch" ] && [ -e "$daemon_json" ] || return 0
  for key in bip mtu fixed-cidr default-gateway ip-masq allow-direct-routing; do
    case $patch in *"\"$key\""*) ! docker_file_settings | grep -q "^$key " || echo "$key" ;; esac
  done
}

teardown_remove_docker_settings() {
  ovsw_file "$daemon_json" "$(teardown_docker0_settings)" json '' ''
  ovsw_file_put
  ovsw_path=
  # Of a file that was made for these keys nothing remains; what a link leads to was not.
  [ -L "$daemon_json" ] || [ "$(tr -d ' \t\r\n' <"$daemon_json")" != '{}' ] || rm -f "$daemon_json"
}

# Docker, starting with another bip, takes the address off its bridge for an instant, and the default route with it.
teardown_restart_docker() {
  restarted=0
  docker_restart_as_before || restarted=$?
  for file in $(teardown_paths "$ovsw_scripts"/uplink-*.sh); do sh "$file"; done
  return "$restarted"
}

# teardown_docker0_is ADDRESS: Docker runs with it, and with all containers that ran.
teardown_docker0_is() {
  has=$(uplink_address docker0)
  [ "$has" = "$1" ] || { echo "docker0 has ${has:-no address}"; return 1; }
  [ ! -s "$containers_to_start" ] || { echo "containers that ran before are not started yet"; return 1; }
}

# our_networks: Docker networks that were made here and have no container; those in use stay.
teardown_networks() {
  for file in $(teardown_paths "$ovsw_scripts"/overlay-*.sh "$ovsw_scripts"/uplink-*.sh); do
    case $file in
      */overlay-*) network=$(teardown_value_in "$file" docker_bridge) ;;
      *) network=$(teardown_value_in "$file" bridge) ;;
    esac
    [ "$network" != docker0 ] || continue
    [ "$(docker network inspect -f '{{len .Containers}}' "$network" 2>/dev/null)" != 0 ] || echo "$network"
  done
}

teardown_keep_networks() {
  for network in $(teardown_networks); do
    words=$(docker_network_words "$network")
    lines_with "$words" keep_command docker_put_network "$network"
  done
}

teardown_remove_networks() { for network in $(teardown_networks); do docker network rm "$network" >/dev/null; done; }

# --- NICs in Docker bridges, the router ------------------------------------------------------------------------------

# teardown_uplinks_of [BRIDGE]: UPLINK BRIDGE of vlan-uplink, whether or not the NIC is still there.
teardown_uplinks_of() {
  for file in $(teardown_paths "$ovsw_scripts"/uplink-*.sh); do
    of=$(teardown_value_in "$file" bridge)
    [ "${1:-$of}" != "$of" ] || echo "$(teardown_value_in "$file" uplink) $of"
  done
}

teardown_uplinks() {
  teardown_uplinks_of | while read -r uplink of; do
    case $(ip -o link show dev "$uplink" 2>/dev/null) in *" master $of "*) echo "$uplink $of" ;; esac
  done
}

teardown_keep_uplinks() {
  teardown_uplinks | while read -r uplink of; do
    managers_keep "$uplink"
    keep_link "$uplink"
    keep_link "$of"
    keep_mac "$of"
    keep_addresses "$of"
    keep_addresses "$uplink"
    keep_routes "$of"
    keep_routes "$uplink"
    keep_default_route
  done
}

# The Docker bridge had the NIC's MAC; Docker's own begin with 02:42.
teardown_remove_uplinks() {
  teardown_uplinks | while read -r uplink of; do
    ip link set dev "$uplink" nomaster
    mac=$(nic_mac "$uplink")
    ip link set dev "$of" address "02:42:${mac#*:*:}"
    ip link set dev "$uplink" up
    nic_move_addresses "$of" "$uplink"
    managers_forget "$uplink"
  done
}

teardown_router_uplink() {
  for file in $(teardown_paths "$ovsw_scripts/router.sh"); do teardown_value_in "$file" uplink; done
}

teardown_router_addresses() {
  for file in $(teardown_paths "$ovsw_scripts/router.sh"); do
    sed -n 's/^for address in \(.*\) *; do$/\1/p' "$file"
  done
}

teardown_router() {
  for uplink in $(teardown_router_uplink); do
    # shellcheck disable=SC2046 # words of a rule
    ! iptables -w -C FORWARD $(router_rule "$uplink") 2>/dev/null || echo "forwarding on $uplink"
    for address in $(teardown_router_addresses); do
      case " $(uplink_address "$uplink") " in *" $address "*) echo "$address" ;; esac
    done
  done
}

teardown_keep_router() {
  for uplink in $(teardown_router_uplink); do
    keep_addresses "$uplink"
    keep_routes "$uplink"
    router_keep_rule "$uplink"
  done
}

teardown_remove_router() {
  for uplink in $(teardown_router_uplink); do
    router_without_rule "$uplink"
    for address in $(teardown_router_addresses); do ip -4 addr del "$address" dev "$uplink" 2>/dev/null || true; done
  done
}

# --- files -----------------------------------------------------------------------------------------------------------

teardown_files() {
  teardown_paths "$ovsw_scripts"/* /var/lib/ovswizard/forward-policy-* /etc/sysctl.d/60-ovswizard*.conf \
    /etc/systemd/network/00-ovswizard-*.network /etc/NetworkManager/conf.d/90-ovswizard-*.conf \
    /etc/systemd/system/systemd-networkd-wait-online.service.d/ovswizard-*.conf
}

teardown_keep_files() { for file in $(teardown_files); do ovsw_keep_file "$file"; done; }

teardown_remove_files() {
  for file in $(teardown_files); do rm -f "$file"; done
  [ ! -d "$ovsw_scripts" ] || rmdir --ignore-fail-on-non-empty "$ovsw_scripts"
  managers_without_wait_online_folder
  managers_reload
}

# earlier_runs: folders of before-images that other runs have left here. A teardown's own are its way back, and stay.
teardown_earlier_runs() {
  for folder in $(teardown_paths /var/lib/ovswizard/*); do
    case $folder in *-teardown-* | "$OVSW_STATE") ;; *) [ ! -d "$folder" ] || echo "${folder##*/}" ;; esac
  done
}

# left_by_runs: all files of theirs.
teardown_left_by_runs() {
  for run in $(teardown_earlier_runs); do find "/var/lib/ovswizard/$run" -type f; done | sort
  teardown_paths /var/lib/ovswizard/containers
}

# Folders are made as runs make them.
teardown_keep_left_by_runs() {
  echo 'umask 077'
  teardown_left_by_runs | while IFS= read -r file; do ovsw_keep_file "$file"; done
}

teardown_remove_left_by_runs() {
  teardown_left_by_runs | while IFS= read -r file; do rm -f "$file"; done
  for run in $(teardown_earlier_runs); do rm -rf "/var/lib/ovswizard/$run"; done
}

# teardown_expect_no_earlier_runs: nothing of them lies on this host.
teardown_expect_no_earlier_runs() {
  runs=$(teardown_earlier_runs)
  [ -n "$runs" ] || return 0
  for run in $runs; do echo "ovswizard rollback $run    # its before-images are in /var/lib/ovswizard/$run/before"; done
  fail earlier-runs
}
