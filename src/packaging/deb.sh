#!/usr/bin/env bash
# Makes a Debian package of a published folder.   deb.sh FOLDER VERSION OUTPUT   (SOURCE_DATE_EPOCH dates what is in it)
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

"$here/stage.sh" "$1" "$root" vendor-completions
{
  printf \
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: ovswizard\n\nFiles: *\n'
  printf 'Copyright: %s\nLicense: MIT\n' "$(sed -n 's/^Copyright (c) //p' "$1/LICENSE")"
  sed -n '/^Permission/,$ { s/^$/./; s/^/ /; p }' "$1/LICENSE"
  printf '\nComment: NOTICES.txt has the notices of what is compiled in.\n'
} >"$root/usr/share/doc/ovswizard/copyright"
mkdir -m 755 "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<CONTROL
Package: ovswizard
Version: $2
Architecture: amd64
Maintainer: OvsWizard <ovswizard@localhost>
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Depends: libc6 (>= 2.34), libssl3 | libssl3t64 | libssl1.1
Recommends: openssh-client
Section: admin
Priority: optional
Description: Open vSwitch networks between Docker hosts, step by step
 Carries documented procedures out on real hosts over SSH: checks before,
 verifies after, journals every intent, and takes everything back exactly.
CONTROL
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
chmod 644 "$root"/DEBIAN/* "$root/usr/share/doc/ovswizard/copyright"
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$root" "$3" >/dev/null
