# shellcheck shell=sh
# OVN: its programs, its certificates, its databases. Needs keep.sh.

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

# --- certificates -----------------------------------------------------------------------------------------------------------

# Private keys are made where they are used, and never leave it: only requests and certificates travel.
# ovn_has_key: a key, and the request that belongs to it.
ovn_has_key() {
  for name in key.pem request.pem; do [ -s "$ovn_folder/$name" ] || { echo "this host has no $name yet"; return 1; }; done
  [ "$(openssl pkey -in "$ovn_folder/key.pem" -pubout)" = "$(openssl req -in "$ovn_folder/request.pem" -noout -pubkey)" ] || { echo "key and request do not belong together"; return 1; }
}

# ovn_make_key NAME
ovn_make_key() (
  umask 077
  mkdir -p "$ovn_folder"
  cd "$ovn_folder" || exit
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem.part -subj "/O=OvsWizard/CN=$1" -out request.pem.part 2>&1
  sync key.pem.part request.pem.part
  mv key.pem.part key.pem
  mv request.pem.part request.pem
)

ovn_make_authority() (
  umask 077
  mkdir -p "$ovn_authority/issued"
  cd "$ovn_authority" || exit
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj '/O=OvsWizard/CN=OVN authority' -keyout key.pem.part -out ca.pem.part 2>&1
  sync key.pem.part ca.pem.part
  mv key.pem.part key.pem
  mv ca.pem.part ca.pem
)

# ovn_requests: the requests of all hosts: HOST BASE64, a line each.
ovn_requests() { ovsw_published ovn_request; }

# ovn_is_signed HOST BASE64: there is a certificate for the key of this request, from this authority, good for a month at least.
ovn_is_signed() {
  issued=$ovn_authority/issued/$1.pem
  [ -s "$issued" ] || { echo "$1 has no certificate yet"; return 1; }
  [ "$(printf '%s' "$2" | base64 -d | openssl req -noout -pubkey)" = "$(openssl x509 -in "$issued" -noout -pubkey)" ] || { echo "$1 has a new key"; return 1; }
  openssl verify -CAfile "$ovn_authority/ca.pem" "$issued" >/dev/null 2>&1 || { echo "the certificate of $1 is of another authority"; return 1; }
  openssl x509 -in "$issued" -noout -checkend 2592000 >/dev/null || { echo "the certificate of $1 ends within a month"; return 1; }
}

# ovn_sign HOST BASE64: for five years.
ovn_sign() (
  umask 077
  cd "$ovn_authority" || exit
  printf '%s' "$2" | base64 -d >"issued/$1.request"
  openssl x509 -req -in "issued/$1.request" -CA ca.pem -CAkey key.pem -days 1826 -set_serial "0x$(openssl rand -hex 16)" -out "issued/$1.pem.part" 2>&1
  sync "issued/$1.pem.part"
  mv "issued/$1.pem.part" "issued/$1.pem"
  rm "issued/$1.request"
)

# The before-image of signing: the certificates there are, and no others.
ovn_keep_issued() {
  set --
  for issued in "$ovn_authority"/issued/*.pem; do
    [ -e "$issued" ] || continue
    ovsw_keep_file "$issued"
    set -- "$@" "${issued##*/}"
  done
  quoted ovn_put_only_issued "$@"
}

ovn_put_only_issued() {
  for issued in "$ovn_authority"/issued/*.pem; do
    for kept; do
      [ "$kept" != "${issued##*/}" ] || continue 2
    done
    rm -f "$issued"
  done
}

# ovn_given NAME: what the authority has published for this host, as it is to be in its folder.
ovn_given() {
  case $1 in
    ca.pem) ovsw_published ovn_authority | { read -r _ text; printf '%s' "$text" | base64 -d; } ;;
    cert.pem) ovsw_published ovn_certificate | sed -n "s/^[^ ]* $OVSW_HOST //p" | base64 -d ;;
  esac
}

ovn_has_certificate() {
  for name in ca.pem cert.pem; do
    [ "$(ovn_given "$name")" = "$(cat "$ovn_folder/$name" 2>/dev/null)" ] || { echo "$ovn_folder/$name is not what the authority has issued"; return 1; }
  done
}

ovn_take_certificate() {
  for name in ca.pem cert.pem; do
    ovsw_file "$ovn_folder/$name" "$(ovn_given "$name")
" whole 0644 ''
    ovsw_file_put
  done
}

# --- settings of the programs -----------------------------------------------------------------------------------------------

# ovn_settings central|host: the file that the program's options are in, and the variable: FILE NAME.
ovn_settings() {
  if [ -e "/etc/default/ovn-$1" ]; then echo "/etc/default/ovn-$1 OVN_CTL_OPTS"
  elif [ "$1" = central ]; then echo '/etc/sysconfig/ovn OVN_NORTHD_OPTS'
  else echo '/etc/sysconfig/ovn OVN_CONTROLLER_OPTS'
  fi
}

# ovn_settings_wanted central|host OPTION…: names the file, with the variable set to these options, for the ovsw_file functions.
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
ovn_ssl() { echo "--$1-ssl-key=$ovn_folder/key.pem --$1-ssl-cert=$ovn_folder/cert.pem --$1-ssl-ca-cert=$ovn_folder/ca.pem"; }

# ovn_central_options ADDRESS FIRST NB_REMOTE SB_REMOTE: of a member of the cluster. FIRST is empty on the one that founds it.
ovn_central_options() {
  for db in nb sb; do
    echo "--db-$db-cluster-local-addr=$1 --db-$db-cluster-local-proto=ssl"
    [ -z "$2" ] || echo "--db-$db-cluster-remote-addr=$2 --db-$db-cluster-remote-proto=ssl"
    ovn_ssl "ovn-$db-db"
  done
  ovn_ssl ovn-northd
  echo "--ovn-northd-nb-db=$3 --ovn-northd-sb-db=$4"
}

# --- databases --------------------------------------------------------------------------------------------------------------

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
    found=$(ovs-appctl --timeout=5 -t "/run/ovn/ovn${each%=*}_db.ctl" cluster/status "${each#*=}" 2>&1) || { echo "${each#*=}: $found"; return 1; }
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

# Status 16: the databases do not come up.
ovn_start_central() {
  ovn_restart central
  ovn_await 40 ovn_is_member || { journalctl -u "$unit" -u ovn-ovsdb-server-nb -u ovn-ovsdb-server-sb -n 15 --no-pager -o cat; tail -n 10 /var/log/ovn/ovsdb-server-sb.log 2>/dev/null; return 16; }
}

# The before-image of a member: where there was none, it leaves its cluster before its files go.
ovn_keep_central() {
  [ -e /var/lib/ovn/ovnsb_db.db ] || echo ovn_leave
  ovn_keep_units central
  [ -e /var/lib/ovn/ovnsb_db.db ] || echo 'rm -f /var/lib/ovn/ovnnb_db.db /var/lib/ovn/ovnsb_db.db /var/lib/ovn/.ovnnb_db.db.~lock~ /var/lib/ovn/.ovnsb_db.db.~lock~'
  keep_absence /var/lib/ovn /var/log/ovn
}

# The others would count on a member that is just gone. The last one has nobody to leave.
ovn_leave() {
  for each in nb=OVN_Northbound sb=OVN_Southbound; do
    ovs-appctl --timeout=5 -t "/run/ovn/ovn${each%=*}_db.ctl" cluster/leave "${each#*=}" >/dev/null 2>&1 || continue
    tries=0
    while [ "$tries" -lt 25 ] && ovs-appctl --timeout=5 -t "/run/ovn/ovn${each%=*}_db.ctl" cluster/status "${each#*=}" 2>/dev/null | grep -q 'Status: leaving'; do
      tries=$((tries + 1))
      sleep 0.2
    done
  done
}

# ovn_listens: the databases take TLS connections, and no others.
ovn_listens() {
  [ "$(ovn_nb get-connection)" = pssl:6641 ] || { echo "the northbound database is not offered over TLS"; return 1; }
  # The southbound tool tells the role as well.
  case $(ovn_sb get-connection) in *pssl:6642) ;; *) false ;; esac || { echo "the southbound database is not offered over TLS"; return 1; }
}

# --- a host in the network --------------------------------------------------------------------------------------------------

# keep_external_ids KEY…: of Open vSwitch as a whole.
keep_external_ids() {
  for key; do
    value=$(ovs-vsctl --timeout=10 --if-exists get Open_vSwitch . "external_ids:$key")
    if [ -n "$value" ]; then quoted ovs-vsctl --timeout=10 set Open_vSwitch . "external_ids:$key=$value"
    else quoted ovs-vsctl --timeout=10 remove Open_vSwitch . external_ids "$key"
    fi
  done
}

# has_external_ids KEY=VALUE…
has_external_ids() {
  for each; do
    value=$(ovs-vsctl --timeout=10 --if-exists get Open_vSwitch . "external_ids:${each%%=*}" | tr -d '"')
    [ "$value" = "${each#*=}" ] || { echo "${each%%=*} is '$value'"; return 1; }
  done
}

# set_external_ids KEY=VALUE…: in one transaction. The quotes are OVSDB's own: a value may hold commas and colons.
set_external_ids() {
  for each; do
    set -- "$@" "external_ids:${each%%=*}=\"${each#*=}\""
    shift
  done
  ovs-vsctl --timeout=10 set Open_vSwitch . "$@"
}

ovn_is_connected() {
  [ "$(ovn-appctl --timeout=5 -t ovn-controller connection-status 2>&1)" = connected ] || { echo "the controller has no connection to the southbound database"; return 1; }
  ovs-vsctl --timeout=5 br-exists br-int || { echo "there is no br-int yet"; return 1; }
}

ovn_controller_runs() {
  ovn_starts_at_boot host || return
  ovn_is_connected
}

# Status 17: no connection.
ovn_start_controller() {
  ovn_restart host
  ovn_await 30 ovn_is_connected || { tail -n 10 /var/log/ovn/ovn-controller.log; return 17; }
}

ovn_keep_controller() {
  ovn_keep_units host
  # When the controller was last started is no setting: it stands there anew whenever it is.
  kept=$(keep_bridge br-int)
  # Nor are the ports that it makes by itself for others' hosts.
  printf '%s\n' "$kept" | sed -e 's/ovn-startup-ts="[0-9]*"\(, \)\{0,1\}//' -e '/^# holds /d'
  keep_absence /var/log/ovn
}

# ovn_mac ADDRESS: a MAC address of its own for each address: locally administered, then the address's four bytes.
ovn_mac() {
  # shellcheck disable=SC2046,SC2183 # four numbers
  printf '0a:58:%02x:%02x:%02x:%02x' $(printf %s "$1" | tr . ' ')
}

# --- the logical network ----------------------------------------------------------------------------------------------------

# The one switch, where there is no router.
ovn_flat=ovswizard

# ovn_network HOST SUBNET ROUTER_ADDRESS HOST_ADDRESS, four words a host: the logical network as it is to be, a line for each piece. A dash for the
# router's address: all hosts are members of one switch, and there is no router.
ovn_network() {
  while [ $# -ge 4 ]; do
    if [ "$3" = - ]; then
      echo "switch $ovn_flat"
      echo "member $1"
    else
      echo "switch $1"
      echo "host $1 $(ovn_mac "$4") $4"
      echo "router $1 $(ovn_mac "$3") $3/30"
      echo "route $2 $4"
    fi
    shift 4
  done | sort -u
}

# ovn_network_found: the same of what is there. Status not 0: the database does not say.
ovn_network_found() {
  pieces=$(
    ovn_nb --no-headings --format=csv --data=bare \
      --columns=name find logical_switch external_ids:ovswizard=ovn-overlay \
      -- --columns=name,addresses find logical_switch_port external_ids:ovswizard=host \
      -- --columns=name,mac,networks find logical_router_port external_ids:ovswizard=router \
      -- --columns=_uuid,name find logical_router name=ovswizard
  ) || return
  case $pieces in *,ovswizard*) routes=$(ovn_nb lr-route-list ovswizard) || return ;; *) routes= ;; esac
  printf '%s\n' "$pieces" "$routes" | tr ',"' '  ' | awk '
    NF == 1 { print "switch", $1 }
    $3 == "dst-ip" { print "route", $1, $2; next }
    NF == 2 && $2 == "unknown" { print "member", $1 }
    NF == 3 && sub(/^to-switch-/, "", $1) { print "router", $1, $2, $3; next }
    NF == 3 && $2 ~ /:/ { print "host", $1, $2, $3 }' | sort
}

# ovn_network_change FOUND LEAVING WORD…: of what was found, what has to go (-), in the order in which it can, and what has to come (+), for the hosts
# that the words are of to be in the network, and those that leave, names in one word, to be out of it. What belongs to others stays.
ovn_network_change() {
  found=$1 leaving=$2
  shift 2
  {
    ovn_network "$@" | sed 's/^/+ /'
    printf '%s\n' "$found" | sed -n 's/^./= &/p'
  } | leaving=$leaving awk '
    BEGIN { n = split(ENVIRON["leaving"], names, " "); for (i = 1; i <= n; i++) ours[names[i]] = 1 }
    { line = substr($0, 3) }
    $1 == "+" { wanted[line] = 1; if ($2 == "route") { subnet[$3] = 1; link[$4] = 1 } else ours[$3] = 1 }
    $1 == "=" { found[line] = 1; if ($2 == "host") owner[$5] = $3 }
    # A host that has another name by now is known by its address.
    END {
      for (address in owner) if (address in link) ours[owner[address]] = 1
      for (line in found) if (!(line in wanted)) {
        split(line, word, " ")
        if (word[1] == "route" ? word[2] in subnet || owner[word[3]] in ours : word[2] in ours) print "- " line
      }
      for (line in wanted) if (!(line in found)) print "+ " line
    }' | sort -k 1,1r -k 2
}

# ovn_network_is LEAVING WORD…: as above; prints what is not so. Hosts that are not of this run are named.
ovn_network_is() {
  found=$(ovn_network_found)
  change=$(ovn_network_change "$found" "$@")
  [ -z "$change" ] || { printf '%s\n' "$change"; return 1; }
  others=$(ovn_others "$found" "$@")
  [ -z "$others" ] || ovsw_remark "in the network, not in this run, and left as they are: $others"
}

# ovn_others FOUND LEAVING WORD…: names of the hosts that were found and are neither in these words nor leaving.
ovn_others() {
  found=$1
  shift
  named=" $* "
  for each in $(printf '%s\n' "$found" | sed -n 's/^host \([^ ]*\) .*/\1/p; s/^member //p'); do
    case $named in *" $each "*) ;; *) printf '%s ' "$each" ;; esac
  done
}

# ovn_put_network LEAVING WORD…: as above, in one transaction: the switches, which sort last, go after what is in them, and come before it. What Open
# vSwitch of a host that leaves has said of itself goes too: it may be dead.
ovn_put_network() {
  found=$(ovn_network_found)
  leaving=$1
  change=$(ovn_network_change "$found" "$@")
  # For what follows to be one transaction.
  set -- init
  while read -r sign kind name mac address; do
    case $sign$kind in
      -route) set -- "$@" -- --if-exists lr-route-del ovswizard "$name" ;;
      -router) set -- "$@" -- --if-exists lrp-del "to-switch-$name" ;;
      -host | -member) set -- "$@" -- --if-exists lsp-del "$name" ;;
      -switch) set -- "$@" -- --if-exists ls-del "$name" ;;
      +switch) set -- "$@" -- --may-exist ls-add "$name" -- set logical_switch "$name" external_ids:ovswizard=ovn-overlay ;;
      +router)
        set -- "$@" -- --may-exist lr-add ovswizard -- --may-exist lrp-add ovswizard "to-switch-$name" "$mac" "$address" -- set logical_router_port "to-switch-$name" external_ids:ovswizard=router \
          -- --may-exist lsp-add "$name" "to-router-$name" -- lsp-set-type "to-router-$name" router -- lsp-set-addresses "to-router-$name" router \
          -- lsp-set-options "to-router-$name" "router-port=to-switch-$name" ;;
      +route) set -- "$@" -- --may-exist lr-route-add ovswizard "$name" "$mac" ;;
      +member) set -- "$@" -- --may-exist lsp-add "$ovn_flat" "$name" -- lsp-set-addresses "$name" unknown -- set logical_switch_port "$name" external_ids:ovswizard=host ;;
      +host) set -- "$@" -- --may-exist lsp-add "$name" "$name" -- lsp-set-addresses "$name" "$mac $address" -- set logical_switch_port "$name" external_ids:ovswizard=host ;;
    esac
  done <<CHANGE
$(printf '%s\n' "$change" | sed -n '/^-/p')
$(printf '%s\n' "$change" | sed -n '/^+/p' | sort -r)
CHANGE
  ovn_nb "$@"
  for each in $leaving; do ovn_sb --if-exists chassis-del "$each"; done
}

# ovn_keep_network LEAVING WORD…: the before-image: the network is put back as it was, and what is new is taken out.
ovn_keep_network() {
  shift
  found=$(ovn_network_found)
  new=
  printf '%s\n' "$found" | grep -q "^switch $ovn_flat\$" || new="$ovn_flat "
  while [ $# -ge 4 ]; do
    printf '%s\n' "$found" | grep -Eq "^(host|member) $1( |\$)" || new="$new$1 "
    shift 4
  done
  # shellcheck disable=SC2046 # words
  quoted ovn_put_network "$new" $(printf '%s\n' "$found" | awk '
    $1 == "host" { link[$2] = $4 }
    $1 == "member" { print $2, "- - -" }
    $1 == "router" { gateway[$2] = $4; sub(/\/.*/, "", gateway[$2]) }
    $1 == "route" { subnet[$3] = $2 }
    END { for (host in link) print host, subnet[link[host]], gateway[host], link[host] }')
}

# --- one network, one authority ----------------------------------------------------------------------------------------------

# ovn_place first|other: what this host is to the network by now: whether it has the authority, whether it trusts one, the cluster that its databases are
# of: ROLE AUTHORITY TRUSTS CLUSTER, a dash for what it has not.
ovn_place() {
  place=$1
  [ -s "$ovn_authority/key.pem" ] && place="$place authority" || place="$place -"
  [ -s "$ovn_folder/ca.pem" ] && place="$place trusts" || place="$place -"
  # A member that has not joined yet knows no cluster.
  cluster=$(ovsdb-tool db-cid /var/lib/ovn/ovnsb_db.db 2>/dev/null) || cluster=-
  echo "$place ${cluster:--}"
}

# ovn_is_one: what the hosts are to the network fits together, and the first central has what the others rely on.
# Status 32: it has not the authority; 33: not the databases; 34: there are several clusters.
ovn_is_one() {
  ovsw_published ovn_place | sort | awk '
    $2 == "first" { first = $1; authority = $3; cluster = $5; next }
    $4 == "trusts" { trusting = trusting " " $1 }
    $5 != "-" { keeping = keeping " " $1; if (other == "") other = $5; if ($5 != other) several = 1 }
    END {
      if (trusting != "" && authority == "-") { print "they have certificates:" trusting "; " first " has no authority"; exit 32 }
      if (keeping != "" && cluster == "-") { print "they keep databases:" keeping "; " first " has none"; exit 33 }
      if (several || keeping != "" && cluster != other) { print "databases of several clusters: on " first " and" keeping; exit 34 }
    }'
}

# ovn_publish_others LEAVING WORD…: on the first central: publishes hosts that the network has and that are neither named nor leaving.
ovn_publish_others() {
  [ -S /run/ovn/ovnnb_db.sock ] || return 0
  found=$(ovn_network_found) || return 0
  others=$(ovn_others "$found" "$@")
  [ -z "$others" ] || ovsw_publish ovn_others "$others"
}
