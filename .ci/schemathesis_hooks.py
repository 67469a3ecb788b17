"""What Schemathesis cannot know of this API by itself."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    """The imports take lines; what they are to be is not in the description, so that they are any text."""
    return value.encode("utf-8", "replace") if isinstance(value, str) else str(value).encode()


@schemathesis.hook
def before_load_schema(_context, raw_schema):
    """
    That a text is not blank, nor made of control characters, is said by a pattern that looks ahead: to make up what fits it takes
    more time than all the rest. It is left out of what is made up; tests of the services send what it forbids.
    """
    _without_text_pattern(raw_schema)


def _without_text_pattern(node):
    children = node if isinstance(node, list) else node.values() if isinstance(node, dict) else []
    if isinstance(node, dict) and str(node.get("pattern", "")).startswith("^(?=.*\\S)"):
        del node["pattern"]
    for child in children:
        _without_text_pattern(child)
