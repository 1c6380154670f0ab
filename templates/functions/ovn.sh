# shellcheck shell=sh
# OVN: its programs, its certificates, its databases.
# requires: keep keep-ovs ovn-rules

ovn_keep_rules() {
  if ovn_rules_are_there "$@" >/dev/null; then
    keep_note "the rules are there already"
  else
    keep_command ovn_rules_without "$@"
  fi
}

ovn_folder=/etc/ovswizard/ovn

ovn_authority=$ovn_folder/authority

# ovn_unit central|host: what starts it; Debian and RHEL call it differently. Nothing where it is not installed.
ovn_unit() {
  case $1 in
    central) units='ovn-central.service ovn-northd.service' ;;
    *) units='ovn-host.service ovn-controller.service' ;;
  esac
  for unit in $units; do
    ! systemctl cat "$unit" >/dev/null 2>&1 || { echo "$unit"; return 0; }
  done
  return 1
}

# What such a unit brings along, and stopping it does not wait for.
ovn_parts() {
  case $1 in
    central) units='ovn-northd.service ovn-ovsdb-server-nb.service ovn-ovsdb-server-sb.service' ;;
    *) units=ovn-controller.service ;;
  esac
  for unit in $units; do
    ! systemctl cat "$unit" >/dev/null 2>&1 || echo "$unit"
  done
}

# ovn_keep_units central|host
ovn_keep_units() {
  unit=$(ovn_unit "$1") || { keep_note "OVN is not installed"; return; }
  for unit in $unit $(ovn_parts "$1"); do keep_unit "$unit"; done
}

# --- settings of the programs -----------------------------------------------------------------------------------------

# ovn_settings central|host: the file that the program's options are in, and the variable: FILE NAME.
ovn_settings() {
  if [ -e "/etc/default/ovn-$1" ]; then echo "/etc/default/ovn-$1 OVN_CTL_OPTS"
  elif [ "$1" = central ]; then echo '/etc/sysconfig/ovn OVN_NORTHD_OPTS'
  else echo '/etc/sysconfig/ovn OVN_CONTROLLER_OPTS'
  fi
}

# ovn_settings_wanted central|host OPTION…: names the file, with the variable set to these options, for the ovsw_file
# functions.
ovn_settings_wanted() {
  kind=$1
  shift
  # shellcheck disable=SC2046 # two words
  set -- $(ovn_settings "$kind") "$@"
  file=$1 name=$2
  shift 2
  line="$name=\"$*\""
  found=$(cat "$file" 2>/dev/null) || found=
  content=$(printf '%s\n' "$found" | line=$line awk -v name="$name" '
    index($0, name "=") == 1 { if (!done) print ENVIRON["line"]; done = 1; next }
    NR > 1 || NF { print }
    END { if (!done) print ENVIRON["line"] }')
  ovsw_file "$file" "$content
" whole '' ''
}

ovn_keep_settings() {
  # shellcheck disable=SC2046 # two words
  set -- $(ovn_settings "$1")
  ovsw_keep_file "$1"
}

# ovn_ssl PREFIX: the three options of one program.
ovn_ssl() {
  echo "--$1-ssl-key=$ovn_folder/key.pem --$1-ssl-cert=$ovn_folder/cert.pem --$1-ssl-ca-cert=$ovn_folder/ca.pem"
}

# ovn_central_options ADDRESS FIRST NB_REMOTE SB_REMOTE: of a member of the cluster. FIRST is empty on the one that
# founds it.
ovn_central_options() {
  for db in nb sb; do
    echo "--db-$db-cluster-local-addr=$1 --db-$db-cluster-local-proto=ssl"
    [ -z "$2" ] || echo "--db-$db-cluster-remote-addr=$2 --db-$db-cluster-remote-proto=ssl"
    ovn_ssl "ovn-$db-db"
  done
  ovn_ssl ovn-northd
  echo "--ovn-northd-nb-db=$3 --ovn-northd-sb-db=$4"
}

# --- databases --------------------------------------------------------------------------------------------------------

# Any member takes what is written here to the leader.
ovn_nb() { ovn-nbctl --no-leader-only --timeout=20 "$@"; }

ovn_sb() { ovn-sbctl --no-leader-only --timeout=20 "$@"; }

# ovn_await SECONDS COMMAND WORD…: until it holds.
ovn_await() {
  left=$(($1 * 5))
  shift
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { "$@"; return 1; }
    sleep 0.2
  done
}

# ovn_is_member: both databases are open here, are members of their cluster, and see a leader.
ovn_is_member() {
  for each in nb=OVN_Northbound sb=OVN_Southbound; do
    found=$(ovs-appctl --timeout=5 -t "/run/ovn/ovn${each%=*}_db.ctl" cluster/status "${each#*=}" 2>&1) ||
      { echo "${each#*=}: $found"; return 1; }
    case $found in *'Status: cluster member'*) ;; *) printf '%s\n' "$found"; return 1 ;; esac
    case $found in *'Leader: unknown'*) echo "${each#*=} has no leader"; return 1 ;; esac
  done
}

# ovn_starts_at_boot central|host
ovn_starts_at_boot() {
  unit=$(ovn_unit "$1")
  systemctl is-enabled -q "$unit" || { echo "$unit does not start at boot"; return 1; }
}

# ovn_restart central|host: now and at boot, with the settings that were written.
ovn_restart() {
  unit=$(ovn_unit "$1")
  systemctl --quiet enable "$unit"
  # shellcheck disable=SC2046 # units
  systemctl stop "$unit" $(ovn_parts "$1")
  systemctl start "$unit"
}

# ovn_central_runs: it is a member now, and starts at boot.
ovn_central_runs() {
  ovn_starts_at_boot central || return
  ovn_is_member
}

ovn_start_central() {
  ovn_restart central
  ovn_await 40 ovn_is_member || {
    journalctl -u "$unit" -u ovn-ovsdb-server-nb -u ovn-ovsdb-server-sb -n 15 --no-pager -o cat
    tail -n 10 /var/log/ovn/ovsdb-server-sb.log 2>/dev/null
    fail ovn-databases-down
  }
}

# ovn_has_programs [central]: whoever has installed them, and whatever their packages are called (ovn24.09-host).
ovn_has_programs() {
  for program in ovn-controller ${1:+ovn-northd}; do
    command -v "$program" >/dev/null || { echo "$program is not installed"; return 1; }
  done
}

# The before-image of a member: where there was none, it leaves its cluster before its files go.
ovn_keep_central() {
  [ -e /var/lib/ovn/ovnsb_db.db ] || echo ovn_leave
  ovn_keep_units central
  [ -e /var/lib/ovn/ovnsb_db.db ] ||
    echo 'rm -f /var/lib/ovn/ovnnb_db.db /var/lib/ovn/ovnsb_db.db /var/lib/ovn/.ovnnb_db.db.~lock~ /var/lib/ovn/.ovnsb_db.db.~lock~'
  keep_absence /var/lib/ovn /var/log/ovn
  keep_folders /etc/ovn
}

# The others would count on a member that is just gone. The last one has nobody to leave.
ovn_leave() {
  for each in nb=OVN_Northbound sb=OVN_Southbound; do
    ovs-appctl --timeout=5 -t "/run/ovn/ovn${each%=*}_db.ctl" cluster/leave "${each#*=}" >/dev/null 2>&1 || continue
    tries=0
    while [ "$tries" -lt 25 ] && ovs-appctl --timeout=5 -t "/run/ovn/ovn${each%=*}_db.ctl" cluster/status \
      "${each#*=}" 2>/dev/null | grep -q 'Status: leaving'; do
      tries=$((tries + 1))
      sleep 0.2
    done
  done
}

# ovn_listens: the databases take TLS connections, and no others.
ovn_listens() {
  [ "$(ovn_nb get-connection)" = pssl:6641 ] || { echo "the northbound database is not offered over TLS"; return 1; }
  # The southbound tool tells the role as well.
  case $(ovn_sb get-connection) in
    *pssl:6642) ;;
    *) false ;;
  esac || { echo "the southbound database is not offered over TLS"; return 1; }
}

# --- a host in the network --------------------------------------------------------------------------------------------

ovn_is_connected() {
  [ "$(ovn-appctl --timeout=5 -t ovn-controller connection-status 2>&1)" = connected ] ||
    { echo "the controller has no connection to the southbound database"; return 1; }
  ovs-vsctl --timeout=5 br-exists br-int || { echo "there is no br-int yet"; return 1; }
}

ovn_controller_runs() {
  ovn_starts_at_boot host || return
  ovn_is_connected
}

ovn_start_controller() {
  ovn_restart host
  ovn_await 30 ovn_is_connected || { tail -n 10 /var/log/ovn/ovn-controller.log; fail ovn-controller-unconnected; }
}

ovn_keep_controller() {
  ovn_keep_units host
  # When the controller was last started is no setting: it stands there anew whenever it is.
  kept=$(keep_ovs_bridge br-int)
  # Nor are the ports that it makes by itself for others' hosts.
  printf '%s\n' "$kept" | sed -e 's/ovn-startup-ts="[0-9]*"\(, \)\{0,1\}//' -e '/^# holds /d'
  keep_absence /var/log/ovn
  # Newer ones make it at their start, and put nothing in it.
  keep_folders /etc/ovn
}

# --- one network, one authority ---------------------------------------------------------------------------------------

# ovn_place first|other: what this host is to the network by now: whether it has the authority, whether it trusts one,
# the cluster that its databases are of: ROLE AUTHORITY TRUSTS CLUSTER, a dash for what it has not.
ovn_place() {
  place=$1
  [ -s "$ovn_authority/key.pem" ] && place="$place authority" || place="$place -"
  [ -s "$ovn_folder/ca.pem" ] && place="$place trusts" || place="$place -"
  # A member that has not joined yet knows no cluster.
  cluster=$(ovsdb-tool db-cid /var/lib/ovn/ovnsb_db.db 2>/dev/null) || cluster=-
  echo "$place ${cluster:--}"
}

# ovn_is_one: what the hosts are to the network fits together, and the first central has what the others rely on.
ovn_is_one() {
  found=$(ovsw_published ovn_place | sort | awk '
    $2 == "first" { first = $1; authority = $3; cluster = $5; next }
    $4 == "trusts" { trusting = trusting " " $1 }
    $5 != "-" { keeping = keeping " " $1; if (other == "") other = $5; if ($5 != other) several = 1 }
    END {
      if (trusting != "" && authority == "-") {
        print "authority they have certificates:" trusting "; " first " has no authority"
        exit
      }
      if (keeping != "" && cluster == "-") {
        print "databases they keep databases:" keeping "; " first " has none"
        exit
      }
      if (several || keeping != "" && cluster != other) {
        print "clusters databases of several clusters: on " first " and" keeping
      }
    }')
  case $found in
    'authority '*) fail ovn-authority-lost "${found#* }" ;;
    'databases '*) fail ovn-databases-lost "${found#* }" ;;
    'clusters '*) fail ovn-clusters-differ "${found#* }" ;;
  esac
}

# ovn_expect_no_other_network REMOTE: Open vSwitch follows no databases but these, or some that this network's
# certificates are for.
ovn_expect_no_other_network() {
  remote=$(ovs-vsctl --timeout=10 --if-exists get Open_vSwitch . external_ids:ovn-remote | tr -d '"')
  case $remote in
    '' | "$1") ;;
    *) [ -s "$ovn_folder/cert.pem" ] || fail other-ovn-network "ovn-remote is $remote" ;;
  esac
}

# ovn_expect_design flat|routed PORT: the host's port is not as the other design has it: with an address of its own, or
# in docker0.
ovn_expect_design() {
  case $1 in
    flat)
      case $(ip -4 -o addr show dev "$2" 2>/dev/null) in
        *" inet "*) fail other-design "$(ip -4 -o addr show dev "$2")" ;;
      esac ;;
    routed)
      case $(ip -o link show dev "$2" 2>/dev/null) in
        *" master docker0 "*) fail other-design "$2 is in docker0" ;;
      esac ;;
  esac
}
