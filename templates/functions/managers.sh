# shellcheck shell=sh
# Whoever else configures NICs: NetworkManager and systemd-networkd are told to leave one alone.

newline='
'

# Those that run here and act on their own. ifupdown and the network scripts act at boot alone: the unit comes after
# them.
managers_running() {
  for manager in systemd-networkd NetworkManager; do
    ! systemctl is-active -q "$manager" || echo "$manager"
  done
}

managers_file() {
  case $1 in
    systemd-networkd) echo "/etc/systemd/network/00-ovswizard-$2.network" ;;
    NetworkManager) echo "/etc/NetworkManager/conf.d/90-ovswizard-$2.conf" ;;
  esac
}

managers_text() {
  case $1 in
    systemd-networkd) printf '# Made by OvsWizard.\n[Match]\nName=%s %s\n\n[Link]\nUnmanaged=yes' "$2" "$3" ;;
    NetworkManager)
      printf '# Made by OvsWizard.\n[keyfile]\nunmanaged-devices+=interface-name:%s;interface-name:%s' "$2" "$3" ;;
  esac
}

# Where networkd takes care of nothing else, it would have every boot wait two minutes for a network, and Docker with
# it.
managers_wait_online_file() { echo "/etc/systemd/system/systemd-networkd-wait-online.service.d/ovswizard-$1.conf"; }

managers_wait_online_text() {
  printf '# Made by OvsWizard: networkd is left with nothing to wait for.\n[Service]\nExecStart=\nExecStart=/bin/true'
}

# managers_files MANAGER UPLINK: all that managers_tell may write.
managers_files() {
  managers_file "$1" "$2"
  [ "$1" != systemd-networkd ] || managers_wait_online_file "$2"
}

# managers_keep_off UPLINK BRIDGE: every manager that runs here has been told to leave both alone.
managers_keep_off() {
  managers_running | while read -r manager; do
    file=$(managers_file "$manager" "$1")
    [ "$(cat "$file" 2>/dev/null)" = "$(managers_text "$manager" "$1" "$2")" ] ||
      { echo "$manager still takes care of $1"; exit 1; }
  done
}

# managers_tell UPLINK BRIDGE: what the NIC has of them goes with it, so its addresses must have been moved before.
managers_tell() {
  managers_running | while read -r manager; do
    ovsw_put_text "$(managers_file "$manager" "$1")" "$(managers_text "$manager" "$1" "$2")$newline"
  done
  managers_reload
  managers_let_go "$1"
  if managers_wait_for_nothing_else; then
    ovsw_put_text "$(managers_wait_online_file "$1")" "$(managers_wait_online_text)$newline"
  fi
}

# managers_let_go UPLINK: they do so a moment after they were told, and until then take away addresses and take the NIC
# down.
managers_let_go() {
  managers_running | while read -r manager; do
    tries=0
    while managers_has "$manager" "$1" && [ "$tries" -lt 50 ]; do
      tries=$((tries + 1))
      sleep 0.1
    done
  done
}

managers_has() {
  case $1 in
    systemd-networkd) networkctl --no-legend list "$2" | grep -qv ' unmanaged *$' ;;
    NetworkManager) nmcli -g GENERAL.STATE device show "$2" | grep -qv '(unmanaged)' ;;
  esac
}

managers_wait_for_nothing_else() {
  systemctl is-active -q systemd-networkd &&
    systemctl is-enabled -q systemd-networkd-wait-online.service 2>/dev/null || return
  ! networkctl --no-legend list | grep -q ' config[a-z]* *$'
}

# managers_keep UPLINK: the files for each manager that runs here, or that there are none.
managers_keep() {
  managers_running | while read -r manager; do
    for file in $(managers_files "$manager" "$1"); do ovsw_keep_file "$file"; done
  done
}

# managers_forget UPLINK: whoever else takes care of NICs may take care of this one again.
managers_forget() {
  managers_running | while read -r manager; do
    for file in $(managers_files "$manager" "$1"); do rm -f "$file"; done
  done
  managers_without_wait_online_folder
  managers_reload
}

managers_without_wait_online_folder() {
  rmdir --ignore-fail-on-non-empty /etc/systemd/system/systemd-networkd-wait-online.service.d 2>/dev/null || true
}

managers_reload() { for manager in $(managers_running); do managers_reload_one "$manager"; done; }

# managers_reload_one MANAGER: where it runs. NetworkManager takes what it may have at once, out of any bridge, so a
# NIC's addresses must be back on it before.
managers_reload_one() {
  systemctl is-active -q "$1" || return 0
  case $1 in
    systemd-networkd) networkctl reload 2>/dev/null || systemctl restart systemd-networkd ;;
    NetworkManager)
      systemctl reload NetworkManager
      managers_networkmanager_settles ;;
  esac
}

# It answers before it has done what it was told.
managers_networkmanager_settles() {
  settled=0 tries=0
  while [ "$settled" -lt 3 ] && [ "$tries" -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.1
    if nmcli -t -f STATE device | grep -qvE '^(connected.*|disconnected|unmanaged|unavailable)$'; then
      settled=0
    else
      settled=$((settled + 1))
    fi
  done
}

# managers_claims BRIDGE…: what NetworkManager and systemd-networkd say of those that they take care of.
managers_claims() {
  for bridge; do
    if systemctl is-active -q NetworkManager && command -v nmcli >/dev/null; then
      # One that it has no profile for is disconnected; with its plugin for Open vSwitch every bridge is.
      nmcli -t -f DEVICE,STATE,CONNECTION device 2>/dev/null | grep "^$bridge:" |
        grep -v -e ':unmanaged:' -e '(externally)' -e ':disconnected:$' || true
    fi
    if systemctl is-active -q systemd-networkd; then
      networkctl list --no-legend --no-pager 2>/dev/null | awk -v bridge="$bridge" '$2 == bridge && $NF != "unmanaged"'
    fi
  done
}
