# What every host shell is given first: a small vocabulary for steps, spoken over one stream.
# POSIX sh. A line for the other side begins with a record separator and this session's mark:
#   step KEY | phase NAME | publish NAME VALUE | pair HOST ADDRESS PEER ADDRESS BYTES ok|lost TIME | interrupts TEXT | end RESULT STATUS | idle
# The caller sets OVSW_MARK (this session) and OVSW_STATE (where before-images are kept).
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL OVSW_MARK OVSW_STATE
umask 022
ovsw_stopped=

ovsw_say() { printf '\036%s %s\n' "$OVSW_MARK" "$*"; }

# --- what the scripts of a step may call -----------------------------------------------------------------------------

# Hands a value to the later steps of all hosts.
ovsw_publish() { ovsw_say "publish $1 $2"; }

# Prints the values published under NAME, a line each: HOST VALUE.
ovsw_published() {
  while read -r ovsw_host ovsw_name ovsw_value; do
    [ "$ovsw_name" != "$1" ] || printf '%s %s\n' "$ovsw_host" "$ovsw_value"
  done <<OVSW_EOF
$OVSW_PUBLISHED
OVSW_EOF
}

# One cell of the ping matrix: HOST ADDRESS PEER ADDRESS BYTES ok|lost TIME.
ovsw_pair() { ovsw_say "pair $*"; }

# Something that runs now and will be stopped: named to the operator before anything is changed.
ovsw_interrupts() { ovsw_say "interrupts $*"; }

# --- phases ----------------------------------------------------------------------------------------------------------

# Every line of a script must hold (set -e); it runs apart, without input, so it can neither end this shell nor eat its commands.
ovsw_phase() {
  ovsw_say "phase $1"
  ( set -e; eval "$2" ) </dev/null 2>&1
}

ovsw_end() {
  ovsw_say "end $1 $2"
  case $1 in
    satisfied | done | undone) ;;
    *) ovsw_stopped=1 ;;
  esac
}

# ovsw_step KEY CHECK DO VERIFY: check, and unless it holds do and verify. An empty DO only asserts.
ovsw_step() {
  [ -z "$ovsw_stopped" ] || return 0
  ovsw_say "step $1"
  if [ -n "$2" ]; then
    ovsw_phase check "$2"
    ovsw_status=$?
    [ "$ovsw_status" -ne 0 ] || { ovsw_end satisfied 0; return 0; }
  fi
  if [ -n "$3" ]; then
    ovsw_phase 'do' "$3"
    ovsw_status=$?
    [ "$ovsw_status" -eq 0 ] || { ovsw_end failed-do "$ovsw_status"; return 0; }
  fi
  ovsw_phase verify "$4"
  ovsw_status=$?
  if [ "$ovsw_status" -ne 0 ]; then ovsw_end failed-verify "$ovsw_status"
  elif [ -n "$3" ]; then ovsw_end 'done' 0
  else ovsw_end satisfied 0
  fi
}

# ovsw_look KEY CHECK: read-only; drift does not keep the later steps from being looked at.
ovsw_look() {
  ovsw_say "step $1"
  ovsw_phase check "$2"
  ovsw_status=$?
  if [ "$ovsw_status" -eq 0 ]; then ovsw_say "end satisfied 0"; else ovsw_say "end drifted $ovsw_status"; fi
}

# ovsw_undo KEY SCRIPT
ovsw_undo() {
  [ -z "$ovsw_stopped" ] || return 0
  ovsw_say "step $1"
  ovsw_phase undo "$2"
  ovsw_status=$?
  if [ "$ovsw_status" -eq 0 ]; then ovsw_end undone 0; else ovsw_end failed-undo "$ovsw_status"; fi
}

# --- files -----------------------------------------------------------------------------------------------------------

# Names the file the functions below work on: PATH CONTENT MERGE(whole|json) MODE OWNER KEY. An empty MODE or OWNER keeps what is there.
ovsw_file() {
  ovsw_path=$1 ovsw_content=$2 ovsw_merge=$3 ovsw_mode=$4 ovsw_owner=$5
  ovsw_backup=$OVSW_STATE/before/$6
  [ ! -L "$ovsw_path" ] || ovsw_path=$(readlink -f "$ovsw_path")
}

# Prints what the file is to hold. Status 3: it holds that already. 2: it is no JSON object, and stays untouched.
ovsw_file_wanted() {
  case $ovsw_merge in
    json)
      if [ -e "$ovsw_path" ]; then ovsw_input=$ovsw_path; else ovsw_input=/dev/null; fi
      # shellcheck disable=SC2154 # set by the caller to the text of json-merge.awk
      OVSW_PATCH=$ovsw_content OVSW_SOURCE=$ovsw_path awk "$ovsw_json_merge" "$ovsw_input" || return $?
      [ -e "$ovsw_path" ] || return 0 ;;
    *)
      printf '%s' "$ovsw_content"
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
    *) ovsw_file_wanted | diff -u "$ovsw_path" - 2>&1 | sed -n '3,60p'; return 1 ;;
  esac
  [ -n "$ovsw_mode$ovsw_owner" ] || return 0
  ovsw_found=$(stat -c '0%a %U:%G' "$ovsw_path")
  [ -z "$ovsw_mode" ] || [ "$ovsw_mode" = "${ovsw_found% *}" ] || { echo "$ovsw_path has mode ${ovsw_found% *}, not $ovsw_mode"; return 1; }
  [ -z "$ovsw_owner" ] || [ "$ovsw_owner" = "${ovsw_found#* }" ] || { echo "$ovsw_path belongs to ${ovsw_found#* }, not $ovsw_owner"; return 1; }
}

# Keeps the file as it was, once: a repeated step must not take its own work for the original.
ovsw_file_keep() {
  [ ! -e "$ovsw_backup" ] && [ ! -e "$ovsw_backup.absent" ] || return 0
  ( umask 077 && mkdir -p "${ovsw_backup%/*}" )
  if [ -e "$ovsw_path" ]; then
    cp -p "$ovsw_path" "$ovsw_backup.part"
    sync "$ovsw_backup.part"
    mv "$ovsw_backup.part" "$ovsw_backup"
  else
    : >"$ovsw_backup.absent"
  fi
}

# Writes the file whole or not at all: beside it, synced, renamed over it. Owner and mode stay unless they were given.
ovsw_file_put() {
  ovsw_file_keep
  mkdir -p "${ovsw_path%/*}"
  ovsw_new=${ovsw_path%/*}/.${ovsw_path##*/}.ovswizard
  trap 'rm -f "$ovsw_new"' EXIT
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
  if command -v restorecon >/dev/null; then restorecon "$ovsw_path"; fi
}

# Puts the file back as it was before the run.
ovsw_file_restore() {
  if [ -e "$ovsw_backup" ]; then
    cp -p "$ovsw_backup" "$ovsw_path.ovswizard"
    sync "$ovsw_path.ovswizard"
    mv -f "$ovsw_path.ovswizard" "$ovsw_path"
  elif [ -e "$ovsw_backup.absent" ]; then
    rm -f "$ovsw_path"
  fi
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
  ovsw_file_restore
  ( set -e; eval "$1" )
  ovsw_again=$?
  [ "$ovsw_again" -eq 0 ] || echo "and with the old $ovsw_path it fails as well"
  return "$ovsw_status"
}
