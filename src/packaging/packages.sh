#!/usr/bin/env bash
# Prints the NuGet packages that end up in the binary, one a line, sorted: NAME VERSION FOLDER.
# They are those of the lock file and the runtime that NativeAOT links in; tools of the build alone are left out.
set -euo pipefail
cd "$(dirname "$0")/../.."
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}

awk '/^      "/ { split($0, q, "\""); name = q[2] } /"resolved":/ { split($0, q, "\""); print name, q[4] }' \
  src/OvsWizard/packages.lock.json |
  while read -r name version; do
    case $name in
      Microsoft.DotNet.ILCompiler) name=runtime.linux-x64.Microsoft.DotNet.ILCompiler ;;
      runtime.* | Microsoft.NET.ILLink.Tasks | JetBrains.Annotations | Microsoft.CodeAnalysis.*) continue ;;
    esac
    folder=$cache/${name,,}/$version
    [ -d "$folder" ] || { echo "packages.sh: $name $version is not in $cache: publish first" >&2; exit 1; }
    echo "$name $version $folder"
  done | LC_ALL=C sort -u
