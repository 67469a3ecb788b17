#!/bin/sh
# docker compose run --rm --build day-two backup|restore|rotate-keys|migrate [OPTIONS]
set -eu
command=${1:-}
[ $# -eq 0 ] || shift
case $command in
  backup | rotate-keys) exec node "services/standalone/dist/day-two/$command-main.js" "$@" ;;
  migrate) exec node services/standalone/dist/migrate.js "$@" ;;
  restore)
    node services/standalone/dist/day-two/restore-main.js "$@"
    # What was brought back belongs to the one whom the store runs as, who has to delete it some day.
    exec chown -R --reference=/attachments /attachments
    ;;
  *)
    echo 'Say what is to be done: backup --to /backups/NAME, restore --from /backups/NAME, rotate-keys or migrate.' >&2
    exit 2
    ;;
esac
