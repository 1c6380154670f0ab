# shellcheck shell=sh
# Lets tunnel traffic in from the peers and from nobody else, in whatever firewall is found. Arguments everywhere: NAME
# PROTOCOL PORT PEER… (PORT is empty for protocols without ports; a peer is an address, or a network with its prefix
# length). The rules are this overlay's own, known by NAME, so that they can be taken away without touching any other.
# What a packet to a host meets is not always one firewall: firewalld, base chains of the site's own in nftables,
# iptables' tables in either of their two forms. Each of them can drop it, whatever the others say, so it is let in by
# each. A file by itself: it also stays on the host.

# firewall_layers: those that are here, a line each: "firewalld"; "nftables FAMILY TABLE CHAIN"; "iptables nft" or
# "iptables legacy". Where there is none, that of iptables.
firewall_layers() {
  found=$(
    ! firewalld_runs || echo firewalld
    nft_input_chains | sed 's/^/nftables /'
    for form in nft legacy; do
      ! iptables_filters "$form" || echo "iptables $form"
    done
  )
  if [ -n "$found" ]; then printf '%s\n' "$found"; else echo "iptables $(iptables_form iptables)"; fi
}

# firewall_kind: the first of them, as people call it.
firewall_kind() { firewall_layers | sed 's/ .*//; q'; }

firewalld_runs() { command -v firewall-cmd >/dev/null && systemctl is-active -q firewalld 2>/dev/null; }

# firewall_each LAYERS FUNCTION WORD…: calls KIND_FUNCTION with what of the layer is told behind its kind, then the
# words. Status: that of the last that failed. Not in an "||" list: there the shell would ignore the script's own set
# -e.
firewall_each() {
  layer_list=$1 layer_function=$2
  shift 2
  layer_failed=0
  while read -r layer_kind layer; do
    [ -n "$layer_kind" ] || continue
    "${layer_kind}_$layer_function" "$layer" "$@"
    layer_status=$?
    [ "$layer_status" -eq 0 ] || layer_failed=$layer_status
  done <<LAYERS
$layer_list
LAYERS
  return "$layer_failed"
}

firewall_is_open() { firewall_each "$(firewall_layers)" is_open "$@"; }

firewall_open() { firewall_each "$(firewall_layers)" open "$@"; }

# firewall_keep: the before-image of firewall_open with the same arguments; firewall_keep_rules NAME: that of its rules
# alone. Need keep.sh and overlays.sh.
firewall_keep() { firewall_keep_by keep "$@"; }
firewall_keep_rules() { firewall_keep_by keep_rules "$1"; }

firewall_keep_by() { firewall_each "$(firewall_places)" "$@"; }

# firewall_places: wherever rules of this host's overlays could be by now, whether or not a packet is filtered there: a
# before-image is of the same places, whoever starts or stops a firewall meanwhile.
firewall_places() {
  if firewalld_runs || [ -e "${firewalld_file-}" ]; then echo firewalld; fi
  nft_input_chains | sed 's/^/nftables /'
  for form in nft legacy; do
    ! iptables_of "$form" >/dev/null || echo "iptables $form"
  done
}

# firewall_without NAME: none of its rules.
firewall_without() { firewall_each "$(firewall_layers)" without "$1"; }

# firewall_names: in whose names there are rules, a line each. Those that were made first come first: whichever is put
# back goes before the others.
firewall_names() { firewall_each "$(firewall_layers)" names | awk '!seen[$0]++'; }

# firewall_put_back: after a boot, all but what firewalld remembers by itself.
firewall_put_back() {
  here=$(firewall_layers | sed /firewalld/d)
  firewall_each "$here" is_open "$@" >/dev/null || firewall_each "$here" open "$@"
}

# --- nftables: what lets peers in stands before whatever drops the others, whichever overlay it is of -----------------

# Base chains that a packet of IPv4 to this host passes and that can drop it: FAMILY TABLE CHAIN, a line each. Those
# that iptables can read are told by iptables; firewalld and kube-proxy write theirs anew when they like.
nft_input_chains() {
  command -v nft >/dev/null || return 0
  nft list chains 2>/dev/null | awk '
    $1 == "table" { family = $2; table = $3 }
    $1 == "chain" { chain = $2 }
    $1 == "type" && $2 == "filter" && $4 == "input" && (family == "ip" || family == "inet") && table !~ /^(firewalld|kube-proxy)$/ { print family, table, chain }' |
    while read -r family table chain; do
      case "$family $chain" in 'ip INPUT') ! iptables_reads "$table" || continue ;; esac
      echo "$family $table $chain"
    done
}

# nft_has_chain "FAMILY TABLE CHAIN"
# shellcheck disable=SC2086 # words
nft_has_chain() { nft list chain $1 >/dev/null 2>&1; }

# nft_rules NAME FAMILY TABLE CHAIN: the rules there that are NAME's own, with their handles; none where the chain is
# gone.
nft_rules() {
  nft -a list chain "$2" "$3" "$4" 2>/dev/null | sed -n "s/^[[:space:]]*\(.* comment \"$1 [0-9]*\".*\)/\1/p"
}

# firewall_sum WORD…: what tells one list of peers from another, short enough for a comment.
firewall_sum() { printf '%s ' "$@" | cksum | cut -d ' ' -f 1; }

# nftables_is_open "FAMILY TABLE CHAIN" NAME PROTOCOL PORT PEER…
nftables_is_open() {
  where=$1
  shift
  # shellcheck disable=SC2086 # words
  nft list chain $where | grep -qF "comment \"$1 $(firewall_sum "$@")\"" || { echo "nftables chain $where does not let the peers in"; return 1; }
}

nftables_open() {
  where=$1 _name=$2 _protocol=$3 _port=$4
  shift
  comment="comment \"$1 $(firewall_sum "$@")\""
  shift 3
  peers=$(printf '%s, ' "$@")
  match="meta l4proto $_protocol"
  [ -z "$_port" ] || match="$_protocol dport $_port"
  # shellcheck disable=SC2086 # words
  nft_replace "$_name" $where "ip saddr { ${peers%, } } $match accept $comment" "$match drop $comment"
}

nftables_keep() { nftables_keep_rules "$@"; }

nftables_keep_rules() {
  # shellcheck disable=SC2086 # words
  rules=$(nft_rules "$2" $1 | sed 's/ # handle [0-9]*$//')
  # shellcheck disable=SC2086 # words
  with_lines "$rules" quoted if_there chain "$1" nft_put_rules "$2" $1 :
}

# shellcheck disable=SC2086 # words
nftables_without() { nft_put_rules "$2" $1; }

nftables_names() {
  # shellcheck disable=SC2086 # words
  nft list chain $1 | sed -n 's/.*comment "\(OVSW-[^ ]*\) [0-9]*".*/\1/p' | tac
}

# nft_replace NAME FAMILY TABLE CHAIN [ACCEPT DROP]: of NAME these rules and no other, in one transaction.
nft_replace() {
  _name=$1 where="$2 $3 $4"
  shift 4
  # shellcheck disable=SC2086 # words
  {
    # The last of the others that lets in.
    after=$(nft_rules 'OVSW-.*' $where | grep -v " comment \"$_name " | sed -n 's/.* accept comment .*# handle //p' | tail -n 1)
    nft_rules "$_name" $where | sed "s/.* # handle /delete rule $where handle /"
    for rule; do
      case $rule in
        *' drop comment '*) if [ -n "$after" ]; then echo "add rule $where position $after $rule"; else echo "insert rule $where $rule"; fi ;;
      esac
    done
    for rule; do
      case $rule in *' accept comment '*) echo "insert rule $where $rule" ;; esac
    done
  } | nft -f -
}

# nft_put_rules NAME FAMILY TABLE CHAIN RULE…: of NAME these and no other.
nft_put_rules() {
  there="$1 $2 $3 $4"
  shift 4
  [ "${1-}" != : ] || shift
  # shellcheck disable=SC2086 # words
  [ "$(nft_rules $there | sed 's/ # handle [0-9]*$//')" != "$(printf '%s\n' "$@")" ] || return 0
  # shellcheck disable=SC2086 # words
  nft_replace $there "$@"
}

# --- iptables: NAME lets the peers in, NAME-drop drops the others; the way to the first stands before every way to a se
# In the kernel there are two, nft and legacy, with a command for each, and a packet passes both. "iptables" is one or
# the other.

# The command that the functions below call.
iptables=iptables

# iptables_form COMMAND: nft or legacy.
iptables_form() { case $("$1" --version 2>/dev/null) in *nf_tables*) echo nft ;; *) echo legacy ;; esac; }

# iptables_of nft|legacy: its command; status 1 where this host has none.
iptables_of() {
  for command in iptables "iptables-$1"; do
    if command -v "$command" >/dev/null && [ "$(iptables_form "$command")" = "$1" ]; then echo "$command"; return 0; fi
  done
  return 1
}

# with_iptables nft|legacy COMMAND WORD…
with_iptables() {
  iptables=$(iptables_of "$1") || { echo "this host has no iptables-$1"; iptables=iptables; return 1; }
  shift
  "$@"
  with_status=$?
  iptables=iptables
  return "$with_status"
}

# iptables_reads TABLE: the table of that name in the family ip of nftables is one that iptables has made, and
# understands.
iptables_reads() {
  case $1 in filter | mangle | nat | raw | security) ;; *) return 1 ;; esac
  reader=$(iptables_of nft) && "$reader" -w -t "$1" -S INPUT >/dev/null 2>&1
}

# iptables_filters nft|legacy: there is more in its INPUT than to accept everything. What firewalld has made there itself,
# where it has no nftables, is firewalld's.
iptables_filters() {
  input=$(with_iptables "$1" iptables_input 2>/dev/null) || return 1
  case $input in '' | '-P INPUT ACCEPT' | *INPUT_ZONES*) return 1 ;; esac
}

iptables_input() { ! iptables_has_table || "$iptables" -w -S INPUT; }

# iptables_has_table: to ask for a legacy table would make it.
iptables_has_table() { [ "$(iptables_form "$iptables")" = nft ] || grep -qsx filter /proc/net/ip_tables_names; }

iptables_is_open() {
  with_iptables "$1" iptables_has "$@"
}

iptables_has() {
  form=$1
  shift
  [ "$(iptables_rules "$1")" = "$(iptables_wanted "$@")" ] || { echo "iptables ($form): chain $1 is not there, or differs"; return 1; }
}

iptables_open() {
  form=$1
  shift
  iptables_wanted "$@" | with_iptables "$form" iptables_put "$1"
}

iptables_keep() { iptables_keep_rules "$@"; }

iptables_keep_rules() {
  rules=$(with_iptables "$1" iptables_rules "$2")
  with_lines "$rules" quoted if_there iptables "$1" with_iptables "$1" iptables_put_rules "$2" ${rules:+:}
}

iptables_without() { with_iptables "$1" iptables_put_rules "$2"; }

iptables_names() { with_iptables "$1" iptables_named; }

iptables_named() {
  iptables_has_table || return 0
  "$iptables" -w -S INPUT 2>/dev/null | sed -n 's/.* -j \(OVSW-.*\)/\1/p' | sed 's/-drop$//' | tac
  "$iptables" -w -S 2>/dev/null | sed -n '/-drop$/d; s/^-N \(OVSW-.*\)/\1/p'
}

iptables_wanted() {
  _name=$1 _match="-p $2"
  [ -z "$3" ] || _match="-p $2 -m $2 --dport $3"
  shift 3
  printf -- '-N %s\n' "$_name"
  for peer; do
    case $peer in */*) ;; *) peer=$peer/32 ;; esac
    printf -- '-A %s -s %s -j ACCEPT\n' "$_name" "$peer"
  done
  printf -- '-N %s-drop\n-A %s-drop -j DROP\n' "$_name" "$_name"
  printf -- '-A INPUT %s -j %s\n-A INPUT %s -j %s-drop\n' "$_match" "$_name" "$_match" "$_name"
}

# iptables_rules NAME: both chains and the ways to them, as -S prints them; nothing where there are no such chains.
iptables_rules() {
  iptables_has_table || return 0
  "$iptables" -w -S 2>/dev/null | {
    lets='' drops='' ways=''
    while IFS= read -r rule; do
      case $rule in
        "-N $1" | "-A $1 "*) lets="$lets$rule$newline" ;;
        "-N $1-drop" | "-A $1-drop "*) drops="$drops$rule$newline" ;;
        "-A INPUT "*" -j $1" | "-A INPUT "*" -j $1-drop") ways="$ways$rule$newline" ;;
      esac
    done
    [ -z "$lets" ] || printf %s "$lets$drops$ways"
  }
}

newline='
'

# iptables_ways NAME RULES: of these the ways to its two chains.
iptables_ways() {
  printf '%s\n' "$2" | while IFS= read -r rule; do
    case $rule in *" -j $1" | *" -j $1-drop") printf '%s\n' "$rule" ;; esac
  done
}

# iptables_put NAME: both chains and the ways to them are what standard input says, in one transaction; without a rule
# none is there.
iptables_put() {
  # Asked before: iptables-restore holds the lock that iptables waits for.
  input=$("$iptables" -w -S INPUT)
  old=$(iptables_ways "$1" "$input")
  # The place of the last way of another overlay to what lets in.
  place=$(printf '%s\n' "$input" | awk -v name="$1" '
    /^-A/ && $NF != name && $NF != name "-drop" { n++; if ($NF ~ /^OVSW-/ && $NF !~ /-drop$/) last = n } END { print last + 0 }')
  old=$old awk -v name="$1" -v place="$place" '
    BEGIN { old = ENVIRON["old"]; print "*filter"; print ":" name " - [0:0]"; print ":" name "-drop - [0:0]" }
    /^-A INPUT / { ways = ways (ways == "" ? "" : "\n") $0; next }
    /^-A / { print }
    NF { some = 1 }
    END {
      if (ways != old) {
        n = split(old, line, "\n")
        for (i = 1; i <= n; i++) { sub(/^-A/, "-D", line[i]); print line[i] }
        n = split(ways, line, "\n")
        for (i = 1; i <= n; i++) {
          at = line[i] ~ /-drop$/ ? place + i : 1
          sub(/^-A INPUT/, "-I INPUT " at, line[i])
          print line[i]
        }
      }
      if (!some) { print "-X " name; print "-X " name "-drop" }
      print "COMMIT"
    }' | "$iptables-restore" -w -n
}

# iptables_put_rules NAME RULE…: both chains and the ways to them are these.
iptables_put_rules() {
  name=$1
  shift
  [ "${1-}" != : ] || shift
  [ "$(iptables_rules "$name")" = "$(printf '%s\n' "$@")" ] || printf '%s\n' "$@" | iptables_put "$name"
}
