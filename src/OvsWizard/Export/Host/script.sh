# What carries the steps out on the host where nobody leads them through: it stands in for the program that sends them
# otherwise.

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
  --again            this is the fresh login: where the host has put itself back, that is a failure,
                     and nothing to be tried anew
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

# --- files ------------------------------------------------------------------------------------------------------------

# script_unpack FOLDER NAME…: files that this script carries at its end, to where ovsw_receive looks for what has
# arrived.
script_unpack() {
  script_folder=$1
  shift
  mkdir -p "$script_folder"
  for script_file; do
    sed -n "/^#>>> carried $(ovsw_sum_of "$script_file")\$/,/^#<<< carried\$/p" "$0" | sed -n 's/^#\([^<>]\)/\1/p' |
      base64 -d >"$(ovsw_part_of "$script_folder/$script_file")"
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
      undone*) script_line undone; [ "$script_kind" != change ] || [ -z "$script_note" ] ||
        printf '        it cannot be rolled back: %s\n' "$script_note" ;;
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
  ovsw_lock "$script_lock_path" "$OVSW_RUN" "$(id -un)@$(hostname) by $0 since $(date -u '+%Y-%m-%d %H:%M:%S UTC')" \
    '' >/dev/null ||
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
      ( : </dev/tty ) 2>/dev/null ||
        script_fail "the secret ${script_name#OVSW_SECRET_} is not given, and there is no terminal to ask on" 2
      stty -echo </dev/tty
      printf '%s: ' "${script_name#OVSW_SECRET_}" >/dev/tty
      IFS= read -r script_value </dev/tty
      stty echo </dev/tty
      echo >/dev/tty
      eval "$script_name=\$script_value"
    fi
    script_value=$(printf '%s\n' "$script_value" | sed 's/[\\"]/\\&/g' |
      awk '{ printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }')
    eval "${script_name}_json=\$script_value"
  done
}

script_main() {
  script_verb='' script_from=1 script_to='' script_guard=60 script_confirmed='' script_again='' script_verbose='' \
    script_stdin='' script_status=0
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
    [ "$script_number" -lt "$script_from" ] || [ "$script_number" -gt "${script_to:-$script_number}" ] ||
      script_wanted="$script_wanted $script_next"
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
