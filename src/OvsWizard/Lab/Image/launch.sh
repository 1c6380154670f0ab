# launch.sh CONSOLE OVSWIZARD LAB HOST CGROUP… -- PROGRAM…: the program in its own control groups, so that whatever it
# starts can be found, and ended, whoever died in between. This script stays outside of them: a host that reboots itself
# loses its power and is booted again on fresh cables, since its network namespace would remember what a machine
# forgets.
set -eu
exec </dev/null >>"$1" 2>&1
ovswizard=$2 lab=$3 host=$4
shift 4
status=0
(
  while [ "$1" != -- ]; do
    echo 0 >"$1/cgroup.procs"
    shift
  done
  shift
  exec "$@"
) || status=$?
# systemd-nspawn --keep-unit: 133 asks to be started again.
[ "$status" -ne 133 ] || exec "$ovswizard" lab --name "$lab" reboot "$host"
