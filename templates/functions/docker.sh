# shellcheck shell=sh
# Docker's daemon and its networks.
# requires: keep

# docker_expect_running: also where this run has stopped it itself, and was cut off before it could start it again.
docker_expect_running() {
  docker_is_active || docker_is_restarted_by_run ||
    { ! docker_collisions || fail docker-told-twice; fail docker-stopped; }
}

# docker_expect_installed: as a service of this host.
docker_expect_installed() {
  command -v docker >/dev/null || fail docker-missing
  docker_is_system
}

# docker_expect_settings JSON restart|refuse: daemon.json can take these settings; names the containers that would be
# stopped for them.
docker_expect_settings() {
  ovsw_file /etc/docker/daemon.json "$1" json '' ''
  status=0
  ovsw_file_wanted >/dev/null || status=$?
  [ "$status" -ne 2 ] || fail file-not-json
  [ "$status" -eq 0 ] || return 0
  docker ps --format '{{.Names}}' | while read -r name; do
    ovsw_interrupts container "$name"
    [ "$2" != refuse ] || fail containers-run "$name runs"
  done
}

# docker_bridge_has BRIDGE ADDRESS
docker_bridge_has() {
  case $(ip -4 -o addr show dev "$1" 2>&1) in
    *" inet $2 "*) ;;
    *) echo "there is no bridge $1, or it has another address"; return 1 ;;
  esac
}

# docker_containers_are_back: those that a restart has stopped run again.
docker_containers_are_back() {
  [ ! -s "$containers_to_start" ] || { echo "containers that ran before are not started yet"; return 1; }
}

# A start or restart that is under way, perhaps that of a session that was cut off, is waited for.
docker_is_active() {
  tries=0
  while true; do
    state=$(systemctl show -p ActiveState -p Job docker.service)
    case $state in
      *Job=[1-9]*) [ "$tries" -lt 200 ] || break ;;
      *) break ;;
    esac
    tries=$((tries + 1))
    sleep 0.2
  done
  case $state in *ActiveState=active* | *ActiveState=reloading*) ;; *) return 1 ;; esac
}

# A run that was cut off while it restarted Docker finds it down by its own doing, and is the one to mend it.
docker_is_restarted_by_run() {
  ovsw_follow /etc/docker/daemon.json
  grep -qsF -e "$ovsw_real" "$OVSW_STATE"/before/*
}

# Where the containers that a restart stops are remembered until they run again: an interrupted one must not forget
# them.
containers_to_start=/var/lib/ovswizard/containers

# Docker makes its rules when it starts; whoever has flushed them since has cut its containers off.
docker_put_rules() {
  # firewalld flushes them a moment after systemd calls it started.
  tries=0
  while systemctl is-active -q firewalld && [ "$(firewall-cmd --state 2>/dev/null)" != running ] &&
    [ "$tries" -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  iptables -w -t nat -S DOCKER >/dev/null 2>&1 || docker_restart
}

# Restarts Docker and then the containers that ran before.
docker_restart() {
  running=$containers_to_start
  mkdir -p "${running%/*}" "$OVSW_STATE"
  if [ ! -e "$running" ]; then
    # In the run's own folder, where what an interrupted step leaves unfinished is tidied up.
    docker ps -q --no-trunc >"$OVSW_STATE/containers.part"
    mv "$OVSW_STATE/containers.part" "$running"
  fi
  # With live-restore containers outlive the daemon, and a changed bip or mtu is not applied while they run.
  if [ -s "$running" ] && [ "$(docker_setting live-restore)" = true ]; then
    xargs docker stop -t 10 <"$running" >/dev/null
  fi
  # Several restarts within seconds must not meet systemd's start limit.
  systemctl reset-failed docker.service docker.socket 2>/dev/null || true
  if ! systemctl restart docker; then
    journalctl -u docker -n 15 --no-pager -o cat 2>/dev/null || true
    fail docker-does-not-start
  fi
  # One that was removed meanwhile is no failure.
  failed=$(xargs -r docker start <"$running" 2>&1 >/dev/null | grep 'Error response' | grep -v 'No such container') ||
    failed=
  [ -z "$failed" ] || fail container-does-not-start "$failed"
  rm -f "$running"
  rmdir "${running%/*}" 2>/dev/null || true
}

# docker_keep_settled: what is put back after it meets no restart that is still under way.
docker_keep_settled() { echo docker_settle; }

# Waits until systemd is done with Docker: a restart goes on although whoever asked for it was killed, and would read
# daemon.json, and give docker0 an address, in the middle of what comes next.
docker_settle() {
  waited=0
  while [ -n "$(systemctl list-jobs --no-legend docker.service 2>/dev/null)" ] && [ "$waited" -lt 600 ]; do
    waited=$((waited + 1))
    sleep 0.1
  done
}

# Restarts Docker with the daemon.json that was put back and the address that docker0 was given back. Without a bip
# Docker would take docker0's last subnet from its own store (libnetwork, local-kv.db) whatever the bridge has, so it is
# told once, by a bip that does not stay.
docker_restart_as_before() {
  if [ -n "$(docker_setting bip)$(docker_setting bridge)" ]; then
    docker_restart
    return
  fi
  # shellcheck disable=SC2046 # words of a line
  set -- $(ip -4 -o addr show dev docker0 | head -n 1)
  was=$(ovsw_keep_file /etc/docker/daemon.json)
  ovsw_file /etc/docker/daemon.json "{ \"bip\": \"$4\" }" json '' ''
  ovsw_file_put
  restarted=0
  (docker_restart) || restarted=$?
  eval "$was"
  return "$restarted"
}

# docker_network_words NAME: what "docker network create" is told to make it anew, a word a line. Docker leaves out of
# its answer what has no value, so each key is asked for as one that may be missing.
docker_network_words() {
  docker network inspect -f '{{with index . "Internal"}}--internal
{{end}}{{with index . "EnableIPv6"}}--ipv6
{{end}}{{with index . "Attachable"}}--attachable
{{end}}{{range index . "IPAM" "Config"}}{{with index . "Subnet"}}--subnet
{{.}}
{{end}}{{with index . "IPRange"}}--ip-range
{{.}}
{{end}}{{with index . "Gateway"}}--gateway
{{.}}
{{end}}{{range $key, $value := index . "AuxiliaryAddresses"}}--aux-address
{{$key}}={{$value}}
{{end}}{{end}}{{range $key, $value := index . "Options"}}--opt
{{$key}}={{$value}}
{{end}}{{range $key, $value := index . "Labels"}}--label
{{$key}}={{$value}}
{{end}}' "$1"
}

# docker_keep_network NAME: whether there is such a network; an existing one is changed by no step.
docker_keep_network() {
  if docker network ls --format '{{.Name}}' | grep -qxF -e "$1"; then
    keep_note "there is a Docker network $1"
  else
    keep_command docker_without_network "$1"
  fi
}

docker_without_network() {
  ! docker network ls --format '{{.Name}}' | grep -qxF -e "$1" || docker network rm "$1" >/dev/null
}

# docker_environment: the variables of its unit, NAME=VALUE, a line each: those that are said there, then those of its
# files (systemd.exec(5)).
docker_environment() {
  systemctl show -p Environment docker.service | sed 's/^Environment=//' | xargs -n 1 printf '%s\n'
  for file in $(docker_environment_files); do
    sed -n 's/^[[:space:]]*\([A-Za-z_][A-Za-z0-9_]*\)=\(.*\)$/\1=\2/p' "$file" |
      sed "s/^\([^=]*\)=\"\(.*\)\"[[:space:]]*\$/\1=\2/; s/^\([^=]*\)='\(.*\)'[[:space:]]*\$/\1=\2/"
  done
}

docker_environment_files() {
  systemctl show -p EnvironmentFiles docker.service | sed 's/^EnvironmentFiles=//; s/ (ignore_errors=.*//' |
    while read -r file; do
      if [ -f "$file" ] && [ -r "$file" ]; then echo "$file"; fi
    done
}

# docker_flags: NAME VALUE, a line each, by the names that they have in its file. A variable that is a word of its own
# is split into words, as systemd does.
docker_flags() {
  {
    docker_environment | sed 's/^/= /'
    systemctl show -p ExecStart docker.service | sed -n 's/.* argv\[\]=\(.*\) ; ignore_errors=.*/\1/p'
  } | awk '
    BEGIN {
      split("b bridge D debug G group g data-root H host l log-level p pidfile s storage-driver", pair, " ")
      for (i = 1; i in pair; i += 2) long[pair[i]] = pair[i + 1]
      split("debug experimental icc init ip-forward ip-masq iptables ip6tables ipv6 live-restore no-new-privileges raw-logs " \
        "selinux-enabled tls tlsverify userland-proxy validate allow-direct-routing ip-forward-no-drop", word, " ")
      for (i in word) is_switch[word[i]] = 1
      split("host hosts label labels dns-opt dns-opts exec-opt exec-opts log-opt log-opts storage-opt storage-opts " \
        "registry-mirror registry-mirrors insecure-registry insecure-registries default-ulimit default-ulimits " \
        "add-runtime runtimes", pair, " ")
      for (i = 1; i in pair; i += 2) listed[pair[i]] = pair[i + 1]
    }
    $1 == "=" { sub(/^= /, ""); at = index($0, "="); variable[substr($0, 1, at - 1)] = substr($0, at + 1); next }
    {
      line = ""
      for (i = 2; i <= NF; i++) {
        part = $i
        if (part ~ /^\$[A-Za-z_][A-Za-z0-9_]*$/) part = variable[substr(part, 2)]
        else while (match(part, /\$[{][A-Za-z_][A-Za-z0-9_]*[}]/))
          part = substr(part, 1, RSTART - 1) variable[substr(part, RSTART + 2, RLENGTH - 3)] \
            substr(part, RSTART + RLENGTH)
        line = line " " part
      }
      gsub(/["\047]/, "", line)
      count = split(line, argument, " ")
      for (i = 1; i <= count; i++) {
        name = argument[i]; value = ""
        if (!sub(/^-/, "", name) || name == "") continue
        is_long = sub(/^-/, "", name)
        at = index(name, "=")
        if (at) { value = substr(name, at + 1); name = substr(name, 1, at - 1) }
        else if (!is_long && length(name) > 1) { value = substr(name, 2); name = substr(name, 1, 1) }
        if (!is_long && name in long) name = long[name]
        if (!at && value == "") value = name in is_switch ? "true" : argument[++i]
        print name in listed ? listed[name] : name, value
      }
    }'
}

docker_default_file=/etc/docker/daemon.json

# docker_file: the file that it reads.
docker_file() {
  file=$(docker_flags | sed -n 's/^config-file //p' | tail -n 1)
  echo "${file:-$docker_default_file}"
}

# docker_file_settings: what stands there: NAME VALUE, a line each; of a list or an object its text without blanks.
docker_file_settings() {
  [ -r "$(docker_file)" ] || return 0
  awk '
    function member() {
      if (key != "") { gsub(/^"|"$/, "", key); gsub(/^"|"$/, "", token); print key, token }
      key = token = ""
    }
    { text = text $0 "\n" }
    END {
      for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (quoted) {
          token = token c
          if (c == "\\") token = token substr(text, ++i, 1); else if (c == "\"") quoted = 0
          continue
        }
        if (c ~ /[ \t\r\n]/) continue
        if (c == "\"") quoted = 1
        if (c ~ /[\[{]/ && ++depth == 1) continue
        if (c ~ /[\]}]/ && depth-- == 1) { member(); continue }
        if (depth == 1 && c == ":" && key == "") { key = token; token = ""; continue }
        if (depth == 1 && c == ",") { member(); continue }
        token = token c
      }
    }' "$(docker_file)"
}

# docker_setting NAME: its value; nothing where Docker has its own.
docker_setting() { { docker_flags; docker_file_settings; } | sed -n "s/^$1 //p" | head -n 1; }

# docker_told_by NAME: where it is told so, for people to find.
docker_told_by() {
  value=$(docker_flags | sed -n "s/^$1 //p" | head -n 1)
  if [ -z "$value" ]; then
    echo "\"$1\": $(docker_file_settings | sed -n "s/^$1 //p") in $(docker_file)"
    return 0
  fi
  # shellcheck disable=SC2046 # files
  set -- "$1" $(systemctl show -p DropInPaths -p FragmentPath docker.service | sed 's/^[^=]*=//') \
    $(docker_environment_files)
  flag=$1
  shift
  files=$(grep -ls -e "--${flag%s}" "$@" | paste -s -d ' ' -) || files=
  echo "--$flag=$value in ${files:-the unit docker.service}"
}

# docker_collisions [NAME…]: of these settings, or of all that stand in its file, those that a flag tells it, too.
# Status 1 where there is none.
docker_collisions() {
  if [ $# -gt 0 ]; then printf '%s\n' "$@"; else docker_file_settings | sed 's/ .*//'; fi | while read -r setting; do
    ! docker_flags | grep -q "^$setting " || docker_told_by "$setting"
  done | grep .
}

# docker_is_system: it is the service of this host, and not a snap, somebody's own (rootless), or another program of the
# name.
docker_is_system() {
  case $(systemctl show -p LoadState docker.service) in *not-found) ;; *) return 0 ;; esac
  case $(systemctl show -p LoadState snap.docker.dockerd.service) in
    *=loaded) fail docker-not-of-host "Docker is a snap (snap.docker.dockerd.service)" ;;
  esac
  owner=$(ps -o user= -C dockerd | sed '/^root$/d; q')
  [ -z "$owner" ] || fail docker-not-of-host "dockerd runs as $owner (rootless)"
  case $(docker --version 2>&1) in *[Pp]odman*) fail docker-not-of-host "the command docker is podman" ;; esac
}

# docker_takes SUBNET NAME…: docker0 can have this subnet, and Docker can be told these settings by
# /etc/docker/daemon.json.
docker_takes() {
  subnet=$1
  shift
  [ "$(docker_file)" = "$docker_default_file" ] || fail docker-file-elsewhere "$(docker_told_by config-file)"
  ! docker_collisions "$@" || fail docker-told-twice
  [ -z "$(docker_setting bridge)" ] || fail docker0-shut "$(docker_told_by bridge)"
  for setting in fixed-cidr default-gateway; do
    case " $* " in *" $setting "*) continue ;; esac
    value=$(docker_setting "$setting")
    [ -z "$value" ] || docker_network_holds "$subnet" "$value" ||
      fail docker-setting-outside "$(docker_told_by "$setting") is not in $subnet"
  done
}

# docker_joins_ports: Docker lets pass what comes in and leaves by docker0. With icc off it drops that, and has the
# kernel send bridged frames through iptables for it whenever it starts (libnetwork, setupBridgeNetFiltering).
docker_joins_ports() {
  [ "$(docker_setting icc)" = false ] && [ "$(docker_setting iptables)" != false ] || return 0
  fail docker-icc-off "$(docker_told_by icc)"
}

# docker_network_holds NETWORK INNER: of IPv4; NETWORK may be an address with its prefix length, INNER an address or a
# network.
docker_network_holds() {
  printf '%s\n%s\n' "$1" "$2" | awk -F '[./]' '
    { number[NR] = (($1 * 256 + $2) * 256 + $3) * 256 + $4; bits[NR] = NF > 4 ? $5 : 32 }
    END { size = 2 ^ (32 - bits[1]); exit !(bits[2] >= bits[1] && int(number[1] / size) == int(number[2] / size)) }'
}

docker_put_network() {
  network=$1
  shift
  docker network ls --format '{{.Name}}' | grep -qxF -e "$network" ||
    docker network create --driver bridge "$@" "$network" >/dev/null
}

# docker_network_settings NETWORK: subnet, range and containers' gateway that Docker works with now; a dash for what it
# has not.
docker_network_settings() {
  docker_network_words "$1" 2>/dev/null | awk '
    option == "--subnet" { subnet = $0 }
    option == "--ip-range" { range = $0 }
    option == "--aux-address" && sub(/^DefaultGatewayIPv4=/, "") { gateway = $0 }
    { option = $0 }
    END { if (subnet != "") print subnet, range == "" ? "-" : range, gateway == "" ? "-" : gateway }'
}

# docker_read_its_file: Docker has started since daemon.json was last changed.
docker_has_read_its_file() {
  started=$(systemctl show -p ActiveEnterTimestamp docker.service)
  [ "$(date -d "${started#*=}" +%s)" -ge "$(stat -c %Y /etc/docker/daemon.json)" ]
}

# docker_drops_routed: from version 28 on Docker drops what is routed to containers from outside, unless it is told
# otherwise.
docker_drops_routed() {
  version=$(docker --version | sed -n 's/^Docker version \([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 28 ] && [ "$(docker_setting allow-direct-routing)" != true ]
}

docker_direct_routing='{ "allow-direct-routing": true }'
# docker_expect_direct_routing: Docker lets pass what is routed to containers, or can be told to.
docker_expect_direct_routing() {
  docker_drops_routed || return 0
  dockerd --help 2>&1 | grep -q -e '--allow-direct-routing' || fail docker-drops-routed
  ! docker_collisions allow-direct-routing || fail docker-told-twice
  docker_expect_settings "$docker_direct_routing" restart
}

docker_told_direct_routing() { ! docker_drops_routed || { echo "Docker drops what is routed to containers"; false; }; }

# docker_routes_directly: it is told, and runs so.
docker_routes_directly() {
  docker_told_direct_routing || return 1
  [ ! -e "$docker_default_file" ] || [ "$(docker_file_settings | sed -n 's/^allow-direct-routing //p')" != true ] ||
    docker_has_read_its_file || { echo "Docker has not read its changed settings"; return 1; }
}

# docker_put_direct_routing JSON: JSON is what the next step tells Docker, and restarts it for where it is not told yet.
docker_put_direct_routing() {
  ovsw_file "$docker_default_file" "$docker_direct_routing" json '' ''
  ovsw_file_put
  ovsw_file "$docker_default_file" "$1" json '' ''
  status=0
  ovsw_file_wanted >/dev/null || status=$?
  [ "$status" -eq 3 ] || return 0
  docker_restart
}
