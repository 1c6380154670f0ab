# shellcheck shell=sh
# Prints files, so that what a plan would write can be compared with what is there. Read-only. Arguments: the files' paths.
# A line each, separated by tabs: file PATH CONTENT (base64), or missing PATH. Files of more than 256 KiB are left out.
for path; do
  if [ ! -e "$path" ]; then printf 'missing\t%s\n' "$path"
  elif [ -f "$path" ] && [ "$(wc -c <"$path")" -le 262144 ]; then printf 'file\t%s\t%s\n' "$path" "$(base64 <"$path" | tr -d '\n')"
  fi
done
