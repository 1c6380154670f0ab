#!/usr/bin/env bash
# Makes the archive of a platform for which nothing can be compiled ahead of time here: the program with its runtime in
# one file.
#   other.sh PLATFORM NAME FOLDER DIR (FOLDER: the published one, whose texts go along; SOURCE_DATE_EPOCH dates what is
#   in it)
set -euo pipefail
rid=$1
name=$2
folder=$(readlink -f "$3")
out=$(readlink -f "$4")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# In folders of its own: the lock file and the objects of the release stay as they are.
dotnet publish src/OvsWizard -c Release -r "$rid" --self-contained --artifacts-path "$work" -o "$work/$name" \
  --nologo -v quiet \
  -p:PublishAot=false -p:PublishSingleFile=true -p:PublishTrimmed=true -p:RuntimeIdentifiers= \
  -p:NuGetLockFilePath="$work/packages.lock.json" \
  -p:IncludeSourceRevisionInInformationalVersion=false -p:ContinuousIntegrationBuild=true -p:PathMap="$PWD=/_" \
  -p:DebugType=none "${@:5}"
cp -R "$folder"/{LICENSE,README.md,README.zh.md,NOTICES.txt,man,completions} "$work/$name/"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$work" \
  -cf - "$name" | gzip -9n >"$out/$name.tar.gz"
