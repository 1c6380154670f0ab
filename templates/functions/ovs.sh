# shellcheck shell=sh
# Open vSwitch's database: what is in it.
# requires: link

# ovs_has_bridge BR: status 1 where there is none; anything else is a database that does not answer.
ovs_has_bridge() {
  bridge_status=0
  ovs-vsctl --timeout=10 br-exists "$1" || bridge_status=$?
  case $bridge_status in
    0) return 0 ;;
    2) return 1 ;;
    *) exit "$bridge_status" ;;
  esac
}

# ovs_expect_running [system|netdev]: with the kernel's datapath the kernel must have its module.
ovs_expect_running() {
  command -v ovs-vsctl >/dev/null || fail openvswitch-missing
  pgrep -x ovs-vswitchd >/dev/null || fail openvswitch-stopped
  [ "${1-}" != system ] || [ -e /sys/module/openvswitch ] || modprobe -q -n openvswitch || fail kernel-module-missing
}

# ovs_expect_bridge BR
ovs_expect_bridge() { ovs_has_bridge "$1" || fail bridge-missing "$(ovs-vsctl list-br)"; }

# ovs_expect_free_name BR: it is an Open vSwitch bridge, or no interface at all.
ovs_expect_free_name() {
  ovs_has_bridge "$1" || ! link_exists "$1" || fail bridge-name-taken "$1 is there and is no Open vSwitch bridge"
}

# ovs_bridge_of NAME: the Open vSwitch bridge that has NAME as a port or as a member of a bond; status 1: none has.
ovs_bridge_of() {
  ovs-vsctl --timeout=10 port-to-br "$1" 2>/dev/null || ovs-vsctl --timeout=10 iface-to-br "$1" 2>/dev/null
}

# ovs_members_of PORT: its interfaces: more than one where it is a bond. Nothing where there is no such port.
ovs_members_of() {
  uuids=$(ovs-vsctl --timeout=10 --if-exists get port "$1" interfaces | tr -d '[],')
  [ -z "$uuids" ] || for uuid in $uuids; do ovs-vsctl --timeout=10 get interface "$uuid" name | tr -d '"'; done | sort
}

# ovs_has_external_ids KEY=VALUE…
ovs_has_external_ids() {
  for each; do
    value=$(ovs-vsctl --timeout=10 --if-exists get Open_vSwitch . "external_ids:${each%%=*}" | tr -d '"')
    [ "$value" = "${each#*=}" ] || { echo "${each%%=*} is '$value'"; return 1; }
  done
}

# ovs_set_external_ids KEY=VALUE…: in one transaction. The quotes are OVSDB's own: a value may hold commas and colons.
ovs_set_external_ids() {
  for each; do
    set -- "$@" "external_ids:${each%%=*}=\"${each#*=}\""
    shift
  done
  ovs-vsctl --timeout=10 set Open_vSwitch . "$@"
}
