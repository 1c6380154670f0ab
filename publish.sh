#!/usr/bin/env bash
# Builds the release.
#   ./publish.sh            into dist/: archive, .deb, .rpm, dotnet tool, SBOM, checksums
#   PLATFORMS="linux-arm64 osx-arm64 win-x64" ./publish.sh     archives of these as well, not compiled ahead of time
#   ./publish.sh FOLDER     only the folder with the binary, its runbooks and templates: what the tests run
# The version is the tag v… of the commit; between tags 0.y.z+COUNT.COMMIT. Equal commits give equal bytes.
set -euo pipefail
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8
rid=linux-x64

# need COMMAND WHY PACKAGE…
need() {
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "installing ${*:3}: $2" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y -o DPkg::Lock::Timeout=120 \
      --no-install-recommends "${@:3}" >&2
  else
    echo "publish.sh: $2, and $1 is not installed" >&2
    exit 1
  fi
}

# build FOLDER [OPTION…]
build() {
  local folder=$1
  shift
  command -v clang >/dev/null || need gcc "NativeAOT links with clang or gcc" gcc libc6-dev
  mkdir -p "$(dirname "$folder")"
  dotnet publish src/OvsWizard -c Release -r "$rid" -o "$folder.part" --nologo -v quiet "$@"
  rm -f "$folder.part"/*.dbg
  rm -rf "$folder"
  mv "$folder.part" "$folder"
}

if [ $# -gt 0 ]; then
  build "$1"
  exit
fi

base=$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' src/OvsWizard/OvsWizard.csproj)
if ! commit=$(git rev-parse --short=10 HEAD 2>/dev/null); then
  version=$base
  SOURCE_DATE_EPOCH=0
else
  tag=$(git describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null || true)
  version=${tag#v}
  version=${version:-$base+$(git rev-list --count HEAD).$commit}
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
  git diff --quiet HEAD || version+=.changed
fi
export SOURCE_DATE_EPOCH
name=ovswizard-$version-$rid
folder=dist/$name
pack=src/packaging

need dpkg-deb "the .deb is made with it" dpkg
need rpmbuild "the .rpm is made with it" rpm
need unzip "the dotnet tool is made the same each time with it" unzip
need zip "the dotnet tool is made the same each time with it" zip
rm -rf dist
build "$folder" -p:Version="$version" -p:IncludeSourceRevisionInInformationalVersion=false \
  -p:ContinuousIntegrationBuild=true -p:PathMap="$PWD=/_"

mkdir "$folder/man" "$folder/completions"
"$folder/ovswizard" man >"$folder/man/ovswizard.1"
"$folder/ovswizard" man --lang zh >"$folder/man/ovswizard.zh_CN.1"
"$folder/ovswizard" completion bash >"$folder/completions/ovswizard.bash"
"$folder/ovswizard" completion zsh >"$folder/completions/_ovswizard"
"$folder/ovswizard" completion fish >"$folder/completions/ovswizard.fish"
cp LICENSE README.md README.zh.md "$folder"
"$pack/notices.sh" >"$folder/NOTICES.txt"
"$pack/sbom.sh" "$version" "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" >"dist/ovswizard-$version.cdx.json"

# No times, owners, modes or orders of the building machine.
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C dist \
  -cf - "$name" | gzip -9n >"$folder.tar.gz"
"$pack/deb.sh" "$folder" "$version" "dist/ovswizard_${version}_amd64.deb"
"$pack/rpm.sh" "$folder" "$version" "dist/ovswizard-$version-1.x86_64.rpm"
"$pack/tool.sh" "$version" dist
for platform in ${PLATFORMS-}; do
  "$pack/other.sh" "$platform" "ovswizard-$version-$platform" "$folder" dist -p:Version="$version"
done
(cd dist && sha256sum -- *.tar.gz *.deb *.rpm *.nupkg *.cdx.json >SHA256SUMS && cat SHA256SUMS)
