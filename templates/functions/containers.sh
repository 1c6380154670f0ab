# shellcheck shell=sh
# shellcheck disable=SC2154 # ovsw_real is of files.sh
# Docker's containers, found without the Docker client where speed counts: one call of it costs as much as a whole step.

# containers_addresses BRIDGE: the address of every running container on BRIDGE and the network namespace that it lives
# in: ADDRESS NAMESPACE. Docker keeps a handle on each container's namespace in /var/run/docker/netns (libnetwork,
# osl/namespace_linux.go).
containers_addresses() {
  for ns in /var/run/docker/netns/*; do
    case ${ns##*/} in '*' | default | ingress_sbox | lb_*) continue ;; esac
    nsenter --net="$ns" ip -4 -o addr show scope global 2>/dev/null | while read -r _ _ _ address _; do
      if containers_is_local "$1" "${address%/*}"; then printf '%s %s\n' "${address%/*}" "$ns"; fi
    done
  done
}

# containers_is_local BRIDGE ADDRESS: the host reaches ADDRESS through BRIDGE itself, so it is a container of this host
# on it.
containers_is_local() {
  case $(ip -4 -o route get "$2" 2>/dev/null) in
    *" via "*) return 1 ;;
    *" dev $1 "*) return 0 ;;
  esac
  return 1
}

# containers_forget_paths BRIDGE: host and containers remember for minutes how little a path once carried
# (net.ipv4.route.mtu_expires), and where they were once redirected to.
containers_forget_paths() {
  ip route flush cache
  containers_addresses "$1" | while read -r _ namespace; do nsenter --net="$namespace" ip route flush cache; done
}

# containers_on BRIDGE: the running ones: ADDRESS NAMESPACE, at most eight.
containers_on() { containers_addresses "$1" | sort | head -n 8; }

# containers_run_in NAMESPACE COMMAND…
containers_run_in() {
  namespace=$1
  shift
  nsenter --net="$namespace" "$@"
}

# containers_name NAMESPACE: the container that lives in it; asked only where there is something to say about it.
containers_name() {
  docker ps -q | xargs -r docker inspect --format '{{.NetworkSettings.SandboxKey}} {{.Name}}' 2>/dev/null |
    sed -n "s|^${1#/var}* */||p; s|^$1 /||p" | head -n 1
}
