# shellcheck shell=sh
# Lets tunnel traffic in from the peers and from nobody else, in whatever firewall is found.
# Arguments everywhere: NAME PROTOCOL PORT PEER… (PORT is empty for protocols without ports).
# The rules are this overlay's own, known by NAME, so that they can be taken away without touching any other.

# firewalld, nftables (a rule set of the site's own drops input) or iptables.
firewall_kind() {
  if systemctl is-active -q firewalld 2>/dev/null; then echo firewalld
  elif [ -n "$(nft_input_chains)" ]; then echo nftables
  else echo iptables
  fi
}

# Base chains on the input hook that are not iptables' own: FAMILY TABLE CHAIN, a line each.
nft_input_chains() {
  command -v nft >/dev/null || return 0
  nft list chains 2>/dev/null | awk '
    $1 == "table" { family = $2; name = $3 }
    $1 == "chain" { chain = $2 }
    /hook input/ && name != "filter" || /hook input/ && family == "inet" { print family, name, chain }' | sort -u
}

firewall_rich_rules() {
  _name=$1 _protocol=$2 _port=$3
  shift 3
  for peer; do
    if [ -n "$_port" ]; then printf 'rule family="ipv4" source address="%s" port port="%s" protocol="%s" accept\n' "$peer" "$_port" "$_protocol"
    else printf 'rule family="ipv4" source address="%s" protocol value="%s" accept\n' "$peer" "$_protocol"
    fi
  done
}

# The chain as iptables -S prints it.
firewall_chain() {
  _name=$1 _protocol=$2 _port=$3
  shift 3
  printf -- '-N %s\n' "$_name"
  for peer; do printf -- '-A %s -s %s/32 -j ACCEPT\n' "$_name" "$peer"; done
  printf -- '-A %s -j DROP\n' "$_name"
}

firewall_jump() {
  if [ -n "$3" ]; then printf -- '-p %s -m %s --dport %s -j %s' "$2" "$2" "$3" "$1"; else printf -- '-p %s -j %s' "$2" "$1"; fi
}

firewall_is_open() {
  case $(firewall_kind) in
    firewalld)
      have=$(firewall-cmd --list-rich-rules && firewall-cmd --permanent --list-rich-rules)
      firewall_rich_rules "$@" | while read -r rule; do
        [ "$(printf '%s\n' "$have" | grep -cxF "$rule")" -eq 2 ] || { echo "firewalld has no: $rule"; exit 1; }
      done ;;
    nftables)
      nft_input_chains | while read -r family table chain; do
        nft list chain "$family" "$table" "$chain" | grep -qF "comment \"$1 $(firewall_sum "$@")\"" ||
          { echo "nftables chain $family $table $chain does not let the peers in"; exit 1; }
      done ;;
    iptables)
      [ "$(iptables -w -S "$1" 2>/dev/null)" = "$(firewall_chain "$@")" ] || { echo "iptables chain $1 is not there, or differs"; return 1; }
      # shellcheck disable=SC2046 # words of a rule
      iptables -w -C INPUT $(firewall_jump "$@") 2>/dev/null || { echo "iptables INPUT does not lead to $1"; return 1; } ;;
  esac
}

# What tells one list of peers from another, short enough for a comment.
firewall_sum() { printf '%s ' "$@" | cksum | cut -d ' ' -f 1; }

firewall_open() {
  case $(firewall_kind) in
    firewalld)
      # Added to both, the running and the permanent set: a reload would wipe Docker's own rules.
      firewall_rich_rules "$@" | while read -r rule; do
        firewall-cmd -q --add-rich-rule="$rule"
        firewall-cmd -q --permanent --add-rich-rule="$rule"
      done ;;
    nftables)
      firewall_close "$@"
      _name=$1 _protocol=$2 _port=$3
      sum=$(firewall_sum "$@")
      shift 3
      peers=$(printf '%s, ' "$@")
      match="meta l4proto $_protocol"
      [ -z "$_port" ] || match="$_protocol dport $_port"
      nft_input_chains | while read -r family table chain; do
        nft insert rule "$family" "$table" "$chain" "$match" drop comment "\"$_name $sum\""
        nft insert rule "$family" "$table" "$chain" ip saddr "{ ${peers%, } }" "$match" accept comment "\"$_name $sum\""
      done ;;
    iptables)
      # One transaction: a half-built chain would drop the peers' traffic.
      { echo '*filter'; echo ":$1 - [0:0]"; firewall_chain "$@" | grep -v '^-N '; echo COMMIT; } | iptables-restore -w -n
      # shellcheck disable=SC2046 # words of a rule
      iptables -w -C INPUT $(firewall_jump "$@") 2>/dev/null || iptables -w -I INPUT $(firewall_jump "$@") ;;
  esac
}

firewall_close() {
  case $(firewall_kind) in
    firewalld)
      firewall_rich_rules "$@" | while read -r rule; do
        firewall-cmd -q --remove-rich-rule="$rule"
        firewall-cmd -q --permanent --remove-rich-rule="$rule"
      done ;;
    nftables)
      nft_input_chains | while read -r family table chain; do
        nft -a list chain "$family" "$table" "$chain" | sed -n "s/.*comment \"$1 [0-9]*\".*# handle \([0-9]*\)\$/\1/p" |
          while read -r handle; do nft delete rule "$family" "$table" "$chain" handle "$handle"; done
      done ;;
    iptables)
      iptables -w -S "$1" >/dev/null 2>&1 || return 0
      # shellcheck disable=SC2046 # words of a rule
      iptables -w -D INPUT $(firewall_jump "$@") 2>/dev/null || true
      iptables -w -F "$1"
      iptables -w -X "$1" ;;
  esac
}

# The before-image of firewall_open with the same arguments, in the firewall found now. Needs keep.sh.
firewall_keep() {
  case $(firewall_kind) in
    firewalld)
      firewalld_keep '' "$@"
      firewalld_keep --permanent "$@"
      # It writes the zone's file anew with every change, and keeps the one before: also where there was none.
      zone=/etc/firewalld/zones/$(firewall-cmd --get-default-zone).xml
      ovsw_keep_file "$zone"
      ovsw_keep_file "$zone.old" ;;
    nftables)
      nft_input_chains | while read -r family table chain; do
        rules=$(nft_rules "$1" "$family" "$table" "$chain" | sed 's/ # handle [0-9]*$//')
        with_lines "$rules" quoted nft_put_rules "$1" "$family" "$table" "$chain"
      done ;;
    iptables)
      rules=$(iptables_rules "$1")
      with_lines "$rules" quoted iptables_put_rules "$1" ;;
  esac
}

# firewalld_keep SET NAME PROTOCOL PORT PEER…: which of the rules are in the set, the running ('') or the --permanent one.
firewalld_keep() {
  set=$1
  shift
  # shellcheck disable=SC2086 # one word or none
  have=$(firewall-cmd $set --list-rich-rules)
  firewall_rich_rules "$@" | while read -r rule; do
    if printf '%s\n' "$have" | grep -qxF -e "$rule"; then action=add; else action=remove; fi
    # shellcheck disable=SC2086 # one word or none
    quoted firewall-cmd -q $set "--$action-rich-rule=$rule"
  done
}

# nft_rules NAME FAMILY TABLE CHAIN: the rules there that are NAME's own, with their handles.
nft_rules() {
  nft -a list chain "$2" "$3" "$4" | sed -n "s/^[[:space:]]*\(.* comment \"$1 [0-9]*\".*\)/\1/p"
}

# nft_put_rules NAME FAMILY TABLE CHAIN RULE…: of NAME these and no other, before all others.
nft_put_rules() {
  name=$1 where="$2 $3 $4"
  shift 4
  # shellcheck disable=SC2086 # words
  [ "$(nft_rules "$name" $where | sed 's/ # handle [0-9]*$//')" != "$(printf '%s\n' "$@")" ] || return 0
  {
    # shellcheck disable=SC2086 # words
    nft_rules "$name" $where | sed "s/.* # handle /delete rule $where handle /"
    printf '%s\n' "$@" | tac | sed -n "s/./insert rule $where &/p"
  } | nft -f -
}

# iptables_rules NAME: the chain and the jumps to it, as -S prints them; nothing where there is no such chain.
iptables_rules() {
  iptables -w -S "$1" 2>/dev/null || return 0
  iptables_jumps "$1"
}

iptables_jumps() {
  iptables -w -S INPUT | while IFS= read -r rule; do
    case $rule in *" -j $1") printf '%s\n' "$rule" ;; esac
  done
}

# iptables_put_rules NAME RULE…: the chain and the jumps to it are these, in one transaction; without rules neither is there.
iptables_put_rules() {
  name=$1
  shift
  [ "$(iptables_rules "$name")" != "$(printf '%s\n' "$@")" ] || return 0
  # Asked before: iptables-restore holds the lock that iptables waits for.
  old=$(iptables_jumps "$name")
  {
    echo '*filter'
    echo ":$name - [0:0]"
    printf '%s\n' "$old" | sed -n 's/^-A/-D/p'
    printf '%s\n' "$@" | awk '/^-A INPUT / { sub(/^-A INPUT/, "-I INPUT " ++n) } /^-[AI]/'
    [ $# -gt 0 ] || echo "-X $name"
    echo COMMIT
  } | iptables-restore -w -n
}
