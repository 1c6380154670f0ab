# What carries one step out on the host, and tells what it said.

# --- what a step said -------------------------------------------------------------------------------------------------

script_separator=$(printf '\036')

# What the shell itself has said, and what the step's own scripts have, a line each.
script_words() { script_of "$ovsw_token"; }

script_step_words() { script_of "$script_token"; }

script_of() {
  printf '%s\n' "$script_said" |
    awk -v lead="$script_separator$1 " '{ at = index($0, lead); if (at) print substr($0, at + length(lead)) }'
}

# Secrets are not shown, neither as they are nor as they stand in JSON.
script_hide() {
  for script_name in $OVSW_SECRETS; do
    eval "script_value=\${$script_name-}"
    [ -n "$script_value" ] || continue
    while :; do
      case $script_said in *"$script_value"*) ;; *) break ;; esac
      script_said="${script_said%%"$script_value"*}***${script_said#*"$script_value"}"
    done
  done
}

# What the commands printed, without what a terminal would obey.
script_output() {
  script_hide
  printf '%s\n' "$script_said" | tr -d '\000-\010\013-\035\037\177' |
    awk -v own="$script_separator$ovsw_token " -v step="$script_separator$script_token " '
      { at = index($0, own); if (!at) at = index($0, step); if (at) $0 = substr($0, 1, at - 1); else if ($0 == "") next
        if ($0 != "") print "        " $0 }'
}

# satisfied, done, failed-…, kept, changed, drifted or undone; nothing where the step was ended before it could tell.
script_result() { script_words | sed -n 's/^end //p; s/^kept.*/kept 0/p; s/^changed \(.*\)/changed \1/p' | tail -n 1; }

# What a step hands over, has found out and will stop, for people and for the script that leads all hosts.
script_tell() {
  script_step_words | tr -d '\000-\011\013-\037\177' | while read -r script_word script_rest; do
    # shellcheck disable=SC2086 # words of the line
    case $script_word in
      publish) printf '        publishes %s\n' "$script_rest" ;;
      remark) printf '        note: %s\n' "$script_rest" ;;
      interrupts) printf '        will be stopped and started again: %s\n' "$script_rest" ;;
      offer) case $script_rest in -*) ;; *) printf '        gives %s\n' "$script_rest" ;; esac ;;
      pair)
        set -- $script_rest
        [ $# -ge 6 ] || continue
        if [ "$6" = ok ]; then script_word="$7 $8"; else script_word=lost; fi
        printf '        %s %s -> %s %s  %s bytes  %s\n' "$1" "$2" "$3" "$4" "$5" "$script_word" ;;
    esac
  done
}

# --- one step ---------------------------------------------------------------------------------------------------------

# script_about N NUMBER KIND LIMIT WAITS TOUCHES TITLE NOTE: what is known of a step besides its scripts. NUMBER is the
# same on all hosts; KIND is preflight, assert, change, confirm, reboot or fetch; LIMIT its seconds; WAITS is 1 where
# the other hosts must have come this far; NOTE is what the operator does (confirm), or why it cannot be taken back.
script_about() {
  eval "script_number_$1=\$2 script_kind_$1=\$3 script_limit_$1=\$4 script_waits_$1=\$5" \
    "script_touches_$1=\$6 script_title_$1=\$7 script_note_$1=\$8"
  script_all="$script_all $1"
}

script_take() {
  script_n=$1 script_turn=$1:$script_token
  ovsw_take "$script_turn"
  eval "script_number=\$script_number_$1 script_kind=\$script_kind_$1 script_limit=\$script_limit_$1" \
    "script_waits=\$script_waits_$1"
  eval "script_title=\$script_title_$1 script_note=\$script_note_$1"
}

script_line() { printf '[%02d/%d] %-8s %s  %s\n' "$script_number" "$script_count" "$1" "$ovsw_key" "$script_title"; }

# script_within COMMAND…: within the step's time limit; what is not at its end then is ended with all it has started.
script_within() {
  "$@" 2>&1 &
  script_work=$!
  script_watch_over >/dev/null &
  script_watch=$!
  wait "$script_work"
  kill "$script_watch"
} 2>/dev/null

# Ends with the work, also where the script itself was killed meanwhile.
script_watch_over() {
  script_left=$script_limit
  while [ "$script_left" -gt 0 ]; do
    sleep 1
    kill -0 "$script_work" || return 0
    script_left=$((script_left - 1))
  done
  script_end "$script_work"
}

# Stopped first, so that none starts another or tells that its child has failed; then ended, the work itself last: with
# it the watch ends, whatever is left.
# shellcheck disable=SC2046 # numbers
script_end() {
  kill -STOP $(script_family "$1")
  kill -9 $(script_family "$1")
}

# script_family PROCESS: all that it has started, and then itself; from one reading: pgrep misses a child now and then
# where others come and go.
script_family() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v first="$1" '
    { each = $1; sub(/^.*\) /, ""); children[$2] = children[$2] " " each }
    function tell(each, n, i, list) {
      n = split(children[each], list, " ")
      for (i = 1; i <= n; i++) tell(list[i])
      print each
    }
    END { tell(first) }'
}

# After a failure: what was printed, why, and what to do.
script_failed() {
  script_line failed
  script_output
  script_tell
  # shellcheck disable=SC2086 # two words
  set -- $1
  script_why='' script_now=''
  case ${1-} in
    '')
      script_why="it took longer than its limit of $script_limit s and was ended"
      rm -rf "$OVSW_STATE"/*.part
      [ -z "$ovsw_path" ] || rm -f "$(ovsw_part_of "$ovsw_path")" ;;
    failed-guard)
      if [ "$2" = 9 ]; then
        script_why="no fresh login found it well within $script_guard s, so the host put itself back as it was"
      else
        script_why="the timed undo could not be armed, so nothing was changed"
      fi ;;
    *)
      script_reason=$2
      # The status of fail NAME.
      [ "$2" != 120 ] || script_reason=$(script_step_words | sed -n 's/^fail //p' | tail -n 1)
      script_explain "$script_n" "$script_reason" ;;
  esac
  [ -z "$script_why" ] || printf '  why:  %s\n' "$script_why"
  [ -z "$script_now" ] || printf '  fix:  %s\n' "$script_now"
  script_status=1
  return 1
}

# Changed now, or held already; status 1 after a failure, 75 where a fresh login must say that all is well.
script_do() {
  script_armed=
  ovsw_guard_of_step
  if [ -n "$script_again" ] && [ -d "$ovsw_guard_folder/decided" ]; then script_armed=1
  elif [ -n "$ovsw_guard" ] && ovsw_guard_is_armed; then script_armed=1; fi
  if [ -n "$script_armed" ]; then
    script_said=$(ovsw_confirm)
  else
    script_said=$(script_within ovsw_walk "$script_turn")
  fi
  script_told=$(script_result)
  if [ "$script_told" = 'kept 0' ]; then
    script_line doing
    if [ -n "$ovsw_guard" ]; then
      script_said=$(ovsw_go "$script_turn")
    else
      script_said=$(script_within ovsw_go "$script_turn")
    fi
    script_told=$(script_result)
    script_armed=1
  fi
  case $script_told in
    satisfied* | done*)
      if [ -n "$script_armed" ]; then script_line changed; else script_line holds; fi
      [ -z "$script_verbose" ] || script_output
      script_tell ;;
    changed*)
      script_line made
      printf '        it is undone in %s s unless a fresh login says: apply\n' "$ovsw_guard"
      return 75 ;;
    *) script_failed "$script_told" ;;
  esac
}

# Where nobody can answer, the answer has to be an option.
script_ask() {
  [ -z "$script_confirmed" ] || return 0
  script_line yours
  printf '        %s\n' "$script_note"
  ( : </dev/tty ) 2>/dev/null || { printf '        do it, then run this again with --confirmed\n'; return 3; }
  printf '        Done? [y/N] '
  read -r script_answer </dev/tty
  case $script_answer in y | yes) ;; *) return 3 ;; esac
}

# Reboots once, and then looks whether the host came back well.
script_reboot() {
  script_boot=$(cat /proc/sys/kernel/random/boot_id)
  script_was=$(cat "$OVSW_STATE/rebooted" 2>/dev/null)
  if [ "${script_was:-$script_boot}" = "$script_boot" ]; then
    script_line doing
    mkdir -p "$OVSW_STATE"
    printf '%s\n' "$script_boot" >"$OVSW_STATE/rebooted"
    sync "$OVSW_STATE/rebooted"
    (sleep 0.5; systemctl reboot || reboot) >/dev/null 2>&1 </dev/null &
    return 76
  fi
  script_said=$(script_within ovsw_prove "$script_turn")
  script_told=$(script_result)
  case $script_told in
    done*)
      # Told once as a change: the file then no longer has the boot that was left.
      if [ "$script_was" = proven ]; then script_line holds; else script_line changed; fi
      echo proven >"$OVSW_STATE/rebooted"
      script_tell ;;
    *) script_failed "$script_told" ;;
  esac
}
