
usage() {
  cat <<USAGE
usage: sh $0 VERB [option…]
  plan       read-only: what holds already on which host, and what would change
  apply      looks at every host, asks, and carries the steps out; begun again it goes on where it was
  verify     read-only: are the hosts still as they were left; status 5 where one is not
  rollback   takes back what apply has changed, the last step first
  status     which steps apply has changed
options
  -y, --yes          agree to the changes, and to having done what is yours, without being asked
  --limit HOST,…     plan, verify and status only: these hosts
  --guard SECONDS    how long a step that may cut you off waits for a fresh login (60)
  --forks N          the most hosts at the same moment (50)
  --ask-sudo         ask for the password of sudo, once for all hosts
  -v                 show what the commands on the hosts print
Ways to the hosts stand in ssh_config beside this script; more options for ssh in \$OVSW_SSH_OPTIONS.
status: 0 done, 1 a step failed, 2 wrong usage, 3 declined, 4 a host cannot be reached, 5 drift,
        6 another run holds a host
USAGE
}

fail() { printf 'error: %s\n' "$1" >&2; exit "$2"; }

has_terminal() { ( : </dev/tty ) 2>/dev/null; }

# agree QUESTION: status 1 where the answer is no.
agree() {
  [ -z "$yes" ] || return 0
  has_terminal || fail "there is no terminal to ask on; say --yes to agree" 2
  printf '%s [y/N] ' "$1" >/dev/tty
  read -r answer </dev/tty
  case $answer in y | yes) ;; *) return 1 ;; esac
}

ask_hidden() {
  has_terminal || fail "$1 is not given, and there is no terminal to ask on" 2
  stty -echo </dev/tty
  printf '%s: ' "$1" >/dev/tty
  IFS= read -r answer </dev/tty
  stty echo </dev/tty
  echo >/dev/tty
}

is_among() { case " $2 " in *" $1 "*) ;; *) return 1 ;; esac; }

# --- one host ---------------------------------------------------------------------------------------------------------

# What a host gets before its script: secrets, and what the hosts have published.
given() {
  [ -z "$sudo_password" ] || ! is_among "$1" "$sudo_hosts" || printf '%s\n' "$sudo_password"
  while read -r number secret _ _; do
    [ -n "$secret" ] || continue
    is_among "$1" "$(secret_hosts "$number")" || continue
    eval "answer=\$secret_$number"
    printf 'secret %s %s\n' "$secret" "$(printf '%s' "$answer" | base64 | tr -d '\n')"
  done <<SECRETS
$secrets
SECRETS
  cat "$work/published" "$work/local"
  echo .
}

secret_hosts() { printf '%s\n' "$secrets" | sed -n "s/^$1 [^ ]* [^ ]* //p"; }

# What the login shell on a host runs: the script comes over standard input, and stays no longer than it runs.
remote() {
  as=
  if is_among "$1" "$sudo_hosts"; then
    as='sudo -n '
    [ -z "$sudo_password" ] || as="sudo -S -p '' "
  fi
  printf '%s' "$as"
  shift
  # shellcheck disable=SC2016 # expands on the host
  printf "%s" 'sh -c '\''umask 077; f=/run/ovswizard-$$.sh; trap "rm -f $f" EXIT; ' \
    'given=$(while IFS= read -r l && [ "$l" != . ]; do printf "%s\n" "$l"; done); ' \
    'cat >$f || exit 1; printf "%s\n" "$given" | sh $f --stdin "$@"'\'' sh --session "$SSH_CONNECTION"'
  printf ' %s' "$@"
}

# The files at a script's end are for the stage that sends them.
script() { if [ -n "$sends" ]; then cat "$here/$1.sh"; else sed '/^#>>> carried /q' "$here/$1.sh"; fi; }

# enter HOST ARGUMENT…: the host's script with these arguments.
enter() {
  { given "$1"; script "$1"; } |
    ssh -F "$here/ssh_config" -o ControlMaster=no -o ControlPath=none $OVSW_SSH_OPTIONS -T "$1" "$(remote "$@")"
}

# call HOST ARGUMENT…: the host's script with these arguments. What it says is shown and kept, its status kept.
call() {
  at=$1
  {
    enter "$@" 2>&1
    echo $? >"$work/$at.status"
  } | tee -a "$work/$at.said" | awk -v host="$at" -v width="$width" '{ printf "%-*s  %s\n", width, host, $0; fflush() }'
}

# visit HOST SECONDS ARGUMENT…: until it neither asks for a fresh login nor reboots. A connection that is lost meanwhile
# is tried again.
visit() {
  on=$1 seconds=$2 begun=$(date +%s) again=
  shift 2
  while :; do
    call "$on" "$@" $again
    status=$(cat "$work/$on.status")
    case $status in
      75) pause=0 ;;
      76) pause=5 ;;
      255) [ "$seconds" -gt 0 ] || return 0; pause=1 ;;
      *) return 0 ;;
    esac
    [ $(($(date +%s) - begun)) -lt $((seconds + guard)) ] || return 0
    again=--again
    sleep "$pause"
  done
}

# --- all hosts --------------------------------------------------------------------------------------------------------

# each HOW SECONDS HOSTS ARGUMENT…: on these hosts, one after the other where HOW is turn, else at once. Ends all where
# one fails.
each() {
  how=$1 limit=$2 where=$3
  shift 3
  running=0
  for host in $where; do
    if [ "$how" = turn ]; then
      visit "$host" "$limit" "$@"
      [ "$(cat "$work/$host.status")" = 0 ] || break
      continue
    fi
    visit "$host" "$limit" "$@" &
    running=$((running + 1))
    if [ "$running" -ge "$forks" ]; then wait; running=0; fi
  done
  wait
  judge "$where"
}

# The worst of the hosts' statuses counts.
judge() {
  worst=0
  for host in $1; do
    status=$(cat "$work/$host.status" 2>/dev/null || echo 0)
    case $status in
      0) continue ;;
      255) status=4 ;;
      75 | 76) status=1 ;;
    esac
    if [ "$worst" = 0 ] || [ "$worst" = 5 ]; then worst=$status; fi
    printf '%-*s  %s\n' "$width" "$host" "$(meaning "$status" "$host")" >&2
  done
  return "$worst"
}

meaning() {
  if grep -qs '^sudo: .*password is required' "$work/$2.said"; then
    echo 'sudo asks for a password there: say --ask-sudo'
    return
  fi
  case $1 in
    3) echo 'something is yours to do first; see above' ;;
    4) echo 'it cannot be reached, trusted or entered; see above' ;;
    5) echo 'it is not as it was left; see above' ;;
    6) echo 'another run holds it; see above' ;;
    *) [ "$verb" != plan ] || { echo 'it is not fit for this; see above'; return; }
      echo "failed; see above. Mend it and say apply again, or take everything back: sh $0 rollback" ;;
  esac
}

# What the hosts have published so far goes to all of them with the next step.
collect() {
  for host in $hosts; do
    [ ! -e "$work/$host.said" ] || sed -n "s/^        publishes /publishes $host /p" "$work/$host.said"
  done | sort -u >"$work/published"
}

# What is here already of the hosts' files: those with a checksum beside them. A stage that fetches says where.
know() {
  here_already=$(folder "$1")
  [ -n "$here_already" ] || return 0
  for sum in "$here_already"/*.sha256; do
    [ ! -f "${sum%.sha256}" ] || printf 'local %s %s\n' "$(sum_of "${sum%.sha256}")" "$(basename "${sum%.sha256}")"
  done >"$work/local"
}

sum_of() { sha256sum <"$1" | cut -d ' ' -f 1; }

# fetch HOST NUMBER: the files that the host has told of at that step. A file gets its name only when its checksum is
# right.
fetch() {
  to=$(folder "$2")
  sed -n 's/^        gives //p' "$work/$1.said" | sort -u >"$work/gives"
  while read -r sum _ path <&4; do
    name=$(basename "$path")
    ! grep -qxF "local $sum $name" "$work/local" || continue
    printf '%-*s  fetches %s to %s\n' "$width" "$1" "$name" "$to"
    part=$to/.$name.ovswizard
    { mkdir -p "$to" && enter "$1" give "$sum" --from "$2" --to "$2" >"$part" &&
      [ "$(sum_of "$part")" = "$sum" ]; } || {
      rm -f "$part"
      printf '%-*s  %s did not arrive whole in %s; say apply again\n' "$width" "$1" "$name" "$to" >&2
      return 1
    }
    mv -f "$part" "$to/$name"
    printf '%s  %s\n' "$sum" "$name" >"$to/$name.sha256"
  done 4<"$work/gives"
}

# walk VERB: the stages, each on all its hosts before the next.
walk() {
  agreed=
  while read -r first last how limit where <&3; do
    [ "$where" != all ] || where=$hosts
    here_now=
    for host in $where; do ! is_among "$host" "$wanted" || here_now="$here_now $host"; done
    [ -n "$here_now" ] || continue
    if [ "$1" = apply ] && [ "$how" != look ]; then
      if [ -z "$agreed" ]; then
        printf '\n%s\n' "$interrupts"
        agree "Change $(echo "$hosts" | wc -w) hosts?" || { echo 'nothing was changed on any host' >&2; return 3; }
        agreed=1
      fi
      if [ "$how" = ask ]; then
        prompt "$first"
        agree 'Done?' || return 3
      fi
    fi
    know "$first"
    sends=
    [ "$1:$how" != apply:send ] || sends=1
    [ "$1" = apply ] || how=each
    each "$how" "$limit" "$here_now" "$1" --from "$first" --to "$last" --guard "$guard" $more || {
      [ $? = 5 ] && drift=5 && continue
      [ "$1" != plan ] && return "$worst"
      drift=$worst
    }
    collect
    if [ "$how" = fetch ]; then
      for host in $here_now; do fetch "$host" "$first" || return 1; done
    fi
  done 3<<STAGES
$stages
STAGES
  return "$drift"
}

tally() {
  for host in $hosts; do
    [ -e "$work/$host.said" ] || continue
    printf '%-*s  %s changed, %s held\n' "$width" "$host" "$(grep -c '^\[[0-9/]*\] changed ' "$work/$host.said")" \
      "$(grep -c '^\[[0-9/]*\] holds ' "$work/$host.said")"
  done
}

ask_for_secrets() {
  while read -r number secret source _ <&3; do
    [ -n "$secret" ] || continue
    answer=
    case $source in
      env:*) answer=$(printenv "${source#env:}") ;;
      file:*) [ ! -r "${source#file:}" ] || answer=$(cat "${source#file:}") ;;
    esac
    [ -n "$answer" ] || ask_hidden "$secret ($source)"
    eval "secret_$number=\$answer"
  done 3<<SECRETS
$secrets
SECRETS
}

here=$(cd "$(dirname "$0")" && pwd)
verb='' yes='' guard=60 forks=50 more='' sudo_password='' wanted=$hosts drift=0 sends=''
OVSW_SSH_OPTIONS=${OVSW_SSH_OPTIONS-}
while [ $# -gt 0 ]; do
  case $1 in
    --limit | --guard | --forks)
      [ $# -gt 1 ] || fail "$1 needs a value" 2
      case $1:$2 in
        --limit:*) wanted=$(echo "$2" | tr , ' ') ;;
        *:*[!0-9]* | *: | *:0) fail "$1 needs a number, not '$2'" 2 ;;
        --guard:*) guard=$2 ;;
        --forks:*) forks=$2 ;;
      esac
      shift ;;
    -y | --yes) yes=1 ;;
    -v) more="$more -v" ;;
    --ask-sudo) ask_hidden 'password of sudo'; sudo_password=$answer ;;
    -h | --help) usage; exit 0 ;;
    plan | apply | verify | rollback | status) verb=$1 ;;
    *) usage >&2; fail "'$1' is neither a verb nor an option" 2 ;;
  esac
  shift
done
[ -n "$verb" ] || { usage >&2; exit 2; }
for host in $wanted; do is_among "$host" "$hosts" || fail "there is no host '$host'" 2; done
case $verb in
  apply | rollback)
    [ "$wanted" = "$hosts" ] || fail "the hosts belong together: --limit is for plan, verify and status" 2 ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT HUP TERM
: >"$work/published"
: >"$work/local"
width=0
for host in $hosts; do [ "${#host}" -le "$width" ] || width=${#host}; done
[ "$verb" = status ] || ask_for_secrets

case $verb in
  status) each each 0 "$wanted" status ;;
  rollback)
    agree "Take everything back on $(echo "$hosts" | wc -w) hosts?" ||
      { echo 'nothing was changed on any host' >&2; exit 3; }
    # Hosts whose session may be cut go one at a time.
    if [ -n "$guarded" ]; then
      each turn 60 "$hosts" rollback --guard "$guard" $more
    else
      each each 0 "$hosts" rollback $more
    fi ;;
  apply)
    more="$more --confirmed"
    walk apply || exit $?
    tally ;;
  *) walk "$verb" ;;
esac
