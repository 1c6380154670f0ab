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

# ovs_expect_own_bridge BR: nobody else leads it, and no flow of somebody's drops frames in it.
ovs_expect_own_bridge() {
  controller=$(ovs-vsctl --timeout=10 get-controller "$1")
  [ -z "$controller" ] || fail bridge-led "$controller"
  ! ovs-ofctl dump-flows "$1" | grep 'actions=drop' || fail flow-drops
}

# ovs_has_normal_flow BR: the one of every new bridge, which forwards by its table of MACs what no other flow takes.
ovs_has_normal_flow() {
  flows=$(ovs-ofctl dump-flows "$1") || exit
  case $flows in *'priority=0 actions=NORMAL'*) ;; *) return 1 ;; esac
}

# ovs_forwards BR: as every new bridge does, from every port to every other.
ovs_forwards() {
  ovs_has_normal_flow "$1" || { echo "$1 has no flow that forwards what no other flow takes"; return 1; }
  shut=$(ovs_shut_ports "$1")
  [ -z "$shut" ] || { printf 'ports of %s that are shut:\n%s\n' "$1" "$shut"; return 1; }
}

# ovs_forward BR: makes it do that.
ovs_forward() {
  ovs_has_normal_flow "$1" || ovs-ofctl add-flow "$1" priority=0,actions=NORMAL
  ovs_shut_ports "$1" | while read -r port word; do
    case $word in down) word=up ;; *) word=${word#no-} ;; esac
    ovs-ofctl mod-port "$1" "$port" "$word"
  done
}

# ovs_shut_ports BR: PORT and what keeps frames from it or in it, as "ovs-ofctl mod-port" takes it, a line each. The
# bridge's own port is up or down as the host's interface is.
ovs_shut_ports() {
  ovs-ofctl show "$1" | awk '
    BEGIN { split("PORT_DOWN down NO_RECV no-receive NO_FWD no-forward NO_FLOOD no-flood", pair, " ")
      for (i = 1; i in pair; i += 2) word[pair[i]] = pair[i + 1] }
    /^ [^ ]+\(.*\): addr:/ { name = $1; sub(/^[^(]*\(/, "", name); sub(/\):$/, "", name); own = $1 ~ /^LOCAL/ }
    $1 == "config:" { for (i = 2; i <= NF; i++) if ($i in word && !(own && $i == "PORT_DOWN")) print name, word[$i] }'
}

# ovs_flood_again BR: where it is in no spanning tree any more. Open vSwitch leaves what a tree had blocked out of its
# floods until the port is set up anew (ofproto-dpif.c, bundle_update), and this makes it do that.
ovs_flood_again() {
  ovs_has_bridge "$1" || return 0
  case $(ovs-vsctl --timeout=10 get bridge "$1" stp_enable rstp_enable) in *true*) return 0 ;; esac
  shut=$(ovs_shut_ports "$1")
  for port in "$1" $(ovs-vsctl --timeout=10 list-ifaces "$1"); do
    case $shut in *"$port no-flood"*) continue ;; esac
    ovs-ofctl mod-port "$1" "$port" no-flood
    ovs-ofctl mod-port "$1" "$port" flood
  done
}

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
