# shellcheck shell=sh
# Names that functions had before each carried its module's, for runbooks that say keep.sh.
# requires: keep lines link

# shellcheck disable=SC2034 # the runbook's
newline='
'
quoted() { keep_command "$@"; }
if_there() { keep_if_there "$@"; }
is_there() { keep_is_there "$@"; }
without_unit() { keep_without_unit "$@"; }
has_link() { link_exists "$@"; }
await_link() { link_await "$@"; }
without_link() { keep_without_link "$@"; }
addresses_of() { keep_addresses_of "$@"; }
with_lines() { lines_with "$@"; }
put_addresses() { keep_put_addresses "$@"; }
routes_of() { keep_routes_of "$@"; }
gateways_last() { keep_gateways_last "$@"; }
is_made_by_hand() { keep_is_made_by_hand "$@"; }
put_routes() { keep_put_routes "$@"; }
each_missing() { lines_missing "$@"; }
