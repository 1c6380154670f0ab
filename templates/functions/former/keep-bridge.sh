# shellcheck shell=sh
# Names that functions had before each carried its module's, for runbooks that say keep-bridge.sh.
# requires: keep-bridge
settings_of() { keep_bridge_settings_of "$@"; }
bridge_settings() { keep_bridge_settings "$@"; }
port_settings() { keep_bridge_port_settings "$@"; }
interface_settings() { keep_bridge_interface_settings "$@"; }
keep_whole_bridge() { keep_bridge_whole "$@"; }
keep_whole_port() { keep_bridge_whole_port "$@"; }
keep_members() { keep_bridge_members "$@"; }
put_port() { keep_bridge_put_port "$@"; }
port_with() { keep_bridge_port_with "$@"; }
holds_more() { keep_bridge_expect_whole "$@"; }
flows_of() { keep_bridge_flows_of "$@"; }
keep_flows() { keep_bridge_flows "$@"; }
put_flows() { keep_bridge_put_flows "$@"; }
internal_ports() { keep_bridge_internal_ports "$@"; }
