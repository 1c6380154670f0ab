#!/usr/bin/env bash
# Prints what the binary is made of, as CycloneDX 1.5 JSON.   sbom.sh VERSION TIME
set -euo pipefail
cd "$(dirname "$0")"
version=$1
time=$2

cat <<JSON
{
  "bomFormat": "CycloneDX",
  "specVersion": "1.5",
  "version": 1,
  "metadata": {
    "timestamp": "$time",
    "component": { "type": "application", "bom-ref": "ovswizard", "name": "ovswizard", "version": "$version",
      "licenses": [{ "license": { "id": "MIT" } }] }
  },
  "components": [
JSON
comma=
refs=
while read -r name package folder; do
  licence=$(sed -n 's:.*<license type="expression">\(.*\)</license>.*:\1:p' "$folder/${name,,}.nuspec" | head -n 1)
  sum=$(base64 -d "$folder/${name,,}.$package.nupkg.sha512" | od -An -v -tx1 | tr -d ' \n')
  ref="pkg:nuget/$name@$package"
  licences=
  [ -z "$licence" ] || licences=", \"licenses\": [{ \"expression\": \"$licence\" }]"
  printf '%s    { "type": "library", "bom-ref": "%s", "name": "%s", "version": "%s", "purl": "%s", "hashes": [{ "alg": "SHA-512", "content": "%s" }]%s }' \
    "$comma" "$ref" "$name" "$package" "$ref" "$sum" "$licences"
  refs+="${refs:+, }\"$ref\""
  comma=$',\n'
done < <(./packages.sh)
printf '\n  ],\n  "dependencies": [{ "ref": "ovswizard", "dependsOn": [%s] }]\n}\n' "$refs"
