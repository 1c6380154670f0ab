#!/bin/sh
# Made by OvsWizard. Puts back what a reboot, or a restart of Docker, takes away from the network over OVN:
# the address of this host's port, or its place in docker0, the routes to the other hosts' containers, the firewall's
# openings and the rules beside Docker's.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
port={{ port }}

# Docker has left FORWARD open where it found forwarding switched on when it started (libnetwork, setupIPForwarding).
policy=/var/lib/ovswizard/forward-policy-ovn
# A firewall that fails, or does not answer, keeps nobody's network down: it is told, and this unit counts as failed.
firewall=0
[ ! -s "$policy" ] || timeout 10 iptables -w -P FORWARD "$(cat "$policy")" || firewall=1

# Docker and Open vSwitch have started, but their devices may come a moment later.
tries=0
until [ -e "/proc/sys/net/ipv4/conf/$port" ] && [ -e /proc/sys/net/ipv4/conf/docker0 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || { echo "$port or docker0 did not appear within 30 s" >&2; exit 1; }
  sleep 0.1
done
{{~ if firewall == "open" }}
# shellcheck disable=SC2016 # that shell's own words
let_in() {
  timeout 30 sh -ec '. "$0"; firewall_put_back "$@"' /usr/local/lib/ovswizard/firewall-ovn.sh "$@" || firewall=1
}
let_in OVSW-ovn udp {{ tunnel_port }} {{ let_in }}
{{~ if is_central }}
let_in OVSW-ovn-6642 tcp 6642 {{ let_in_central }}
for each in 6641 6643 6644; do let_in "OVSW-ovn-$each" tcp "$each" {{ central }}; done
{{~ end }}
{{~ end }}
{{~ if is_flat }}
ip link set dev "$port" master docker0
ip link set dev "$port" up
ip route replace {{ overlay_cidr }} dev docker0
{{~ else }}
ip addr replace {{ host_address }}/30 dev "$port"
ip link set dev "$port" up
ip route replace {{ transit_cidr }} via {{ router_address }} dev "$port"
ip route replace {{ overlay_cidr }} via {{ router_address }} dev "$port"
. /usr/local/lib/ovswizard/ovn-rules.sh
ovn_rules_put "$port" {{ overlay_cidr }} {{ ip.network container_subnet }}
{{~ end }}
exit "$firewall"
