# shellcheck shell=sh
# A Linux host as the router between the hosts' networks.
# requires: keep overlays uplink

# Docker lets nothing through that it does not know; what comes in and leaves by the uplink is the router's own traffic.
router_rule() { echo "-i $1 -o $1 -m comment --comment ovswizard-router -j ACCEPT"; }

router_is_up() {
  uplink=$1
  shift
  for address; do
    case " $(uplink_address "$uplink") " in
      *" $address "*) ;;
      *) echo "$uplink does not have $address"; return 1 ;;
    esac
  done
  # shellcheck disable=SC2046 # words of a rule
  iptables -w -C FORWARD $(router_rule "$uplink") 2>/dev/null ||
    { echo "what passes through $uplink may be dropped"; return 1; }
}

# What the boot script sets again: Docker leaves FORWARD open where it finds forwarding switched on.
router_policy=/var/lib/ovswizard/forward-policy-router

router_save_policy() {
  overlays_has_forward_policy "$router_policy" >/dev/null || overlays_write_forward_policy "$router_policy"
}

# router_keep UPLINK: the before-image of what lets packets through.
router_keep() {
  router_keep_rule "$1"
  ovsw_keep_file "$router_policy"
}

router_keep_rule() {
  # shellcheck disable=SC2046 # words of a rule
  if iptables -w -C FORWARD $(router_rule "$1") 2>/dev/null; then
    keep_note "the firewall lets through what passes $1"
  else
    keep_command router_without_rule "$1"
  fi
}

router_without_rule() {
  # shellcheck disable=SC2046 # words of a rule
  while iptables -w -C FORWARD $(router_rule "$1") 2>/dev/null; do iptables -w -D FORWARD $(router_rule "$1"); done
}
