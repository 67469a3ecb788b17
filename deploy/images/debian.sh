#!/bin/sh
# Makes debian:bookworm-slim, on which all images here are built, from Debian's packages: as root, on a Debian with debootstrap and a Docker engine.
#
#   deploy/images/debian.sh [AUTHORITY.crt…]
#
# Certificates (PEM) of authorities that the network has of its own are trusted by apt, pip, Maven and Node. Mirrors of the network's own: MIRROR and
# SECURITY_MIRROR (Debian), NPM_CONFIG_REGISTRY, PIP_INDEX_URL, and MAVEN_SETTINGS, a settings.xml. Whoever has the images can read them: no passwords.
set -eu
suite=${SUITE:-bookworm}
mirror=${MIRROR:-http://deb.debian.org/debian}
security=${SECURITY_MIRROR:-http://deb.debian.org/debian-security}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# It becomes the root of the images, which others than root read.
chmod 755 "$folder"

debootstrap --variant=minbase --include=ca-certificates "$suite" "$folder" "$mirror"
cat >"$folder/etc/apt/sources.list" <<LIST
deb $mirror $suite main
deb $mirror $suite-updates main
deb $security $suite-security main
LIST
# What is fetched to be installed would otherwise stay in every image, and translations are read by nobody.
cat >"$folder/etc/apt/apt.conf.d/image" <<'CONF'
Acquire::Languages "none";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
CONF
cat >"$folder/etc/dpkg/dpkg.cfg.d/image" <<'CONF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/locale/*
CONF
rm -rf "$folder/usr/share/man" "$folder/usr/share/locale"
# Java's package, as others, links its pages into these folders and cannot be installed without them.
for section in 1 2 3 4 5 6 7 8 9; do mkdir -p "$folder/usr/share/man/man$section"; done
find "$folder/usr/share/doc" -type f ! -name copyright -delete
for certificate in "$@"; do
  cp "$certificate" "$folder/usr/local/share/ca-certificates/$(basename "$certificate" .crt).crt"
done
chroot "$folder" update-ca-certificates
chroot "$folder" apt-get update
DEBIAN_FRONTEND=noninteractive chroot "$folder" apt-get upgrade -y
rm -rf "$folder"/var/cache/apt/* "$folder"/var/lib/apt/lists/* "$folder"/var/log/*

if [ -n "${MAVEN_SETTINGS:-}" ]; then install -D -m 0644 "$MAVEN_SETTINGS" "$folder/root/.m2/settings.xml"; fi
mirrors=
for name in NPM_CONFIG_REGISTRY PIP_INDEX_URL; do
  eval "value=\${$name:-}"
  if [ -n "$value" ]; then mirrors="$mirrors $name=$value"; fi
done

tar -C "$folder" -c . | docker import \
  --change 'CMD ["bash"]' --change 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt'"$mirrors" - "debian:$suite-slim"
