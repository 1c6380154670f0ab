# shellcheck shell=sh
# What a host must have before anything is changed on it.

# host_expect_room KIB FOLDER…: there is place for what is written there; folders that are not there do not count.
host_expect_room() {
  least=$1
  shift
  full=$(df -Pk "$@" 2>/dev/null |
    awk -v least="$least" 'NR > 1 && $4 < least { print $6 " has only " $4 " KiB left" }')
  [ -z "$full" ] || fail disk-full "$full"
}

# host_unit_runs UNIT: it is active, and starts at boot.
host_unit_runs() {
  found=$(systemctl show -p ActiveState -p UnitFileState "$1")
  case $found in
    *ActiveState=active*UnitFileState=enabled* | *UnitFileState=enabled*ActiveState=active*) ;;
    *) echo "$found"; return 1 ;;
  esac
}

# host_forwards: IPv4 packets for others.
host_forwards() {
  forwards=$(cat /proc/sys/net/ipv4/ip_forward)
  [ "$forwards" = 1 ] || { echo "net.ipv4.ip_forward is $forwards"; return 1; }
}
