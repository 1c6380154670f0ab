# shellcheck shell=sh
# shellcheck disable=SC2154 # ovsw_real is of files.sh
# Needs docker.sh. Docker's containers, found without the Docker client where speed counts: one call of it costs as much as a whole step.

# container_addresses BRIDGE: the address of every running container on BRIDGE and the network namespace that it lives in: ADDRESS NAMESPACE.
# Docker keeps a handle on each container's namespace in /var/run/docker/netns (libnetwork, osl/namespace_linux.go).
container_addresses() {
  for ns in /var/run/docker/netns/*; do
    case ${ns##*/} in '*' | default | ingress_sbox | lb_*) continue ;; esac
    nsenter --net="$ns" ip -4 -o addr show scope global 2>/dev/null | while read -r _ _ _ address _; do
      if on_bridge "$1" "${address%/*}"; then printf '%s %s\n' "${address%/*}" "$ns"; fi
    done
  done
}

# on_bridge BRIDGE ADDRESS: the host reaches ADDRESS through BRIDGE itself, so it is a container of this host on it.
on_bridge() {
  case $(ip -4 -o route get "$2" 2>/dev/null) in
    *" via "*) return 1 ;;
    *" dev $1 "*) return 0 ;;
  esac
  return 1
}

# forget_paths BRIDGE: host and containers remember for minutes how little a path once carried (net.ipv4.route.mtu_expires), and where they were once
# redirected to.
forget_paths() {
  ip route flush cache
  container_addresses "$1" | while read -r _ namespace; do nsenter --net="$namespace" ip route flush cache; done
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
this_run_restarts_docker() {
  ovsw_follow /etc/docker/daemon.json
  grep -qsF -e "$ovsw_real" "$OVSW_STATE"/before/*.file
}

# Where the containers that a restart stops are remembered until they run again: an interrupted one must not forget them.
containers_to_start=/var/lib/ovswizard/containers

# Docker makes its rules when it starts; whoever has flushed them since has cut its containers off.
put_docker_rules() {
  # firewalld flushes them a moment after systemd calls it started.
  tries=0
  while systemctl is-active -q firewalld && [ "$(firewall-cmd --state 2>/dev/null)" != running ] && [ "$tries" -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  iptables -w -t nat -S DOCKER >/dev/null 2>&1 || restart_docker
}

# Restarts Docker and then the containers that ran before. Status 12: Docker does not start. 14: a container does not.
restart_docker() {
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
    return 12
  fi
  # One that was removed meanwhile is no failure.
  failed=$(xargs -r docker start <"$running" 2>&1 >/dev/null | grep 'Error response' | grep -v 'No such container') || failed=
  [ -z "$failed" ] || { echo "$failed"; return 14; }
  rm -f "$running"
  rmdir "${running%/*}" 2>/dev/null || true
}

# Restarts Docker with the daemon.json that was put back and the address that docker0 was given back. Without a bip Docker would take
# docker0's last subnet from its own store (libnetwork, local-kv.db) whatever the bridge has, so it is told once, by a bip that does not stay.
restart_docker_as_before() {
  if [ -n "$(docker_setting bip)$(docker_setting bridge)" ]; then
    restart_docker
    return
  fi
  # shellcheck disable=SC2046 # words of a line
  set -- $(ip -4 -o addr show dev docker0 | head -n 1)
  was=$(ovsw_keep_file /etc/docker/daemon.json)
  ovsw_file /etc/docker/daemon.json "{ \"bip\": \"$4\" }" json '' ''
  ovsw_file_put
  restarted=0
  restart_docker || restarted=$?
  eval "$was"
  return "$restarted"
}

# docker_network_words NAME: what "docker network create" is told to make it anew, a word a line. Docker leaves out of its answer what has no value, so
# each key is asked for as one that may be missing.
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

# keep_docker_network NAME: whether there is such a network; an existing one is changed by no step. Needs keep.sh.
keep_docker_network() {
  if docker network ls --format '{{.Name}}' | grep -qxF -e "$1"; then
    keep_note "there is a Docker network $1"
  else
    quoted without_docker_network "$1"
  fi
}

without_docker_network() {
  ! docker network ls --format '{{.Name}}' | grep -qxF -e "$1" || docker network rm "$1" >/dev/null
}
