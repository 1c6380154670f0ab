#!/bin/sh
# Runs in the new root once all packages are there: users, services, what boots.
set -eu

# What RHEL 8 and later do: yum is dnf.
ln -sf dnf-3 /usr/bin/yum

# Debian has a system group of this name already.
useradd --create-home --uid 1000 --gid operator --shell /bin/bash operator
echo 'operator:practice' | chpasswd
useradd --create-home --uid 1001 --shell /bin/bash deployer
chmod 440 /etc/sudoers.d/*

# Every login would otherwise start a user manager and ask a logind that does not run.
sed -i '/pam_systemd/d' /etc/pam.d/common-session

# Open vSwitch requires its hostname unit: masked, it would take random others of its units along; disabled, it is just
# not there. One by one: not every release has them all.
for unit in firewalld.service e2scrub_reap.service systemd-pstore.service remote-fs.target uuidd.socket \
  ovs-record-hostname.service ovn-central.service ovn-host.service; do
  [ ! -e "/usr/lib/systemd/system/$unit" ] || systemctl disable --quiet "$unit"
done
for unit in systemd-logind.service console-getty.service getty.target systemd-networkd.service \
  systemd-networkd-wait-online.service systemd-resolved.service systemd-timesyncd.service apt-daily.timer \
  apt-daily-upgrade.timer dpkg-db-backup.timer man-db.timer fstrim.timer e2scrub_all.timer \
  logrotate.timer systemd-tmpfiles-clean.timer dnf-makecache.timer systemd-pcrphase.service \
    systemd-pcrphase-sysinit.service \
  systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-journal-catalog-update.service \
    ldconfig.service \
  systemd-hwdb-update.service systemd-udev-trigger.service systemd-udevd.service \
  sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount \
    systemd-remount-fs.service \
  modprobe@configfs.service modprobe@dm_mod.service modprobe@fuse.service modprobe@loop.service \
  systemd-modules-load.service sys-fs-fuse-connections.mount; do
  systemctl mask --quiet "$unit"
done
systemctl enable underlay.service web.service lab-ready.service

# Each host gets its own of these when it is made.
rm -f /etc/ssh/ssh_host_* /etc/hostname /var/lib/dbus/machine-id
: > /etc/machine-id
rm -rf /var/cache/debconf/*-old /var/lib/dpkg/*-old /etc/openvswitch/conf.db /var/lib/openvswitch/conf.db \
  /etc/openvswitch/system-id.conf
