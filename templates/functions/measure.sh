# shellcheck shell=sh
# What answers, how much of it, and up to which size: measured by troubleshooting, and told.
# requires: containers diagnosis

# measure_path PEER LAYER NAMESPACE SOURCE TARGET BYTES…: pings with each size, unfragmented, and publishes: PEER LAYER
# BYTES RECEIVED SENT SOURCE TARGET. Where answers are missing it looks once more, longer: a first packet may be spent
# on ARP or on a busy moment.
measure_path() {
  peer=$1 layer=$2 where=$3 source=$4 target=$5
  shift 5
  for bytes; do
    (
      counted=$(measure_answered 4 0.2)
      case $counted in '4 '*) ;; *) counted=$(measure_answered 10 0.1) ;; esac
      [ "${counted#* }" -eq 0 ] || ovsw_publish result "$peer $layer $bytes $counted $source $target"
    ) &
  done
  wait
}

# measure_answered COUNT INTERVAL: pings: how many are answered, and how many were sent: a busy host may not come to it
# in time. Where the network answers with errors ping may wait long for more: it is told to stop.
measure_answered() {
  said=$(diagnosis_in_namespace "$where" timeout -s INT 4 ping -n -q -c "$1" -i "$2" -W 1 -M 'do' -I "$source" \
    -s "$bytes" "$target" 2>&1) || true
  said=$(printf '%s\n' "$said" | sed -n 's/^\([0-9]*\) packets transmitted, \([0-9]*\) received.*/\2 \1/p')
  echo "${said:-0 $1}"
}

# measure_results LAYER: what was measured from this host: PEER BYTES RECEIVED SENT SOURCE TARGET.
measure_results() { printf '%s\n' "$OVSW_PUBLISHED" | sed -n "s/^$OVSW_HOST result \([^ ]*\) $1 /\1 /p"; }

# measure_lost_small LAYER, measure_lost_large LAYER: the peers of which no answer came: to small packets; only to
# full-size ones.
measure_lost_small() {
  measure_results "$1" | awk \
    '$2 <= 56 && $3 == 0 { print $1 " does not answer (" $4 " small packets sent, none came back)" }' | sort -u | grep .
}

measure_lost_large() {
  measure_results "$1" |
    awk '
      $2 <= 56 && $3 > 0 { small[$1] = 1 }
      $2 > 56 && $3 == 0 && small[$1] { print $1 " answers small packets, and none of " $2 + 28 " bytes" }' |
    sort -u | grep .
}

# measure_lossy LAYER: the peers of which some answers are missing.
measure_lossy() {
  measure_results "$1" |
    awk '$3 > 0 && $3 < 0.8 * $4 { print $1 ": " $3 " of " $4 " packets of " $2 + 28 " bytes were answered" }' |
    sort -u | grep .
}

# measure_knock NAMESPACE ADDRESS: TCP from there, at a port that nobody has: answered, or lost twice.
measure_knock() {
  for _ in 1 2; do
    said=$(diagnosis_in_namespace "$1" timeout 1.5 bash -c ": </dev/tcp/$2/9" 2>&1) && said=refused
    case $said in *refused*) echo answered; return 0 ;; esac
  done
  echo lost
}

# measure_knock_peers BRIDGE PEER…: from its first container to the first of every peer; publishes PEER SOURCE TARGET
# answered|lost. Nothing where bash, which knocks, is missing.
measure_knock_peers() {
  command -v bash >/dev/null || return 0
  read -r source namespace <<OWN
$(containers_on "$1" | head -n 1)
OWN
  [ -n "$namespace" ] || return 0
  shift
  places=$(ovsw_published place)
  for peer; do
    target=$(printf '%s\n' "$places" | sed -n "s/^$peer \([^ ]*\).*/\1/p" | head -n 1)
    [ -z "$target" ] || ovsw_publish knock "$peer $source $target $(measure_knock "$namespace" "$target")" &
  done
  wait
}

# unanswered_knocks: those where pings came back, told by the one host that all of them have in common, else by whoever
# knocked. Status 10: somebody got wrong checksums meanwhile; 11: nobody did. Where only the host that knocked got some
# they were the answers, and the other end tells.
measure_unanswered_knocks() {
  printf '%s\n' "$OVSW_PUBLISHED" | awk -v host="$OVSW_HOST" '
    $2 == "wrong_checksums_before" { before[$1] = $3 }
    $2 == "wrong_checksums_after" { wrong[$1] = $3 - before[$1] }
    $2 == "result" && $4 == "container" && $6 > 0 { pinged[$1 " " $9] = 1 }
    $2 == "knock" && $6 == "lost" { n++; from[n] = $1; to[n] = $3; source[n] = $4; target[n] = $5 }
    END {
      for (i = 1; i <= n; i++) if (pinged[from[i] " " target[i]]) { lost++; has[from[i]]++; has[to[i]]++ }
      for (one in has) if (has[one] == lost) { common++; culprit = one }
      if (common == 1 && culprit != host) exit
      for (i = 1; i <= n; i++) {
        if (!pinged[from[i] " " target[i]] || common != 1 && (from[i] != host || wrong[host] > 0 && wrong[to[i]] == 0))
          continue
        bad = wrong[from[i]] + wrong[to[i]]
        if (bad) status = 10; else if (!status) status = 11
        printf "TCP from %s to %s on %s has no answer, and pings have; ", source[i], target[i], to[i]
        printf "%s got %d packets with a wrong checksum meanwhile, %s %d\n", to[i], wrong[to[i]], from[i],
          wrong[from[i]]
      }
      exit status
    }'
}

# measure_path_mtu ADDRESS LOW HIGH: the largest packet that ADDRESS answers, found by halving.
measure_path_mtu() {
  low=$2 high=$3
  while [ $((high - low)) -gt 1 ]; do
    middle=$(((low + high) / 2))
    if ping -n -q -c 2 -i 0.2 -W 0.4 -M 'do' -s $((middle - 28)) "$1" >/dev/null 2>&1; then
      low=$middle
    else
      high=$middle
    fi
  done
  echo "$low"
}

# measure_expect_knocks_answered: the same, by name.
measure_expect_knocks_answered() {
  status=0
  measure_unanswered_knocks || status=$?
  case $status in
    0) ;;
    10) fail checksums-wrong ;;
    11) fail tcp-lost ;;
    *) return "$status" ;;
  esac
}
