# shellcheck shell=sh
# The peers' way in through iptables: NAME lets them in, NAME-drop drops the others; the way to the first stands before
# every way to a second. In the kernel there are two, nft and legacy, with a command for each, and a packet passes both.
# "iptables" is one or the other.

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

# iptables_with nft|legacy COMMAND WORD…
iptables_with() {
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

# iptables_filters nft|legacy: there is more in its INPUT than to accept everything. What firewalld has made there
# itself, where it has no nftables, is firewalld's.
iptables_filters() {
  input=$(iptables_with "$1" iptables_input 2>/dev/null) || return 1
  case $input in '' | '-P INPUT ACCEPT' | *INPUT_ZONES*) return 1 ;; esac
}

iptables_input() { ! iptables_has_table || "$iptables" -w -S INPUT; }

# iptables_has_table: to ask for a legacy table would make it.
iptables_has_table() { [ "$(iptables_form "$iptables")" = nft ] || grep -qsx filter /proc/net/ip_tables_names; }

iptables_is_open() {
  iptables_with "$1" iptables_has "$@"
}

iptables_has() {
  form=$1
  shift
  [ "$(iptables_rules "$1")" = "$(iptables_wanted "$@")" ] ||
    { echo "iptables ($form): chain $1 is not there, or differs"; return 1; }
  before=$("$iptables" -w -S INPUT | iptables_before "$@")
  [ -z "$before" ] || { printf 'before the way to chain %s: %s\n' "$1" "$before"; return 1; }
}

# iptables_before NAME PROTOCOL PORT PEER…: of the rules of INPUT on standard input those before the way to NAME that
# drop what comes from a peer. Only what drops for sure counts: what matches by addresses, protocol and port alone.
iptables_before() {
  _name=$1 _protocol=$2 _port=$3
  shift 3
  awk -v name="$_name" -v protocol="$_protocol" -v port="$_port" -v peers=" $* " '
    $NF == name { exit }
    $1 == "-A" {
      drops = 0
      for (i = 3; i < NF; i++) {
        if ($i == "-j") { if ($(i + 1) == "DROP" || $(i + 1) == "REJECT") drops = 1; break }
        if ($i == "-s") { peer = $(i + 1); sub(/\/32$/, "", peer); if (!index(peers, " " peer " ")) break }
        else if ($i == "-p") { if ($(i + 1) != protocol) break }
        else if ($i == "--dport") { if ($(i + 1) != port) break }
        else if ($i == "-m") { if ($(i + 1) != protocol) break }
        else break
        i++
      }
      if (drops) print
    }'
}

iptables_open() {
  form=$1
  shift
  iptables_wanted "$@" | iptables_with "$form" iptables_put "$@"
}

iptables_without() { iptables_with "$1" iptables_put_rules "$2"; }

iptables_names() { iptables_with "$1" iptables_named; }

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

# iptables_put NAME [PROTOCOL PORT PEER…]: both chains and the ways to them are what standard input says, in one
# transaction; without a rule none is there. The ways stay where they are, unless a rule before them drops the peers'
# packets.
iptables_put() {
  # Asked before: iptables-restore holds the lock that iptables waits for.
  input=$("$iptables" -w -S INPUT)
  old=$(iptables_ways "$1" "$input")
  before=
  [ $# -eq 1 ] || before=$(printf '%s\n' "$input" | iptables_before "$@")
  # The place of the last way of another overlay to what lets in.
  place=$(printf '%s\n' "$input" | awk -v name="$1" '
    /^-A/ && $NF != name && $NF != name "-drop" { n++; if ($NF ~ /^OVSW-/ && $NF !~ /-drop$/) last = n }
    END { print last + 0 }')
  old=$old awk -v name="$1" -v place="$place" -v moves="${before:+1}" '
    BEGIN { old = ENVIRON["old"]; print "*filter"; print ":" name " - [0:0]"; print ":" name "-drop - [0:0]" }
    /^-A INPUT / { ways = ways (ways == "" ? "" : "\n") $0; next }
    /^-A / { print }
    NF { some = 1 }
    END {
      if (ways != old || moves) {
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
