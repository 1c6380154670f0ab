#!/bin/sh
# Runs in the new root: the packages that debootstrap cannot configure (polkitd needs a finished system), then what is
# not wanted at boot. One that ends in a question mark is passed over where this release has it not.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
# Nothing may start in a chroot: it would run in the machine's own namespaces.
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
apt-get -q update
for package; do
  shift
  case $package in
    *\?) ! apt-cache show "${package%?}" >/dev/null 2>&1 || set -- "$@" "${package%?}" ;;
    *) set -- "$@" "$package" ;;
  esac
done
apt-get -q -y -o Dpkg::Options::=--force-unsafe-io --no-install-recommends install "$@"
rm /usr/sbin/policy-rc.d
apt-get clean
rm -rf /var/lib/apt/lists/*
