# shellcheck disable=SC2154 # a step's variables are set by ovsw_take
# Files: written whole or not at all, with their owner and mode kept, and put back to the byte.

# ovsw_file PATH CONTENT MERGE(whole|json) MODE OWNER: names the file the functions below work on. An empty MODE or OWNER keeps what is there.
ovsw_file() {
  ovsw_path=$1 ovsw_content=$2 ovsw_merge=$3 ovsw_mode=$4 ovsw_owner=$5
  [ ! -L "$ovsw_path" ] || ovsw_path=$(readlink -f "$ovsw_path")
}

# Prints what the file is to hold. Status 3: it holds that already. 2: it is no JSON object, and stays untouched.
ovsw_file_wanted() {
  case $ovsw_merge in
    json)
      if [ -e "$ovsw_path" ]; then ovsw_input=$ovsw_path; else ovsw_input=/dev/null; fi
      # shellcheck disable=SC2154 # set by the caller to the text of json-merge.awk
      printf '%s\n' "$ovsw_content" | OVSW_SOURCE=$ovsw_path awk "$ovsw_json_merge" - "$ovsw_input" || return $?
      [ -e "$ovsw_path" ] || return 0 ;;
    *)
      printf '%s' "$ovsw_content" || return 1
      [ -e "$ovsw_path" ] || return 0
      ! printf '%s' "$ovsw_content" | cmp -s - "$ovsw_path" || return 3 ;;
  esac
}

# Status 0: content, mode and owner are as they should be.
ovsw_file_check() {
  [ -f "$ovsw_path" ] || { echo "$ovsw_path does not exist"; return 1; }
  ovsw_status=0
  ovsw_file_wanted >/dev/null || ovsw_status=$?
  case $ovsw_status in
    3) ;;
    2) return 13 ;;
    *)
      # Also what the file held before may be a secret: one that was rotated.
      if ovsw_is_secret; then echo "$ovsw_path differs; it holds a secret, and is not shown"; return 1; fi
      ovsw_file_wanted | diff -u "$ovsw_path" - 2>&1 | sed -n '3,60p'
      return 1 ;;
  esac
  [ -n "$ovsw_mode$ovsw_owner" ] || return 0
  ovsw_found=$(stat -c '0%a %U:%G' "$ovsw_path")
  [ -z "$ovsw_mode" ] || [ "$ovsw_mode" = "${ovsw_found% *}" ] || { echo "$ovsw_path has mode ${ovsw_found% *}, not $ovsw_mode"; return 1; }
  [ -z "$ovsw_owner" ] || [ "$ovsw_owner" = "${ovsw_found#* }" ] || { echo "$ovsw_path belongs to ${ovsw_found#* }, not $ovsw_owner"; return 1; }
}

# The new file's name while it is not whole; cleaned up wherever the step is ended from outside.
ovsw_part_of() { printf '%s/.%s.ovswizard' "${1%/*}" "${1##*/}"; }

# Writes the file whole or not at all: beside it, synced, renamed over it. Owner and mode stay unless they were given.
ovsw_file_put() {
  [ -d "${ovsw_path%/*}" ] || mkdir -p "${ovsw_path%/*}"
  ovsw_new=$(ovsw_part_of "$ovsw_path")
  trap 'rm -f "$ovsw_new"' EXIT
  # A folder that cannot be written to shows here, and not as what is wrong with the old file.
  true >"$ovsw_new" || return 1
  ovsw_status=0
  ovsw_file_wanted >"$ovsw_new" || ovsw_status=$?
  case $ovsw_status in
    0 | 3) ;;
    2) return 13 ;;
    *) return "$ovsw_status" ;;
  esac
  if [ "$ovsw_status" -eq 3 ] && [ "$ovsw_merge" = json ]; then cp -p "$ovsw_path" "$ovsw_new"; fi
  if [ -e "$ovsw_path" ]; then
    chmod --reference="$ovsw_path" "$ovsw_new"
    chown --reference="$ovsw_path" "$ovsw_new"
  fi
  if [ -n "$ovsw_mode" ]; then chmod "$ovsw_mode" "$ovsw_new"; fi
  if [ -n "$ovsw_owner" ]; then chown "$ovsw_owner" "$ovsw_new"; fi
  sync "$ovsw_new"
  mv -f "$ovsw_new" "$ovsw_path"
  trap - EXIT
  if command -v restorecon >/dev/null; then restorecon "$ovsw_path"; fi
}

# ovsw_file_apply SCRIPT: puts the file and runs the script; where that fails, the file goes back and the script runs once more.
ovsw_file_apply() {
  ovsw_file_put
  [ -n "$1" ] || return 0
  # Not in an "||" list: there the shell would ignore the script's own set -e.
  set +e
  ( set -e; eval "$1" )
  ovsw_status=$?
  [ "$ovsw_status" -ne 0 ] || return 0
  echo "putting $ovsw_path back as it was"
  ( set -e; eval "$(cat "$ovsw_before.file")" )
  ( set -e; eval "$1" )
  ovsw_again=$?
  [ "$ovsw_again" -eq 0 ] || echo "and with the old $ovsw_path it fails as well"
  return "$ovsw_status"
}

# One word of sh, whatever is in it: in ovsw_quoted, or printed.
ovsw_quoted() {
  case $1 in
    *\'*) ovsw_quoted="'$(printf '%s' "$1" | sed "s/'/'\\\\''/g")'" ;;
    *) ovsw_quoted="'$1'" ;;
  esac
}

ovsw_quote() {
  ovsw_quoted "$1"
  printf '%s' "$ovsw_quoted"
}

# Prints the commands that put the file back: bytes, owner and mode, or its absence and that of the folders it needs.
ovsw_keep_file() {
  if [ -e "$1" ]; then
    ovsw_quoted "$1"
    printf 'ovsw_put_back %s %s <<OVSW_BASE64\n' "$ovsw_quoted" "$(stat -c '0%a %u:%g' "$1")"
    base64 "$1"
    echo OVSW_BASE64
    return 0
  fi
  ovsw_quoted "$1"
  printf 'rm -f %s\n' "$ovsw_quoted"
  ovsw_folder=${1%/*}
  while [ -n "$ovsw_folder" ] && [ ! -e "$ovsw_folder" ]; do
    ovsw_quoted "$ovsw_folder"
    printf '! test -d %s || rmdir --ignore-fail-on-non-empty %s\n' "$ovsw_quoted" "$ovsw_quoted"
    ovsw_folder=${ovsw_folder%/*}
  done
}

# ovsw_put_back PATH MODE OWNER: the file's bytes, in base64, are the input.
ovsw_put_back() {
  [ -d "${1%/*}" ] || mkdir -p "${1%/*}"
  ovsw_new=$(ovsw_part_of "$1")
  trap 'rm -f "$ovsw_new"' EXIT
  base64 -d >"$ovsw_new"
  chmod "$2" "$ovsw_new"
  chown "$3" "$ovsw_new"
  sync "$ovsw_new"
  mv -f "$ovsw_new" "$1"
  trap - EXIT
  if command -v restorecon >/dev/null; then restorecon "$1"; fi
}
