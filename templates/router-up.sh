#!/bin/sh
# Made by OvsWizard. Makes this host the gateway of the other hosts' networks: their gateways' addresses on the uplink,
# and packets let through.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
uplink={{ uplink }}

ip link set dev "$uplink" up
for address in {{ for other in others }}{{ other.gateway + "/" + ip.prefix other.address }} {{ end }}; do
  ip -4 addr replace "$address" brd + dev "$uplink"
done
sysctl -q -w net.ipv4.ip_forward=1
rule="-i $uplink -o $uplink -m comment --comment ovswizard-router -j ACCEPT"
if command -v iptables >/dev/null; then
  # Docker has left FORWARD open where it found forwarding switched on when it started (libnetwork, setupIPForwarding):
  # the policy that was there when this host became a router is set again.
  policy=/var/lib/ovswizard/forward-policy-router
  [ ! -s "$policy" ] || iptables -w -P FORWARD "$(cat "$policy")"
  # shellcheck disable=SC2086 # words of a rule
  iptables -w -C FORWARD $rule 2>/dev/null || iptables -w -I FORWARD $rule
fi
