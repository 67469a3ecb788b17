"""Receives the events of a community, with nothing but Python: python3 receive.py

HUYING_SECRET  of the webhook, whsec_…; while one is being replaced either of the two
PORT           where to listen (default: 9000)
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import sys
import time


def secret_of(text: str) -> bytes:
    try:
        secret = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        secret = b""
    # Never go on with an empty one: anybody can sign with that.
    return secret or sys.exit("HUYING_SECRET must be the secret of the webhook: whsec_ and Base64, as it was shown once.")


secret = secret_of(os.environ.get("HUYING_SECRET", ""))
seen = set()  # in earnest a table with the id as its key, in the database of what is done with events


def is_genuine(headers, body: bytes) -> bool:
    """Standard Webhooks: HMAC-SHA256 of id, timestamp and the body as it came; not older than five minutes."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    right = "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(right.encode(), one.encode()) for one in given)


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        if is_genuine(self.headers, body):
            event = json.loads(body)
            if event["id"] not in seen:
                print(json.dumps(event, ensure_ascii=False), flush=True)
                seen.add(event["id"])
            self.send_response(204)
        else:
            self.send_response(401)
            self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


port = int(os.environ.get("PORT", "9000"))
try:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Receiver)
except OSError as error:
    sys.exit(f"Port {port} cannot be listened to ({error}): is another receiver running?")
server.serve_forever()
