# shellcheck shell=sh
# Lists that are texts, an element a line.

# lines_with LINES COMMAND WORD…: runs the command with the words and each of the lines.
lines_with() {
  lines=$1
  shift
  set -f
  IFS='
'
  # shellcheck disable=SC2086 # lines
  set -- "$@" $lines
  unset IFS
  set +f
  "$@"
}

# lines_missing LINES OTHERS COMMAND: runs the command with the words of each of the lines that is not among the others.
lines_missing() {
  [ -n "$1" ] || return 0
  while read -r line; do
    case "
$2
" in *"
$line
"*) continue ;; esac
    set -f
    # shellcheck disable=SC2086 # words
    $3 $line || return
    set +f
  done <<MISSING
$1
MISSING
}
