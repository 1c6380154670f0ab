# shellcheck shell=sh
# shellcheck disable=SC2154 # take_attachment assigns
# VLANs on a trunk: which it carries, and the proof. Needs nic.sh, trunk.sh and proof.sh.

# vlan_set RANGE…: each VLAN once, in order, with commas.
vlan_set() { for range; do seq "${range%-*}" "${range#*-}"; done | sort -nu | paste -s -d , -; }

# trunk_set BRIDGE UPLINK RANGE…: what the trunk is to carry; nothing stands for all. A host that has an address there talks untagged,
# which is VLAN 0 to a trunk port (ovs-vswitchd.conf.db(5), trunks).
trunk_set() {
  of=$1 up=$2
  shift 2
  [ $# -gt 0 ] || return 0
  for dev in $(nics_behind "$up") "$of"; do
    [ -z "$(addresses_of "$dev" 2>/dev/null)" ] || { set -- 0 "$@"; break; }
  done
  vlan_set "$@"
}

trunks_of() { ovs-vsctl --timeout=10 --if-exists get port "$1" trunks | tr -d '[] '; }

# attachments_fit VLANS ATTACHMENT… -- OTHER…: each tag is on the trunk (VLANS empty: all are), no container is twice in one VLAN here, and nobody,
# here or on another host, has the same address in a VLAN.
attachments_fit() {
  vlans=,$1,
  shift
  before=' '
  addresses=' '
  here=1
  for one; do
    [ "$one" != -- ] || { here=; continue; }
    take_attachment "$one"
    if [ -n "$here" ]; then
      case $vlans in ,, | *,"$tag",*) ;; *) echo "$one: the trunk does not carry VLAN $tag"; return 28 ;; esac
      case $before in *" $container:$tag "*) echo "$container is twice in VLAN $tag"; return 28 ;; esac
      before="$before$container:$tag "
    fi
    [ "$address" != dhcp ] || continue
    case $addresses in *" $tag:${address%/*} "*) echo "${address%/*} is given twice in VLAN $tag"; return 28 ;; esac
    addresses="$addresses$tag:${address%/*} "
  done
}

# vlan_endpoints ATTACHMENT…: TAG ADDRESS, a line each.
vlan_endpoints() {
  for one; do
    take_attachment "$one"
    pid=$(container_pid "$container")
    has=$(inner_address)
    printf '%s %s\n' "$tag" "${has%%/*}"
  done
}

# prove_vlans UPLINK BRIDGE ATTACHMENT…: every container here reaches each that has its tag, here and on the other hosts, and none of another tag;
# the frames leave by the uplink with the tag. Status 15: packets were lost. 40: VLANs are not apart. 41: no tag on the wire.
prove_vlans() {
  up=$1
  mtu=$(ip -o link show dev "$2" | sed 's/.* mtu \([0-9]*\) .*/\1/')
  shift 2
  watch_wire "$up" "$@"
  there=$(ovsw_published member)
  pids=
  for one; do
    prove_container "$one" "$mtu" &
    pids="$pids $!"
  done
  worst=0
  for each in $pids; do
    status=0
    wait "$each" || status=$?
    [ "$status" -le "$worst" ] || worst=$status
  done
  [ "$worst" -eq 0 ] || return "$worst"
  tags_were_seen "$up" "$@"
}

# prove_container ATTACHMENT MTU: nobody of another VLAN may answer its ARP, whatever addresses both have.
prove_container() {
  take_attachment "$1"
  pid=$(container_pid "$container")
  has=$(inner_address)
  has=${has%%/*}
  lost=0
  while read -r peer peer_tag peer_address; do
    case $peer_address in '' | "$has") continue ;; esac
    if [ "$peer_tag" != "$tag" ]; then
      # What was heard before does not count.
      in_container ip -4 neigh flush to "$peer_address" dev "$inner" >/dev/null 2>&1 || true
      in_container ping -n -q -c 1 -W 1 -I "$inner" "$peer_address" >/dev/null 2>&1 || true
      case $(in_container ip -4 neigh show "$peer_address" dev "$inner") in
        *lladdr*) echo "$container in VLAN $tag hears $peer_address of $peer, which is in VLAN $peer_tag"; return 40 ;;
      esac
    elif [ "$peer" != "$OVSW_HOST" ]; then
      ping_pair "$has" "/proc/$pid/ns/net" "$peer" "$peer_address" "$2" || lost=15
    else
      ping_once "/proc/$pid/ns/net" 56 "$peer_address" || { echo "$container does not reach $peer_address in VLAN $tag"; lost=15; }
    fi
  done <<PEERS
$there
PEERS
  return "$lost"
}

# --- 802.1Q on the wire ----------------------------------------------------------------------------------------------

tags_in() { for one; do echo "$one"; done | cut -d : -f 2 | sort -nu; }

# watch_wire UPLINK ATTACHMENT…: listens for one frame of each tag there; where there is no tcpdump, the datapath's flows are looked at afterwards.
watch_wire() {
  up=$1
  shift
  wire_watches=
  command -v tcpdump >/dev/null && has_link "$up" || return 0
  for tag in $(tags_in "$@"); do
    timeout 8 tcpdump -l -n -p -c 1 -i "$up" vlan "$tag" >/dev/null 2>&1 &
    wire_watches="$wire_watches $!:$tag"
  done
  # Until they listen.
  sleep 0.5
}

# tags_were_seen UPLINK ATTACHMENT…: a broadcast of each container makes sure that there is something to see.
tags_were_seen() {
  up=$1
  shift
  for one; do
    take_attachment "$one"
    pid=$(container_pid "$container")
    in_container ping -n -q -c 1 -W 1 -b -I "$inner" 255.255.255.255 >/dev/null 2>&1 || true
  done
  if [ -n "$wire_watches" ]; then
    for watch in $wire_watches; do
      wait "${watch%:*}" || { echo "no frame with the 802.1Q tag ${watch#*:} was seen on $up"; return 41; }
      echo "frames with the 802.1Q tag ${watch#*:} were seen on $up"
    done
    return 0
  fi
  flows=$(ovs-appctl dpctl/dump-flows)
  for tag in $(tags_in "$@"); do
    printf '%s\n' "$flows" | grep -Eq "vlan\(vid=${tag}[,)]" || { echo "the datapath has no flow with the 802.1Q tag $tag"; return 41; }
    echo "the datapath has flows with the 802.1Q tag $tag"
  done
}
