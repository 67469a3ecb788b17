#!/bin/sh
# Makes the cluster at the first start, and runs the server.
set -eu
user=${POSTGRES_USER:-postgres}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?The first start needs POSTGRES_PASSWORD.}"
  # Beside its place and renamed: half a cluster is never taken for a whole one.
  rm -rf "$PGDATA.new"
  printf '%s\n' "$POSTGRES_PASSWORD" >/tmp/password
  # shellcheck disable=SC2086 # several options in one variable
  initdb --pgdata="$PGDATA.new" --username="$user" --pwfile=/tmp/password --auth-local=trust \
    --auth-host=scram-sha-256 ${POSTGRES_INITDB_ARGS:-}
  rm /tmp/password
  printf 'host all all all scram-sha-256\n' >>"$PGDATA.new/pg_hba.conf"
  mv "$PGDATA.new" "$PGDATA"
fi

exec "$@" -c "listen_addresses=*"
