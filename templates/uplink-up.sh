#!/bin/sh
# Made by OvsWizard. Gives the Docker bridge the uplink, the host's address and the default route: by hand, and before
# each start of Docker. It makes the bridge itself where Docker has not yet, so that the host can be reached whether or
# not Docker starts.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
uplink={{ uplink }}
bridge={{ docker_bridge }}
address={{ address }}
gateway={{ gateway }}

tries=0
until [ -e "/proc/sys/net/ipv4/conf/$uplink" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || { echo "$uplink did not appear within 30 s" >&2; exit 1; }
  sleep 0.1
done
mac() { ip -o link show dev "$1" | sed 's|.* link/ether \([0-9a-f:]*\) .*|\1|'; }
[ -e "/proc/sys/net/ipv4/conf/$bridge" ] || ip link add "$bridge" type bridge
# The address keeps its MAC: routers remember for hours where it was. And a bridge without a MAC of its own changes it
# as containers come and go.
[ "$(mac "$bridge")" = "$(mac "$uplink")" ] || ip link set dev "$bridge" address "$(mac "$uplink")"
ip link set dev "$bridge" up
[ "$(ip -4 -o addr show dev "$bridge" | sed 's/.* inet \([^ ]*\) .*/\1/')" = "$address" ] || {
  ip -4 addr flush dev "$bridge"
  ip -4 addr add "$address" brd + dev "$bridge"
}
ip -4 addr flush dev "$uplink"
ip link set dev "$uplink" master "$bridge" up
ip -4 route replace default via "$gateway" dev "$bridge"
