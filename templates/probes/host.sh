# shellcheck shell=sh
# What a host is: for people who choose hosts, and for forms that are filled with what is there. Read-only. Needs
# firewall.sh. A line a fact, separated by tabs: NAME VALUE…; what is not there is not said. The last line is "end".
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

fact() {
  printf '%s' "$1"
  shift
  for value; do printf '\t%s' "$value"; done
  printf '\n'
}

# A daemon that hangs must not keep the other facts waiting.
soon() { timeout 5 "$@" 2>/dev/null; }

fact uid "$(id -u)"
# shellcheck source=/dev/null
( [ ! -r /etc/os-release ] || . /etc/os-release; fact os "${PRETTY_NAME:-${NAME:-}}" "${ID:-}" "${VERSION_ID:-}" )
fact kernel "$(uname -r)"
if [ -d /run/systemd/system ]; then fact init systemd; else fact init "$(cat /proc/1/comm)"; fi

if command -v docker >/dev/null; then
  if version=$(timeout 5 docker version --format '{{.Server.Version}}' 2>&1); then
    fact docker "$version" running
    soon docker ps --format '{{.Names}}' | while read -r name; do fact container "$name"; done
    soon docker network ls -q --filter driver=bridge | soon xargs -r docker network inspect \
      --format '{{.Name}} {{.Id}} {{with index .Options "com.docker.network.bridge.name"}}{{.}}{{else}}-{{end}}{{range .IPAM.Config}} {{.Subnet}}{{end}}' |
      while read -r name id bridge subnet _; do
        [ "$bridge" != - ] || bridge=br-$(printf %.12s "$id")
        fact network "$name" "$bridge" "$subnet"
      done
  else
    case $version in
      *"permission denied"*) state=denied ;;
      *) state=stopped ;;
    esac
    fact docker "$(docker --version 2>/dev/null | sed 's/^Docker version \([^,]*\).*/\1/')" "$state"
  fi
fi

if command -v ovs-vsctl >/dev/null; then
  version=$(ovs-vsctl --version | sed -n '1s/.* //p')
  if pgrep -x ovs-vswitchd >/dev/null; then fact ovs "$version" running; else fact ovs "$version" stopped; fi
  if bridges=$(ovs-vsctl --timeout=3 list-br 2>/dev/null); then
    for bridge in $bridges; do
      fact ovs-bridge "$bridge" "$(ovs-vsctl --timeout=3 get bridge "$bridge" datapath_type | tr -d '"')"
    done
  fi
fi
if [ -e /sys/module/openvswitch ] || modprobe -q -n openvswitch 2>/dev/null; then fact datapath system; fi
fact datapath netdev

fact firewall "$(firewall_kind)"
if command -v getenforce >/dev/null; then fact selinux "$(getenforce | tr '[:upper:]' '[:lower:]')"; fi

# sudo takes SSH_CONNECTION away; the processes above it still have it.
session=${SSH_CONNECTION:-}
pid=$$
while [ -z "$session" ] && [ "${pid:-1}" -gt 1 ]; do
  session=$(tr '\0' '\n' <"/proc/$pid/environ" | sed -n 's/^SSH_CONNECTION=//p') 2>/dev/null
  pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
done
# shellcheck disable=SC2086 # four words: client, its port, server, its port
set -- $session
if [ -n "${3:-}" ]; then fact session "$(ip -o addr show to "$3" | awk '{ print $2; exit }')" "$3"; fi

# Interfaces by name, MTU, state, and what they are a port of. Containers' ends of veth pairs are left out.
ip -o link show | awk -v OFS='\t' '
  { name = $2; sub(/@.*|:$/, "", name); mtu = state = master = "" }
  {
    for (i = 3; i < NF; i++) {
      if ($i == "mtu") mtu = $(i + 1)
      if ($i == "state") state = tolower($(i + 1))
      if ($i == "master") master = $(i + 1)
    }
  }
  name != "lo" && name !~ /^veth/ { print "link", name, mtu, state, master }'
ip -o addr show |
  awk -v OFS='\t' '$2 != "lo" && ($3 == "inet" || $3 == "inet6") && !/scope link/ { print "address", $2, $4 }'
for bridge in /sys/class/net/*/bridge; do
  [ ! -d "$bridge" ] || { bridge=${bridge%/bridge}; fact bridge "${bridge##*/}"; }
done
fact end
