#!/usr/bin/env bash
# Makes a dotnet tool, for every platform that has the .NET runtime: dotnet tool install --add-source DIR ovswizard.   tool.sh VERSION DIR
set -euo pipefail
out=$(readlink -f "$2")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Not compiled ahead of time, and in folders of its own: the lock file and the objects of the release stay as they are.
dotnet pack src/OvsWizard -c Release --artifacts-path "$work" -o "$work/made" --nologo -v quiet \
  -p:Version="$1" -p:PackageVersion="$1" -p:PackAsTool=true -p:ToolCommandName=ovswizard -p:PackageId=ovswizard -p:PublishAot=false -p:RuntimeIdentifiers= \
  -p:NuGetLockFilePath="$work/packages.lock.json" -p:IncludeSourceRevisionInInformationalVersion=false -p:ContinuousIntegrationBuild=true \
  -p:PackageLicenseExpression=MIT -p:DebugType=none
mv "$work"/made/*.nupkg "$out/"
