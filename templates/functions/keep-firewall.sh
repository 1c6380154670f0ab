# shellcheck shell=sh
# shellcheck disable=SC2154 # read by name
# Before-images of the firewall.
# requires: firewall firewalld iptables keep lines nftables overlays

# firewall_keep: the before-image of firewall_open with the same arguments; keep_firewall_rules NAME: that of its rules
# alone. Need keep.sh and overlays.sh.
keep_firewall() { keep_firewall_by keep_firewall_KIND "$@"; }

keep_firewall_rules() { keep_firewall_by keep_firewall_KIND_rules "$1"; }

keep_firewall_by() { firewall_each "$(keep_firewall_places)" "$@"; }

keep_firewall_nftables() { keep_firewall_nftables_rules "$@"; }

keep_firewall_nftables_rules() {
  # shellcheck disable=SC2086 # words
  rules=$(nftables_rules "$2" $1 | sed 's/ # handle [0-9]*$//')
  # shellcheck disable=SC2086 # words
  lines_with "$rules" keep_command keep_if_there chain "$1" nftables_put_rules "$2" $1 :
}

keep_firewall_iptables() { keep_firewall_iptables_rules "$@"; }

keep_firewall_iptables_rules() {
  rules=$(iptables_with "$1" iptables_rules "$2")
  lines_with "$rules" keep_command keep_if_there iptables "$1" iptables_with "$1" iptables_put_rules "$2" ${rules:+:}
}

keep_firewall_firewalld() {
  shift
  state=$(firewalld_state) || return
  zones=$({ firewalld_rules "$1"; firewalld_lines "$state" "$@"; } | firewalld_zones)
  keep_firewall_firewalld_rules '' "$1"
  for zone in $zones; do overlays_keep_shared "${1#OVSW-}" keep_firewall_firewalld_zone "$zone"; done
}

# keep_firewall_firewalld_rules '' NAME: those in its name, without the file that they are in.
keep_firewall_firewalld_rules() {
  rules=$(firewalld_rules "$2")
  lines_with "$rules" keep_command firewalld_put_rules "$2" :
}

# keep_firewall_firewalld_zone ZONE: firewalld writes a zone's file anew with every change, and keeps the one before,
# also where there was none. The bytes go back where the zone is what it was; what others have changed since would be
# lost with them.
keep_firewall_firewalld_zone() {
  zone=$1
  settings=$(firewalld_settings "$zone")
  echo "if $(lines_with "$settings" keep_command keep_firewall_firewalld_zone_is "$zone"); then :"
  ovsw_keep_file "/etc/firewalld/zones/$zone.xml"
  ovsw_keep_file "/etc/firewalld/zones/$zone.xml.old"
  echo 'fi'
}

keep_firewall_firewalld_zone_is() {
  zone=$1
  shift
  settings=$(firewalld_settings "$zone")
  [ "$settings" != "$(printf '%s\n' "$@")" ] || return 0
  others=$(printf '%s\n' "$settings" | grep -vxF -e "$(printf '%s\n' "$@")" | paste -s -d ';' -)
  ovsw_leave "others have changed firewalld's zone $zone since: ${others:-it has less than before}"
  return 1
}

# keep_firewall_places: wherever rules of this host's overlays could be by now, whether or not a packet is filtered
# there: a before-image is of the same places, whoever starts or stops a firewall meanwhile.
keep_firewall_places() {
  if firewall_has_firewalld || [ -e "$firewalld_file" ]; then echo firewalld; fi
  nftables_input_chains | sed 's/^/nftables /'
  for form in nft legacy; do
    ! iptables_of "$form" >/dev/null || echo "iptables $form"
  done
}
