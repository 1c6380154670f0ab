# shellcheck shell=sh
# The rules beside Docker's, for the containers of other hosts.

# ovn_rules_wanted PORT BLOCK SUBNET: what containers of other hosts see keeps its address, and Docker lets them in:
# TABLE CHAIN RULE, a line each.
ovn_rules_wanted() {
  echo "nat POSTROUTING -s $2 -d $2 -j RETURN"
  echo "filter DOCKER-USER -d $3 -i $1 -j ACCEPT"
}

ovn_rules_are_there() {
  ovn_rules_wanted "$@" | while read -r table rule; do
    # shellcheck disable=SC2086 # words
    iptables -w -t "$table" -C $rule 2>/dev/null || { echo "iptables has no: $rule"; exit 1; }
  done
}

# Before whatever masquerades or drops.
ovn_rules_put() {
  ovn_rules_wanted "$@" | while read -r table rule; do
    # shellcheck disable=SC2086 # words
    iptables -w -t "$table" -C $rule 2>/dev/null || iptables -w -t "$table" -I $rule || exit
  done
}

ovn_rules_without() {
  ovn_rules_wanted "$@" | while read -r table rule; do
    # shellcheck disable=SC2086 # words
    ! iptables -w -t "$table" -C $rule 2>/dev/null || iptables -w -t "$table" -D $rule || exit
  done
}
