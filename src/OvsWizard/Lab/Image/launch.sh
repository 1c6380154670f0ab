#!/bin/sh
# launch.sh CONSOLE CGROUP… -- PROGRAM…: the program in its own session and control groups, so that whatever it
# starts can be found, and ended, whoever died in between.
set -eu
console=$1
shift
while [ "$1" != -- ]; do
  echo $$ > "$1/cgroup.procs"
  shift
done
shift
exec setsid --fork "$@" >> "$console" 2>&1 < /dev/null
