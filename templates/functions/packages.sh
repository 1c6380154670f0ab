# shellcheck shell=sh
# Packages of the host's own package manager: dnf, yum or apt-get. Arguments are names, or paths of package files.
# requires: keep

# packages_manager [WORD…]: what the files are for; without any, what the distribution has.
packages_manager() {
  case ${1-} in
    *.rpm) manager='dnf yum' ;;
    *.deb) manager=apt-get ;;
    *)
      if grep -qsE '^(ID|ID_LIKE)=.*(debian|ubuntu)' /etc/os-release; then
        manager=apt-get
      else
        manager='dnf yum apt-get'
      fi ;;
  esac
  for program in $manager; do
    ! command -v "$program" >/dev/null || { echo "$program"; return 0; }
  done
  return 1
}

# packages_names WORD…: the names, also of those given as files.
packages_names() {
  for word; do
    case $word in
      *.rpm) rpm -qp --nosignature --qf '%{NAME}\n' "$word" 2>/dev/null ;;
      *.deb) dpkg-deb -f "$word" Package ;;
      *) echo "$word" ;;
    esac || return
  done
}

# packages_version MANAGER NAME: the version installed; nothing where it is not.
packages_version() {
  case $1 in
    apt-get) dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$2" 2>/dev/null | sed -n 's/^installed //p' ;;
    *) rpm -q --qf '%{EPOCHNUM}:%{VERSION}-%{RELEASE}\n' "$2" 2>/dev/null | grep -v ' ' ;;
  esac || true
}

# packages_file_version WORD: the version in a file; nothing of a name: any will do.
packages_file_version() {
  case $1 in
    *.rpm) rpm -qp --nosignature --qf '%{EPOCHNUM}:%{VERSION}-%{RELEASE}\n' "$1" 2>/dev/null ;;
    *.deb) dpkg-deb -f "$1" Version ;;
  esac
}

# packages_is_known MANAGER NAME: it is installed, or a repository has it.
packages_is_known() {
  [ -z "$(packages_version "$1" "$2")" ] || return 0
  case $1 in
    apt-get) apt-cache policy "$2" | grep -q 'Candidate: [^(]' ;;
    *) "$1" -q -C info "$2" >/dev/null 2>&1 ;;
  esac
}

# packages_are_known MANAGER NAME…: each of them; prints the first that is not.
packages_are_known() {
  manager=$1
  shift
  for word; do
    packages_is_known "$manager" "$word" || { echo "no repository known here has $word"; return 1; }
  done
}

packages_refresh() {
  case $1 in
    apt-get) apt-get -q update ;;
    *) "$1" -y makecache ;;
  esac
}

# packages_are_installed MANAGER WORD…: all of them, and those given as files in that very version.
packages_are_installed() {
  manager=$1
  shift
  for word; do
    name=$(packages_names "$word") || { echo "$word cannot be read"; return 1; }
    has=$(packages_version "$manager" "$name")
    wanted=$(packages_file_version "$word")
    [ -z "$has" ] || [ "${wanted:-$has}" != "$has" ] || continue
    echo "$name: installed ${has:-nothing}${wanted:+, wanted $wanted}"
    return 1
  done
}

# packages_install MANAGER WORD….
packages_install() {
  manager=$1
  shift
  case $manager in
    apt-get) DEBIAN_FRONTEND=noninteractive apt-get -q -y --allow-downgrades --no-install-recommends \
      -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 install "$@" ;;
    *) case $1 in *.rpm) "$manager" -y localinstall "$@" ;; *) "$manager" -y install "$@" ;; esac ;;
  esac || fail package-manager-refused
}

# --- before-images ----------------------------------------------------------------------------------------------------

# packages_keep MANAGER WORD…: which of all that an installation would bring are here, and in which version.
packages_keep() {
  manager=$1
  shift
  case $manager in
    apt-get) packages_keep_debs "$@" ;;
    *) packages_keep_rpms "$manager" "$@" ;;
  esac
}

# apt tells beforehand what it would bring.
packages_keep_debs() {
  brings=$(apt-get -q -s --allow-downgrades --no-install-recommends install "$@" 2>&1) ||
    fail package-manager-refused "$brings"
  fresh='' removed=''
  for name in $(printf '%s\n' "$brings" | sed -n 's/^Inst \([^ ]*\).*/\1/p' | sort); do
    # shellcheck disable=SC2016 # dpkg's own
    case $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) in
      installed) keep_command packages_put_deb_version "$name" "$(packages_version apt-get "$name")" ;;
      config-files) removed="$removed $name" ;;
      *) fresh="$fresh $name" ;;
    esac
  done
  # shellcheck disable=SC2086 # names
  keep_command packages_without_debs remove $removed
  # shellcheck disable=SC2086 # names
  keep_command packages_without_debs purge $fresh
}

# packages_without_debs remove|purge NAME…: in one call, so that their order does not count.
packages_without_debs() {
  action=$1
  shift
  for name; do
    shift
    # shellcheck disable=SC2016 # dpkg's own
    case $action$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) in
      purge | purgenot-installed | remove | removenot-installed | removeconfig-files) ;;
      *) set -- "$@" "$name" ;;
    esac
  done
  [ $# -eq 0 ] || DEBIAN_FRONTEND=noninteractive dpkg "--$action" "$@"
}

packages_put_deb_version() {
  [ "$(packages_version apt-get "$1")" = "$2" ] ||
    DEBIAN_FRONTEND=noninteractive apt-get -q -y --allow-downgrades install "$1=$2"
}

# rpm remembers which packages came in one transaction: what came with these goes with them.
packages_keep_rpms() {
  manager=$1
  shift
  names=$(packages_names "$@")
  for name in $names; do
    has=$(packages_version "$manager" "$name")
    if [ -n "$has" ]; then
      keep_command packages_put_rpm_version "$manager" "$name" "$has"
    else
      keep_command packages_without_rpm "$name"
    fi
  done
}

packages_without_rpm() {
  transaction=$(rpm -q --qf '%{INSTALLTID}\n' "$1" | grep -x '[0-9]*') || return 0
  names=$(rpm -qa --qf '%{INSTALLTID} %{NAME}.%{ARCH}\n' | sed -n "s/^$transaction //p")
  # Not every package stops what it brought.
  # shellcheck disable=SC2086 # names
  rpm -ql $names | sed -n 's|^.*/systemd/system/\([^/]*[^@/]\.service\)$|\1|p' | xargs -r systemctl stop
  # shellcheck disable=SC2086 # names
  rpm -e $names
  systemctl daemon-reload
}

packages_put_rpm_version() {
  [ "$(packages_version "$1" "$2")" = "$3" ] || "$1" -y downgrade "$2-${3#*:}"
}
