# shellcheck shell=sh
# OVN's certificates: an authority of the network's own on the first central host.
# requires: keep ovn

# Private keys are made where they are used, and never leave it: only requests and certificates travel.
# ovn_has_key: a key, and the request that belongs to it.
ovn_certificates_has_key() {
  for name in key.pem request.pem; do
    [ -s "$ovn_folder/$name" ] || { echo "this host has no $name yet"; return 1; }
  done
  [ "$(openssl pkey -in "$ovn_folder/key.pem" -pubout)" = "$(openssl req -in "$ovn_folder/request.pem" \
    -noout -pubkey)" ] || { echo "key and request do not belong together"; return 1; }
}

# ovn_certificates_make_key NAME
ovn_certificates_make_key() (
  umask 077
  mkdir -p "$ovn_folder"
  cd "$ovn_folder" || exit
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem.part \
    -subj "/O=OvsWizard/CN=$1" -out request.pem.part 2>&1
  sync key.pem.part request.pem.part
  mv key.pem.part key.pem
  mv request.pem.part request.pem
)

ovn_certificates_make_authority() (
  umask 077
  mkdir -p "$ovn_authority/issued"
  cd "$ovn_authority" || exit
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj '/O=OvsWizard/CN=OVN authority' -keyout key.pem.part -out ca.pem.part 2>&1
  sync key.pem.part ca.pem.part
  mv key.pem.part key.pem
  mv ca.pem.part ca.pem
)

# ovn_requests: the requests of all hosts: HOST BASE64, a line each.
ovn_certificates_requests() { ovsw_published ovn_request; }

# ovn_certificates_is_signed HOST BASE64: there is a certificate for the key of this request, from this authority, good
# for a month at least.
ovn_certificates_is_signed() {
  issued=$ovn_authority/issued/$1.pem
  [ -s "$issued" ] || { echo "$1 has no certificate yet"; return 1; }
  [ "$(printf '%s' "$2" | base64 -d | openssl req -noout -pubkey)" = "$(openssl x509 -in "$issued" -noout -pubkey)" ] ||
    { echo "$1 has a new key"; return 1; }
  openssl verify -CAfile "$ovn_authority/ca.pem" "$issued" >/dev/null 2>&1 ||
    { echo "the certificate of $1 is of another authority"; return 1; }
  openssl x509 -in "$issued" -noout -checkend 2592000 >/dev/null ||
    { echo "the certificate of $1 ends within a month"; return 1; }
}

# ovn_certificates_sign HOST BASE64: for five years.
ovn_certificates_sign() (
  umask 077
  cd "$ovn_authority" || exit
  printf '%s' "$2" | base64 -d >"issued/$1.request"
  openssl x509 -req -in "issued/$1.request" -CA ca.pem -CAkey key.pem -days 1826 \
    -set_serial "0x$(openssl rand -hex 16)" -out "issued/$1.pem.part" 2>&1
  sync "issued/$1.pem.part"
  mv "issued/$1.pem.part" "issued/$1.pem"
  rm "issued/$1.request"
)

# The before-image of signing: the certificates there are, and no others.
ovn_certificates_keep_issued() {
  set --
  for issued in "$ovn_authority"/issued/*.pem; do
    [ -e "$issued" ] || continue
    ovsw_keep_file "$issued"
    set -- "$@" "${issued##*/}"
  done
  keep_command ovn_certificates_put_only_issued "$@"
}

ovn_certificates_put_only_issued() {
  for issued in "$ovn_authority"/issued/*.pem; do
    for kept; do
      [ "$kept" != "${issued##*/}" ] || continue 2
    done
    rm -f "$issued"
  done
}

# ovn_certificates_given NAME: what the authority has published for this host, as it is to be in its folder.
ovn_certificates_given() {
  case $1 in
    ca.pem) ovsw_published ovn_authority | { read -r _ text; printf '%s' "$text" | base64 -d; } ;;
    cert.pem) ovsw_published ovn_certificate | sed -n "s/^[^ ]* $OVSW_HOST //p" | base64 -d ;;
  esac
}

ovn_certificates_has_its_own() {
  for name in ca.pem cert.pem; do
    [ "$(ovn_certificates_given "$name")" = "$(cat "$ovn_folder/$name" 2>/dev/null)" ] ||
      { echo "$ovn_folder/$name is not what the authority has issued"; return 1; }
  done
}

ovn_certificates_take() {
  for name in ca.pem cert.pem; do
    ovsw_file "$ovn_folder/$name" "$(ovn_certificates_given "$name")
" whole 0644 ''
    ovsw_file_put
  done
}
