# shellcheck shell=sh
# Building RPMs of Open vSwitch from its source.
# VERSION everywhere is that of the source: openvswitch-VERSION.tar.gz.
# requires: keep

# Where the operator's own source arrives.
sources_folder=/var/lib/ovswizard/sources

rpm_build_source() { echo "$(rpm --eval %_sourcedir)/openvswitch-$1.tar.gz"; }

# The source unpacked beside its archive.
rpm_build_tree() { echo "$(rpm --eval %_sourcedir)/openvswitch-$1"; }

# rpm_build_missing_programs PROGRAM…: those that are not here.
rpm_build_missing_programs() {
  for program; do command -v "$program" >/dev/null || printf '%s ' "$program"; done
}

# rpm_build_source_is_there VERSION SHA256 FILE: the source is here, whole, and the one asked for. SHA256 and FILE may
# be empty.
rpm_build_source_is_there() {
  source=$(rpm_build_source "$1")
  [ -f "$source" ] || { echo "$source is not there"; return 1; }
  gzip -t "$source" || return 1
  has=$(sha256sum "$source" | cut -d ' ' -f 1)
  [ -z "$2" ] || [ "$has" = "$2" ] || { echo "$source has SHA-256 $has, not $2"; return 1; }
  [ -z "$3" ] || cmp "$source" "$sources_folder/${3##*/}"
}

# rpm_build_get_source VERSION SHA256 FILE URL: from the file that was sent, else from the URL.
rpm_build_get_source() {
  source=$(rpm_build_source "$1")
  mkdir -p "${source%/*}"
  if [ -n "$3" ]; then
    cp "$sources_folder/${3##*/}" "$source.part"
  elif command -v curl >/dev/null; then
    curl -fsSL --retry 2 -o "$source.part" "$4" || { rm -f "$source.part"; fail source-unavailable; }
  else
    wget -nv -O "$source.part" "$4" || { rm -f "$source.part"; fail source-unavailable; }
  fi
  has=$(sha256sum "$source.part" | cut -d ' ' -f 1)
  if [ -n "$2" ] && [ "$has" != "$2" ] || ! gzip -t "$source.part"; then
    rm -f "$source.part"
    fail source-not-the-one "its SHA-256 is $has"
  fi
  mv -f "$source.part" "$source"
  echo "SHA-256 $has"
}

# rpm_build_spec VERSION KIND: the spec to build by. KIND auto: the maintained fedora spec, for releases before 2.6 the
# handbook's.
rpm_build_spec() {
  kind=$2
  if [ "$kind" = auto ]; then
    if [ "$(printf '%s\n2.6\n' "$1" | sort -V | head -n 1)" = 2.6 ]; then kind=fedora; else kind=handbook; fi
  fi
  case $kind in
    fedora) echo "$(rpm_build_tree "$1")/rhel/openvswitch-fedora.spec" ;;
    *) echo "$(rpm_build_tree "$1")/rhel/openvswitch_no_kmod.spec" ;;
  esac
}

# The handbook's spec without the kernel module: the kernel brings its own since 3.3.
rpm_build_spec_without_kmod() { sed 's/openvswitch-kmod, //g' "$(rpm_build_tree "$1")/rhel/openvswitch.spec"; }

# rpm_build_spec_is_made VERSION KIND
rpm_build_spec_is_made() {
  spec=$(rpm_build_spec "$1" "$2")
  [ -f "$spec" ] || { echo "$spec is not there"; return 1; }
  case $spec in
    *_no_kmod.spec) rpm_build_spec_without_kmod "$1" | cmp - "$spec" ;;
  esac
}

rpm_build_make_spec() {
  tar -xzf "$(rpm_build_source "$1")" -C "$(rpm --eval %_sourcedir)" --no-same-owner
  spec=$(rpm_build_spec "$1" "$2")
  case $spec in
    *_no_kmod.spec) rpm_build_spec_without_kmod "$1" >"$spec" ;;
  esac
  [ -f "$spec" ] || fail spec-missing "$(ls "$(rpm_build_tree "$1")/rhel" 2>&1)"
}

# rpm_build_missing_dependencies SPEC: by the names the spec gives them, a line each. Nothing is built.
rpm_build_missing_dependencies() {
  rpmbuild -bb --nobuild "$1" 2>&1 | sed -n 's/^[[:space:]]*\(.*[^[:space:]]\) is needed by .*/\1/p'
}

# --- what was built ---------------------------------------------------------------------------------------------------

# Says what the RPMs in %_rpmdir were built from, so that the same thing is not built again.
rpm_build_stamp() { echo "$(rpm --eval %_rpmdir)/openvswitch-$1.built"; }

# rpm_build_recipe VERSION SPEC OPTION…: what the result depends on.
rpm_build_recipe() {
  source=$(rpm_build_source "$1")
  {
    sha256sum "$source" "$2" | cut -d ' ' -f 1
    shift 2
    printf '%s\n' "$@" "$(uname -m)"
  } | sha256sum | cut -d ' ' -f 1
}

# rpm_build_is_done VERSION SPEC OPTION…: from this very source, by this very spec, and nobody has touched them since.
rpm_build_is_done() {
  stamp=$(rpm_build_stamp "$1")
  [ -f "$stamp" ] || { echo "openvswitch-$1 has not been built here"; return 1; }
  [ "$(sed -n 's/^# recipe //p' "$stamp")" = "$(rpm_build_recipe "$@")" ] ||
    { echo "what was built here before came from another source, spec or options"; return 1; }
  sha256sum -c --quiet "$stamp"
}

rpm_build_rpms() { sed -n 's/^[0-9a-f]\{64\}  //p' "$(rpm_build_stamp "$1")"; }

# rpm_build_keep VERSION: the before-image of a build. RPMs of an earlier one with the same names are lost: they can be
# built again.
rpm_build_keep() {
  builds=$(rpm --eval %_builddir) rpms=$(rpm --eval %_rpmdir)
  keep_command rpm_build_without_rpms "$1"
  ovsw_keep_file "$(rpm_build_stamp "$1")"
  keep_absence "$builds/openvswitch-$1" "$builds/openvswitch-$1.log"
  keep_folders "$rpms/$(uname -m)" "$rpms/noarch"
}

# The before-image of rpmbuild's folders: it makes all of them, also where it only looks what a spec needs.
rpm_build_keep_folders() {
  for macro in rpmdir builddir buildrootdir srcrpmdir specdir sourcedir topdir; do
    keep_folders "$(rpm --eval "%_$macro")"
  done
}

rpm_build_without_rpms() {
  [ -e "$(rpm_build_stamp "$1")" ] || return 0
  rpm_build_rpms "$1" | while IFS= read -r rpm; do rm -f "$rpm"; done
}

# rpm_build_run VERSION SPEC OPTION…
rpm_build_run() {
  stamp=$(rpm_build_stamp "$1") recipe=$(rpm_build_recipe "$@")
  log=$(rpm --eval %_builddir)/openvswitch-$1.log
  spec=$2
  mkdir -p "${log%/*}" "${stamp%/*}"
  shift 2
  rm -f "$stamp"
  # Its status cannot come through the pipe that shows and keeps what it says.
  { status=0; rpmbuild -bb "$@" "$spec" 2>&1 || status=$?; echo "$status" >"$log.status"; } </dev/null | tee "$log"
  status=$(cat "$log.status")
  rm -f "$log.status"
  [ "$status" -eq 0 ] || fail build-failed "rpmbuild ended with $status; all it said is in $log"
  sed -n 's/^Wrote: \(.*\.rpm\)$/\1/p' "$log" | sort -u | {
    echo "# recipe $recipe"
    while IFS= read -r rpm; do sha256sum "$rpm"; done
  } >"$stamp.part"
  mv -f "$stamp.part" "$stamp"
}
