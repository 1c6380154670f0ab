# shellcheck shell=sh
# The peers' way in through base chains of nftables: what lets them in stands before whatever drops the others,
# whichever overlay it is of.
# requires: iptables

# Base chains that a packet of IPv4 to this host passes and that can drop it: FAMILY TABLE CHAIN, a line each. Those
# that iptables can read are told by iptables; firewalld and kube-proxy write theirs anew when they like.
nftables_input_chains() {
  command -v nft >/dev/null || return 0
  nft list chains 2>/dev/null | awk '
    $1 == "table" { family = $2; table = $3 }
    $1 == "chain" { chain = $2 }
    $1 == "type" && $2 == "filter" && $4 == "input" && (family == "ip" || family == "inet") &&
      table !~ /^(firewalld|kube-proxy)$/ { print family, table, chain }' |
    while read -r family table chain; do
      case "$family $chain" in 'ip INPUT') ! iptables_reads "$table" || continue ;; esac
      echo "$family $table $chain"
    done
}

# nftables_has_chain "FAMILY TABLE CHAIN"
# shellcheck disable=SC2086 # words
nftables_has_chain() { nft list chain $1 >/dev/null 2>&1; }

# nftables_rules NAME FAMILY TABLE CHAIN: the rules there that are NAME's own, with their handles; none where the chain
# is gone.
nftables_rules() {
  nft -a list chain "$2" "$3" "$4" 2>/dev/null | sed -n "s/^[[:space:]]*\(.* comment \"$1 [0-9]*\".*\)/\1/p"
}

# nftables_sum WORD…: what tells one list of peers from another, short enough for a comment.
nftables_sum() { printf '%s ' "$@" | cksum | cut -d ' ' -f 1; }

# nftables_is_open "FAMILY TABLE CHAIN" NAME PROTOCOL PORT PEER…
nftables_is_open() {
  where=$1
  shift
  # shellcheck disable=SC2086 # words
  rules=$(nft list chain $where)
  comment="comment \"$1 $(nftables_sum "$@")\""
  case $rules in
    *" accept $comment"*" drop $comment"*) ;;
    *) echo "nftables chain $where does not let the peers in"; return 1 ;;
  esac
  before=$(printf '%s\n' "$rules" | nftables_before "$@")
  [ -z "$before" ] ||
    { printf 'in nftables chain %s, before what lets the peers in: %s\n' "$where" "$before"; return 1; }
}

# nftables_before NAME PROTOCOL PORT PEER…: of a chain on standard input the rules before NAME's that drop what comes
# from a peer. Only what drops for sure counts: what matches by address, protocol and port alone.
nftables_before() {
  _name=$1 _protocol=$2 _port=$3
  shift 3
  awk -v name="$_name" -v protocol="$_protocol" -v port="$_port" -v peers=" $* " '
    index($0, " accept comment \"" name " ") { exit }
    /OVSW-/ { next }
    {
      rule = $0
      sub(/^[ \t]*/, "", rule); sub(/ comment .*/, "", rule); sub(/counter packets [0-9]+ bytes [0-9]+ /, "", rule)
      sub(/ with .*/, "", rule)
      verdict = rule; sub(/.* /, "", verdict)
      if (verdict != "drop" && verdict != "reject") next
      sub(/ ?(drop|reject)$/, "", rule)
      if (match(rule, /^ip saddr [0-9.]+ ?/)) {
        peer = substr(rule, 10, RLENGTH - 9); sub(/ $/, "", peer)
        if (!index(peers, " " peer " ")) next
        rule = substr(rule, RLENGTH + 1)
      }
      if (rule == "" || rule == "meta l4proto " protocol || (port != "" && rule == protocol " dport " port)) print $0
    }'
}

nftables_open() {
  where=$1 _name=$2 _protocol=$3 _port=$4
  shift
  comment="comment \"$1 $(nftables_sum "$@")\""
  shift 3
  peers=$(printf '%s, ' "$@")
  match="meta l4proto $_protocol"
  [ -z "$_port" ] || match="$_protocol dport $_port"
  # shellcheck disable=SC2086 # words
  nftables_replace "$_name" $where "ip saddr { ${peers%, } } $match accept $comment" "$match drop $comment"
}

# shellcheck disable=SC2086 # words
nftables_without() { nftables_put_rules "$2" $1; }

nftables_names() {
  # shellcheck disable=SC2086 # words
  nft list chain $1 | sed -n 's/.*comment "\(OVSW-[^ ]*\) [0-9]*".*/\1/p' | tac
}

# nftables_replace NAME FAMILY TABLE CHAIN [ACCEPT DROP]: of NAME these rules and no other, in one transaction.
nftables_replace() {
  _name=$1 where="$2 $3 $4"
  shift 4
  # shellcheck disable=SC2086 # words
  {
    # The last of the others that lets in.
    after=$(nftables_rules 'OVSW-.*' $where | grep -v " comment \"$_name " |
      sed -n 's/.* accept comment .*# handle //p' | tail -n 1)
    nftables_rules "$_name" $where | sed "s/.* # handle /delete rule $where handle /"
    for rule; do
      case $rule in
        *' drop comment '*)
          if [ -n "$after" ]; then
            echo "add rule $where position $after $rule"
          else
            echo "insert rule $where $rule"
          fi ;;
      esac
    done
    for rule; do
      case $rule in *' accept comment '*) echo "insert rule $where $rule" ;; esac
    done
  } | nft -f -
}

# nftables_put_rules NAME FAMILY TABLE CHAIN RULE…: of NAME these and no other.
nftables_put_rules() {
  there="$1 $2 $3 $4"
  shift 4
  [ "${1-}" != : ] || shift
  # shellcheck disable=SC2086 # words
  [ "$(nftables_rules $there | sed 's/ # handle [0-9]*$//')" != "$(printf '%s\n' "$@")" ] || return 0
  # shellcheck disable=SC2086 # words
  nftables_replace $there "$@"
}
