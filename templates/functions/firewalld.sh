# shellcheck shell=sh
# shellcheck disable=SC2154 # newline is of firewall.sh
# firewalld's part of firewall.sh. A packet belongs to the zone of its
# source address, else to that of the interface it comes in by, else to the default zone; only that zone's rules are
# asked (firewalld.zones(5)). A rule is written "SET ZONE RULE"; the set is running or permanent: a reload would wipe
# Docker's own rules, so both are changed one by one. A rich rule carries no name, so in whose name each was made stands
# in a file; the site's own are in nobody's.
# requires: firewall lines

firewalld_file=/var/lib/ovswizard/firewalld-rules

# firewalld_is_open '' NAME PROTOCOL PORT PEER…
firewalld_is_open() {
  shift
  state=$(firewalld_state) || return
  have=$(firewalld_have "$state")
  lines=$(firewalld_lines "$state" "$@")
  missing=$(printf '%s\n' "$lines" | grep -vxF -e "$have") || missing=
  [ -z "$missing" ] ||
    { printf '%s\n' "$missing" | sed 's/^\([^ ]*\) \([^ ]*\) /firewalld (\1) has in its zone \2 no: /'; return 1; }
  # In its own name, too: another overlay that lets the same peers in may go.
  [ "$(firewalld_rules "$1")" = "$(firewalld_wanted "$have" "$lines" | sort -u)" ] ||
    { echo "firewalld has other rules in the name of $1 than those that let the peers in"; return 1; }
}

firewalld_open() {
  shift
  state=$(firewalld_state) || return
  wanted=$(firewalld_wanted "$(firewalld_have "$state")" "$(firewalld_lines "$state" "$@")")
  lines_with "$wanted" firewalld_put_rules "$1"
}

firewalld_without() { firewalld_put_rules "$2"; }

# firewalld_names: everybody in whose name there is one.
firewalld_names() { sed 's/ .*//' "$firewalld_file" 2>/dev/null | sort -u; }

# firewalld_zones: of rules from standard input the zones of the permanent ones.
firewalld_zones() { sed -n 's/^permanent \([^ ]*\) .*/\1/p' | sort -u; }

# --- what there is ----------------------------------------------------------------------------------------------------

# firewalld_do SET OPTION…: where it does not run, what is permanent can be changed all the same, and nothing is
# running.
firewalld_do() {
  case $1 in
    running) shift; ! firewall_has_firewalld || firewall-cmd "$@" ;;
    permanent)
      shift
      if firewall_has_firewalld; then firewall-cmd --permanent "$@"; else firewall-offline-cmd "$@"; fi ;;
  esac
}

# firewalld_state: a line each: SET interface ZONE DEVICE; SET source ZONE NETWORK, also of an ipset's members; SET rule
# ZONE RULE; default ZONE.
firewalld_state() {
  for set in running permanent; do
    list=$(firewalld_do "$set" --list-all-zones) || return
    printf '%s\n' "$list" | awk -v set="$set" '
      /^[^ \t]/ { zone = $1 }
      $1 == "interfaces:" || $1 == "sources:" {
        for (i = 2; i <= NF; i++) print set, substr($1, 1, length($1) - 2), zone, $i
      }
      $1 == "rule" { sub(/^[ \t]*/, ""); print set, "rule", zone, $0 }' | while read -r set what zone rest; do
      case $what$rest in
        sourceipset:*) firewalld_do "$set" "--ipset=${rest#ipset:}" --get-entries | sed "s/^/$set source $zone /" ;;
        *) printf '%s\n' "$set $what $zone $rest" ;;
      esac
    done
  done
  echo "default $(firewalld_default)"
}

firewalld_default() {
  if firewall_has_firewalld; then firewall-cmd --get-default-zone; else firewall-offline-cmd --get-default-zone; fi
}

# firewalld_have STATE: all rules that there are.
firewalld_have() { printf '%s\n' "$1" | sed -n 's/^\([^ ]*\) rule /\1 /p'; }

# firewalld_lines STATE NAME PROTOCOL PORT PEER…: the rules that let the peers in, in both sets. The permanent set need
# not know the interface, where a network manager puts it into its zone; then it is the zone where it is now.
firewalld_lines() {
  state=$1 _protocol=$3 _port=$4
  shift 4
  if [ -n "$_port" ]; then
    what="port port=\"$_port\" protocol=\"$_protocol\""
  else
    what="protocol value=\"$_protocol\""
  fi
  {
    printf '%s\n' "$state"
    for peer; do
      echo "peer $peer $(ip -4 -o route get "${peer%/*}" 2>/dev/null | sed -n 's/.* dev \([^ ]*\) .*/\1/p')"
    done
  } | awk -v what="$what" '
    function number(address,   part) {
      split(address, part, ".")
      return ((part[1] * 256 + part[2]) * 256 + part[3]) * 256 + part[4]
    }
    # How many bits of the two are the same where the first, a network or an address, holds the second; else -1.
    function holds(network, inner,   n, i, bits) {
      bits = split(network, n, "/") > 1 ? n[2] : 32
      if (network !~ /^[0-9.\/]+$/ || (split(inner, i, "/") > 1 ? i[2] : 32) < bits) return -1
      return int(number(n[1]) / 2 ^ (32 - bits)) == int(number(i[1]) / 2 ^ (32 - bits)) ? bits : -1
    }
    $1 == "default" { otherwise = $2 }
    $2 == "interface" { by[$1 " " $4] = $3 }
    $2 == "source" { sources++; set[sources] = $1; zone[sources] = $3; network[sources] = $4 }
    $1 == "peer" { peers++; peer[peers] = $2; device[peers] = $3 }
    END {
      for (s = 1; s <= 2; s++) for (p = 1; p <= peers; p++) {
        name = s == 1 ? "running" : "permanent"; found = ""; best = -1
        for (i = 1; i <= sources; i++) if (set[i] == name && (bits = holds(network[i], peer[p])) > best) {
          best = bits
          found = zone[i]
        }
        if (found == "") found = by[name " " device[p]]
        if (found == "") found = by["running " device[p]]
        if (found == "") found = otherwise
        printf "%s %s rule family=\"ipv4\" source address=\"%s\" %s accept\n", name, found, peer[p], what
      }
    }'
}

# firewalld_wanted HAVE LINES: of the lines, what firewalld_rules prints where the peers are let in: all but what the
# site lets in itself.
firewalld_wanted() {
  have=$1
  printf '%s\n' "$2" | while read -r line; do
    if ! printf '%s\n' "$have" | grep -qxF -e "$line" || firewalld_is_made "$line"; then echo "$line"; fi
  done
}

# --- in whose name ----------------------------------------------------------------------------------------------------

# firewalld_noted: the names' file. Versions before knew the default zone alone, and did not name it.
firewalld_noted() {
  if grep -qs '^[^ ]* [^ ]* rule ' "$firewalld_file"; then
    sed "s/^\([^ ]* [^ ]*\) rule /\1 $(firewalld_default) rule /" "$firewalld_file"
  else
    cat "$firewalld_file" 2>/dev/null || true
  fi
}

# firewalld_rules NAME: those in its name.
firewalld_rules() { firewalld_noted | sed -n "s/^$1 //p" | sort -u; }

# firewalld_is_made RULE: it was made here, in whoever's name.
firewalld_is_made() { firewalld_noted | sed 's/^[^ ]* //' | grep -qxF -e "$1"; }

# firewalld_note: the names' file, from standard input; none where nothing is left to say.
firewalld_note() {
  noted=$(sed '/^$/d' | sort -u)
  if [ -n "$noted" ]; then ovsw_put_text "$firewalld_file" "$noted$newline"; else rm -f "$firewalld_file"; fi
}

# firewalld_put_rules NAME [RULE…]: in its name these and no other. Without a zone a rule, of a version before, is of
# the default one.
firewalld_put_rules() {
  name=$1
  shift
  [ "${1-}" != : ] || shift
  for rule; do
    case $rule in 'running rule '* | 'permanent rule '*) rule="${rule%% *} $(firewalld_default) ${rule#* }" ;; esac
    set -- "$@" "$rule"
    shift
  done
  in_its_name=$(firewalld_rules "$name")
  others=$(firewalld_noted | grep -v "^$name ") || others=
  # While it is under way both stand in its name: a rule that nobody answers for would stay.
  {
    printf '%s\n' "$others"
    for rule in "$@"; do echo "$name $rule"; done
    printf '%s\n' "$in_its_name" | sed "s/^./$name &/"
  } | firewalld_note
  for rule in "$@"; do firewalld_change add "$rule" || return; done
  printf '%s\n' "$in_its_name" | while read -r rule; do
    case $rule in '') continue ;; esac
    if printf '%s\n' "$@" | grep -qxF -e "$rule"; then continue; fi
    if printf '%s\n' "$others" | sed 's/^[^ ]* //' | grep -qxF -e "$rule"; then continue; fi
    firewalld_change remove "$rule"
  done
  { printf '%s\n' "$others"; for rule in "$@"; do echo "$name $rule"; done; } | firewalld_note
}

# firewalld_change add|remove RULE: a zone that is gone has no rules.
firewalld_change() {
  in=${2#* }
  firewalld_do "${2%% *}" -q "--zone=${in%% *}" "--$1-rich-rule=${in#* }" && return
  case " $(firewalld_do permanent --get-zones) " in *" ${in%% *} "*) return 1 ;; esac
  ovsw_leave "firewalld's zone ${in%% *} is gone"
}

# --- before-images ----------------------------------------------------------------------------------------------------

# firewalld_settings ZONE: all that is permanent in it, a line each, whatever order it was set in.
firewalld_settings() {
  firewalld_do permanent --zone="$1" --list-all |
    sed -n '2,$ s/^[[:space:]]*\(.*[^[:space:]]\)[[:space:]]*$/\1/p' | sort
}
