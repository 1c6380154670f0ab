#!/usr/bin/env bash
# Makes a dotnet tool, for every platform that has the .NET runtime: dotnet tool install --add-source DIR ovswizard.
# tool.sh VERSION DIR (SOURCE_DATE_EPOCH dates what is in it)
set -euo pipefail
out=$(readlink -f "$2")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Not compiled ahead of time, and in folders of its own: the lock file and the objects of the release stay as they are.
dotnet pack src/OvsWizard -c Release --artifacts-path "$work" -o "$work/made" --nologo -v quiet \
  -p:Version="$1" -p:PackageVersion="$1" -p:PackAsTool=true -p:ToolCommandName=ovswizard -p:PackageId=ovswizard \
  -p:PublishAot=false -p:RuntimeIdentifiers= \
  -p:NuGetLockFilePath="$work/packages.lock.json" -p:IncludeSourceRevisionInInformationalVersion=false \
  -p:ContinuousIntegrationBuild=true \
  -p:PathMap="$PWD=/_%2C$work=/obj" -p:PackageLicenseExpression=MIT -p:DebugType=none

# NuGet names a part and its relations by chance, and dates everything: all are made equal for equal commits.
package=$(basename "$work"/made/*.nupkg)
mkdir "$work/parts"
cd "$work/parts"
unzip -q "$work/made/$package"
properties=package/services/metadata/core-properties
part=$(basename "$properties"/*.psmdcp .psmdcp)
mv "$properties/$part.psmdcp" "$properties/core.psmdcp"
sed -i "s/$part/core/" _rels/.rels
perl -pi -e 's/Id="[^"]*"/q(Id="R) . ++$n . q(")/ge' _rels/.rels
find . -exec touch -d "@${SOURCE_DATE_EPOCH:-315532800}" {} +
rm -f "$out/$package"
find . -type f | LC_ALL=C sort | TZ=UTC zip -qX9 "$out/$package" -@
