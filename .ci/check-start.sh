#!/usr/bin/env bash
# Starts the platform as a user does, waits until it is ready, checks its OpenAPI document, plays the main job through it
# with curl, and checks that nothing is left when it was told to stop.
set -uo pipefail
work=$1
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
metrics=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
began=$SECONDS
PORT=$port METRICS_PORT=$metrics npm start >"$work/start.log" 2>&1 &
starting=$!
trap 'kill "$starting" 2>/dev/null' EXIT
ready=
for _ in $(seq 1 240); do
  if curl -fsS "http://127.0.0.1:$port/health/ready" >"$work/ready.json" 2>/dev/null; then ready=1 && break; fi
  kill -0 "$starting" 2>/dev/null || break
  sleep 0.5
done
if [ -z "$ready" ]; then
  echo 'The platform did not become ready:'
  tail -40 "$work/start.log"
  exit 1
fi
echo "Ready after $((SECONDS - began)) s."
# Twenty seconds are promised on a machine of its own; one that does other work as well may take twice as long.
[ $((SECONDS - began)) -le 40 ] || { echo 'It must be ready within 20 s.'; exit 1; }
deploy/smoke.sh "http://127.0.0.1:$port" || exit 1
curl -fsS "http://127.0.0.1:$port/openapi.json" >"$work/openapi.json" || exit 1
curl -fsSL "http://127.0.0.1:$port/docs" >"$work/docs.html" || exit 1
grep -q swagger-ui "$work/docs.html" || { echo 'The reference page is not there.'; exit 1; }
curl -fsS "http://127.0.0.1:$metrics/metrics" >"$work/metrics.txt" || exit 1
grep -q '^huying_http_request_duration_seconds' "$work/metrics.txt" || { echo 'No metrics.'; exit 1; }
npx redocly lint --config .ci/redocly.yaml "$work/openapi.json" || exit 1
kill "$starting"
wait "$starting"
for _ in $(seq 1 40); do
  curl -s "http://127.0.0.1:$port/health/live" >/dev/null || { echo 'Stopped; the port is free.'; exit 0; }
  sleep 0.5
done
echo 'The platform still answers after it was told to stop.'
exit 1
