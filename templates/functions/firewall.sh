# shellcheck shell=sh
# Lets tunnel traffic in from the peers and from nobody else, in whatever firewall is found.
# Arguments everywhere: NAME PROTOCOL PORT PEER… (PORT is empty for protocols without ports; a peer is an address, or a network with its prefix length).
# The rules are this overlay's own, known by NAME, so that they can be taken away without touching any other.

# firewalld, nftables (a rule set of the site's own drops input) or iptables.
firewall_kind() {
  if command -v firewall-cmd >/dev/null && systemctl is-active -q firewalld 2>/dev/null; then echo firewalld
  elif [ -n "$(nft_input_chains)" ]; then echo nftables
  else echo iptables
  fi
}

# Base chains on the input hook that are not iptables' own: FAMILY TABLE CHAIN, a line each.
nft_input_chains() {
  command -v nft >/dev/null || return 0
  nft list chains 2>/dev/null | while read -r word first second rest; do
    case "$word $first $second $rest" in
      table\ *) family=$first name=$second ;;
      chain\ *) chain=$first ;;
      *' hook input '*) [ "$name" = filter ] && [ "$family" != inet ] || echo "$family $name $chain" ;;
    esac
  done
}

# firewall_rich_rules NAME PROTOCOL PORT PEER…
firewall_rich_rules() {
  _name=$1 _protocol=$2 _port=$3
  shift 3
  for peer; do
    if [ -n "$_port" ]; then printf 'rule family="ipv4" source address="%s" port port="%s" protocol="%s" accept\n' "$peer" "$_port" "$_protocol"
    else printf 'rule family="ipv4" source address="%s" protocol value="%s" accept\n' "$peer" "$_protocol"
    fi
  done
}

firewall_is_open() {
  case $(firewall_kind) in
    firewalld)
      have=$(firewalld_have)
      firewalld_lines "$@" | while read -r line; do
        printf '%s\n' "$have" | grep -qxF -e "$line" || { echo "firewalld (${line%% *}) has no: ${line#* }"; exit 1; }
      done || return 1
      # In its own name, too: another overlay that lets the same peers in may go.
      rules=$(firewalld_rules "$1") wanted=$(firewalld_wanted "$have" "$@" | sort -u)
      [ "$rules" = "$wanted" ] || { echo "firewalld has other rules in the name of $1 than those that let the peers in"; return 1; } ;;
    nftables)
      nft_input_chains | while read -r family table chain; do
        nft list chain "$family" "$table" "$chain" | grep -qF "comment \"$1 $(firewall_sum "$@")\"" ||
          { echo "nftables chain $family $table $chain does not let the peers in"; exit 1; }
      done ;;
    iptables)
      [ "$(iptables_rules "$1")" = "$(iptables_wanted "$@")" ] || { echo "iptables chain $1 is not there, or differs"; return 1; } ;;
  esac
}

# What tells one list of peers from another, short enough for a comment.
firewall_sum() { printf '%s ' "$@" | cksum | cut -d ' ' -f 1; }

firewall_open() {
  case $(firewall_kind) in
    firewalld)
      have=$(firewalld_have)
      wanted=$(firewalld_wanted "$have" "$@")
      with_lines "$wanted" firewalld_put_rules "$1" ;;
    nftables)
      _name=$1 _protocol=$2 _port=$3
      _comment="comment \"$1 $(firewall_sum "$@")\""
      shift 3
      peers=$(printf '%s, ' "$@")
      match="meta l4proto $_protocol"
      [ -z "$_port" ] || match="$_protocol dport $_port"
      nft_input_chains | while read -r family table chain; do
        nft_replace "$_name" "$family" "$table" "$chain" "ip saddr { ${peers%, } } $match accept $_comment" "$match drop $_comment"
      done ;;
    iptables)
      iptables_wanted "$@" | iptables_put "$1" ;;
  esac
}

# --- firewalld: a rich rule carries no name, so in whose name each was made stands in a file; the site's own are in nobody's ----------

firewalld_names=/var/lib/ovswizard/firewalld-rules

# firewalld_rules NAME: those in its name, a line each: the set, which is running or permanent, and the rule.
firewalld_rules() { sed -n "s/^$1 //p" "$firewalld_names" 2>/dev/null || true; }

# firewalld_owners: everybody in whose name there is one.
firewalld_owners() { sed 's/ .*//' "$firewalld_names" 2>/dev/null | sort -u; }

# firewalld_is_made "SET RULE": it was made here, in whoever's name.
firewalld_is_made() { sed 's/^[^ ]* //' "$firewalld_names" 2>/dev/null | grep -qxF -e "$1"; }

# firewalld_have: all that there are, as firewalld_rules prints them.
firewalld_have() {
  for set in running permanent; do
    list=$(firewalld_do "$set" --list-rich-rules) || return
    printf '%s\n' "$list" | sed "s/^/$set /"
  done
}

# firewalld_lines NAME PROTOCOL PORT PEER…: the rules that let the peers in, in both sets.
firewalld_lines() { firewall_rich_rules "$@" | sed 's/.*/running &\npermanent &/'; }

# firewalld_do SET OPTION…: a reload would wipe Docker's own rules, so both sets are changed one by one.
firewalld_do() {
  case $1 in
    running) shift; firewall-cmd "$@" ;;
    permanent) shift; firewall-cmd --permanent "$@" ;;
  esac
}

# firewalld_wanted HAVE NAME PROTOCOL PORT PEER…: what firewalld_rules prints where the peers are let in: all but what the site lets in itself.
firewalld_wanted() {
  have=$1
  shift
  firewalld_lines "$@" | while read -r line; do
    if ! printf '%s\n' "$have" | grep -qxF -e "$line" || firewalld_is_made "$line"; then echo "$line"; fi
  done
}

# firewalld_put_rules NAME [RULE…]: in its name these and no other, each as firewalld_rules prints it.
firewalld_put_rules() {
  name=$1
  shift
  [ "${1-}" != : ] || shift
  in_its_name=$(firewalld_rules "$name")
  others=$(grep -v "^$name " "$firewalld_names" 2>/dev/null) || others=
  # While it is under way both stand in its name: a rule that nobody answers for would stay.
  { printf '%s\n' "$others"; for rule in "$@"; do echo "$name $rule"; done; printf '%s\n' "$in_its_name" | sed "s/^./$name &/"; } | firewalld_note
  for rule in "$@"; do firewalld_do "${rule%% *}" -q "--add-rich-rule=${rule#* }"; done
  printf '%s\n' "$in_its_name" | while read -r rule; do
    case $rule in '') continue ;; esac
    if printf '%s\n' "$@" | grep -qxF -e "$rule"; then continue; fi
    if printf '%s\n' "$others" | sed 's/^[^ ]* //' | grep -qxF -e "$rule"; then continue; fi
    firewalld_do "${rule%% *}" -q "--remove-rich-rule=${rule#* }"
  done
  { printf '%s\n' "$others"; for rule in "$@"; do echo "$name $rule"; done; } | firewalld_note
}

# firewalld_note: the names' file, from standard input; none where nothing is left to say.
firewalld_note() {
  noted=$(sed '/^$/d' | sort -u)
  if [ -n "$noted" ]; then ovsw_put_text "$firewalld_names" "$noted$newline"; else rm -f "$firewalld_names"; fi
}

# --- nftables: what lets peers in stands before whatever drops the others, whichever overlay it is of -----------------------

# nft_rules NAME FAMILY TABLE CHAIN: the rules there that are NAME's own, with their handles.
nft_rules() {
  nft -a list chain "$2" "$3" "$4" | sed -n "s/^[[:space:]]*\(.* comment \"$1 [0-9]*\".*\)/\1/p"
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

# --- iptables: NAME lets the peers in, NAME-drop drops the others; the way to the first stands before every way to a second ---

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
  iptables -w -S 2>/dev/null | {
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

# iptables_put NAME: both chains and the ways to them are what standard input says, in one transaction; without a rule none is there.
iptables_put() {
  # Asked before: iptables-restore holds the lock that iptables waits for.
  input=$(iptables -w -S INPUT)
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
    }' | iptables-restore -w -n
}

# --- before-images: need keep.sh and overlays.sh ----------------------------------------------------------------------------

# The before-image of firewall_open with the same arguments, in the firewall found now.
firewall_keep() {
  case $(firewall_kind) in
    firewalld)
      firewalld_keep_rules "$1"
      keep_shared "${1#OVSW-}" firewalld_keep_zone "$(firewall-cmd --get-default-zone)" ;;
    nftables)
      nft_input_chains | while read -r family table chain; do
        rules=$(nft_rules "$1" "$family" "$table" "$chain" | sed 's/ # handle [0-9]*$//')
        with_lines "$rules" quoted nft_put_rules "$1" "$family" "$table" "$chain" :
      done ;;
    iptables)
      rules=$(iptables_rules "$1")
      with_lines "$rules" quoted iptables_put_rules "$1" ${rules:+:} ;;
  esac
}

# firewalld_keep_rules NAME: those in its name, without the file that they are in.
firewalld_keep_rules() {
  rules=$(firewalld_rules "$1")
  with_lines "$rules" quoted firewalld_put_rules "$1" :
}

# firewalld_keep_zone ZONE: firewalld writes a zone's file anew with every change, and keeps the one before, also where there was none.
# The bytes go back where the zone is what it was; what others have changed since would be lost with them.
firewalld_keep_zone() {
  zone=$1
  settings=$(firewalld_settings "$zone")
  echo "if $(with_lines "$settings" quoted firewalld_zone_is "$zone"); then :"
  ovsw_keep_file "/etc/firewalld/zones/$zone.xml"
  ovsw_keep_file "/etc/firewalld/zones/$zone.xml.old"
  echo 'fi'
}

# firewalld_settings ZONE: all that is permanent in it, a line each, whatever order it was set in.
firewalld_settings() { firewall-cmd --permanent --zone="$1" --list-all | sed -n '2,$ s/^[[:space:]]*\(.*[^[:space:]]\)[[:space:]]*$/\1/p' | sort; }

firewalld_zone_is() {
  zone=$1
  shift
  settings=$(firewalld_settings "$zone")
  [ "$settings" != "$(printf '%s\n' "$@")" ] || return 0
  others=$(printf '%s\n' "$settings" | grep -vxF -e "$(printf '%s\n' "$@")" | paste -s -d ';' -)
  ovsw_leave "others have changed firewalld's zone $zone since: ${others:-it has less than before}"
  return 1
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

# firewall_without NAME: none of its rules.
firewall_without() {
  case $(firewall_kind) in
    firewalld) firewalld_put_rules "$1" ;;
    nftables) nft_input_chains | while read -r family table chain; do nft_put_rules "$1" "$family" "$table" "$chain"; done ;;
    iptables) iptables_put_rules "$1" ;;
  esac
}

# iptables_put_rules NAME RULE…: both chains and the ways to them are these.
iptables_put_rules() {
  name=$1
  shift
  [ "${1-}" != : ] || shift
  [ "$(iptables_rules "$name")" = "$(printf '%s\n' "$@")" ] || printf '%s\n' "$@" | iptables_put "$name"
}
