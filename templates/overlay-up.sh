#!/bin/sh
# Made by OvsWizard. Puts back what a reboot, or a restart of Docker, takes away from the overlay:
# the place of its bridge in the Docker bridge, its state, the route to the other hosts' containers, the firewall's
# opening and the policy of FORWARD.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
bridge={{ bridge }}
docker_bridge={{ docker_bridge }}

# Docker has left FORWARD open where it found forwarding switched on when it started (libnetwork, setupIPForwarding).
policy={{ forward_policy_file }}
# A firewall that fails, or does not answer, keeps nobody's network down: it is told, and this unit counts as failed.
firewall=0
[ ! -s "$policy" ] || timeout 10 iptables -w -P FORWARD "$(cat "$policy")" || firewall=1

# Docker and Open vSwitch have started, but their devices may come a moment later.
tries=0
until [ -e "/proc/sys/net/ipv4/conf/$bridge" ] && [ -e "/proc/sys/net/ipv4/conf/$docker_bridge" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || { echo "$bridge or $docker_bridge did not appear within 30 s" >&2; exit 1; }
  sleep 0.1
done
{{~ if firewall == "open" }}
# shellcheck disable=SC2016 # that shell's own words
timeout 30 sh -ec '. "$0"; firewall_put_back "$@"' /usr/local/lib/ovswizard/firewall-{{ bridge }}.sh \
  {{ firewall_chain }} {{ firewall_protocol }} {{ firewall_port }} {{ peers | array.map "underlay_ip" }} || firewall=1
{{~ end }}
ip link set dev "$bridge" master "$docker_bridge" up
ip route replace {{ overlay_cidr }} dev "$docker_bridge"
exit "$firewall"
