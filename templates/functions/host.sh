# shellcheck shell=sh
# What a host must have before anything is changed on it.
# requires: keep

# host_expect_room KIB FOLDER…: there is place for what is written there, and it can be; folders that are not there do
# not count.
host_expect_room() {
  least=$1
  shift
  for folder; do
    [ ! -d "$folder" ] || [ -w "$folder" ] || fail disk-read-only "$folder is mounted read-only"
  done
  full=$(df -Pk "$@" 2>/dev/null |
    awk -v least="$least" 'NR > 1 && $4 < least { print $6 " has only " $4 " KiB left" }')
  [ -z "$full" ] || fail disk-full "$full"
}

# host_unit_runs UNIT: it is active, starts at boot, and starts what its own file says.
host_unit_runs() { host_unit_is "$1" ActiveState=active UnitFileState=enabled NeedDaemonReload=no; }

# host_unit_boots UNIT: the same of one that has nothing to do until the next boot.
host_unit_boots() { host_unit_is "$1" UnitFileState=enabled NeedDaemonReload=no; }

host_unit_is() {
  found=$(systemctl show -p ActiveState -p UnitFileState -p NeedDaemonReload -p FragmentPath -p DropInPaths \
    -p ExecStart -- "$1")
  shift
  for wanted; do
    case $found in
      *"$wanted"*) ;;
      *) printf '%s\n' "$found" | grep "^${wanted%%=*}="; return 1 ;;
    esac
  done
  case $found in *DropInPaths=/*) host_expect_own_program "$found" ;; esac
}

# host_expect_own_program PROPERTIES: a drop-in may say much, but not that something else is started, or nothing.
host_expect_own_program() {
  file=$(printf '%s\n' "$1" | sed -n 's/^FragmentPath=//p')
  program=$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$file" | head -n 1)
  case $1 in
    *"path=$program ;"*) ;;
    *) fail unit-overruled "$(printf '%s\n' "$1" | grep '^DropInPaths=')" ;;
  esac
}

# What networks of containers stand on; a host has one of the two names of Open vSwitch.
host_services='docker.service openvswitch.service openvswitch-switch.service'

# host_starts_at_boot: Docker and Open vSwitch.
host_starts_at_boot() {
  off=$(host_not_at_boot)
  [ -z "$off" ] || { printf '%s\n' "$off" | sed 's/$/ does not start at boot/'; return 1; }
}

# host_not_at_boot: those of them that do not, a line each.
host_not_at_boot() {
  # shellcheck disable=SC2086 # words
  systemctl show -p Id -p UnitFileState -- $host_services | awk -F= '
    $1 == "Id" { id = $2 }
    $1 == "UnitFileState" && ($2 == "disabled" || $2 ~ /^masked/) { print id }'
}

host_start_at_boot() { for unit in $(host_not_at_boot); do systemctl --quiet enable "$unit"; done; }

# host_keep_boot: the before-image of host_start_at_boot.
host_keep_boot() {
  for unit in $(host_not_at_boot); do
    keep_command keep_if_there unit "$unit" systemctl --quiet disable "$unit"
  done
}

# host_forwards [DEV]: IPv4 packets for others, also those that come in there; DEV may not be there yet.
host_forwards() {
  off=$(grep -sl '^0' /proc/sys/net/ipv4/ip_forward ${1:+"/proc/sys/net/ipv4/conf/$1/forwarding"}) || return 0
  printf '%s is 0\n' "$off"
  return 1
}

# host_forward_from DEV: where there is such an interface already.
host_forward_from() {
  [ ! -e "/proc/sys/net/ipv4/conf/$1/forwarding" ] || sysctl -q -w "net/ipv4/conf/$1/forwarding=1"
}
