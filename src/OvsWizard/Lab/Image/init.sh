#!/bin/sh
# The first program of a full machine, in its initial ramdisk: drivers, the disk, what makes this host differ from the
# others when it boots for the first time, and the management address, which a container finds in its namespace.
export PATH=/bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
while read -r module; do insmod "/modules/$module"; done </modules/order
mount -t ext4 /dev/vda /root
[ -e /root/etc/ovswizard-lab/underlay ] || tar -xf /dev/vdb -C /root
read -r words </proc/cmdline
for word in $words; do
  case $word in lab.address=*) address=${word#*=} ;; esac
done
ip addr add "$address" dev eth0
ip link set eth0 up
umount /proc /sys
exec switch_root /root /sbin/init
