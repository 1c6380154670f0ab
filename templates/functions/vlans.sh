# shellcheck shell=sh
# shellcheck disable=SC2154 # trunk_take_attachment assigns
# VLANs on a trunk: which it carries, and the proof.
# requires: keep link nic proof trunk

# vlans_set RANGE…: each VLAN once, in order, with commas.
vlans_set() { for range; do seq "${range%-*}" "${range#*-}"; done | sort -nu | paste -s -d , -; }

# vlans_trunk_set BRIDGE UPLINK RANGE…: what the trunk is to carry; nothing stands for all. A host that has an address
# there talks untagged, which is VLAN 0 to a trunk port (ovs-vswitchd.conf.db(5), trunks).
vlans_trunk_set() {
  of=$1 up=$2
  shift 2
  [ $# -gt 0 ] || return 0
  for dev in $(nic_behind "$up") "$of"; do
    [ -z "$(keep_addresses_of "$dev" 2>/dev/null)" ] || { set -- 0 "$@"; break; }
  done
  vlans_set "$@"
}

vlans_trunks_of() { ovs-vsctl --timeout=10 --if-exists get port "$1" trunks | tr -d '[] '; }

# vlans_expect_fit VLANS ATTACHMENT… -- OTHER…: each tag is on the trunk (VLANS empty: all are), no container is twice
# in one VLAN here, and nobody, here or on another host, has the same address in a VLAN.
vlans_expect_fit() {
  vlans=,$1,
  shift
  before=' '
  addresses=' '
  here=1
  for one; do
    [ "$one" != -- ] || { here=; continue; }
    trunk_take_attachment "$one"
    if [ -n "$here" ]; then
      case $vlans in ,, | *,"$tag",*) ;; *) fail attachments-clash "$one: the trunk does not carry VLAN $tag" ;; esac
      case $before in *" $container:$tag "*) fail attachments-clash "$container is twice in VLAN $tag" ;; esac
      before="$before$container:$tag "
    fi
    [ "$address" != dhcp ] || continue
    case $addresses in
      *" $tag:${address%/*} "*) fail attachments-clash "${address%/*} is given twice in VLAN $tag" ;;
    esac
    addresses="$addresses$tag:${address%/*} "
  done
}

# vlans_endpoints ATTACHMENT…: TAG ADDRESS, a line each.
vlans_endpoints() {
  for one; do
    trunk_take_attachment "$one"
    pid=$(trunk_container_pid "$container")
    has=$(trunk_inner_address)
    printf '%s %s\n' "$tag" "${has%%/*}"
  done
}

# vlans_attach BRIDGE ATTACHMENT…: these and no other. At boot the same is done by trunk.sh alone, where nobody would
# hear the name of a failure.
vlans_attach() {
  status=0
  trunk_put_attachments "$@" || status=$?
  case $status in
    0) ;;
    24) fail attached-container-stopped ;;
    25) fail dhcp-silent ;;
    *) return "$status" ;;
  esac
}

# vlans_expect_running ATTACHMENT…: the containers that are to be attached run.
vlans_expect_running() {
  for one; do
    trunk_take_attachment "$one"
    pid=$(trunk_container_pid "$container")
    [ "${pid:-0}" -gt 0 ] || fail attached-container-stopped "there is no running container $container"
  done
}

# vlans_prove UPLINK BRIDGE ATTACHMENT…: every container here reaches each that has its tag, here and on the other
# hosts, and none of another tag; the frames leave by the uplink with the tag.
vlans_prove() {
  up=$1
  mtu=$(ip -o link show dev "$2" | sed 's/.* mtu \([0-9]*\) .*/\1/')
  shift 2
  vlans_watch_wire "$up" "$@"
  there=$(ovsw_published member)
  pids=
  for one; do
    vlans_prove_container "$one" "$mtu" &
    pids="$pids $!"
  done
  worst=0
  for each in $pids; do
    status=0
    wait "$each" || status=$?
    [ "$status" -le "$worst" ] || worst=$status
  done
  case $worst in
    0) ;;
    15) fail vlan-pairs-lost ;;
    40) fail vlans-not-apart ;;
    *) return "$worst" ;;
  esac
  vlans_tags_were_seen "$up" "$@"
}

# vlans_prove_container ATTACHMENT MTU: nobody of another VLAN may answer its ARP, whatever addresses both have: status
# 40. 15: an answer is missing.
vlans_prove_container() {
  trunk_take_attachment "$1"
  pid=$(trunk_container_pid "$container")
  has=$(trunk_inner_address)
  has=${has%%/*}
  lost=0
  while read -r peer peer_tag peer_address; do
    case $peer_address in '' | "$has") continue ;; esac
    if [ "$peer_tag" != "$tag" ]; then
      # What was heard before does not count.
      trunk_in_container ip -4 neigh flush to "$peer_address" dev "$inner" >/dev/null 2>&1 || true
      trunk_in_container ping -n -q -c 1 -W 1 -I "$inner" "$peer_address" >/dev/null 2>&1 || true
      case $(trunk_in_container ip -4 neigh show "$peer_address" dev "$inner") in
        *lladdr*) echo "$container in VLAN $tag hears $peer_address of $peer, which is in VLAN $peer_tag"; return 40 ;;
      esac
    elif [ "$peer" != "$OVSW_HOST" ]; then
      proof_ping_pair "$has" "/proc/$pid/ns/net" "$peer" "$peer_address" "$2" || lost=15
    else
      proof_ping_once "/proc/$pid/ns/net" 56 "$peer_address" ||
        { echo "$container does not reach $peer_address in VLAN $tag"; lost=15; }
    fi
  done <<PEERS
$there
PEERS
  return "$lost"
}

# --- 802.1Q on the wire ----------------------------------------------------------------------------------------------

vlans_tags_in() { for one; do echo "$one"; done | cut -d : -f 2 | sort -nu; }

# vlans_watch_wire UPLINK ATTACHMENT…: listens for one frame of each tag there; where there is no tcpdump, the
# datapath's flows are looked at afterwards.
vlans_watch_wire() {
  up=$1
  shift
  wire_watches=
  command -v tcpdump >/dev/null && link_exists "$up" || return 0
  for tag in $(vlans_tags_in "$@"); do
    timeout 8 tcpdump -l -n -p -c 1 -i "$up" vlan "$tag" >/dev/null 2>&1 &
    wire_watches="$wire_watches $!:$tag"
  done
  # Until they listen.
  sleep 0.5
}

# vlans_tags_were_seen UPLINK ATTACHMENT…: a broadcast of each container makes sure that there is something to see.
vlans_tags_were_seen() {
  up=$1
  shift
  for one; do
    trunk_take_attachment "$one"
    pid=$(trunk_container_pid "$container")
    trunk_in_container ping -n -q -c 1 -W 1 -b -I "$inner" 255.255.255.255 >/dev/null 2>&1 || true
  done
  if [ -n "$wire_watches" ]; then
    for watch in $wire_watches; do
      wait "${watch%:*}" || fail vlan-tag-missing "no frame with the 802.1Q tag ${watch#*:} was seen on $up"
      echo "frames with the 802.1Q tag ${watch#*:} were seen on $up"
    done
    return 0
  fi
  flows=$(ovs-appctl dpctl/dump-flows)
  for tag in $(vlans_tags_in "$@"); do
    printf '%s\n' "$flows" | grep -Eq "vlan\(vid=${tag}[,)]" ||
      fail vlan-tag-missing "the datapath has no flow with the 802.1Q tag $tag"
    echo "the datapath has flows with the 802.1Q tag $tag"
  done
}
