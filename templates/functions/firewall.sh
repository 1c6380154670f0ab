# shellcheck shell=sh
# Lets tunnel traffic in from the peers and from nobody else, in whatever firewall is found. Arguments everywhere: NAME
# PROTOCOL PORT PEER… (PORT is empty for protocols without ports; a peer is an address, or a network with its prefix
# length). The rules are this overlay's own, known by NAME, so that they can be taken away without touching any other.
# What a packet to a host meets is not always one firewall: firewalld, base chains of the site's own in nftables,
# iptables' tables in either of their two forms. Each of them can drop it, whatever the others say, so it is let in by
# each. A file by itself: it also stays on the host.
# requires: iptables nftables

# firewall_layers: those that are here, a line each: "firewalld"; "nftables FAMILY TABLE CHAIN"; "iptables nft" or
# "iptables legacy". Where there is none, that of iptables.
firewall_layers() {
  found=$(
    ! firewall_has_firewalld || echo firewalld
    nftables_input_chains | sed 's/^/nftables /'
    for form in nft legacy; do
      ! iptables_filters "$form" || echo "iptables $form"
    done
  )
  if [ -n "$found" ]; then printf '%s\n' "$found"; else echo "iptables $(iptables_form iptables)"; fi
}

# firewall_kind: the first of them, as people call it.
firewall_kind() { firewall_layers | sed 's/ .*//; q'; }

firewall_has_firewalld() { command -v firewall-cmd >/dev/null && systemctl is-active -q firewalld 2>/dev/null; }

# firewall_each LAYERS FUNCTION WORD…: calls KIND_FUNCTION with what of the layer is told behind its kind, then the
# words. Status: that of the last that failed. Not in an "||" list: there the shell would ignore the script's own set
# -e.
firewall_each() {
  layer_list=$1 layer_function=$2
  shift 2
  layer_failed=0
  while read -r layer_kind layer; do
    [ -n "$layer_kind" ] || continue
    "${layer_function%KIND*}$layer_kind${layer_function#*KIND}" "$layer" "$@"
    layer_status=$?
    [ "$layer_status" -eq 0 ] || layer_failed=$layer_status
  done <<LAYERS
$layer_list
LAYERS
  return "$layer_failed"
}

firewall_is_open() { firewall_each "$(firewall_layers)" KIND_is_open "$@"; }

firewall_open() { firewall_each "$(firewall_layers)" KIND_open "$@"; }

# firewall_without NAME: none of its rules.
firewall_without() { firewall_each "$(firewall_layers)" KIND_without "$1"; }

# firewall_names: in whose names there are rules, a line each. Those that were made first come first: whichever is put
# back goes before the others.
firewall_names() { firewall_each "$(firewall_layers)" KIND_names | awk '!seen[$0]++'; }

# firewall_put_back: after a boot, all but what firewalld remembers by itself.
firewall_put_back() {
  here=$(firewall_layers | sed /firewalld/d)
  firewall_each "$here" KIND_is_open "$@" >/dev/null || firewall_each "$here" KIND_open "$@"
}

# In the kernel there are two, nft and legacy, with a command for each, and a packet passes both. "iptables" is one or
# the other.
