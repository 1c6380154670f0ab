# shellcheck shell=sh
# The state of a host, a line a fact, sorted: what must be equal before a run and after its rollback.
# Left out is what nobody set: counters, times, uuids, link-local addresses, veths, and what Docker hands out anew at
# every start: the containers' addresses, and the MAC of a bridge that it, or Open vSwitch, makes. In iptables a
# container's address would stand only for published ports, which the practice container has none of.
LC_ALL=C
export LC_ALL

each() { sed "s|^|$1: |"; }

ip -o addr show scope global | sed 's/^[0-9]*: //; s/\\.*//; s/  */ /g' | grep -v '^veth' | each address
ip -o link | sed 's/^[0-9]*: //; s/@[^:]*//' | grep -v '^veth' |
  awk -v bridges=" ovs-netdev $(ovs-vsctl list-br | tr '\n' ' ')" \
    '{ name = $1; state = $2 ~ /[<,]UP[,>]/ ? "up" : "down"; mtu = master = mac = "-"
         for (i = 3; i < NF; i++) {
           if ($i == "mtu") mtu = $(i + 1)
           if ($i == "master") master = $(i + 1)
           if ($i ~ /link\/ether/) mac = $(i + 1)
         }
         if (mac ~ /^02:42:/ || name ~ /^(docker0|br-[0-9a-f]+):$/) mac = "of Docker"
         if (index(bridges, " " substr(name, 1, length(name) - 1) " ")) mac = "of Open vSwitch"
         print name, state, "mtu", mtu, "master", master, "mac", mac }' | each link
{ ip -4 route show table all; ip -4 rule; } | sed 's/ linkdown//; s/ *$//' | each route

for table in 'bridge name,datapath_type,rstp_enable,stp_enable,external_ids' \
    'port name,tag,trunks,vlan_mode,protected,external_ids' \
  'interface name,type,options,mtu_request,external_ids'; do
  ovs-vsctl --format=csv --no-headings --columns="${table#* }" list "${table% *}" | grep . | each "ovs ${table% *}"
done

# The order of rules counts, so each line carries its place in its chain.
for save in iptables-legacy-save iptables-nft-save; do
  "$save" 2>/dev/null | sed '/^#/d; s/ \[[0-9:]*\]$//' |
    awk '/^\*/ { table = $0 } { print table, $2, ++n[table, $2], $0 }' | each "$save"
done
# In nftables' own words those of iptables and firewalld stand in the order in which these were started last.
nft -s list ruleset 2>/dev/null |
  awk '
    /^table / { own = $2 !~ /^ip6?$/ || $3 !~ /^(filter|mangle|nat|raw|security)$/; own = own && $3 != "firewalld" }
    own { print ++n, $0 }' |
  each nft
! systemctl is-active -q firewalld ||
  firewall-cmd --list-all-zones | awk '/^[^ \t]/ { zone = $1 } { print zone, $0 }' | each firewalld

for name in ip_forward conf/all conf/default conf/docker0 conf/eth0 conf/eth1; do
  [ ! -e "/proc/sys/net/ipv4/$name" ] || find "/proc/sys/net/ipv4/$name" -type f -readable -exec grep -H . {} +
done | each sysctl
grep -H . /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null | each sysctl

# Open vSwitch's database is compared by its columns above.
find /etc /usr/local /var/lib/ovswizard /root/rpmbuild -xdev ! -path '/etc/openvswitch/*' \
  ! -path '/var/lib/ovswizard/*/after*' ! -path '/var/lib/ovswizard/*/begun*' \
  -printf '%M %u:%g %p -> %l\n' 2>/dev/null |
  each file
find /etc /usr/local /var/lib/ovswizard -xdev -type f ! -path '/etc/openvswitch/*' ! -path '*/before/*' \
  ! -path '*/after/*' ! -path '*/begun/*' -exec sha256sum {} + 2>/dev/null | each content
# After-images, and marks of what was begun, are for what the program leads: a script keeps none of some steps. The head
# of a before-image says of which run and boot it is.
for image in /var/lib/ovswizard/*/before/*; do
  [ ! -f "$image" ] || printf '%s  %s\n' "$(sed '1{/^# before-image /d}' "$image" | sha256sum | cut -c 1-64)" "$image"
done | each content

systemctl list-unit-files --no-legend --no-pager | awk '{ print $1, $2 }' | each unit-file
# Those that are started when they are asked or at the first boot, and that end by themselves, are in no state that
# anybody has set.
systemctl list-units --no-legend --no-pager --plain --all --type=service,socket,timer |
  awk '$1 !~ /^(systemd-(hostnamed|localed|timedated|sysusers|update-done)|NetworkManager-dispatcher)\.service$/ { print $1, $3 }' |
  each unit
docker ps --format '{{.Names}} of {{.Image}} in {{.Networks}}' | each container
docker network ls -q | xargs docker network inspect \
  --format '{{.Name}} {{.Driver}} {{range .IPAM.Config}}{{.Subnet}} {{.IPRange}} {{end}}{{.Options}}' | each network
