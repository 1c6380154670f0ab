# machine.sh IMAGE LAYERS TARGET, with the first program of the initial ramdisk on standard input: kernel, ramdisk and
# disk of full machines, out of the distribution's kernel for virtual machines and the image of the containers. Runs in
# a mount namespace of its own, and cannot leave a mount.
set -eu
image=$1 layers=$2 target=$3
mkdir -p "$target/ramdisk/bin" "$target/ramdisk/modules" "$target/whole" "$target/layer/var/lib/docker" \
  "$target/layer/var/lib/containerd" "$target/layer/usr/lib"
cat >"$target/ramdisk/init"
cd "$target"

apt-get -q update
package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
apt-get -q download "$package"
dpkg-deb -x "$package"_*.deb package
[ -d package/lib ] || ln -s usr/lib package/lib
find package/lib/modules/ -name '*.ko.xz' -exec xz -d {} +
release=$(ls package/lib/modules)
depmod -b package "$release"
cp package/boot/vmlinuz-* kernel

cp "${layers##*:}/bin/busybox" ramdisk/bin/
for applet in sh mount umount insmod tar ip switch_root; do ln -s busybox "ramdisk/bin/$applet"; done
mkdir ramdisk/proc ramdisk/sys ramdisk/dev ramdisk/root
chmod 755 ramdisk/init
for module in virtio_pci virtio_blk virtio_net ext4; do
  modprobe -d package -S "$release" --show-depends "$module"
done |
  awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
    cp "$file" ramdisk/modules/
    echo "${file##*/}"
  done >ramdisk/modules/order
(cd ramdisk && find . | ./bin/busybox cpio -o -H newc) >initrd

mv package/lib/modules layer/usr/lib/
mount -t overlay whole -o "lowerdir=layer:$layers" whole
mount --bind "$image/docker" whole/var/lib/docker
mount --bind "$image/containerd" whole/var/lib/containerd
# Sparse: hosts write into files of their own, over this one.
mke2fs -q -t ext4 -d whole disk 16G
umount whole/var/lib/docker whole/var/lib/containerd whole
rm -rf package "$package"_*.deb layer ramdisk whole
