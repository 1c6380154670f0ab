# shellcheck shell=sh
# Docker's configuration as it takes effect: the flags of its unit with their variables, and the file that it reads.
# Nothing is restarted to find it out. What Docker is told by flag and by file at once, also where both say the same,
# keeps it from starting.

# docker_environment: the variables of its unit, NAME=VALUE, a line each: those that are said there, then those of its
# files (systemd.exec(5)).
docker_environment() {
  systemctl show -p Environment docker.service | sed 's/^Environment=//' | xargs -n 1 printf '%s\n'
  for file in $(docker_environment_files); do
    sed -n 's/^[[:space:]]*\([A-Za-z_][A-Za-z0-9_]*\)=\(.*\)$/\1=\2/p' "$file" | sed "s/^\([^=]*\)=\"\(.*\)\"[[:space:]]*\$/\1=\2/; s/^\([^=]*\)='\(.*\)'[[:space:]]*\$/\1=\2/"
  done
}

docker_environment_files() {
  systemctl show -p EnvironmentFiles docker.service | sed 's/^EnvironmentFiles=//; s/ (ignore_errors=.*//' | while read -r file; do
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
      split("b bridge D debug G group g data-root H host l log-level p pidfile s storage-driver", pair, " "); for (i = 1; i in pair; i += 2) long[pair[i]] = pair[i + 1]
      split("debug experimental icc init ip-forward ip-masq iptables ip6tables ipv6 live-restore no-new-privileges raw-logs selinux-enabled tls tlsverify " \
        "userland-proxy validate allow-direct-routing ip-forward-no-drop", word, " "); for (i in word) is_switch[word[i]] = 1
      split("host hosts label labels dns-opt dns-opts exec-opt exec-opts log-opt log-opts storage-opt storage-opts registry-mirror registry-mirrors " \
        "insecure-registry insecure-registries default-ulimit default-ulimits add-runtime runtimes", pair, " "); for (i = 1; i in pair; i += 2) listed[pair[i]] = pair[i + 1]
    }
    $1 == "=" { sub(/^= /, ""); at = index($0, "="); variable[substr($0, 1, at - 1)] = substr($0, at + 1); next }
    {
      line = ""
      for (i = 2; i <= NF; i++) {
        part = $i
        if (part ~ /^\$[A-Za-z_][A-Za-z0-9_]*$/) part = variable[substr(part, 2)]
        else while (match(part, /\$[{][A-Za-z_][A-Za-z0-9_]*[}]/)) part = substr(part, 1, RSTART - 1) variable[substr(part, RSTART + 2, RLENGTH - 3)] substr(part, RSTART + RLENGTH)
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
    function member() { if (key != "") { gsub(/^"|"$/, "", key); gsub(/^"|"$/, "", token); print key, token }; key = token = "" }
    { text = text $0 "\n" }
    END {
      for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (quoted) { token = token c; if (c == "\\") token = token substr(text, ++i, 1); else if (c == "\"") quoted = 0; continue }
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
  set -- "$1" $(systemctl show -p DropInPaths -p FragmentPath docker.service | sed 's/^[^=]*=//') $(docker_environment_files)
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
# name. Status 40: it is not.
docker_is_system() {
  case $(systemctl show -p LoadState docker.service) in *not-found) ;; *) return 0 ;; esac
  case $(systemctl show -p LoadState snap.docker.dockerd.service) in *=loaded) echo "Docker is a snap (snap.docker.dockerd.service)"; return 40 ;; esac
  owner=$(ps -o user= -C dockerd | sed '/^root$/d; q')
  [ -z "$owner" ] || { echo "dockerd runs as $owner (rootless)"; return 40; }
  case $(docker --version 2>&1) in *[Pp]odman*) echo "the command docker is podman"; return 40 ;; esac
}

# docker_takes SUBNET NAME…: docker0 can have this subnet, and Docker can be told these settings by
# /etc/docker/daemon.json. Status 41: it reads another file; 42: a flag tells it one of them; 43: its bridge is none, or
# another; 45: another setting would be outside of the subnet.
docker_takes() {
  subnet=$1
  shift
  [ "$(docker_file)" = "$docker_default_file" ] || { docker_told_by config-file; return 41; }
  ! docker_collisions "$@" || return 42
  [ -z "$(docker_setting bridge)" ] || { docker_told_by bridge; return 43; }
  for setting in fixed-cidr default-gateway; do
    case " $* " in *" $setting "*) continue ;; esac
    value=$(docker_setting "$setting")
    [ -z "$value" ] || network_holds "$subnet" "$value" || { echo "$(docker_told_by "$setting") is not in $subnet"; return 45; }
  done
}

# docker_joins_ports: Docker lets pass what comes in and leaves by docker0. Status 44: it drops that (icc), and has the
# kernel send bridged frames through iptables for it whenever it starts (libnetwork, setupBridgeNetFiltering).
docker_joins_ports() {
  [ "$(docker_setting icc)" = false ] && [ "$(docker_setting iptables)" != false ] || return 0
  docker_told_by icc
  return 44
}

# network_holds NETWORK INNER: of IPv4; NETWORK may be an address with its prefix length, INNER an address or a network.
network_holds() {
  printf '%s\n%s\n' "$1" "$2" | awk -F '[./]' '
    { number[NR] = (($1 * 256 + $2) * 256 + $3) * 256 + $4; bits[NR] = NF > 4 ? $5 : 32 }
    END { size = 2 ^ (32 - bits[1]); exit !(bits[2] >= bits[1] && int(number[1] / size) == int(number[2] / size)) }'
}
