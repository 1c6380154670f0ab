# What carries the steps out on the host where nobody leads them through: it stands in for the program that sends them otherwise.

script_usage() {
  cat <<USAGE
usage: sh $0 VERB [option…]      (as root, on $OVSW_HOST)
  plan       read-only: what holds already, and what would change
  apply      checks each step and does what is missing; begun again it goes on where it was, at whatever point it ended
  verify     read-only: is the host still as it was left; status 5 where it is not
  rollback   takes back what apply has changed, the last step first
  status     which steps apply has changed, without looking at anything else
  give SUM   prints the file with that SHA-256, of those that a step of this host gives away
options
  --from N, --to N   only the steps of these numbers, which are the same on all hosts
  --guard SECONDS    how long a step that may cut you off waits for a fresh login (60)
  --again            this is the fresh login: where the host has put itself back, that is a failure, and nothing to be tried anew
  --confirmed        what is yours to do has been done
  --session TEXT     where you come in, as in \$SSH_CONNECTION (sudo hides that)
  --stdin            secrets, what other hosts have published and the checksums of files there are on standard input
  -v                 show what the commands print
status: 0 done, 1 a step failed, 2 wrong usage, 3 something is yours to do first, 5 drift, 6 another run holds the host,
        75 run it again from a fresh login, 76 the host reboots: run it again when it is back
USAGE
}

script_fail() { printf '%s: %s\n' "$OVSW_HOST" "$1" >&2; exit "$2"; }

# Nobody listens: before-images stay on this host.
ovsw_tell_image() { :; }

# --- what a step said -------------------------------------------------------------------------------------------------

script_separator=$(printf '\036')

# What the shell itself has said, and what the step's own scripts have, a line each.
script_words() { script_of "$ovsw_token"; }

script_step_words() { script_of "$script_token"; }

script_of() { printf '%s\n' "$script_said" | awk -v lead="$script_separator$1 " '{ at = index($0, lead); if (at) print substr($0, at + length(lead)) }'; }

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
      { at = index($0, own); if (!at) at = index($0, step); if (at) $0 = substr($0, 1, at - 1); else if ($0 == "") next; if ($0 != "") print "        " $0 }'
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

# script_about N NUMBER KIND LIMIT WAITS TOUCHES TITLE NOTE: what is known of a step besides its scripts. NUMBER is the same on all hosts;
# KIND is preflight, assert, change, confirm, reboot or fetch; LIMIT its seconds; WAITS is 1 where the other hosts must have come this far;
# NOTE is what the operator does (confirm), or why it cannot be taken back.
script_about() {
  eval "script_number_$1=\$2 script_kind_$1=\$3 script_limit_$1=\$4 script_waits_$1=\$5 script_touches_$1=\$6 script_title_$1=\$7 script_note_$1=\$8"
  script_all="$script_all $1"
}

script_take() {
  script_n=$1 script_turn=$1:$script_token
  ovsw_take "$script_turn"
  eval "script_number=\$script_number_$1 script_kind=\$script_kind_$1 script_limit=\$script_limit_$1 script_waits=\$script_waits_$1"
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

# Stopped first, so that none starts another or tells that its child has failed; then ended, the work itself last: with it the watch ends, whatever is left.
# shellcheck disable=SC2046 # numbers
script_end() {
  kill -STOP $(script_family "$1")
  kill -9 $(script_family "$1")
}

# script_family PROCESS: all that it has started, and then itself; from one reading: pgrep misses a child now and then where others come and go.
script_family() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v first="$1" '
    { each = $1; sub(/^.*\) /, ""); children[$2] = children[$2] " " each }
    function tell(each, n, i, list) { n = split(children[each], list, " "); for (i = 1; i <= n; i++) tell(list[i]); print each }
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
      if [ "$2" = 9 ]; then script_why="no fresh login found it well within $script_guard s, so the host put itself back as it was"
      else script_why="the timed undo could not be armed, so nothing was changed"; fi ;;
    *)
      script_reason=$2
      # The status of fail NAME.
      [ "$2" != 120 ] || script_reason=$(script_step_words | sed -n 's/^fail //p' | tail -n 1)
      script_explain "$script_n" "$script_reason" ;;
  esac
  [ -z "$script_why" ] || printf '  why:  %s\n' "$script_why"
  [ -z "$script_now" ] || printf '  now:  %s\n' "$script_now"
  script_status=1
  return 1
}

# Changed now, or held already; status 1 after a failure, 75 where a fresh login must say that all is well.
script_do() {
  script_armed=
  ovsw_guard_of_step
  if [ -n "$script_again" ] && [ -d "$ovsw_guard_folder/decided" ]; then script_armed=1
  elif [ -n "$ovsw_guard" ] && ovsw_guard_is_armed; then script_armed=1; fi
  if [ -n "$script_armed" ]; then script_said=$(ovsw_confirm); else script_said=$(script_within ovsw_walk "$script_turn"); fi
  script_told=$(script_result)
  if [ "$script_told" = 'kept 0' ]; then
    script_line doing
    if [ -n "$ovsw_guard" ]; then script_said=$(ovsw_go "$script_turn"); else script_said=$(script_within ovsw_go "$script_turn"); fi
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

# --- files ------------------------------------------------------------------------------------------------------------

# script_unpack FOLDER NAME…: files that this script carries at its end, to where ovsw_receive looks for what has arrived.
script_unpack() {
  script_folder=$1
  shift
  mkdir -p "$script_folder"
  for script_file; do
    sed -n "/^#>>> carried $(ovsw_sum_of "$script_file")\$/,/^#<<< carried\$/p" "$0" | sed -n 's/^#\([^<>]\)/\1/p' | base64 -d >"$(ovsw_part_of "$script_folder/$script_file")"
  done
}

# Files for whoever leads the hosts are told, each with its checksum; give hands them out.
script_offer() {
  script_said=$(script_within ovsw_look "$script_turn")
  script_told=$(script_result)
  script_why=$(script_step_words | sed -n 's/^offer - 0 //p')
  if [ "$script_told" = 'satisfied 0' ]; then script_line holds
  elif [ -z "$script_why" ] && script_step_words | grep -q '^offer '; then script_line gives
  else
    script_said="$script_said
$script_why"
    script_failed "$script_told"
    return 1
  fi
  script_tell
}

script_give() {
  for script_next in $script_wanted; do
    script_take "$script_next"
    [ "$script_kind" = fetch ] || continue
    script_said=$(script_within ovsw_look "$script_turn")
    script_file=$(script_step_words | sed -n "s/^offer $script_sum [0-9]* //p" | head -n 1)
    [ -z "$script_file" ] || exec cat "$script_file"
  done
  script_fail "no step gives a file with the checksum $script_sum" 1
}

# --- verbs ------------------------------------------------------------------------------------------------------------

script_plan() {
  for script_next in $script_wanted; do
    script_take "$script_next"
    case $script_kind in
      assert) script_line later; continue ;;
      confirm) script_line yours; printf '        %s\n' "$script_note"; continue ;;
      reboot) script_line reboots; continue ;;
    esac
    script_said=$(script_within ovsw_look "$script_turn")
    script_told=$(script_result)
    case $script_kind:$script_told in
      *:satisfied*) script_line holds; script_tell ;;
      preflight:*) script_failed "$script_told" || : ;;
      *) script_line change; script_output ;;
    esac
  done
}

script_apply() {
  script_lock
  for script_next in $script_wanted; do
    script_take "$script_next"
    if [ -n "$script_waits" ] && [ "$script_number" -gt "$script_from" ]; then
      script_line waits
      printf '        when all other hosts have come this far, go on with: apply --from %s\n' "$script_number"
      return 3
    fi
    case $script_kind in
      reboot) script_reboot || return $? ;;
      confirm) { script_ask && script_do; } || return $? ;;
      fetch) script_offer || return $? ;;
      *) script_do || return $? ;;
    esac
  done
}

script_verify() {
  for script_next in $script_wanted; do
    script_take "$script_next"
    script_said=$(script_within ovsw_look "$script_turn")
    script_told=$(script_result)
    case $script_told in
      satisfied*) script_line holds; script_tell ;;
      '') script_failed '' || : ;;
      drifted*)
        # Without anybody who leads there is no other machine that should have the files.
        [ "$script_kind" != fetch ] || [ -n "$script_stdin" ] || { script_offer || :; continue; }
        script_line drifted
        script_output
        script_tell
        script_status=5 ;;
    esac
  done
}

script_rollback() {
  script_lock
  script_back=
  for script_next in $script_wanted; do script_back="$script_next $script_back"; done
  for script_next in $script_back; do
    script_take "$script_next"
    [ -e "$ovsw_before" ] || continue
    ovsw_guard_of_step
    if [ -z "$ovsw_guard" ]; then
      script_said=$(script_within ovsw_take_back "$script_turn")
    elif [ -d "$ovsw_guard_folder" ]; then
      # An undo is under way that this one's forerunner has begun, or that nobody has disarmed.
      script_said=$(ovsw_await_revert; ovsw_take_back "$script_turn")
    else
      script_said=$(ovsw_take_back_apart "$script_turn")
    fi
    script_told=$(script_result)
    case $script_told in
      undone*) script_line undone; [ "$script_kind" != change ] || [ -z "$script_note" ] || printf '        it cannot be taken back: %s\n' "$script_note" ;;
      *) script_failed "$script_told" || : ;;
    esac
  done
  [ "$script_status" -ne 0 ] || [ "$script_wanted" != "$script_all" ] || ovsw_forget
}

script_tell_status() {
  script_held=$(readlink "$script_lock_path" 2>/dev/null) && printf 'held by: %s\n' "$script_held"
  for script_next in $script_wanted; do
    script_take "$script_next"
    if [ -n "$ovsw_guard" ] && { ovsw_guard_of_step; [ -e "$ovsw_guard_folder/unit" ]; }; then script_line armed
    elif [ -e "$ovsw_before" ]; then script_line changed
    else script_line -; fi
  done
}

# --- before a verb ----------------------------------------------------------------------------------------------------

# A session of this script that is still there, perhaps cut off, is ended; that of another run is not.
script_lock() {
  ovsw_lock "$script_lock_path" "$OVSW_RUN" "$(id -un)@$(hostname) by $0 since $(date -u '+%Y-%m-%d %H:%M:%S UTC')" '' >/dev/null ||
    script_fail "another run works on this host: $(readlink "$script_lock_path")" 6
}

# Steps that touch where this session comes in are guarded like those that may lock anybody out.
script_set_guards() {
  ovsw_session >/dev/null
  for script_next in $script_all; do
    eval "script_touches=\$script_touches_$script_next script_is=\$ovsw_guard_$script_next"
    for script_name in $script_touches; do
      [ -n "${ovsw_interface-}" ] || break
      case $script_name in
        "$ovsw_interface" | "$ovsw_master" | "$ovsw_device") script_is=1 ;;
        default) [ "$ovsw_via" = - ] || script_is=1 ;;
      esac
    done
    [ -z "$script_is" ] || eval "ovsw_guard_$script_next=\$script_guard"
  done
}

# The lines "publishes HOST NAME VALUE", "secret NAME BASE64" and "local SHA256 NAME"; others do not count.
script_read() {
  while IFS= read -r script_given; do
    case $script_given in
      'publishes '*)
        OVSW_PUBLISHED="$OVSW_PUBLISHED${script_given#publishes }
" ;;
      'local '*)
        OVSW_LOCAL="$OVSW_LOCAL
${script_given#local }" ;;
      'secret '*)
        script_given=${script_given#secret }
        case ${script_given%% *} in *[!A-Za-z0-9_]*) continue ;; esac
        script_value=$(printf '%s' "${script_given#* }" | base64 -d)
        eval "OVSW_SECRET_${script_given%% *}=\$script_value" ;;
    esac
  done
}

# Asks for what was not given, without showing it, and makes the form that stands in JSON.
script_secrets() {
  for script_name in $OVSW_SECRETS; do
    case $script_name in *_json) continue ;; esac
    eval "script_value=\${$script_name-}"
    if [ -z "$script_value" ]; then
      ( : </dev/tty ) 2>/dev/null || script_fail "the secret ${script_name#OVSW_SECRET_} is not given, and there is no terminal to ask on" 2
      stty -echo </dev/tty
      printf '%s: ' "${script_name#OVSW_SECRET_}" >/dev/tty
      IFS= read -r script_value </dev/tty
      stty echo </dev/tty
      echo >/dev/tty
      eval "$script_name=\$script_value"
    fi
    script_value=$(printf '%s\n' "$script_value" | sed 's/[\\"]/\\&/g' | awk '{ printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }')
    eval "${script_name}_json=\$script_value"
  done
}

script_main() {
  script_verb='' script_from=1 script_to='' script_guard=60 script_confirmed='' script_again='' script_verbose='' script_stdin='' script_status=0
  OVSW_SESSION=${OVSW_SESSION-${SSH_CONNECTION-}}
  while [ $# -gt 0 ]; do
    case $1 in
      --from | --to | --guard | --session)
        [ $# -gt 1 ] || script_fail "$1 needs a value" 2
        case $1:$2 in
          --session:*) OVSW_SESSION=$2 ;;
          *:*[!0-9]* | *:) script_fail "$1 needs a number, not '$2'" 2 ;;
          --from:*) script_from=$2 ;;
          --to:*) script_to=$2 ;;
          --guard:*) script_guard=$2 ;;
        esac
        shift ;;
      --again) script_again=1 ;;
      --confirmed) script_confirmed=1 ;;
      --stdin) script_stdin=1 ;;
      -v) script_verbose=1 ;;
      -h | --help) script_usage; exit 0 ;;
      plan | apply | verify | rollback | status) script_verb=$1 ;;
      give)
        [ $# -gt 1 ] || script_fail "give needs a checksum" 2
        case $2 in *[!0-9a-f]*) script_fail "give needs a checksum, not '$2'" 2 ;; esac
        script_verb=give script_sum=$2
        shift ;;
      *) script_usage >&2; script_fail "'$1' is neither a verb nor an option" 2 ;;
    esac
    shift
  done
  [ -n "$script_verb" ] || { script_usage >&2; exit 2; }
  [ "$(id -u)" -eq 0 ] || [ -n "${OVSW_FOLDER-}" ] || script_fail "this must be run as root" 2
  script_wanted=
  for script_next in $script_all; do
    eval "script_number=\$script_number_$script_next"
    [ "$script_number" -lt "$script_from" ] || [ "$script_number" -gt "${script_to:-$script_number}" ] || script_wanted="$script_wanted $script_next"
  done
  [ -z "$script_stdin" ] || script_read
  case $script_verb in status | give) ;; *) script_secrets ;; esac
  script_set_guards
  trap 'exit 130' INT HUP TERM
  case $script_verb in
    status) script_tell_status ;;
    *) "script_$script_verb" || exit $? ;;
  esac
  exit "$script_status"
}
