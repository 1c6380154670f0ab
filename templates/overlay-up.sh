#!/bin/sh
# Made by OvsWizard. Puts back what a reboot, or a restart of Docker, takes away from the overlay:
# the place of its bridge in the Docker bridge, its state, the route to the other hosts' containers, the firewall's opening and the policy of FORWARD.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
bridge={{ bridge }}
docker_bridge={{ docker_bridge }}

# Docker has left FORWARD open where it found forwarding switched on when it started (libnetwork, setupIPForwarding).
policy={{ forward_policy_file }}
[ ! -s "$policy" ] || iptables -w -P FORWARD "$(cat "$policy")"

# Docker and Open vSwitch have started, but their devices may come a moment later.
tries=0
until [ -e "/proc/sys/net/ipv4/conf/$bridge" ] && [ -e "/proc/sys/net/ipv4/conf/$docker_bridge" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || { echo "$bridge or $docker_bridge did not appear within 30 s" >&2; exit 1; }
  sleep 0.1
done
{{~ if firewall == "open" }}
. /usr/local/lib/ovswizard/firewall-{{ bridge }}.sh
[ "$(firewall_kind)" = firewalld ] || firewall_is_open {{ firewall_chain }} {{ firewall_protocol }} {{ firewall_port }} {{ peers | array.map "underlay_ip" }} >/dev/null ||
  firewall_open {{ firewall_chain }} {{ firewall_protocol }} {{ firewall_port }} {{ peers | array.map "underlay_ip" }}
{{~ end }}
ip link set dev "$bridge" master "$docker_bridge" up
ip route replace {{ overlay_cidr }} dev "$docker_bridge"
