# shellcheck shell=sh
# Several overlays on one host. Needs keep.sh.

# other_overlays BRIDGE: the bridges of the overlays beside this one.
other_overlays() {
  ovs-vsctl --timeout=10 --no-headings --format=csv --data=bare --columns=name find bridge external_ids:ovswizard=vxlan-overlay |
    while read -r other; do [ "$other" = "$1" ] || printf '%s\n' "$other"; done
}

# keep_shared BRIDGE KEEP…: the before-image of what all overlays of a host need: the last of them puts it back.
keep_shared() {
  overlay=$1
  shift
  echo "if overlay_is_last $(quoted "$overlay"); then :"
  "$@"
  echo 'fi'
}

overlay_is_last() {
  others=$(other_overlays "$1")
  [ -n "$others" ] || return 0
  ovsw_leave "the overlay of $(printf %s "$others" | tr '\n' ' ') needs it"
  return 1
}

keep_shared_forwarding() {
  keep_shared "$1" keep_forwarding_and_policy
}

keep_forwarding_and_policy() {
  keep_forwarding
  keep_forward_policy
}

# overlay_is_apart BRIDGE DOCKER_BRIDGE: neither belongs to another overlay.
overlay_is_apart() (
  link=$(ip -o link show dev "$1" 2>/dev/null) || link=
  case $link in
    *" master $2 "* | '') ;;
    *" master "*) echo "$1 is in another bridge: ${link#*: }"; exit 1 ;;
  esac
  other_overlays "$1" | while read -r other; do
    case $(ip -o link show dev "$other") in *" master $2 "*) echo "$other is in $2"; exit 1 ;; esac
  done
)

# tunnels_are_free BRIDGE TYPE PORT KEY PEER…: no other bridge has such a tunnel to one of the peers. PORT and KEY may be empty.
tunnels_are_free() (
  bridge=$1 type=$2 port=$3 key=$4
  shift 4
  ovs-vsctl --timeout=10 --no-headings --format=csv --data=bare --columns=name,external_ids,options find interface "type=$type" |
    awk -F '[ ,"]+' -v bridge="ovswizard-bridge=$bridge" -v port="${port:+dst_port=$port}" -v key="${key:+key=$key}" -v peers=" $* " '
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
      END { exit found }'
)
