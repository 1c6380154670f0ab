#!/usr/bin/env bash
# Prints the licence notices of everything that is in the binary: each package's own files, and the texts of the
# licences they name.
set -euo pipefail
cd "$(dirname "$0")"
field() { sed -n "s:.*<$1[^>]*>\\(.*\\)</$1>.*:\\1:p" "$2" | head -n 1 | sed 's/&amp;/\&/g; s/&lt;/</g; s/&gt;/>/g'; }
rule() { printf '\n%s\n' "================================================================================"; }

printf 'OvsWizard is under the MIT licence (LICENSE). It contains:\n'
named=
declare -A seen
while read -r name version folder; do
  spec=$folder/${name,,}.nuspec
  licence=$(sed -n 's:.*<license type="expression">\(.*\)</license>.*:\1:p' "$spec" | head -n 1)
  rule
  printf '%s %s\n' "$name" "$version"
  for line in "$(field copyright "$spec")" "$(field authors "$spec")" "$(field projectUrl "$spec")" \
      "${licence:-see below}"; do
    [ -z "$line" ] || printf '%s\n' "$line"
  done
  files=$(find "$folder" -maxdepth 1 -type f \( -iname 'licen[sc]e*' -o -iname '*notice*.txt' -o -iname 'copying*' \) |
    LC_ALL=C sort)
  [ -n "$licence$files" ] || { echo "notices.sh: $name $version names no licence" >&2; exit 1; }
  for file in $files; do
    sum=$(sha256sum <"$file")
    if [ -n "${seen[$sum]-}" ]; then
      printf '\n%s: as of %s\n' "$(basename "$file")" "${seen[$sum]}"
      continue
    fi
    seen[$sum]="$name $version"
    printf '\n'
    tr -d '\r\357\273\277' <"$file"
  done
  named+=$licence$'\n'
done < <(./packages.sh)

for licence in $(tr -c 'A-Za-z0-9.\n-' '\n' <<<"$named" | grep -vE '^(AND|OR|WITH)?$' | sort -u); do
  [ -f "licences/$licence.txt" ] ||
    { echo "notices.sh: there is no text of $licence in src/packaging/licences" >&2; exit 1; }
  rule
  printf '%s\n\n' "$licence"
  cat "licences/$licence.txt"
done
