# shellcheck shell=sh
# The rules beside Docker's, for the containers of other hosts.

# ovn_rules_wanted PORT BLOCK SUBNET: what containers of other hosts see keeps its address, and Docker lets them in:
# TABLE CHAIN RULE, a line each.
ovn_rules_wanted() {
  echo "nat POSTROUTING -s $2 -d $2 -j RETURN"
  echo "filter DOCKER-USER -d $3 -i $1 -j ACCEPT"
}

# ovn_rules_zone: firewalld's zone that docker0 is in; nothing where it does not run. Whatever other rules accept, it
# rejects what comes by an interface of another zone, and keeps interfaces in theirs when it is reloaded.
ovn_rules_zone() {
  ! systemctl is-active -q firewalld 2>/dev/null || firewall-cmd --get-zone-of-interface=docker0 2>/dev/null || true
}

ovn_rules_are_there() {
  zone=$(ovn_rules_zone)
  [ -z "$zone" ] || firewall-cmd -q --zone="$zone" --query-interface="$1" ||
    { echo "firewalld does not have $1 in its zone $zone, where docker0 is"; return 1; }
  ovn_rules_wanted "$@" | while read -r table rule; do
    # shellcheck disable=SC2086 # words
    iptables -w -t "$table" -C $rule 2>/dev/null || { echo "iptables has no: $rule"; exit 1; }
  done
}

# Before whatever masquerades or drops.
ovn_rules_put() {
  zone=$(ovn_rules_zone)
  [ -z "$zone" ] || firewall-cmd -q --zone="$zone" --change-interface="$1"
  ovn_rules_wanted "$@" | while read -r table rule; do
    # shellcheck disable=SC2086 # words
    iptables -w -t "$table" -C $rule 2>/dev/null || iptables -w -t "$table" -I $rule || exit
  done
}

ovn_rules_without() {
  zone=$(ovn_rules_zone)
  [ -z "$zone" ] || ! firewall-cmd -q --zone="$zone" --query-interface="$1" ||
    firewall-cmd -q --zone="$zone" --remove-interface="$1"
  ovn_rules_wanted "$@" | while read -r table rule; do
    # shellcheck disable=SC2086 # words
    ! iptables -w -t "$table" -C $rule 2>/dev/null || iptables -w -t "$table" -D $rule || exit
  done
}
