# Functions of .ci/run and .ci/nightly: steps that are run, counted and told, and go on after a failure.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CI=1
passed=0
failed=0
failures=()

step() { # step NAME COMMAND…: one check
  local name=$1 began=$SECONDS
  shift
  printf '\n=== %s\n' "$name"
  if "$@"; then
    passed=$((passed + 1))
    printf -- '--- %s: ok (%s s)\n' "$name" $((SECONDS - began))
  else
    failed=$((failed + 1))
    failures+=("$name")
    printf -- '--- %s: FAILED (%s s)\n' "$name" $((SECONDS - began))
  fi
}

beside() { # beside FILES COMMAND: steps in a process of their own
  passed=0
  failed=0
  failures=()
  "$2" >"$1.log" 2>&1
  printf '%s\n' "$passed" "$failed" "${failures[@]+"${failures[@]}"}" >"$1.results"
}

step_results() { # step_results FILES PROCESS: waits for those steps, prints what they printed and counts them
  local results
  wait "$2"
  cat "$1.log"
  if ! mapfile -t results 2>/dev/null <"$1.results"; then
    results=(0 1 "the steps of $1 did not come to their end")
  fi
  passed=$((passed + results[0]))
  failed=$((failed + results[1]))
  failures+=("${results[@]:2}")
}

install_what_is_missing() {
  local packages=()
  command -v java >/dev/null || packages+=(openjdk-17-jre-headless)
  command -v mvn >/dev/null || packages+=(maven)
  command -v git >/dev/null || packages+=(git)
  command -v curl >/dev/null || packages+=(curl)
  command -v promtool >/dev/null || packages+=(prometheus)
  command -v pg_dump >/dev/null || packages+=(postgresql)
  python3 -m pip --version >/dev/null 2>&1 || packages+=(python3 python3-pip)
  [ ${#packages[@]} -eq 0 ] && return 0
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
}

close() { # the last lines: what failed, how long it took, how many passed and failed
  printf '\n'
  for name in "${failures[@]+"${failures[@]}"}"; do printf 'failed: %s\n' "$name"; done
  printf 'took %s s\n' "$SECONDS"
  printf '%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
