# shellcheck disable=SC2154 # a step's variables are set by ovsw_take
# Files: written whole or not at all, with their owner and mode kept, and put back to the byte.

# ovsw_follow PATH: in ovsw_real the file that PATH leads to, through every link, also where it or its folder is not
# there yet. Links that lead round in a circle stay as they are, and are refused where they would be written to.
ovsw_follow() {
  ovsw_real=$1
  if [ -L "$1" ] || [ ! -d "${1%/*}" ]; then ovsw_real=$(readlink -m -- "$1"); fi
}

# ovsw_file PATH CONTENT MERGE(whole|json) MODE OWNER: names the file the functions below work on. An empty MODE or
# OWNER keeps what is there.
ovsw_file() {
  ovsw_follow "$1"
  ovsw_path=$ovsw_real ovsw_content=$2 ovsw_merge=$3 ovsw_mode=$4 ovsw_owner=$5
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
    2) fail file-not-json ;;
    *)
      # Also what the file held before may be a secret: one that was rotated.
      if ovsw_is_secret; then echo "$ovsw_path differs; it holds a secret, and is not shown"; return 1; fi
      ovsw_file_wanted | diff -u "$ovsw_path" - 2>&1 | sed -n '3,60p'
      return 1 ;;
  esac
  [ -n "$ovsw_mode$ovsw_owner" ] || return 0
  ovsw_found=$(stat -c '0%a %U:%G' "$ovsw_path")
  [ -z "$ovsw_mode" ] || [ "$ovsw_mode" = "${ovsw_found% *}" ] ||
    { echo "$ovsw_path has mode ${ovsw_found% *}, not $ovsw_mode"; return 1; }
  [ -z "$ovsw_owner" ] || [ "$ovsw_owner" = "${ovsw_found#* }" ] ||
    { echo "$ovsw_path belongs to ${ovsw_found#* }, not $ovsw_owner"; return 1; }
}

# The new file's name while it is not whole; cleaned up wherever the step is ended from outside.
ovsw_part_of() { printf '%s/.%s.ovswizard' "${1%/*}" "${1##*/}"; }

# ovsw_new_file PATH: ovsw_new is an empty file beside it, which nobody else can read while it is not whole. The folder
# is made where there is none.
ovsw_new_file() {
  [ ! -L "$1" ] || { echo "$1 is a link that leads back to itself" >&2; return 1; }
  [ -d "${1%/*}" ] || mkdir -p "${1%/*}" || return
  ovsw_new=$(ovsw_part_of "$1")
  trap 'rm -f "$ovsw_new"' EXIT
  rm -f "$ovsw_new" && ( umask 077; true >"$ovsw_new" )
}

# ovsw_new_is_whole PATH MODE OWNER: the new file gets both, where they are given, and takes the place of the old one.
ovsw_new_is_whole() {
  { [ -z "$3" ] || chown "$3" "$ovsw_new"; } && { [ -z "$2" ] || chmod "$2" "$ovsw_new"; } && sync "$ovsw_new" &&
    mv -f "$ovsw_new" "$1" || return
  trap - EXIT
  if command -v restorecon >/dev/null; then restorecon "$1"; fi
}

# Writes the file whole or not at all: beside it, synced, renamed over it. Owner and mode stay unless they were given.
ovsw_file_put() {
  # A folder that cannot be written to shows here, and not as what is wrong with the old file.
  ovsw_new_file "$ovsw_path" || return 1
  ovsw_status=0
  ovsw_file_wanted >"$ovsw_new" || ovsw_status=$?
  case $ovsw_status in
    0) ;;
    3) cat "$ovsw_path" >"$ovsw_new" || return ;;
    2) fail file-not-json ;;
    *) return "$ovsw_status" ;;
  esac
  if [ -e "$ovsw_path" ]; then
    ovsw_found=$(stat -c '0%a %u:%g' "$ovsw_path") || return
  else
    ovsw_found="$(printf '0%o' $((0666 & ~$(umask)))) "
  fi
  ovsw_new_is_whole "$ovsw_path" "${ovsw_mode:-${ovsw_found% *}}" "${ovsw_owner:-${ovsw_found#* }}"
}

# ovsw_put_text PATH CONTENT [MODE]: the same of a file that is named for this alone.
ovsw_put_text() {
  ovsw_file "$1" "$2" whole "${3-}" ''
  ovsw_file_put || return
  ovsw_path=
}

# ovsw_file_apply SCRIPT: puts the file and runs the script; where that fails, the file goes back and the script runs
# once more.
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

# ovsw_keep_file PATH: prints the commands that put back the file that it leads to: bytes, owner and mode, or its
# absence and that of the folders it needs. The links themselves are nobody's to change.
ovsw_keep_file() {
  ovsw_follow "$1"
  [ ! -L "$ovsw_real" ] || { echo "$ovsw_real is a link that leads back to itself" >&2; return 1; }
  ovsw_quoted "$ovsw_real"
  if [ -e "$ovsw_real" ]; then
    printf 'ovsw_put_back %s %s <<OVSW_BASE64\n' "$ovsw_quoted" "$(stat -c '0%a %u:%g' "$ovsw_real")"
    base64 "$ovsw_real"
    echo OVSW_BASE64
    return 0
  fi
  printf 'rm -f %s\n' "$ovsw_quoted"
  ovsw_folder=${ovsw_real%/*}
  while [ -n "$ovsw_folder" ] && [ ! -e "$ovsw_folder" ]; do
    ovsw_quoted "$ovsw_folder"
    printf '! test -d %s || rmdir --ignore-fail-on-non-empty %s\n' "$ovsw_quoted" "$ovsw_quoted"
    ovsw_folder=${ovsw_folder%/*}
  done
}

# ovsw_put_back PATH MODE OWNER: the file's bytes, in base64, are the input. What a link leads to by now keeps its own
# owner and mode: those that an image has of a link are the link's, and 0777.
ovsw_put_back() {
  ovsw_follow "$1"
  if [ -L "$1" ] && [ -e "$ovsw_real" ]; then
    set -- "$1" "$(stat -c '0%a' "$ovsw_real")" "$(stat -c '%u:%g' "$ovsw_real")"
  fi
  ovsw_new_file "$ovsw_real" && base64 -d >"$ovsw_new" && ovsw_new_is_whole "$ovsw_real" "$2" "$3"
}
