# One run a host at a time. The lock is a symbolic link, made in one step and read in one; where it leads says who holds
# it: RUN MARK HOLDER. It lies where a reboot clears it.

ovsw_lock_is_alive() { [ -n "$(grep -lzx "OVSW_MARK=$1" /proc/[0-9]*/environ 2>/dev/null | head -n 1)" ]; }

# ovsw_lock PATH RUN HOLDER TAKE_OVER: status 1, after telling who holds it, where somebody does.
ovsw_lock() {
  ovsw_lock=$1
  ovsw_holding="$2 $OVSW_MARK $3"
  ovsw_tries=0
  until ln -sT "$ovsw_holding" "$ovsw_lock" 2>/dev/null; do
    ovsw_held=$(readlink "$ovsw_lock") || continue
    # shellcheck disable=SC2086 # words of the link
    set -- "$ovsw_lock" "$2" "$3" "$4" $ovsw_held
    if [ "$5" = "$2" ] || [ -n "$4" ]; then
      # The same run, resumed: whatever its former session left behind must not work on beside this one.
      ovsw_lock_end "$6"
    elif ovsw_lock_is_alive "$6"; then
      # A session whose operator has just gone ends with the command in hand.
      ovsw_tries=$((ovsw_tries + 1))
      if [ "$ovsw_tries" -gt 30 ]; then
        ovsw_lock=
        ovsw_say "locked $ovsw_held"
        # shellcheck disable=SC2034 # the steps' own
        ovsw_stopped=1
        return 1
      fi
      sleep 0.1
      continue
    fi
    # Only the lock that was looked at may go, not one that somebody has made since.
    mv -T "$ovsw_lock" "$ovsw_lock.$$"
    [ "$(readlink "$ovsw_lock.$$")" = "$ovsw_held" ] || ln -sT "$(readlink "$ovsw_lock.$$")" "$ovsw_lock"
    rm -f "$ovsw_lock.$$"
  done
  trap ovsw_unlock EXIT
  ovsw_tidy
}

# What sessions left that a signal or a power failure ended, of any run: the unfinished, and before-images of changes
# that never began. For the holder of the lock alone: nobody else writes there then.
ovsw_tidy() {
  for ovsw_folder in "${OVSW_STATE%/*}"/*; do
    for ovsw_left in "$ovsw_folder"/*.part; do [ ! -e "$ovsw_left" ] || rm -rf "$ovsw_left"; done
    [ -d "$ovsw_folder/before" ] || continue
    for ovsw_left in "$ovsw_folder"/before/*; do
      # Beside an image lies what it holds of its file.
      case $ovsw_left in *.file) [ -e "${ovsw_left%.file}" ] || rm -f "$ovsw_left"; continue ;; esac
      [ ! -e "$ovsw_left" ] || ovsw_is_begun "$ovsw_left" "$ovsw_folder/begun/${ovsw_left##*/}" ||
        rm -f "$ovsw_left" "$ovsw_left.file"
    done
    rmdir "$ovsw_folder/before" "$ovsw_folder/begun" "$ovsw_folder" 2>/dev/null || true
  done
}

# ovsw_visit PATH: by a session that only looks and holds nothing. Where nobody is at work, what was left is taken away.
ovsw_visit() {
  ovsw_held=$(readlink "$1") || [ -d "${OVSW_STATE%/*}" ] || return 0
  ovsw_held=${ovsw_held#* }
  if [ -n "$ovsw_held" ] && ovsw_lock_is_alive "${ovsw_held%% *}"; then return 0; fi
  ovsw_lock "$1" "visit-$OVSW_MARK" 'a look' '' >/dev/null || ovsw_stopped=
  ovsw_unlock
  trap - EXIT
}

ovsw_unlock() {
  [ -z "$ovsw_lock" ] || [ "$(readlink "$ovsw_lock")" != "$ovsw_holding" ] || rm -f "$ovsw_lock"
}

# Ends everything that carries the mark of a former session.
ovsw_lock_end() {
  ovsw_rounds=0
  while [ "$ovsw_rounds" -lt 50 ]; do
    ovsw_rounds=$((ovsw_rounds + 1))
    ovsw_found=
    # shellcheck disable=SC2013 # a name has no spaces
    for ovsw_environ in $(grep -lzx "OVSW_MARK=$1" /proc/[0-9]*/environ 2>/dev/null); do
      ovsw_pid=${ovsw_environ#/proc/}
      kill -9 "${ovsw_pid%/environ}" 2>/dev/null
      ovsw_found=1
    done
    [ -n "$ovsw_found" ] || return 0
    sleep 0.1
  done
}
