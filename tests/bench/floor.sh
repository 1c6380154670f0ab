# The floor: what an expert's own script for one host would be, carried whole by one OpenSSH connection. It does what
# the runbook vxlan-overlay does with its defaults: every change checked first, made, and made to last a reboot. Called
# with: NAME UNDERLAY SUBNET MTU HOSTS… where each of HOSTS is NAME=UNDERLAY=SUBNET (this host among them).
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
name=$1 underlay=$2 subnet=$3 mtu=$4
shift 4
peers=
for host; do
  rest=${host#*=}
  [ "${host%%=*}" = "$name" ] || peers="$peers ${rest%%=*}=${rest#*=}"
done

# Fit for it?
command -v docker >/dev/null && systemctl is-active -q docker
pgrep -x ovs-vswitchd >/dev/null
ip -o addr show to "$underlay" | grep -q .

put() { # PATH MODE, content on standard input; status 0 where the file changed
  new=$1.new
  cat >"$new"
  if cmp -s "$new" "$1"; then rm "$new"; return 1; fi
  chmod "$2" "$new"
  sync "$new"
  mv "$new" "$1"
}

if printf 'net.ipv4.ip_forward = 1\n' | put /etc/sysctl.d/60-overlay.conf 0644; then
  sysctl -q -p /etc/sysctl.d/60-overlay.conf
fi

wanted=$(
  echo "-N OVERLAY"
  for peer in $peers; do echo "-A OVERLAY -s ${peer%%=*}/32 -j ACCEPT"; done
  echo "-A OVERLAY -j DROP"
)
if [ "$(iptables -w -S OVERLAY 2>/dev/null)" != "$wanted" ]; then
  { echo '*filter'; echo ':OVERLAY - [0:0]'; echo "$wanted" | grep -v '^-N'; echo COMMIT; } | iptables-restore -w -n
fi
iptables -w -C INPUT -p udp -m udp --dport 4789 -j OVERLAY 2>/dev/null ||
  iptables -w -I INPUT -p udp -m udp --dport 4789 -j OVERLAY

mkdir -p /etc/docker
if printf '{\n  "bip": "%s",\n  "mtu": %s\n}\n' "$subnet" "$mtu" | put /etc/docker/daemon.json 0644; then
  running=$(docker ps -q)
  systemctl reset-failed docker.service docker.socket
  systemctl restart docker
  [ -z "$running" ] || docker start $running >/dev/null
fi

ovs-vsctl br-exists ovsBridge0 ||
  ovs-vsctl add-br ovsBridge0 -- set bridge ovsBridge0 datapath_type=netdev \
    -- set interface ovsBridge0 mtu_request="$mtu"
n=0
add=
for peer in $peers; do
  port=vxlan$n n=$((n + 1))
  [ "$(ovs-vsctl --if-exists get interface $port options:remote_ip)" = "\"${peer%%=*}\"" ] ||
    add="$add -- --may-exist add-port ovsBridge0 $port -- set interface $port type=vxlan
      options:remote_ip=${peer%%=*} options:local_ip=$underlay options:dst_port=4789 -- set port $port protected=true"
done
[ -z "$add" ] || ovs-vsctl $add

case $(ip -o link show dev ovsBridge0) in *" master docker0 "*) ;; *) ip link set dev ovsBridge0 master docker0 ;; esac
ip link set dev ovsBridge0 up
ip route replace 10.0.0.0/16 dev docker0

mkdir -p /usr/local/lib/overlay
changed=
put /usr/local/lib/overlay/up.sh 0755 <<'UP' && changed=1
#!/bin/sh
until ip link show dev ovsBridge0 >/dev/null 2>&1 && ip link show dev docker0 >/dev/null 2>&1; do sleep 0.1; done
ip link set dev ovsBridge0 master docker0
ip link set dev ovsBridge0 up
ip route replace 10.0.0.0/16 dev docker0
UP
put /etc/systemd/system/overlay.service 0644 <<'UNIT' && changed=1
[Unit]
After=docker.service openvswitch-switch.service
PartOf=docker.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/lib/overlay/up.sh
[Install]
WantedBy=multi-user.target docker.service
UNIT
[ -z "$changed" ] || systemctl enable -q --now overlay.service

# Every container here to every container there, small packets and full-size ones. Containers have the first free
# address.
pid=$(docker inspect -f '{{.State.Pid}}' web)
for peer in $peers; do
  there=${peer#*=}
  there=${there%/*}
  there=${there%.*}.2
  for bytes in 56 $((mtu - 28)); do
    tries=0
    until nsenter --net="/proc/$pid/ns/net" ping -n -q -c 1 -W 1 -M do -s "$bytes" "$there" >/dev/null; do
      tries=$((tries + 1))
      [ $tries -lt 15 ] || { echo "$name: no answer from $there" >&2; exit 15; }
    done
  done
done
echo "$name: all pairs answer"
