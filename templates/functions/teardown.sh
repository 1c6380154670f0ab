# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables of the other files and of files.sh
# What OvsWizard has set up on this host, found by its marks alone. Needs keep.sh, keep-ovs.sh, keep-bridge.sh, containers.sh, overlays.sh, uplink.sh, nic.sh,
# trunk.sh and firewall.sh.

ovsw_scripts=/usr/local/lib/ovswizard

# paths PATTERN…: those that there are. The patterns are not quoted where this is called.
paths() { for path; do [ ! -e "$path" ] || echo "$path"; done; }

# value_in FILE NAME: what a script of ours sets NAME to.
value_in() { sed -n "s/^$2=//p" "$1" | tr -d "'"; }

all_bridges() { ! command -v ovs-vsctl >/dev/null || ovs-vsctl --timeout=10 list-br; }

# marked_bridges: those that were set up here.
marked_bridges() {
  for each in $(all_bridges); do
    [ -z "$(ovs-vsctl --timeout=10 --if-exists get bridge "$each" external_ids:ovswizard)" ] || echo "$each"
  done
}

# nothing WHAT LIST: it holds where the list is empty.
nothing() { [ -z "$2" ] || { printf '%s: %s\n' "$1" "$(printf %s "$2" | tr '\n' ' ')"; return 1; }; }

# --- units -----------------------------------------------------------------------------------------------------------

our_units() { paths /etc/systemd/system/ovswizard-*.service; }
our_drop_ins() { paths /etc/systemd/system/docker.service.d/ovswizard-*.conf; }

keep_our_units() {
  for file in $(our_drop_ins) $(our_units); do ovsw_keep_file "$file"; done
  echo 'systemctl daemon-reload'
  for file in $(our_units); do keep_unit "${file##*/}"; done
}

without_our_units() {
  for file in $(our_units); do
    without_unit "${file##*/}"
    rm -f "$file"
  done
  for file in $(our_drop_ins); do rm -f "$file"; done
  rmdir --ignore-fail-on-non-empty /etc/systemd/system/docker.service.d 2>/dev/null || true
  systemctl daemon-reload
}

# --- containers in VLANs, NICs in Open vSwitch bridges ---------------------------------------------------------------

our_attachments() { for each in $(all_bridges); do attachments_of "$each" | sed "s/^/$each /"; done; }

keep_our_attachments() { for each in $(all_bridges); do keep_attachments "$each"; done; }

without_our_attachments() { for each in $(all_bridges); do put_attachments "$each"; done; }

our_nics() { for each in $(all_bridges); do nics_of "$each" | sed "s/^/$each /"; done; }

keep_our_nics() {
  for bridge_with_nics in $(our_nics | cut -d ' ' -f 1 | uniq); do
    # shellcheck disable=SC2046 # names
    keep_nics "$bridge_with_nics" $(nics_of "$bridge_with_nics")
  done
}

# The addresses go to the first NIC of each bridge.
without_our_nics() {
  for from in $(our_nics | cut -d ' ' -f 1 | uniq); do
    nics=$(nics_of "$from")
    for nic in $nics; do ovs-vsctl --timeout=10 --if-exists del-port "$from" "$(port_with "$nic")"; done
    for nic in $nics; do ip link set dev "$nic" up; done
    # shellcheck disable=SC2086 # the first of several words
    set -- $nics
    move_addresses "$from" "$1"
    ovs-vsctl --timeout=10 remove bridge "$from" other_config hwaddr
    for nic in $nics; do forget_managers "$nic"; done
  done
}

# --- firewall --------------------------------------------------------------------------------------------------------

our_openings() { firewall_names; }

# By name alone: the rules there are what is kept; firewalld's files once all of them are back.
keep_our_openings() {
  for name in $(our_openings); do firewall_keep_rules "$name"; done
  if firewalld_runs; then
    for zone in $(firewalld_noted | sed 's/^[^ ]* //' | firewalld_zones); do firewalld_keep_zone "$zone"; done
  fi
}

without_our_openings() { for name in $(our_openings); do firewall_without "$name"; done; }

# --- bridges, ports and routes ---------------------------------------------------------------------------------------

# marked_ports: BRIDGE PORT of what was put into bridges of others.
marked_ports() {
  for each in $(all_bridges); do
    for port in $(ovs-vsctl --timeout=10 list-ports "$each"); do
      [ -z "$(ovs-vsctl --timeout=10 --if-exists get port "$port" external_ids:ovswizard-bridge)" ] || echo "$each $port"
    done
  done
}

# overlay_ends: the Docker bridges that overlays run on.
overlay_ends() {
  {
    for file in $(paths "$ovsw_scripts"/overlay-*.sh); do value_in "$file" docker_bridge; done
    for each in $(marked_bridges); do ip -o link show dev "$each" | sed -n 's/.* master \([^ ]*\) .*/\1/p'; done
  } | sort -u
}

# overlay_routes DEVICE…: DEVICE PREFIX of the blocks that lead into Docker bridges.
overlay_routes() {
  for end; do
    ! has_link "$end" || routes_of "dev $end" | sed -n "/ via /d; s/^\([0-9./]*\) .*/$end \1/p"
  done
}

keep_our_bridges() {
  for end in $(overlay_ends); do keep_routes "$end"; done
  for one in $(marked_bridges); do
    keep_whole_bridge "$one"
    devices=$(internal_ports "$one")
    for device in $devices; do keep_link "$device"; done
    for device in $devices; do keep_addresses "$device"; done
    for device in $devices; do keep_routes "$device"; done
    keep_flows "$one"
  done
  for one in $(marked_ports | cut -d ' ' -f 1 | uniq); do keep_whole_bridge "$one"; done
}

without_our_bridges() {
  # shellcheck disable=SC2046 # names
  overlay_routes $(overlay_ends) | while read -r end prefix; do ip -4 route del "$prefix" dev "$end"; done
  for one in $(marked_bridges); do ovs-vsctl --timeout=10 del-br "$one"; done
  marked_ports | while read -r one port; do ovs-vsctl --timeout=10 --if-exists del-port "$one" "$port"; done
}

# --- Docker ----------------------------------------------------------------------------------------------------------

# docker0_settings: the keys of daemon.json that were set here, as a patch that removes them; nothing where docker0 was left alone. The marks may
# be gone by this run's own doing: then its before-images tell.
docker0_settings() {
  overlay=
  overlay_ends | grep -qx docker0 && overlay=1
  grep -qsF -e 'master docker0' "$OVSW_STATE/before/bridges" && overlay=1
  [ -n "$(paths "$ovsw_scripts/ovn-up.sh")" ] && overlay=1
  grep -qsF -e 'br-int' "$OVSW_STATE/before/ovn" && overlay=1
  uplinks_of docker0 | grep -q . && { echo '{ "bip": null, "fixed-cidr": null, "default-gateway": null, "ip-masq": null }'; return; }
  [ -z "$overlay" ] || echo '{ "bip": null, "mtu": null }'
}

daemon_json=/etc/docker/daemon.json

# our_docker_settings: those that still stand there.
our_docker_settings() {
  patch=$(docker0_settings)
  [ -n "$patch" ] && [ -e "$daemon_json" ] || return 0
  for key in bip mtu fixed-cidr default-gateway ip-masq; do
    case $patch in *"\"$key\""*) ! docker_file_settings | grep -q "^$key " || echo "$key" ;; esac
  done
}

without_our_docker_settings() {
  ovsw_file "$daemon_json" "$(docker0_settings)" json '' ''
  ovsw_file_put
  ovsw_path=
  # Of a file that was made for these keys nothing remains; what a link leads to was not.
  [ -L "$daemon_json" ] || [ "$(tr -d ' \t\r\n' <"$daemon_json")" != '{}' ] || rm -f "$daemon_json"
}

# Docker, starting with another bip, takes the address off its bridge for an instant, and the default route with it.
restart_docker_with_uplinks() {
  restarted=0
  restart_docker_as_before || restarted=$?
  for file in $(paths "$ovsw_scripts"/uplink-*.sh); do sh "$file"; done
  return "$restarted"
}

# docker0_is ADDRESS: Docker runs with it, and with all containers that ran.
docker0_is() {
  has=$(uplink_address docker0)
  [ "$has" = "$1" ] || { echo "docker0 has ${has:-no address}"; return 1; }
  [ ! -s "$containers_to_start" ] || { echo "containers that ran before are not started yet"; return 1; }
}

# our_networks: Docker networks that were made here and have no container; those in use stay.
our_networks() {
  for file in $(paths "$ovsw_scripts"/overlay-*.sh "$ovsw_scripts"/uplink-*.sh); do
    case $file in */overlay-*) network=$(value_in "$file" docker_bridge) ;; *) network=$(value_in "$file" bridge) ;; esac
    [ "$network" != docker0 ] || continue
    [ "$(docker network inspect -f '{{len .Containers}}' "$network" 2>/dev/null)" != 0 ] || echo "$network"
  done
}

keep_our_networks() {
  for network in $(our_networks); do
    words=$(docker_network_words "$network")
    with_lines "$words" quoted put_docker_network "$network"
  done
}

put_docker_network() {
  network=$1
  shift
  docker network ls --format '{{.Name}}' | grep -qxF -e "$network" || docker network create --driver bridge "$@" "$network" >/dev/null
}

without_our_networks() { for network in $(our_networks); do docker network rm "$network" >/dev/null; done; }

# --- NICs in Docker bridges, the router ------------------------------------------------------------------------------

# uplinks_of [BRIDGE]: UPLINK BRIDGE of vlan-uplink, whether or not the NIC is still there.
uplinks_of() {
  for file in $(paths "$ovsw_scripts"/uplink-*.sh); do
    of=$(value_in "$file" bridge)
    [ "${1:-$of}" != "$of" ] || echo "$(value_in "$file" uplink) $of"
  done
}

our_uplinks() {
  uplinks_of | while read -r uplink of; do
    case $(ip -o link show dev "$uplink" 2>/dev/null) in *" master $of "*) echo "$uplink $of" ;; esac
  done
}

keep_our_uplinks() {
  our_uplinks | while read -r uplink of; do
    keep_managers "$uplink"
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
without_our_uplinks() {
  our_uplinks | while read -r uplink of; do
    ip link set dev "$uplink" nomaster
    mac=$(mac_of "$uplink")
    ip link set dev "$of" address "02:42:${mac#*:*:}"
    ip link set dev "$uplink" up
    move_addresses "$of" "$uplink"
    forget_managers "$uplink"
  done
}

router_uplink() { for file in $(paths "$ovsw_scripts/router.sh"); do value_in "$file" uplink; done; }

router_addresses() { for file in $(paths "$ovsw_scripts/router.sh"); do sed -n 's/^for address in \(.*\) *; do$/\1/p' "$file"; done; }

our_router() {
  for uplink in $(router_uplink); do
    # shellcheck disable=SC2046 # words of a rule
    ! iptables -w -C FORWARD $(router_rule "$uplink") 2>/dev/null || echo "forwarding on $uplink"
    for address in $(router_addresses); do
      case " $(uplink_address "$uplink") " in *" $address "*) echo "$address" ;; esac
    done
  done
}

keep_our_router() {
  for uplink in $(router_uplink); do
    keep_addresses "$uplink"
    keep_routes "$uplink"
    keep_router_rule "$uplink"
  done
}

without_our_router() {
  for uplink in $(router_uplink); do
    without_router_rule "$uplink"
    for address in $(router_addresses); do ip -4 addr del "$address" dev "$uplink" 2>/dev/null || true; done
  done
}

# --- files -----------------------------------------------------------------------------------------------------------

our_files() {
  paths "$ovsw_scripts"/* /var/lib/ovswizard/forward-policy-* /etc/sysctl.d/60-ovswizard*.conf /etc/systemd/network/00-ovswizard-*.network /etc/NetworkManager/conf.d/90-ovswizard-*.conf \
    /etc/systemd/system/systemd-networkd-wait-online.service.d/ovswizard-*.conf
}

keep_our_files() { for file in $(our_files); do ovsw_keep_file "$file"; done; }

without_our_files() {
  for file in $(our_files); do rm -f "$file"; done
  [ ! -d "$ovsw_scripts" ] || rmdir --ignore-fail-on-non-empty "$ovsw_scripts"
  without_wait_online_folder
  reload_managers
}

# earlier_runs: folders of before-images that other runs have left here. A teardown's own are its way back, and stay.
earlier_runs() {
  for folder in $(paths /var/lib/ovswizard/*); do
    case $folder in *-teardown-* | "$OVSW_STATE") ;; *) [ ! -d "$folder" ] || echo "${folder##*/}" ;; esac
  done
}

# left_by_runs: all files of theirs.
left_by_runs() {
  for run in $(earlier_runs); do find "/var/lib/ovswizard/$run" -type f; done | sort
  paths /var/lib/ovswizard/containers
}

# Folders are made as runs make them.
keep_left_by_runs() {
  echo 'umask 077'
  left_by_runs | while IFS= read -r file; do ovsw_keep_file "$file"; done
}

without_left_by_runs() {
  left_by_runs | while IFS= read -r file; do rm -f "$file"; done
  for run in $(earlier_runs); do rm -rf "/var/lib/ovswizard/$run"; done
}

# tell_earlier_runs: status 34 where there are any.
tell_earlier_runs() {
  runs=$(earlier_runs)
  [ -n "$runs" ] || return 0
  for run in $runs; do echo "ovswizard rollback $run    # its before-images are in /var/lib/ovswizard/$run/before"; done
  return 34
}
