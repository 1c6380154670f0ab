#!/usr/bin/env bash
# Installs the packages in a folder on a Debian that has nothing else, uses them and removes them. fresh-machine.sh
# FOLDER [ROOT] Prints a line for each thing that holds. ROOT: a root file system that is there already; it is copied,
# and stays as it is.
set -euo pipefail
dist=$(readlink -f "$1")
root=$(mktemp -d /var/tmp/ovswizard-fresh.XXXXXX)
trap 'umount "$root/proc" 2>/dev/null || :; rm -rf --one-file-system "$root"' EXIT

if [ $# -gt 1 ]; then
  cp -a "$2/." "$root/"
else
  debootstrap --variant=minbase --include=man-db,bash-completion,zsh,fish,libssl3,rpm bookworm "$root" >&2
fi
# A folder of mktemp is its maker's alone; man(1) reads as another user.
chmod 0755 "$root"
mount -t proc proc "$root/proc"
cp "$dist"/*.deb "$root/tmp/ovswizard.deb"
cp "$dist"/*.rpm "$root/tmp/ovswizard.rpm"
version=$(basename "$dist"/ovswizard-*-linux-x64.tar.gz -linux-x64.tar.gz)
inside() { chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }
# What man-db and package databases write for themselves is theirs.
files() {
  (cd "$root" && find . -xdev -path ./proc -prune -o -path ./var/cache/man -prune -o -path ./var/lib/dpkg -prune \
    -o -path ./var/lib/rpm -prune -o -path ./root -prune -o -path ./var/log -prune -o -print | LC_ALL=C sort)
}
runs() {
  [ "$(inside ovswizard --version)" = "${version#ovswizard-}" ]
  inside ovswizard runbook list | grep -q '^vxlan-overlay '
  inside sh -ec 'cd /root; rm -f inventory.yml
    ovswizard inventory init --host a=192.0.2.1 --host b=192.0.2.2 --user root --key none >/dev/null 2>&1
    ovswizard plan vxlan-overlay -p a:underlay_ip=172.16.0.1 -p b:underlay_ip=172.16.0.2 \
      -p a:container_subnet=10.0.1.1/24 -p b:container_subnet=10.0.2.1/24 >/dev/null'
}

# rpm does not know what dpkg's packages own: an empty folder of fish's would go with ours.
touch "$root/usr/share/fish/vendor_completions.d/other.fish"
before=$(files)
inside dpkg -i /tmp/ovswizard.deb >&2
echo "deb installed"
runs
echo "deb runs"
# shellcheck disable=SC2016 # the shell inside is to expand it
[ "$(inside bash -c '. /usr/share/bash-completion/completions/ovswizard; compopt() { :; }
  COMP_LINE="ovswizard plan vxl"; COMP_POINT=18; _ovswizard; echo "${COMPREPLY[*]}"')" = vxlan-overlay ]
[ "$(inside fish -c 'complete -C "ovswizard plan vxl"')" = vxlan-overlay ]
# shellcheck disable=SC2016
[ "$(inside zsh -fc 'autoload -U compinit; compinit -u -D; print $_comps[ovswizard]')" = _ovswizard ]
echo "deb completes in bash, fish and zsh"
inside man --warnings ovswizard 2>&1 | grep -q 'OVSWIZARD(1)'
echo "deb shows its manual"
inside env LC_ALL=C.UTF-8 man -L zh_CN --warnings ovswizard 2>&1 | grep -q '退出状态'
echo "deb shows it in Chinese"
inside dpkg --purge ovswizard >&2
diff <(echo "$before") <(files) >&2
echo "deb left nothing"

inside rpm --install --nodeps --ignoreos /tmp/ovswizard.rpm >&2
echo "rpm installed"
runs
echo "rpm runs"
inside rpm --erase ovswizard >&2
diff <(echo "$before") <(files) >&2
echo "rpm left nothing"
