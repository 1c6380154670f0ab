# shellcheck shell=sh
# shellcheck disable=SC2154 # newline is of keep.sh
# A physical NIC as a port of a Docker bridge. Needs keep.sh and containers.sh.

# uplink_address DEV: its IPv4 addresses, space separated.
uplink_address() {
  ip -4 -o addr show dev "$1" 2>/dev/null | sed 's/.* inet \([^ ]*\) .*/\1/' | paste -s -d ' ' -
}

# uplink_is_moved UPLINK BRIDGE ADDRESS GATEWAY: the bridge has the NIC, its address and the default route.
uplink_is_moved() {
  link=$(ip -o link show dev "$1")
  case $link in *" master $2 "*) ;; *) echo "$1 is not in $2"; return 1 ;; esac
  case $link in *[\<,]UP[,\>]*) ;; *) echo "$1 is down"; return 1 ;; esac
  has=$(uplink_address "$1")
  [ -z "$has" ] || { echo "$1 itself has $has"; return 1; }
  has=$(uplink_address "$2")
  [ "$has" = "$3" ] || { echo "$2 has ${has:-no address}, not $3"; return 1; }
  has=$(ip -4 -o route show exact default | head -n 1)
  case "$has " in "default via $4 dev $2 "*) ;; *) echo "the default route is: ${has:-none}"; return 1 ;; esac
}

# answers ADDRESS…: all of them answer, each within five tries: the first packets may be spent on ARP. One on the same wire that swallows
# pings still answers ARP.
answers() {
  pids=
  for address; do
    {
      tries=0
      until ping -n -q -c 1 -W 1 "$address" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ -z "$(ip -4 neigh show "$address" nud reachable)" ] || break
        [ "$tries" -lt 5 ] || { echo "$address does not answer"; exit 1; }
      done
    } &
    pids="$pids $!"
  done
  silent=0
  for pid in $pids; do wait "$pid" || silent=$((silent + 1)); done
  [ "$silent" -eq 0 ]
}

# in_use UPLINK ADDRESS…: those that somebody on the wire has. All are asked at once; ARP tells where a firewall swallows the ping.
in_use() {
  uplink=$1
  shift
  {
    for address; do { ! ping -n -q -c 1 -W 1 -I "$uplink" "$address" >/dev/null 2>&1 || echo "$address"; } & done
    wait
    ip -4 neigh show dev "$uplink" nud reachable | while read -r address _; do
      case " $* " in *" $address "*) echo "$address" ;; esac
    done
  } | sort -u
}

# docker_bridge_settings NETWORK: subnet, range and containers' gateway that Docker works with now; a dash for what it has not.
docker_bridge_settings() {
  docker_network_words "$1" 2>/dev/null | awk '
    option == "--subnet" { subnet = $0 }
    option == "--ip-range" { range = $0 }
    option == "--aux-address" && sub(/^DefaultGatewayIPv4=/, "") { gateway = $0 }
    { option = $0 }
    END { if (subnet != "") print subnet, range == "" ? "-" : range, gateway == "" ? "-" : gateway }'
}

# docker_read_its_file: Docker has started since daemon.json was last changed.
docker_read_its_file() {
  started=$(systemctl show -p ActiveEnterTimestamp docker.service)
  [ "$(date -d "${started#*=}" +%s)" -ge "$(stat -c %Y /etc/docker/daemon.json)" ]
}

# --- whoever else configures the NIC ---------------------------------------------------------------------------------

# Those that run here and act on their own. ifupdown and the network scripts act at boot alone: the unit comes after them.
network_managers() {
  for manager in systemd-networkd NetworkManager; do
    ! systemctl is-active -q "$manager" || echo "$manager"
  done
}

manager_file() {
  case $1 in
    systemd-networkd) echo "/etc/systemd/network/00-ovswizard-$2.network" ;;
    NetworkManager) echo "/etc/NetworkManager/conf.d/90-ovswizard-$2.conf" ;;
  esac
}

manager_text() {
  case $1 in
    systemd-networkd) printf '# Made by OvsWizard.\n[Match]\nName=%s %s\n\n[Link]\nUnmanaged=yes' "$2" "$3" ;;
    NetworkManager) printf '# Made by OvsWizard.\n[keyfile]\nunmanaged-devices+=interface-name:%s;interface-name:%s' "$2" "$3" ;;
  esac
}

# Where networkd takes care of nothing else, it would have every boot wait two minutes for a network, and Docker with it.
wait_online_file() { echo "/etc/systemd/system/systemd-networkd-wait-online.service.d/ovswizard-$1.conf"; }

wait_online_text() { printf '# Made by OvsWizard: networkd is left with nothing to wait for.\n[Service]\nExecStart=\nExecStart=/bin/true'; }

# manager_files MANAGER UPLINK: all that tell_managers may write.
manager_files() {
  manager_file "$1" "$2"
  [ "$1" != systemd-networkd ] || wait_online_file "$2"
}

# managers_keep_off UPLINK BRIDGE: every manager that runs here has been told to leave both alone.
managers_keep_off() {
  network_managers | while read -r manager; do
    file=$(manager_file "$manager" "$1")
    [ "$(cat "$file" 2>/dev/null)" = "$(manager_text "$manager" "$1" "$2")" ] || { echo "$manager still takes care of $1"; exit 1; }
  done
}

# tell_managers UPLINK BRIDGE: what the NIC has of them goes with it, so its addresses must have been moved before.
tell_managers() {
  network_managers | while read -r manager; do
    ovsw_put_text "$(manager_file "$manager" "$1")" "$(manager_text "$manager" "$1" "$2")$newline"
  done
  reload_managers
  managers_let_go "$1"
  if waits_for_nothing_else; then ovsw_put_text "$(wait_online_file "$1")" "$(wait_online_text)$newline"; fi
}

# managers_let_go UPLINK: they do so a moment after they were told, and until then take away addresses and take the NIC down.
managers_let_go() {
  network_managers | while read -r manager; do
    tries=0
    while manager_has "$manager" "$1" && [ "$tries" -lt 50 ]; do
      tries=$((tries + 1))
      sleep 0.1
    done
  done
}

manager_has() {
  case $1 in
    systemd-networkd) networkctl --no-legend list "$2" | grep -qv ' unmanaged *$' ;;
    NetworkManager) nmcli -g GENERAL.STATE device show "$2" | grep -qv '(unmanaged)' ;;
  esac
}

waits_for_nothing_else() {
  systemctl is-active -q systemd-networkd && systemctl is-enabled -q systemd-networkd-wait-online.service 2>/dev/null || return
  ! networkctl --no-legend list | grep -q ' config[a-z]* *$'
}

# keep_managers UPLINK: the files for each manager that runs here, or that there are none.
keep_managers() {
  network_managers | while read -r manager; do
    for file in $(manager_files "$manager" "$1"); do ovsw_keep_file "$file"; done
  done
}

# forget_managers UPLINK: whoever else takes care of NICs may take care of this one again.
forget_managers() {
  network_managers | while read -r manager; do
    for file in $(manager_files "$manager" "$1"); do rm -f "$file"; done
  done
  without_wait_online_folder
  reload_managers
}

without_wait_online_folder() { rmdir --ignore-fail-on-non-empty /etc/systemd/system/systemd-networkd-wait-online.service.d 2>/dev/null || true; }

reload_managers() { for manager in $(network_managers); do reload_manager "$manager"; done; }

# reload_manager MANAGER: where it runs. NetworkManager takes what it may have at once, out of any bridge, so a NIC's addresses must be back on it before.
reload_manager() {
  systemctl is-active -q "$1" || return 0
  case $1 in
    systemd-networkd) networkctl reload 2>/dev/null || systemctl restart systemd-networkd ;;
    NetworkManager)
      systemctl reload NetworkManager
      networkmanager_settles ;;
  esac
}

# It answers before it has done what it was told.
networkmanager_settles() {
  settled=0 tries=0
  while [ "$settled" -lt 3 ] && [ "$tries" -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.1
    if nmcli -t -f STATE device | grep -qvE '^(connected.*|disconnected|unmanaged|unavailable)$'; then settled=0; else settled=$((settled + 1)); fi
  done
}

# --- a Linux host as the router --------------------------------------------------------------------------------------

# Docker lets nothing through that it does not know; what comes in and leaves by the uplink is the router's own traffic.
router_rule() { echo "-i $1 -o $1 -m comment --comment ovswizard-router -j ACCEPT"; }

router_is_up() {
  uplink=$1
  shift
  for address; do
    case " $(uplink_address "$uplink") " in *" $address "*) ;; *) echo "$uplink does not have $address"; return 1 ;; esac
  done
  # shellcheck disable=SC2046 # words of a rule
  iptables -w -C FORWARD $(router_rule "$uplink") 2>/dev/null || { echo "what passes through $uplink may be dropped"; return 1; }
}

keep_router_rule() {
  # shellcheck disable=SC2046 # words of a rule
  if iptables -w -C FORWARD $(router_rule "$1") 2>/dev/null; then keep_note "the firewall lets through what passes $1"; else quoted without_router_rule "$1"; fi
}

without_router_rule() {
  # shellcheck disable=SC2046 # words of a rule
  while iptables -w -C FORWARD $(router_rule "$1") 2>/dev/null; do iptables -w -D FORWARD $(router_rule "$1"); done
}
