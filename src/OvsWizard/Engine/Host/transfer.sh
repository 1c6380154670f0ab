# Files that travel between the operator's machine and this host. OVSW_LOCAL lists the operator's: SHA256 NAME, a line
# each.

# ovsw_sum_of NAME: the checksum of the operator's file.
ovsw_sum_of() {
  printf '%s\n' "$OVSW_LOCAL" | while read -r ovsw_sum ovsw_name; do
    [ "$ovsw_name" != "$1" ] || { printf '%s\n' "$ovsw_sum"; break; }
  done
}

ovsw_sum_here() { [ ! -f "$1" ] || sha256sum "$1" | cut -d ' ' -f 1 | tr -d '\\'; }

# ovsw_has FOLDER NAME…: the operator's files are here, whole.
ovsw_has() {
  ovsw_carried_to=$1
  shift
  for ovsw_file; do
    [ "$(ovsw_sum_here "$ovsw_carried_to/$ovsw_file")" = "$(ovsw_sum_of "$ovsw_file")" ] ||
      { echo "$ovsw_carried_to/$ovsw_file is not there, or is another file"; return 1; }
  done
}

# ovsw_keep_sent FOLDER NAME…: the before-image of ovsw_receive.
ovsw_keep_sent() {
  ovsw_carried_to=$1
  shift
  for ovsw_file; do
    printf 'rm -f %s\n' "$(ovsw_quote "$(ovsw_part_of "$ovsw_carried_to/$ovsw_file")")"
    ovsw_keep_file "$ovsw_carried_to/$ovsw_file"
  done
}

# ovsw_receive FOLDER NAME…: what has arrived gets its name, if it is what was sent.
ovsw_receive() {
  ovsw_carried_to=$1
  shift
  for ovsw_file; do
    ovsw_new=$(ovsw_part_of "$ovsw_carried_to/$ovsw_file")
    [ -f "$ovsw_new" ] || continue
    [ "$(ovsw_sum_here "$ovsw_new")" = "$(ovsw_sum_of "$ovsw_file")" ] ||
      { echo "$ovsw_file did not arrive as it was sent"; rm -f "$ovsw_new"; return 1; }
    ovsw_follow "$ovsw_carried_to/$ovsw_file"
    ovsw_found='0644 '
    if [ -e "$ovsw_real" ]; then ovsw_found=$(stat -c '0%a %u:%g' "$ovsw_real"); fi
    # A link may lead to another file system, where no rename reaches.
    [ "${ovsw_real%/*}" = "$ovsw_carried_to" ] ||
      { ovsw_sent=$ovsw_new; ovsw_new_file "$ovsw_real" && cat "$ovsw_sent" >"$ovsw_new" && rm -f "$ovsw_sent"; }
    ovsw_new_is_whole "$ovsw_real" "${ovsw_found% *}" "${ovsw_found#* }"
  done
}

# ovsw_offer LINES: files of this host, a path a line, for the operator to fetch. Status 1 where he does not have them
# all. In place of a checksum "-" says why there is none.
ovsw_offer() {
  [ -n "$1" ] || { ovsw_say "offer - 0 there is no file to fetch"; return 1; }
  ovsw_missing=0
  while IFS= read -r ovsw_file; do
    [ -f "$ovsw_file" ] || { ovsw_say "offer - 0 there is no file $ovsw_file"; return 1; }
    ovsw_sum=$(ovsw_sum_here "$ovsw_file")
    ovsw_say "offer $ovsw_sum $(stat -c %s "$ovsw_file") $ovsw_file"
    [ "$ovsw_sum" = "$(ovsw_sum_of "${ovsw_file##*/}")" ] ||
      { ovsw_missing=1; echo "the operator's machine does not have ${ovsw_file##*/}"; }
  done <<OVSW_EOF
$1
OVSW_EOF
  return "$ovsw_missing"
}
