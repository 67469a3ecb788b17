#!/bin/sh
# Writes the settings that the environment gives, and runs the store.
set -eu
umask 077
cat >/tmp/s3proxy.conf <<CONF
s3proxy.endpoint=${S3PROXY_ENDPOINT:-http://0.0.0.0:9000}
s3proxy.authorization=${S3PROXY_AUTHORIZATION:-aws-v2-or-v4}
s3proxy.identity=${S3PROXY_IDENTITY:?}
s3proxy.credential=${S3PROXY_CREDENTIAL:?}
jclouds.provider=${JCLOUDS_PROVIDER:-filesystem}
jclouds.filesystem.basedir=${JCLOUDS_FILESYSTEM_BASEDIR:-/data}
CONF
exec java -Xmx256m -XX:+UseSerialGC -cp '/opt/storage/libs/*:/opt/storage/classes' org.gaul.s3proxy.Main \
  --properties /tmp/s3proxy.conf
