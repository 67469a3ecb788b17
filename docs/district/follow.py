"""Follows the events of a community by HTTP, with nothing but Python.

HUYING_URL    where the platform answers, such as http://localhost:8080
HUYING_TOKEN  a token with the permission district-events:read
STATE         a file that remembers how far this has come (default: feed.state)
UNTIL         stop after so many events (default: never)

Each event is printed as one line of JSON. What is printed and what is remembered
belong together: handle an event first, then remember it. After a crash the last
event may come again, so take its id for what it is: the same id, the same event.
"""

import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request

url = os.environ["HUYING_URL"].rstrip("/")
token = os.environ["HUYING_TOKEN"]
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


seen = 0
after = state.read_text().strip() if state.exists() else ""
while True:
    try:
        events = ask(after)
    except urllib.error.HTTPError as error:
        if error.code in (429, 503):
            time.sleep(int(error.headers.get("Retry-After", "1")))
            continue
        print(json.load(error)["detail"], file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        print(f"Nobody answers ({error}); trying again.", file=sys.stderr)
        time.sleep(2)
        continue
    for event in events:
        print(json.dumps(event, ensure_ascii=False), flush=True)
        after = event["sequence"]
        state.write_text(after)
        seen += 1
        if seen == until:
            sys.exit(0)
