#!/usr/bin/env bash
# Makes an RPM package of a published folder.   rpm.sh FOLDER VERSION OUTPUT   (SOURCE_DATE_EPOCH dates what is in it)
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$here/stage.sh" "$1" "$work/stage" site-functions
install -Dm644 "$1/LICENSE" "$work/stage/usr/share/licenses/ovswizard/LICENSE"
rpmbuild -bb --quiet --target x86_64 \
  --define "_topdir $work/rpmbuild" --define "stage $work/stage" --define "version_given $2" \
  --define '_buildhost reproducible' --define 'use_source_date_epoch_as_buildtime 1' \
  --define 'clamp_mtime_to_source_date_epoch 1' \
  --define '_build_id_links none' --define '__os_install_post %{nil}' --define '_binary_payload w9.xzdio' \
  "$here/ovswizard.spec"
mv "$work"/rpmbuild/RPMS/x86_64/*.rpm "$3"
