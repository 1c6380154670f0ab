# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables of the other files and of files.sh
# The network over OVN, found by what ovn-overlay leaves.
# Keys and databases are moved into the run's own folder and back: a key is in no before-image, for that is printed.
# requires: keep keep-ovs ovn ovn-rules teardown

ovn_aside=$OVSW_STATE/ovn

# our_ovn: what of it is there.
teardown_ovn_found() {
  teardown_paths "$ovn_folder"
  command -v ovs-vsctl >/dev/null || return 0
  teardown_ovn_ports | sed '/^$/d'
  # What was moved aside by a run that was cut off is still to be finished.
  [ ! -d "$ovn_aside" ] || ! ovs-vsctl --timeout=10 br-exists br-int || echo br-int
}

# ovn_rule_words: PORT BLOCK SUBNET, as the script at boot says them; none without a router.
teardown_ovn_rule_words() {
  for file in $(teardown_paths "$ovsw_scripts/ovn-up.sh"); do
    # shellcheck disable=SC2016 # as it stands there
    sed -n 's/^ovn_rules_put "$port" //p' "$file" | tr -d "'" | sed "s/^/$(teardown_value_in "$file" port) /"
  done
}

teardown_ovn_ports() {
  ovs-vsctl --timeout=10 --no-headings --format=csv --data=bare \
    --columns=name find interface external_ids:ovswizard=ovn-overlay
}

# ovn_ends: PORT BRIDGE of those that are in a Docker bridge: without a router.
teardown_ovn_ends() {
  for port in $(teardown_ovn_ports); do ip -o link show dev "$port" | sed -n "s/.* master \([^ ]*\) .*/$port \1/p"; done
}

teardown_ovn_databases() { teardown_paths /var/lib/ovn/ovnnb_db.db /var/lib/ovn/ovnsb_db.db; }

teardown_ovn_keep() {
  [ -n "$(teardown_ovn_found)" ] || { keep_note "there is no network over OVN"; return; }
  keep_command teardown_ovn_put_aside_back
  for kind in host central; do ! ovn_unit "$kind" >/dev/null || ovn_keep_settings "$kind"; done
  keep_ovs_external_ids ovn-remote ovn-encap-type ovn-encap-ip ovn-bridge-datapath-type
  for kind in central host; do ! ovn_unit "$kind" >/dev/null || ovn_keep_units "$kind"; done
  datapath=$(ovs-vsctl --timeout=10 get Open_vSwitch . external_ids:ovn-bridge-datapath-type)
  for port in $(teardown_ovn_ports); do
    keep_command ovs-vsctl --timeout=10 --may-exist add-br br-int \
      -- set bridge br-int "datapath_type=$datapath" fail_mode=secure -- --may-exist add-port br-int "$port" \
      -- set interface "$port" type=internal "mac=$(ovs-vsctl --timeout=10 get interface "$port" mac)" \
      "mtu_request=$(ovs-vsctl --timeout=10 get interface "$port" mtu_request)" \
      "external_ids=$(ovs-vsctl --timeout=10 get interface "$port" external_ids | sed 's/, ovn-installed[^,}]*//g')"
  done
  teardown_ovn_rule_words |
    while read -r port block subnet; do keep_command ovn_rules_put "$port" "$block" "$subnet"; done
  teardown_ovn_ends | while read -r port end; do
    keep_command ip link set dev "$port" master "$end" up
    keep_routes "$end"
  done
}

# With the programs down: a database that is in use must not be moved.
teardown_ovn_put_aside_back() {
  [ -d "$ovn_aside" ] || return 0
  ( umask 077; mkdir -p "${ovn_folder%/*}" )
  [ ! -d "$ovn_aside/folder" ] || mv "$ovn_aside/folder" "$ovn_folder"
  for file in $(teardown_paths "$ovn_aside"/*.db); do mv "$file" /var/lib/ovn/; done
  rmdir "$ovn_aside"
}

teardown_ovn_remove() {
  for kind in host central; do
    unit=$(ovn_unit "$kind") || continue
    # shellcheck disable=SC2046 # units
    systemctl stop "$unit" $(ovn_parts "$kind")
    systemctl --quiet disable "$unit"
    # shellcheck disable=SC2046 # two words
    set -- $(ovn_settings "$kind")
    content=$(sed "/^$2=.*ovswizard/d" "$1" 2>/dev/null) || content=
    ovsw_file "$1" "$content
" whole '' ''
    [ ! -e "$1" ] || ovsw_file_put
    ovsw_path=
  done
  # shellcheck disable=SC2086 # words
  teardown_ovn_rule_words | while read -r port block subnet; do ovn_rules_without "$port" $block $subnet; done
  teardown_ovn_ends | while read -r port end; do teardown_overlay_routes "$end"; done |
    while read -r end prefix; do ip -4 route del "$prefix" dev "$end"; done
  for key in ovn-remote ovn-encap-type ovn-encap-ip ovn-bridge-datapath-type; do
    ovs-vsctl --timeout=10 remove Open_vSwitch . external_ids "$key"
  done
  mkdir -p "$ovn_aside"
  [ ! -d "$ovn_folder" ] || mv "$ovn_folder" "$ovn_aside/folder"
  for file in $(teardown_ovn_databases); do mv "$file" "$ovn_aside/"; done
  rmdir --ignore-fail-on-non-empty "${ovn_folder%/*}" 2>/dev/null || true
  ovs-vsctl --timeout=10 --if-exists del-br br-int
}
