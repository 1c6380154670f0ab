# shellcheck shell=sh
# Open vSwitch's own packages and service.
# requires: keep packages

# Where the operator's files arrive.
packages_folder=/var/lib/ovswizard/packages

# openvswitch_words NAME POLICY FILE…: what is to be installed: the files, or the distribution's packages. NAME and
# POLICY may be auto.
openvswitch_words() {
  name=$1 policy=$2
  shift 2
  # An empty list is rendered as one empty word.
  if [ -n "${1-}" ]; then
    for file; do printf '%s\n' "$packages_folder/${file##*/}"; done
    return 0
  fi
  manager=$(packages_manager)
  case $name$manager in
    autoapt-get) echo openvswitch-switch ;;
    auto*) echo openvswitch ;;
    *) echo "$name" ;;
  esac
  if [ "$policy" = auto ] && openvswitch_selinux_enforces && [ "$manager" != apt-get ]; then
    echo openvswitch-selinux-policy
  fi
}

openvswitch_selinux_enforces() { [ "$(getenforce 2>/dev/null)" = Enforcing ]; }

# The service is called openvswitch, except in Debian's packages.
openvswitch_unit() {
  for unit in openvswitch.service openvswitch-switch.service; do
    ! systemctl cat "$unit" >/dev/null 2>&1 || { echo "$unit"; return 0; }
  done
  echo "there is no unit openvswitch or openvswitch-switch" >&2
  return 1
}

# What is gone may leave sockets behind, and stays in systemd's list where its last end was not a good one.
openvswitch_forget() {
  ! command -v ovs-vsctl >/dev/null || return 0
  rm -rf /run/openvswitch
  systemctl reset-failed openvswitch.service openvswitch-switch.service ovsdb-server.service \
    ovs-vswitchd.service 2>/dev/null || true
}

# What it keeps on a host at run time, and no package owns.
openvswitch_keep_leftovers() {
  keep_no_user openvswitch
  echo openvswitch_forget
  keep_absence /etc/openvswitch /var/lib/openvswitch /var/log/openvswitch /etc/sysconfig/openvswitch.rpmsave \
    /etc/logrotate.d/openvswitch.rpmsave
}
