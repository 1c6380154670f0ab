# What a step has left on this host, what has become of it since, and how it is taken back.
# shellcheck disable=SC2154 # a step's variables are set by ovsw_take

# A secret passes through the step taken, so what the host held before, or holds now, may be secret as well: it is not
# told to anybody.
ovsw_is_secret() {
  case $ovsw_check$ovsw_do$ovsw_verify$ovsw_keep$ovsw_undo$ovsw_file_step in *'$OVSW_SECRET_'*) ;; *) return 1 ;; esac
}

# The image of the step taken in ovsw_was, of one that holds a secret its checksum; status other than 0 where something
# could not be looked at.
ovsw_look_again() {
  ovsw_say "looks $ovsw_key"
  ovsw_was=$(
    exec </dev/null 2>/dev/null
    ovsw_speak_as_step
    set -e
    ovsw_image
  )
  ovsw_looked=$?
  [ "$ovsw_looked" -eq 0 ] || return "$ovsw_looked"
  ! ovsw_is_secret || ovsw_was=$(printf '%s\n' "$ovsw_was" | sha256sum)
}

# At the end of a walk in which something was changed: after-images of all that this run has changed here, whichever
# step changed it. They are taken by the functions of the before-images, once no step of the run is under way that would
# change them again.
ovsw_tell_left() {
  [ -n "$ovsw_changed" ] || return 0
  ovsw_changed=
  [ -d "$OVSW_STATE/before" ] || return 0
  rm -rf "$OVSW_STATE/after"
  ( umask 077; mkdir "$OVSW_STATE/after" ) || return 0
  for ovsw_next in $ovsw_defined; do
    ovsw_take "$ovsw_next"
    ovsw_has_begun || continue
    ovsw_look_again
    # Not in an "||" list: there the shell would ignore set -e.
    ovsw_status=$?
    [ "$ovsw_status" -eq 0 ] || continue
    ( umask 077; printf '%s\n' "$ovsw_was" >"$OVSW_STATE/after/$ovsw_key" ) || continue
    ovsw_is_secret || ovsw_tell_image
    ovsw_say "left $ovsw_key"
  done
}

# ovsw_now N…: of each step whether it still is as the run has left it; if not, what is there now.
ovsw_now() {
  for ovsw_next; do
    ovsw_take "$ovsw_next"
    ovsw_is_half_undone || ovsw_tell_now "$OVSW_STATE/after"
  done
}

# Taking the step taken back begins. Whatever is found from now on is this run's own work and nobody's change, also
# where the undo is cut off before anybody hears of it: its after-image goes, on disk before anything else does.
ovsw_begin_undo() {
  [ -e "$OVSW_STATE/after/$ovsw_key" ] || return 0
  rm -f "$OVSW_STATE/after/$ovsw_key"
  sync "$OVSW_STATE/after" 2>/dev/null
}

# Where the run's folder was removed by hand there is no before-image either.
ovsw_is_half_undone() { [ ! -e "$OVSW_STATE/after/$ovsw_key" ] && [ -e "$ovsw_before" ]; }

# ovsw_tell_now FOLDER: the step taken, against its after-image in the folder.
ovsw_tell_now() {
  ovsw_look_again
  [ "$ovsw_looked" -eq 0 ] || return 0
  if [ "$ovsw_was" = "$(cat "$1/$ovsw_key" 2>/dev/null)" ]; then
    ovsw_say "same $ovsw_key"
    return 0
  fi
  if ovsw_is_secret; then
    ovsw_say "differs $ovsw_key"
  else
    ovsw_tell_image
    ovsw_say "now $ovsw_key"
  fi
}

# ovsw_take_back N:TOKEN [IMAGE [merged]]: puts back what the step changed, from IMAGE or from what this host keeps, and
# looks whether it is so: the same state gives the same image. In a merged one the order counts for nothing. A step that
# cannot be taken back does not keep the earlier ones from it.
ovsw_take_back() {
  ovsw_take "$1"
  ovsw_say "step $ovsw_key"
  if [ $# -gt 1 ]; then ovsw_was=$2; else ovsw_read_image || { ovsw_not_undone; return 0; }; fi
  ovsw_begin_undo
  ovsw_phase undo "$ovsw_was
$ovsw_undo"
  ovsw_status=$?
  [ "$ovsw_status" -eq 0 ] || { ovsw_say "end failed-undo $ovsw_status"; return 0; }
  ovsw_now=$(ovsw_speak_as_step; ovsw_image 2>&1 </dev/null)
  if [ ! -e "$OVSW_STATE/left.part" ] && ! ovsw_is_as_before "${3-}"; then
    ovsw_tell_difference
    ovsw_say "end failed-undo 1"
    return 0
  fi
  ovsw_undone
}

# ovsw_take_back_begun N:TOKEN FUNCTION: the same by that function and from what this host keeps, where the change had
# begun; else nothing needs it.
ovsw_take_back_begun() {
  ovsw_take "$1"
  if ovsw_has_begun; then "$2" "$1"; return 0; fi
  ovsw_say "step $ovsw_key"
  ovsw_phase undo :
  ovsw_undone
}

# Nothing of the step taken is left on this host.
ovsw_undone() {
  rm -f "$ovsw_before" "$ovsw_before.file" "$ovsw_begun" "$OVSW_STATE/after/$ovsw_key"
  # What a power failure in the middle of a write has left.
  [ -z "$ovsw_path" ] || rm -f "$(ovsw_part_of "$ovsw_path")"
  rm -rf "$OVSW_STATE"/*.part
  # With the last step the folders go, before that is told: whoever hears of it may not come back.
  rmdir "$OVSW_STATE/after" "$OVSW_STATE/before" "$OVSW_STATE/begun" "$OVSW_STATE" "${OVSW_STATE%/*}" 2>/dev/null ||
    true
  ovsw_say "end undone 0"
}

# There is nothing to put back from.
ovsw_not_undone() {
  ovsw_phase undo :
  ovsw_say "end failed-undo 1"
}

ovsw_tell_difference() {
  if ovsw_is_secret; then echo "it is not as it was before the step; what holds a secret is not shown"; return 0; fi
  echo "it is not as it was before the step:"
  printf '%s\n' "$ovsw_was" >"$OVSW_STATE/undo.part"
  printf '%s\n' "$ovsw_now" | diff -u "$OVSW_STATE/undo.part" - | tail -n +3
  rm -f "$OVSW_STATE/undo.part"
}

# ovsw_is_as_before [merged]
ovsw_is_as_before() {
  ovsw_wanted=$(ovsw_settings_of "$ovsw_was")
  ovsw_found=$(ovsw_settings_of "$ovsw_now")
  [ "$ovsw_wanted" != "$ovsw_found" ] || return 0
  [ -n "$1" ] &&
    [ "$(printf '%s\n' "$ovsw_wanted" | tr ' ' '\n' | sort)" = "$(printf '%s\n' "$ovsw_found" | tr ' ' '\n' | sort)" ]
}

# A folder stays where somebody else has put something into it since, and what a thing holds is looked at where that is
# put back.
ovsw_settings_of() { printf '%s\n' "$1" | grep -v -e '^! test -d ' -e '^# holds '; }

# Leaves nothing of the run on this host; what other runs keep stays.
ovsw_forget() {
  rm -rf "$OVSW_STATE"
  rmdir "${OVSW_STATE%/*}" 2>/dev/null || true
}
