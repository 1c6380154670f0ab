#!/usr/bin/env bash
# Lays a published folder out as a distribution's package has it.   stage.sh FOLDER ROOT ZSH-FOLDER
set -euo pipefail
folder=$1
root=$2
zsh=$3

install -d "$root"/usr/{bin,lib/ovswizard,share/man/man1,share/man/zh_CN/man1,share/doc/ovswizard} \
  "$root"/usr/share/{bash-completion/completions,fish/vendor_completions.d} \
  "$root/usr/share/zsh/$zsh"
cp -R "$folder"/{ovswizard,runbooks,templates} "$root/usr/lib/ovswizard/"
find "$folder" -maxdepth 1 -name '*.so' -exec cp {} "$root/usr/lib/ovswizard/" \;
ln -s ../lib/ovswizard/ovswizard "$root/usr/bin/ovswizard"
gzip -9n <"$folder/man/ovswizard.1" >"$root/usr/share/man/man1/ovswizard.1.gz"
gzip -9n <"$folder/man/ovswizard.zh_CN.1" >"$root/usr/share/man/zh_CN/man1/ovswizard.1.gz"
cp "$folder/completions/ovswizard.bash" "$root/usr/share/bash-completion/completions/ovswizard"
cp "$folder/completions/_ovswizard" "$root/usr/share/zsh/$zsh/_ovswizard"
cp "$folder/completions/ovswizard.fish" "$root/usr/share/fish/vendor_completions.d/ovswizard.fish"
cp "$folder"/{README.md,README.zh.md,NOTICES.txt} "$root/usr/share/doc/ovswizard/"
find "$root" -type d -exec chmod 755 {} +
find "$root" -type f -exec chmod 644 {} +
chmod 755 "$root/usr/lib/ovswizard/ovswizard"
