# Steps that may lock the operator out: an undo that needs no connection is armed first, the change runs apart from this
# session, and only a fresh login that finds everything well disarms it. Needs systemd.
# shellcheck disable=SC2154,SC2016,SC2034 # a step's variables are set by ovsw_take; what stands alone expands there

# What a script of its own needs to stand alone; without the mark in its environment, so that ending this session does
# not end it. It lies on the disk: the shell's own token is not in it.
ovsw_alone() {
  # shellcheck disable=SC2086 # names
  for ovsw_name in OVSW_MARK OVSW_HOST OVSW_STATE OVSW_LIBRARY OVSW_PUBLISHED $OVSW_SECRETS ovsw_key ovsw_check \
      ovsw_keep ovsw_do ovsw_verify ovsw_undo ovsw_before ovsw_file_step; do
    eval "printf '%s=%s\n' $ovsw_name \"\$(ovsw_quote \"\$$ovsw_name\")\""
  done
  printf 'ovsw_token=%s\n' "$ovsw_step_token"
  printf '%s\n' 'eval "$OVSW_LIBRARY"' 'ovsw_path=' 'eval "$ovsw_file_step"'
}

# The guard's scripts stand alone, and so hold the run's secrets: they lie in memory, for root alone, and go when it is
# decided. A reboot takes them along with the timer that they are for.
ovsw_guard_of_step() { ovsw_guard_folder=${OVSW_GUARD:-/run/ovswizard}/${OVSW_STATE##*/}/$ovsw_key; }

ovsw_guard_forget() {
  rm -rf "$ovsw_guard_folder"
  rmdir "${ovsw_guard_folder%/*}" "${ovsw_guard_folder%/*/*}" 2>/dev/null || true
}

ovsw_guard_is_armed() {
  ovsw_guard_of_step
  [ -e "$ovsw_guard_folder/unit" ] || return 1
  # Decided already, or forgotten by a reboot: nothing will happen any more.
  [ ! -d "$ovsw_guard_folder/decided" ] && systemctl is-active -q "$(cat "$ovsw_guard_folder/unit").timer" && return 0
  ovsw_guard_forget
  return 1
}

ovsw_go_guarded() {
  ovsw_guard_of_step
  ovsw_unit=ovswizard-undo-$OVSW_MARK-$ovsw_n
  ( set -e; ovsw_arm ) </dev/null 2>&1
  # Not as the condition itself: there the shell would ignore set -e, and the change would run without its undo.
  ovsw_status=$?
  if [ "$ovsw_status" -ne 0 ]; then
    ovsw_end failed-guard 1
    return 0
  fi
  ovsw_say "armed $ovsw_guard"
  ovsw_say 'phase do'
  while [ ! -e "$ovsw_guard_folder/status" ]; do sleep 0.1; done
  ovsw_say "changed $(cat "$ovsw_guard_folder/status")"
  ovsw_stopped=1
}

ovsw_arm() {
  rm -rf "$ovsw_guard_folder"
  umask 077
  mkdir -p "$ovsw_guard_folder"
  ovsw_peers >"$ovsw_guard_folder/peers"
  {
    ovsw_alone
    printf 'mkdir %s || exit 0\n' "$(ovsw_quote "$ovsw_guard_folder/decided")"
    printf '( set -e; eval "$(cat "$ovsw_before")"; eval "$ovsw_undo" ) >%s 2>&1\n' \
      "$(ovsw_quote "$ovsw_guard_folder/output")"
    printf 'echo $? >%s\n' "$(ovsw_quote "$ovsw_guard_folder/reverted")"
  } >"$ovsw_guard_folder/undo.sh"
  {
    ovsw_alone
    printf '( set -e; eval "$ovsw_do" ) >%s 2>&1\n' "$(ovsw_quote "$ovsw_guard_folder/output")"
    printf 'echo $? >%s.part\nmv %s.part %s\n' "$(ovsw_quote "$ovsw_guard_folder/status")" \
      "$(ovsw_quote "$ovsw_guard_folder/status")" "$(ovsw_quote "$ovsw_guard_folder/status")"
  } >"$ovsw_guard_folder/do.sh"
  printf '%s\n' "$ovsw_step_token" >"$ovsw_guard_folder/token"
  printf '%s\n' "$ovsw_unit" >"$ovsw_guard_folder/unit"
  systemd-run --quiet --unit="$ovsw_unit" --on-active="$ovsw_guard" --timer-property=AccuracySec=100ms /bin/sh \
    "$ovsw_guard_folder/undo.sh"
  systemd-run --quiet --unit="ovswizard-do-$OVSW_MARK-$ovsw_n" /bin/sh "$ovsw_guard_folder/do.sh"
}

# ovsw_take_back_apart N:TOKEN [IMAGE]: the same as ovsw_take_back, by a unit of its own: taking a guarded step back may
# cut this session.
ovsw_take_back_apart() {
  ovsw_take "$1"
  ovsw_guard_of_step
  if [ $# -gt 1 ]; then
    ovsw_was=$2
  else
    ovsw_read_image || { ovsw_say "step $ovsw_key"; ovsw_not_undone; return 0; }
  fi
  ovsw_begin_undo
  (
    set -e
    umask 077
    rm -rf "$ovsw_guard_folder"
    mkdir -p "$ovsw_guard_folder"
    {
      ovsw_alone
      printf 'ovsw_was=%s\n' "$(ovsw_quote "$ovsw_was")"
      printf '( set -e; eval "$ovsw_was"; eval "$ovsw_undo" ) >%s 2>&1\n' "$(ovsw_quote "$ovsw_guard_folder/output")"
      printf 'echo $? >%s\n' "$(ovsw_quote "$ovsw_guard_folder/reverted")"
    } >"$ovsw_guard_folder/undo.sh"
    systemd-run --quiet --unit="ovswizard-undo-$OVSW_MARK-$ovsw_n" /bin/sh "$ovsw_guard_folder/undo.sh"
  ) </dev/null 2>&1
  ovsw_await_revert
  ovsw_take_back "$@"
}

# The peers that answer from here, a line each; all are asked at once.
ovsw_peers() {
  # shellcheck disable=SC2086 # addresses
  for ovsw_peer in $OVSW_PEERS; do
    { ! ping -n -q -c 1 -W 1 "$ovsw_peer" >/dev/null 2>&1 || printf '%s\n' "$ovsw_peer"; } &
  done
  wait
}

# ovsw_confirm: from a fresh login, the step that was taken. Well: the change worked, verify holds, and every peer that
# answered before answers.
ovsw_confirm() {
  ovsw_guard_of_step
  while [ ! -e "$ovsw_guard_folder/status" ] && [ ! -d "$ovsw_guard_folder/decided" ]; do sleep 0.1; done
  [ ! -d "$ovsw_guard_folder/decided" ] || { ovsw_tell_revert; return 0; }
  ovsw_status=$(cat "$ovsw_guard_folder/status")
  ovsw_retell
  if [ "$ovsw_status" -ne 0 ]; then
    ovsw_revert_now
    ovsw_end failed-do "$ovsw_status"
    return 0
  fi
  ovsw_phase verify "ovsw_hear_peers; $ovsw_verify"
  ovsw_status=$?
  if [ "$ovsw_status" -ne 0 ]; then
    ovsw_revert_now
    ovsw_end failed-verify "$ovsw_status"
    return 0
  fi
  if ! ovsw_watch; then
    ovsw_revert_now
    ovsw_end failed-verify 1
    return 0
  fi
  # Whoever makes this folder decides: this login, or the timed undo.
  mkdir "$ovsw_guard_folder/decided" 2>/dev/null || { ovsw_tell_revert; return 0; }
  systemctl stop "$(cat "$ovsw_guard_folder/unit").timer" 2>/dev/null || true
  ovsw_guard_forget
  ovsw_end 'done' 0
}

# What the change said in its own turn, apart from any session, is said in this turn.
ovsw_retell() {
  ovsw_lead=$(printf '\036')
  read -r ovsw_said <"$ovsw_guard_folder/token"
  sed "s/^$ovsw_lead$ovsw_said /$ovsw_lead$ovsw_step_token /" "$ovsw_guard_folder/output"
}

# A peer may need a moment to learn where this host is now.
ovsw_hear_peers() {
  while read -r ovsw_peer; do
    ovsw_tries=0
    until ping -n -q -c 1 -W 1 "$ovsw_peer" >/dev/null 2>&1; do
      ovsw_tries=$((ovsw_tries + 1))
      [ "$ovsw_tries" -lt 5 ] || { echo "$ovsw_peer answered before the change and does not any more"; return 1; }
    done
  done <"$ovsw_guard_folder/peers"
}

# A login that comes through is a moment: a switch that takes the port down or a gateway that forgets the host does so a
# little later, while nobody may be there to see it. So who answers now must go on answering for a twelfth of the
# guard's time, and as long as somebody is silent.
ovsw_watch() {
  ovsw_watched=$(OVSW_PEERS="$(cat "$ovsw_guard_folder/peers") $(ip -4 route show default |
    sed -n 's/.* via \([^ ]*\) .*/\1/p')"; ovsw_peers | sort -u)
  [ -n "$ovsw_watched" ] || return 0
  ovsw_rounds=0 ovsw_silent=0
  while [ "$ovsw_silent" -gt 0 ] || [ "$ovsw_rounds" -le $((${ovsw_guard:-60} / 12)) ]; do
    [ "$ovsw_rounds" -eq 0 ] || sleep 1
    ovsw_rounds=$((ovsw_rounds + 1))
    ovsw_hears=$(OVSW_PEERS=$ovsw_watched; ovsw_peers | sort -u)
    if [ "$ovsw_hears" = "$ovsw_watched" ]; then ovsw_silent=0; continue; fi
    ovsw_silent=$((ovsw_silent + 1))
    [ "$ovsw_silent" -lt 3 ] ||
      { echo "$(printf '%s\n' "$ovsw_watched" | grep -vxF -e "${ovsw_hears:--}" |
        tr '\n' ' ')answered after the change and has fallen silent since"; return 1; }
  done
}

ovsw_revert_now() {
  echo "putting the host back as it was"
  systemctl start --no-block "$(cat "$ovsw_guard_folder/unit").service"
  ovsw_await_revert
}

ovsw_await_revert() {
  ovsw_tries=0
  while [ ! -e "$ovsw_guard_folder/reverted" ] && [ "$ovsw_tries" -lt 600 ]; do
    ovsw_tries=$((ovsw_tries + 1))
    sleep 0.1
  done
  [ ! -e "$ovsw_guard_folder/unit" ] || systemctl stop "$(cat "$ovsw_guard_folder/unit").timer" 2>/dev/null || true
  cat "$ovsw_guard_folder/output" 2>/dev/null
  ovsw_guard_forget
}

# The timed undo was faster.
ovsw_tell_revert() {
  ovsw_await_revert
  ovsw_end failed-guard 9
}

# sshd's SSH_CONNECTION. sudo takes it away; the processes above it still have it.
ovsw_connection() {
  ovsw_found=${SSH_CONNECTION-}
  ovsw_pid=$$
  while [ -z "$ovsw_found" ] && [ "${ovsw_pid:-1}" -gt 1 ]; do
    ovsw_found=$(tr '\0' '\n' 2>/dev/null <"/proc/$ovsw_pid/environ" | sed -n 's/^SSH_CONNECTION=//p')
    ovsw_pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$ovsw_pid/status")
  done
  printf '%s\n' "$ovsw_found"
}

# Where this very session comes in: its client, the address it reached, the interface with that address and its bridge,
# and the way back.
ovsw_session() {
  # shellcheck disable=SC2046 # four words: client, its port, server, its port
  set -- $(ovsw_connection)
  [ $# -eq 4 ] || return 0
  ovsw_client=$1 ovsw_address=$3
  # shellcheck disable=SC2046 # words of a line
  set -- $(ip -o addr show to "$ovsw_address" 2>/dev/null)
  [ $# -gt 1 ] || return 0
  ovsw_interface=$2 ovsw_master=-
  case $(ip -o link show dev "$ovsw_interface") in
    *" master "*) ovsw_master=$(ip -o link show dev "$ovsw_interface" | sed 's/.* master \([^ ]*\) .*/\1/') ;;
  esac
  ovsw_via=- ovsw_device=$ovsw_interface
  # shellcheck disable=SC2046 # words of a line
  set -- $(ip -o route get "$ovsw_client" 2>/dev/null)
  while [ $# -gt 1 ]; do
    case $1 in via) ovsw_via=$2 ;; dev) ovsw_device=$2 ;; esac
    shift
  done
  ovsw_say "session $ovsw_client $ovsw_address $ovsw_interface $ovsw_master $ovsw_device $ovsw_via"
}
