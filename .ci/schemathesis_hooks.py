"""What Schemathesis cannot know of this API by itself."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    """The imports take lines; what they are to be is not in the description, so that they are any text."""
    return value.encode("utf-8", "replace") if isinstance(value, str) else str(value).encode()
