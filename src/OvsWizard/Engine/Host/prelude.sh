# What every host shell is given first: a small vocabulary for steps, spoken over one stream. POSIX sh.
# A line for the other side begins with a record separator and a token. The shell's own stands before what it says
# itself:
#   session CLIENT ADDRESS INTERFACE MASTER DEVICE VIA | locked HOLDER
#   step KEY | phase NAME | image LENGTH | piece BASE64 | kept KEY | spared KEY | armed SECONDS | changed STATUS | end
#   RESULT STATUS | idle
#   looks KEY | left KEY | now KEY | same KEY | differs KEY
# A script of a step does not get to know it. What it says stands behind the token of this turn of its step:
#   fail NAME | publish NAME VALUE | pair HOST ADDRESS PEER ADDRESS BYTES ok|lost TIME | interrupts TEXT | remark TEXT |
#   offer SHA256 BYTES PATH
# shellcheck disable=SC2154,SC2034 # a step's variables are set by ovsw_take, through eval
# The caller sets OVSW_MARK (this session's, in the environment of all it starts), ovsw_token (the shell's own),
# OVSW_HOST, OVSW_STATE (where the run keeps before-images) and OVSW_LIBRARY (all of this).
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
umask 022
ovsw_stopped=
ovsw_newline='
'
ovsw_changed=
ovsw_defined=

ovsw_say() { printf '\036%s %s\n' "$ovsw_token" "$*"; }

# --- what the scripts of a step may call -----------------------------------------------------------------------------

# fail NAME [TEXT…]: ends the step for a reason that has a name; TEXT says what was found. The runbook, or the module
# that raises it, explains the name. Both go to standard error, which neither a pipe nor $( ) swallows, and the status
# is one that no program ends with by itself.
fail() {
  ovsw_reason=$1
  shift
  [ $# -eq 0 ] || printf '%s\n' "$*" >&2
  ovsw_say "fail $ovsw_reason" >&2
  exit 120
}

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

# Something the operator should know, though nothing has failed.
ovsw_remark() { ovsw_say "remark $*"; }

# Said by a before-image that leaves something as it is now, because something else on this host needs it so.
ovsw_leave() {
  # Several lines of an image are of one thing.
  [ "${ovsw_left-}" = "$*" ] || echo "left as it is: $*"
  ovsw_left=$*
  : >"$OVSW_STATE/left.part"
}

# --- phases ----------------------------------------------------------------------------------------------------------

# Every line of a script must hold (set -e); it runs apart, without input, so it can neither end this shell nor eat its
# commands.
ovsw_phase() {
  ovsw_say "phase $1"
  ( ovsw_speak_as_step; set -e; eval "$2" ) </dev/null 2>&1
}

# In what runs apart from this shell: its token is not known there.
ovsw_speak_as_step() { ovsw_token=$ovsw_step_token; }

ovsw_end() {
  ovsw_say "end $1 $2"
  case $1 in
    satisfied | later) ;;
    *) ovsw_changed=1 ;;
  esac
  case $1 in
    satisfied | done) ;;
    *) ovsw_stopped=1 ;;
  esac
}

# --- steps -----------------------------------------------------------------------------------------------------------

# ovsw_define N KEY CHECK KEEP DO VERIFY UNDO GUARD FILE: the scripts of a step, by its number in this conversation.
# GUARD is the limit in seconds of a guarded step, else empty; FILE names the file it is about, as a call of ovsw_file.
ovsw_define() {
  ovsw_defined="$ovsw_defined $1"
  eval "ovsw_key_$1=\$2 ovsw_check_$1=\$3 ovsw_keep_$1=\$4 ovsw_do_$1=\$5" \
    "ovsw_verify_$1=\$6 ovsw_undo_$1=\$7 ovsw_guard_$1=\$8 ovsw_file_$1=\$9"
}

# ovsw_take N:TOKEN: the step, for a turn in which its scripts speak with that token. It comes as an argument, so that
# no other step finds it.
ovsw_take() {
  ovsw_n=${1%%:*} ovsw_step_token=${1#*:}
  eval "ovsw_key=\$ovsw_key_$ovsw_n ovsw_check=\$ovsw_check_$ovsw_n ovsw_keep=\$ovsw_keep_$ovsw_n" \
    "ovsw_do=\$ovsw_do_$ovsw_n"
  eval "ovsw_verify=\$ovsw_verify_$ovsw_n ovsw_undo=\$ovsw_undo_$ovsw_n ovsw_guard=\$ovsw_guard_$ovsw_n" \
    "ovsw_file_step=\$ovsw_file_$ovsw_n"
  ovsw_before=$OVSW_STATE/before/$ovsw_key
  ovsw_begun=$OVSW_STATE/begun/$ovsw_key
  ovsw_path=
  eval "$ovsw_file_step"
}

# ovsw_walk N:TOKEN…: checks each step in turn and stops at the first that must change something: its before-image has
# to be safe on the other side before ovsw_go may follow. A step given as +N:TOKEN depends on no change of those before
# it: it is looked at, and its before-image kept, together with theirs.
ovsw_walk() {
  ovsw_kept=
  ovsw_fresh=
  for ovsw_next; do
    [ -z "$ovsw_stopped" ] || break
    case $ovsw_next in
      +*) ;;
      *) [ -z "$ovsw_kept" ] || break ;;
    esac
    ovsw_take "${ovsw_next#+}"
    ovsw_say "step $ovsw_key"
    ovsw_step
  done
  [ -z "$ovsw_kept" ] || ovsw_stopped=1
  [ -z "$ovsw_fresh" ] || ovsw_keep_safe
  [ -n "$ovsw_kept" ] || ovsw_tell_left
}

ovsw_step() {
  if [ -n "$ovsw_guard" ] && ovsw_guard_is_armed; then ovsw_confirm; return 0; fi
  if [ -n "$ovsw_check" ]; then
    ovsw_phase check "$ovsw_check"
    ovsw_status=$?
    # What this run had begun and finds finished is its own work, to be taken back with the rest.
    if [ "$ovsw_status" -eq 0 ] && ovsw_has_begun; then ovsw_end 'done' 0; return 0; fi
    if [ "$ovsw_status" -eq 0 ]; then ovsw_end satisfied 0; return 0; fi
  fi
  if [ -z "$ovsw_do" ]; then
    ovsw_phase verify "$ovsw_verify"
    ovsw_status=$?
    if [ "$ovsw_status" -eq 0 ]; then ovsw_end satisfied 0; else ovsw_end failed-verify "$ovsw_status"; fi
    return 0
  fi
  ovsw_keep_image
  ovsw_status=$?
  if [ "$ovsw_status" -eq 0 ]; then
    ovsw_say "kept $ovsw_key"
    ovsw_kept="$ovsw_kept $ovsw_n"
  elif [ -n "$ovsw_kept" ]; then
    # Those before it go first; what is wrong with this one then shows when its turn comes.
    ovsw_end later 0
  else
    ovsw_end failed-keep "$ovsw_status"
  fi
}

# ovsw_go N:TOKEN…: the changes of steps whose before-images are safe. After one that fails those behind it are not
# begun.
ovsw_go() {
  ovsw_stopped=
  # From here on they tell of another time.
  [ ! -d "$OVSW_STATE/after" ] || rm -rf "$OVSW_STATE/after"
  for ovsw_next; do
    ovsw_take "$ovsw_next"
    if [ -n "$ovsw_stopped" ]; then
      ovsw_spare
    else
      ovsw_say "step $ovsw_key"
      ovsw_change
    fi
  done
}

ovsw_change() {
  ovsw_begin 2>&1 || { ovsw_end failed-keep 1; return 0; }
  if [ -n "$ovsw_guard" ]; then ovsw_go_guarded; return 0; fi
  ovsw_phase 'do' "$ovsw_do"
  ovsw_status=$?
  [ "$ovsw_status" -eq 0 ] || { ovsw_end failed-do "$ovsw_status"; return 0; }
  ovsw_phase verify "$ovsw_verify"
  ovsw_status=$?
  if [ "$ovsw_status" -eq 0 ]; then ovsw_end 'done' 0; else ovsw_end failed-verify "$ovsw_status"; fi
}

# ovsw_prove N:TOKEN: only the look whether the reboot left the host well, once everything has started: sshd answers
# long before.
ovsw_prove() {
  ovsw_take "$1"
  ovsw_say "step $ovsw_key"
  systemctl is-system-running --wait >/dev/null 2>&1 </dev/null || true
  ovsw_phase verify "$ovsw_verify"
  ovsw_status=$?
  if [ "$ovsw_status" -eq 0 ]; then ovsw_end 'done' 0; else ovsw_end failed-verify "$ovsw_status"; fi
}

# ovsw_look N:TOKEN…: read-only; drift does not keep the later steps from being looked at.
ovsw_look() {
  for ovsw_next; do
    ovsw_take "$ovsw_next"
    ovsw_say "step $ovsw_key"
    ovsw_phase check "${ovsw_check:-$ovsw_verify}"
    ovsw_status=$?
    [ -z "${OVSW_LEFT-}" ] || [ ! -e "$OVSW_LEFT/$ovsw_key" ] || ovsw_tell_now "$OVSW_LEFT"
    if [ "$ovsw_status" -eq 0 ]; then ovsw_say "end satisfied 0"; else ovsw_say "end drifted $ovsw_status"; fi
  done
}

# --- before-images ---------------------------------------------------------------------------------------------------

# Prints sh commands that put back what the step taken is about to change.
ovsw_image() {
  eval "$ovsw_keep"
  [ -z "$ovsw_path" ] || ovsw_keep_file "$ovsw_path"
}

# The change of the step taken has begun, on disk before it does: from now on its before-image is the original, whoever
# comes back to it and when.
ovsw_begin() {
  [ -d "${ovsw_begun%/*}" ] || ( umask 077; mkdir -p "${ovsw_begun%/*}" ) || return 1
  true >"$ovsw_begun" && sync "$ovsw_begun"
}

# ovsw_is_begun IMAGE MARK. An image without a mark was kept for a change that never came: what is there now may be
# somebody else's work since.
ovsw_is_begun() {
  [ -e "$1" ] || return 1
  [ ! -e "$2" ] || return 0
  ovsw_head=
  IFS= read -r ovsw_head <"$1"
  # Versions that made no marks wrote no such line either.
  case $ovsw_head in '# before-image '*) return 1 ;; esac
}

ovsw_has_begun() { ovsw_is_begun "$ovsw_before" "$ovsw_begun"; }

# Of what ovsw_was holds; a comment to whatever shell the image is given to. The last word is a sum of the image.
ovsw_head_of_image() {
  read -r ovsw_boot </proc/sys/kernel/random/boot_id
  ovsw_sum=$(printf '%s\n' "$ovsw_was" | sha256sum)
  printf '# before-image %s %s %s %s' "${OVSW_STATE##*/}" "$ovsw_key" "$ovsw_boot" "${ovsw_sum%% *}"
}

# Reads the before-image kept on this host into ovsw_was. Status 1, after saying so: it is not as it was written, or
# another step's.
ovsw_read_image() {
  ovsw_was=$(cat "$ovsw_before" 2>/dev/null) || :
  case $ovsw_was in '# before-image '*) ;; *) return 0 ;; esac
  ovsw_head=${ovsw_was%%"$ovsw_newline"*}
  ovsw_was=${ovsw_was#"$ovsw_head"}
  ovsw_was=${ovsw_was#"$ovsw_newline"}
  ovsw_sum=$(ovsw_head_of_image)
  case $ovsw_head in
    "# before-image ${OVSW_STATE##*/} $ovsw_key "*" ${ovsw_sum##* }") ;;
    *) echo "the before-image in $ovsw_before is damaged"; return 1 ;;
  esac
}

# Keeps the before-image on this host, once: a repeated step must not take its own work for the original. Then tells it.
# It is safe here with ovsw_keep_safe.
ovsw_keep_image() {
  if ovsw_has_begun; then
    ovsw_read_image || return 1
  else
    {
      ovsw_was=$(
        exec </dev/null 2>&3 3>&-
        ovsw_speak_as_step
        set -e
        umask 077
        [ -d "$OVSW_STATE/keep.part" ] || mkdir -p "$OVSW_STATE/before" "$OVSW_STATE/keep.part"
        [ -z "$ovsw_path" ] || ovsw_keep_file "$ovsw_path" >"$ovsw_before.file"
        ovsw_image
      )
      # Not in an "||" list: there the shell would ignore set -e, and what could not be looked at would be missing in
      # the image.
      ovsw_status=$?
    } 3>&1
    if [ "$ovsw_status" -eq 0 ]; then
      umask 077
      { ovsw_head_of_image && printf '\n%s\n' "$ovsw_was"; } >"$OVSW_STATE/keep.part/$ovsw_key" 2>&1
      ovsw_status=$?
      umask 022
    fi
    if [ "$ovsw_status" -ne 0 ]; then
      rm -f "$OVSW_STATE/keep.part/$ovsw_key"
      rmdir --ignore-fail-on-non-empty "$OVSW_STATE/keep.part" 2>/dev/null
      return "$ovsw_status"
    fi
    ovsw_fresh="$ovsw_fresh $ovsw_n"
  fi
  ovsw_tell_image
}

# As it is where it is short and printable; its length tells what came between. In pieces where a line may be longer
# than the other side takes in one.
ovsw_tell_image() {
  case ${#ovsw_was}:$ovsw_was in
    [0-9][0-9][0-9][0-9][0-9][0-9]*:* | [6-9][0-9][0-9][0-9][0-9]:* | *[![:print:][:space:]]*)
      printf '%s\n' "$ovsw_was" | base64 -w 4000 | while read -r ovsw_line; do ovsw_say "piece $ovsw_line"; done ;;
    *)
      ovsw_say "image ${#ovsw_was}"
      printf '%s\n' "$ovsw_was" ;;
  esac
}

# The before-images that were just kept are on disk; where that fails, nothing may be changed.
ovsw_keep_safe() {
  if sync "$OVSW_STATE"/keep.part/* 2>&1 && mv "$OVSW_STATE"/keep.part/* "$OVSW_STATE/before" 2>&1 &&
    rmdir "$OVSW_STATE/keep.part" 2>&1; then return 0; fi
  rm -rf "$OVSW_STATE/keep.part"
  # Of the first of them: the step taken last may be one that holds already.
  ovsw_fresh=${ovsw_fresh# }
  ovsw_take "${ovsw_fresh%% *}"
  ovsw_say "step $ovsw_key"
  ovsw_end failed-keep 1
}

# The step taken was not begun after all: a before-image that was kept for it just now would be of another time when it
# is.
ovsw_spare() {
  case " $ovsw_fresh " in
    *" $ovsw_n "*)
      rm -f "$ovsw_before" "$ovsw_before.file"
      ovsw_say "spared $ovsw_key" ;;
  esac
}
