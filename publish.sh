#!/usr/bin/env bash
# Builds the release: one folder with the native binary, its runbooks and templates, and a checksum beside the archive.
#   ./publish.sh            into dist/
#   ./publish.sh FOLDER     only the folder, without the archive: what the tests run
set -euo pipefail
cd "$(dirname "$0")"
rid=linux-x64
folder=${1:-dist/ovswizard-$rid}

if ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "installing gcc: NativeAOT links with it" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends gcc libc6-dev >&2
  else
    echo "publish.sh: NativeAOT links with clang or gcc, and neither is installed" >&2
    exit 1
  fi
fi

mkdir -p "$(dirname "$folder")"
dotnet publish src/OvsWizard -c Release -r "$rid" -o "$folder.part" --nologo -v quiet
rm -f "$folder.part"/*.dbg
rm -rf "$folder"
mv "$folder.part" "$folder"
[ $# -eq 0 ] || exit 0

cp LICENSE README.md "$folder"
# Same sources, same bytes: no times, owners or orders of the building machine.
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$(dirname "$folder")" -cf - "$(basename "$folder")" | gzip -n >"$folder.tar.gz"
(cd "$(dirname "$folder")" && sha256sum "$(basename "$folder").tar.gz" >"$(basename "$folder").tar.gz.sha256")
cat "$folder.tar.gz.sha256"
