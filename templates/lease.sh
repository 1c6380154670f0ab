#!/bin/sh
# Made by OvsWizard. A DHCP client (udhcpc, dhclient) calls this with what the server said; it runs in the container's
# network namespace and touches nothing but the interface's address and the default route. The name servers stay those
# that Docker gave.
# shellcheck disable=SC2154 # the client's
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
case ${reason:-$1} in
  bound | renew) address=$ip mask=$subnet gateway=${router%% *} ;;
  BOUND | RENEW | REBIND | REBOOT) address=$new_ip_address mask=$new_subnet_mask gateway=${new_routers%% *} ;;
  deconfig | EXPIRE | FAIL | RELEASE | STOP)
    ip link set dev "$interface" up
    ip -4 addr flush dev "$interface"
    exit 0 ;;
  *) exit 0 ;;
esac
case $(ip -4 -o addr show dev "$interface") in
  *" inet $address/"*) ;;
  *)
    ip -4 addr flush dev "$interface"
    ip -4 addr add "$address/${mask:-255.255.255.255}" brd + dev "$interface" ;;
esac
[ -n "$gateway" ] || exit 0
case $(ip -4 -o route show default) in
  "default via $gateway dev $interface "*) ;;
  *) ip -4 route prepend default via "$gateway" dev "$interface" ;;
esac
