#!/usr/bin/env bash
# Plays the main job once through the edge of a development platform, from a call to a held place, and says what came of it:
#
#   deploy/smoke.sh [http://localhost:8080]
#
# It needs curl only, leaves a volunteer and a cancelled need behind, and ends with 1 at the first answer that is not as it should be.
set -euo pipefail
url=${1:-http://localhost:8080}
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

token() { # token ROLE SUBJECT
  curl -fsS "$url/oidc/token" -d grant_type=urn:huying:development -d client_id=huying-development \
    -d "role=$1" -d "subject=$2" -d community=xishan | sed -E 's/.*"access_token":"([^"]+)".*/\1/'
}

call() { # call STATUS TOKEN METHOD PATH [BODY]: the answer, which must have that status
  local status
  status=$(curl -sS -o "$answer" -w '%{http_code}' -X "$3" "$url$4" -H "Authorization: Bearer $2" \
    -H "Idempotency-Key: $(new_id)" ${5:+-H 'Content-Type: application/json' --data "$5"})
  if [ "$status" != "$1" ]; then
    printf '%s %s answers %s and not %s:\n%s\n' "$3" "$4" "$status" "$1" "$(cat "$answer")" >&2
    exit 1
  fi
}

# Events take a moment, and minutes while a whole community is seeded on a busy machine.
patience=480

until_it_is() { # until_it_is STATUS TOKEN METHOD PATH [BODY]
  local deadline=$((SECONDS + patience))
  while [ "$SECONDS" -lt "$deadline" ]; do
    if (call "$@") 2>/dev/null; then return; fi
    sleep 0.2
  done
  call "$@"
}

until_it_says() { # until_it_says TEXT TOKEN METHOD PATH
  local deadline=$((SECONDS + patience))
  while [ "$SECONDS" -lt "$deadline" ]; do
    call 200 "${@:2}"
    if grep -qF "$1" "$answer"; then return; fi
    sleep 0.2
  done
  printf '%s %s does not come to say %s:\n%s\n' "$3" "$4" "$1" "$(cat "$answer")" >&2
  exit 1
}

new_id() { cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen; }
field() { sed -E 's/^.*[{,]"'"$1"'":"?([^",}]*).*$/\1/' "$answer"; }
in_hours() { date -u -d "+$1 hours" +%FT%TZ 2>/dev/null || date -u -v "+$1H" +%FT%TZ; }
say() { printf '%-10s %s\n' "$@"; }

staff=$(token staff smoke-staff)
id=smoke-$(new_id)
volunteer=$(token volunteer "$id")
call 201 "$volunteer" POST /v1/volunteers "{\"name\": \"石小满\", \"phone\": \"139$(printf '%08d' $((RANDOM * RANDOM % 100000000)))\",
  \"birthDate\": \"1995-03-08\", \"consents\": [\"privacy-notice\"]}"
say volunteer "$id registered"

call 201 "$staff" POST /v1/calls '{"channel": "hotline", "text": "家里的电饭煲坏了,想请人来修一下"}'
say call "taken as $(field acceptedCode)"
call 201 "$staff" POST /v1/needs "{\"catalogueItemCode\": \"LC-001\", \"title\": \"修电饭煲\", \"places\": 1,
  \"startsAt\": \"$(in_hours 3)\", \"endsAt\": \"$(in_hours 5)\", \"location\": {\"name\": \"居民会客厅\"}, \"personInCharge\": \"值班社工\"}"
need=$(sed -E 's/^\{"id":"([^"]+)".*$/\1/' "$answer")
say need "$need raised"
call 201 "$staff" POST "/v1/needs/$need/publication" '{}'
say need "published"

until_it_is 201 "$volunteer" POST "/v1/needs/$need/claims"
say claim "$(field state), place $(field place)"
until_it_says '"state":"filled"' "$staff" GET "/v1/needs/$need"
say need "filled, as the request service has heard from the claim service"
call 201 "$staff" POST "/v1/needs/$need/cancellation" '{"reason": "smoke test"}'
say need "cancelled"
