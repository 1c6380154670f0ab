# shellcheck shell=sh
# OVN's logical network: a switch for each host and a router between them, or one flat switch.
# requires: keep link ovn

# ovn_network_mac ADDRESS: a MAC address of its own for each address: locally administered, then the address's four
# bytes.
ovn_network_mac() {
  # shellcheck disable=SC2046,SC2183 # four numbers
  printf '0a:58:%02x:%02x:%02x:%02x' $(printf %s "$1" | tr . ' ')
}

# The one switch, where there is no router.
ovn_flat=ovswizard

# ovn_network_wanted HOST SUBNET ROUTER_ADDRESS HOST_ADDRESS, four words a host: the logical network as it is to be, a
# line for each piece. A dash for the router's address: all hosts are members of one switch, and there is no router.
ovn_network_wanted() {
  while [ $# -ge 4 ]; do
    if [ "$3" = - ]; then
      echo "switch $ovn_flat"
      echo "member $1"
    else
      echo "switch $1"
      echo "host $1 $(ovn_network_mac "$4") $4"
      echo "router $1 $(ovn_network_mac "$3") $3/30"
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

# ovn_network_change FOUND LEAVING WORD…: of what was found, what has to go (-), in the order in which it can, and what
# has to come (+), for the hosts that the words are of to be in the network, and those that leave, names in one word, to
# be out of it. What belongs to others stays.
ovn_network_change() {
  found=$1 leaving=$2
  shift 2
  {
    ovn_network_wanted "$@" | sed 's/^/+ /'
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
  others=$(ovn_network_others "$found" "$@")
  [ -z "$others" ] || ovsw_remark "in the network, not in this run, and left as they are: $others"
}

# ovn_network_others FOUND LEAVING WORD…: names of the hosts that were found and are neither in these words nor leaving.
ovn_network_others() {
  found=$1
  shift
  named=" $* "
  for each in $(printf '%s\n' "$found" | sed -n 's/^host \([^ ]*\) .*/\1/p; s/^member //p'); do
    case $named in *" $each "*) ;; *) printf '%s ' "$each" ;; esac
  done
}

# ovn_network_put LEAVING WORD…: as above, in one transaction: the switches, which sort last, go after what is in them,
# and come before it. What Open vSwitch of a host that leaves has said of itself goes too: it may be dead.
ovn_network_put() {
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
      +switch)
        set -- "$@" -- --may-exist ls-add "$name" -- set logical_switch "$name" external_ids:ovswizard=ovn-overlay ;;
      +router)
        set -- "$@" -- --may-exist lr-add ovswizard -- --may-exist lrp-add ovswizard "to-switch-$name" "$mac" \
          "$address" -- set logical_router_port "to-switch-$name" external_ids:ovswizard=router \
          -- --may-exist lsp-add "$name" "to-router-$name" -- lsp-set-type "to-router-$name" router \
          -- lsp-set-addresses "to-router-$name" router \
          -- lsp-set-options "to-router-$name" "router-port=to-switch-$name" ;;
      +route) set -- "$@" -- --may-exist lr-route-add ovswizard "$name" "$mac" ;;
      +member) set -- "$@" -- --may-exist lsp-add "$ovn_flat" "$name" -- lsp-set-addresses "$name" unknown \
        -- set logical_switch_port "$name" external_ids:ovswizard=host ;;
      +host) set -- "$@" -- --may-exist lsp-add "$name" "$name" -- lsp-set-addresses "$name" "$mac $address" \
        -- set logical_switch_port "$name" external_ids:ovswizard=host ;;
    esac
  done <<CHANGE
$(printf '%s\n' "$change" | sed -n '/^-/p')
$(printf '%s\n' "$change" | sed -n '/^+/p' | sort -r)
CHANGE
  ovn_nb "$@"
  for each in $leaving; do ovn_sb --if-exists chassis-del "$each"; done
}

# ovn_network_keep LEAVING WORD…: the before-image: the network is put back as it was, and what is new is taken out.
ovn_network_keep() {
  shift
  found=$(ovn_network_found)
  new=
  printf '%s\n' "$found" | grep -q "^switch $ovn_flat\$" || new="$ovn_flat "
  while [ $# -ge 4 ]; do
    printf '%s\n' "$found" | grep -Eq "^(host|member) $1( |\$)" || new="$new$1 "
    shift 4
  done
  # shellcheck disable=SC2046 # words
  keep_command ovn_network_put "$new" $(printf '%s\n' "$found" | awk '
    $1 == "host" { link[$2] = $4 }
    $1 == "member" { print $2, "- - -" }
    $1 == "router" { gateway[$2] = $4; sub(/\/.*/, "", gateway[$2]) }
    $1 == "route" { subnet[$3] = $2 }
    END { for (host in link) print host, subnet[link[host]], gateway[host], link[host] }')
}

# ovn_network_publish_others LEAVING WORD…: on the first central: publishes hosts that the network has and that are
# neither named nor leaving.
ovn_network_publish_others() {
  [ -S /run/ovn/ovnnb_db.sock ] || return 0
  found=$(ovn_network_found) || return 0
  others=$(ovn_network_others "$found" "$@")
  [ -z "$others" ] || ovsw_publish ovn_network_others "$others"
}

# ovn_network_has_port PORT HOST ADDRESS MTU: the host's port, bound to the logical switch by the host's name.
ovn_network_has_port() {
  found=$(ovs-vsctl --timeout=10 --if-exists get interface "$1" external_ids:iface-id mac mtu_request | tr -d '"' |
    tr '\n' ' ')
  [ "$found" = "$2 $(ovn_network_mac "$3") $4 " ] || { echo "$found"; return 1; }
}

ovn_network_make_port() {
  mac=$(ovn_network_mac "$3")
  ovs-vsctl --timeout=10 --may-exist add-port br-int "$1" -- set interface "$1" type=internal "mac=\"$mac\"" \
    "mtu_request=$4" "external_ids:iface-id=$2" external_ids:ovswizard=ovn-overlay
  link_await "$1"
}
