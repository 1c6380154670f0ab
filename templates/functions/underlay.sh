# shellcheck shell=sh
# The network that carries the tunnels.
# requires: link

# underlay_expect ADDRESS MTU system|netdev: an interface has the address, and packets of MTU bytes fit; its name is in
# $underlay, its line in $link.
underlay_expect() {
  underlay=$(link_with_address "$1")
  [ -n "$underlay" ] || fail underlay-address-missing
  link=$(ip -o link show dev "$underlay")
  [ "$3" != netdev ] || ovs-vsctl --timeout=5 br-exists "$underlay" ||
    fail underlay-not-a-bridge "$underlay is no Open vSwitch bridge"
  [ "$(link_mtu "$underlay")" -ge "$2" ] || fail underlay-mtu-too-small "$underlay has MTU $(link_mtu "$underlay")"
}

# underlay_expect_outside BRIDGE…: the interface is no port of these.
underlay_expect_outside() {
  for bridge; do
    case $link in *" master $bridge "*) fail underlay-in-overlay "$link" ;; esac
  done
}
