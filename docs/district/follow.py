"""Follows the events of a community by HTTP, with nothing but Python.

HUYING_URL    where the platform answers, such as http://localhost:8080
HUYING_TOKEN  a token with the permission district-events:read
STATE         a file that remembers how far this has come (default: feed.state)
UNTIL         stop after so many events (default: never)

Each event is printed as one line of JSON. What is printed and what is remembered
belong together: handle an event first, then remember it. After a crash the last
event may come again, so take its id for what it is: the same id, the same event.
"""

import http.client
import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request

url = os.environ.get("HUYING_URL", "").rstrip("/")
token = os.environ.get("HUYING_TOKEN", "")
if not (url and token):
    sys.exit("HUYING_URL and HUYING_TOKEN must be set: see docs/district/README.md.")
state = pathlib.Path(os.environ.get("STATE", "feed.state"))
until = int(os.environ.get("UNTIL", "0"))


def ask(after: str) -> list:
    """The next events; waits up to 20 seconds for one."""
    request = urllib.request.Request(
        f"{url}/v1/events?wait=20&limit=200" + (f"&after={after}" if after else ""),
        headers={"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def remember(sequence: str) -> None:
    """Writes beside the file and renames: whenever this is killed, the file has either the old place or the new one."""
    beside = state.with_name(state.name + ".new")
    beside.write_text(sequence)
    os.replace(beside, state)


def refusal(error: urllib.error.HTTPError) -> str:
    """What the platform says, and what to do about a place in the feed that is no more."""
    try:
        problem = json.load(error)
        said = f"{problem['code']}: {problem['detail']}"
    except (ValueError, KeyError):
        return f"HTTP {error.code}."  # of something in between, which speaks no problems
    if problem["code"] in ("events-cursor-ahead", "events-forgotten"):
        said += f" Remove {state} to begin with the oldest event that is kept."
    return said


seen = 0
# Missing or empty: from the oldest event that is kept.
after = state.read_text().strip() if state.exists() else ""
while True:
    try:
        events = ask(after)
    except urllib.error.HTTPError as error:
        if error.code not in (429, 503):
            sys.exit(refusal(error))
        seconds = int(error.headers.get("Retry-After", "1"))
        print(f"{refusal(error)} Trying again in {seconds} s.", file=sys.stderr)
        time.sleep(seconds)
        continue
    except (OSError, http.client.HTTPException) as error:
        print(f"Nobody answers ({error}); trying again.", file=sys.stderr)
        time.sleep(2)
        continue
    for event in events:
        print(json.dumps(event, ensure_ascii=False), flush=True)
        after = event["sequence"]
        remember(after)
        seen += 1
        if seen == until:
            sys.exit(0)
