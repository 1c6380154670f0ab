# shellcheck shell=sh
# Names that functions had before each carried its module's, for runbooks that say keep-ovs.sh.
# requires: keep-ovs ovs
has_bridge() { ovs_has_bridge "$@"; }
keep_bridge() { keep_ovs_bridge "$@"; }
read_columns() { keep_ovs_read_columns "$@"; }
keep_bridge_ports() { keep_ovs_bridge_ports "$@"; }
keep_ports() { keep_ovs_ports "$@"; }
ask_ports() { keep_ovs_ask_ports "$@"; }
keep_port() { keep_ovs_port "$@"; }
put_only_ports() { keep_ovs_put_only_ports "$@"; }
