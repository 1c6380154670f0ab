# shellcheck shell=sh
# Several overlays on one host.
# requires: keep

# overlays_besides BRIDGE: the bridges of the overlays beside this one.
overlays_besides() {
  ovs-vsctl --timeout=10 --no-headings --format=csv --data=bare \
    --columns=name find bridge external_ids:ovswizard=vxlan-overlay |
    while read -r other; do [ "$other" = "$1" ] || printf '%s\n' "$other"; done
}

# overlays_keep_shared BRIDGE KEEP…: the before-image of what all overlays of a host need: the last of them puts it
# back.
overlays_keep_shared() {
  overlay=$1
  shift
  echo "if overlays_is_last $(keep_command "$overlay"); then :"
  "$@"
  echo 'fi'
}

overlays_is_last() {
  others=$(overlays_besides "$1")
  [ -n "$others" ] || return 0
  ovsw_leave "the overlay of $(printf %s "$others" | tr '\n' ' ') needs it"
  return 1
}

overlays_keep_shared_forwarding() {
  overlays_keep_shared "$1" overlays_keep_forwarding_and_policy
}

overlays_keep_forwarding_and_policy() {
  keep_forwarding
  keep_forward_policy
}

# overlays_expect_apart BRIDGE DOCKER_BRIDGE: neither belongs to another overlay.
overlays_expect_apart() (
  link=$(ip -o link show dev "$1" 2>/dev/null) || link=
  case $link in
    *" master $2 "* | '') ;;
    *" master "*) fail overlays-share-bridge "$1 is in another bridge: ${link#*: }" ;;
  esac
  overlays_besides "$1" | while read -r other; do
    case $(ip -o link show dev "$other") in *" master $2 "*) fail overlays-share-bridge "$other is in $2" ;; esac
  done
)

# overlays_expect_free_tunnels BRIDGE TYPE PORT KEY PEER…: no other bridge has such a tunnel to one of the peers. PORT
# and KEY may be empty.
overlays_expect_free_tunnels() (
  bridge=$1 tunnel_type=$2 port=$3 key=$4
  shift 4
  ovs-vsctl --timeout=10 --no-headings --format=csv --data=bare --columns=name,external_ids,options find interface \
    "type=$tunnel_type" |
    awk -F '[ ,"]+' -v bridge="ovswizard-bridge=$bridge" -v port="${port:+dst_port=$port}" -v key="${key:+key=$key}" \
      -v peers=" $* " '
      {
        own = 0; has_port = has_key = peer = ""
        for (i = 2; i <= NF; i++) {
          if ($i == bridge) own = 1
          if ($i ~ /^dst_port=/) has_port = $i
          if ($i ~ /^key=/) has_key = $i
          if ($i ~ /^remote_ip=/) peer = substr($i, 11)
        }
        if (has_port == "") has_port = port
        if (!own && has_port == port && has_key == key && index(peers, " " peer " ")) { print; found = 1 }
      }
      END { exit found }' || fail tunnel-in-use
)

# overlays_tunnels_are BRIDGE TYPE LOCAL PORT KEY PROTECTED PEER…: its tunnels are these, one for each PEER, which is
# written INTERFACE,ADDRESS,HOST. PORT and KEY may be empty.
overlays_tunnels_are() {
  found=$(ovs-vsctl --no-headings --format=csv --data=bare \
    --columns=name,type,options,error,ingress_policing_rate find interface "external_ids:ovswizard-bridge=$1" \
    -- --columns=name,protected,tag,trunks,vlan_mode find port "external_ids:ovswizard-bridge=$1" | grep . | sort)
  wanted=$(overlays_tunnels_wanted "$@" | sort)
  [ "$found" = "$wanted" ] || { printf 'found:\n%s\nwanted:\n%s\n' "$found" "$wanted"; return 1; }
}

overlays_tunnels_wanted() {
  type=$2 local=$3 port=$4 key=$5 protected=$6
  shift 6
  for peer; do
    interface=${peer%%,*} address=${peer#*,}
    printf '%s,%s,%slocal_ip=%s remote_ip=%s,,0\n%s,%s,,,\n' "$interface" "$type" \
      "${port:+dst_port=$port }${key:+key=$key }" "$local" "${address%%,*}" "$interface" "$protected"
  done
}

# overlays_put_tunnels, with the same words: in one transaction, but for those that are none of these.
overlays_put_tunnels() {
  bridge=$1 type=$2 local=$3 port=$4 key=$5 protected=$6
  shift 6
  for old in $(ovs-vsctl --no-headings --format=csv --data=bare --columns=name find port \
    "external_ids:ovswizard-bridge=$bridge"); do
    case " $*" in *" $old,"*) ;; *) ovs-vsctl --if-exists del-port "$bridge" "$old" ;; esac
  done
  for peer; do
    interface=${peer%%,*} address=${peer#*,}
    set -- "$@" -- --may-exist add-port "$bridge" "$interface" -- clear interface "$interface" options \
      -- set interface "$interface" "type=$type" "options:remote_ip=${address%%,*}" "options:local_ip=$local" \
      ${port:+"options:dst_port=$port"} ${key:+"options:key=$key"} "external_ids:ovswizard-bridge=$bridge" \
      "external_ids:ovswizard-peer=${address##*,}" ingress_policing_rate=0 ingress_policing_burst=0 \
      -- set port "$interface" "protected=$protected" 'tag=[]' 'trunks=[]' 'vlan_mode=[]' \
      "external_ids:ovswizard-bridge=$bridge"
    shift
  done
  ovs-vsctl "$@"
}

# overlays_expect_own_tunnels BRIDGE: no tunnel of somebody else's is in it: nothing would keep that from a loop.
overlays_expect_own_tunnels() {
  ovs-vsctl --timeout=10 --no-headings --format=csv --data=bare --columns=name,type,external_ids list interface \
    -- list-ports "$1" |
    awk -F, '
      NF > 1 {
        if ($2 ~ /^(vxlan|gre|geneve|stt|lisp|erspan|gtpu|bareudp)$/ && !/ovswizard-bridge=/) foreign[$1] = $2
        next
      }
      $1 in foreign { print $1 ", " foreign[$1]; found = 1 }
      END { exit found }' || fail tunnel-foreign
}

# overlays_expect_free_block BLOCK DEVICE…: no route leads into a part of the block but out of these devices.
overlays_expect_free_block() {
  block=$1
  shift
  ip -4 -o route show root "$block" | while read -r route; do
    for device; do
      case "$route " in *" dev $device "*) continue 2 ;; esac
    done
    fail block-in-use "$route"
  done
}

# overlays_has_forward_policy FILE: the policy of FORWARD, as it was before, is written down.
overlays_has_forward_policy() {
  ! command -v iptables >/dev/null || [ -s "$1" ] || { echo "not noted yet"; return 1; }
}

overlays_write_forward_policy() {
  policy=$(iptables -w -S FORWARD | sed -n 's/^-P FORWARD //p')
  ovsw_put_text "$1" "$policy$newline"
}
