"""JSON that somebody else wrote: a platform, a browser, whoever found an address."""

import json
from typing import Any

_HALVES = (b"\\ud", b"\\uD")
_NUL = b"\\u0000"


def parsed(data: bytes) -> Any:
    """Return what JSON says, in text that any database takes; raise `ValueError` for what is none.

    Half of a surrogate pair becomes U+FFFD, NUL is left out.
    """
    try:
        found = json.loads(data)
        # Both can only be written as escapes: nearly everything that comes is left alone.
        return _whole(found) if _NUL in data or any(half in data for half in _HALVES) else found
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    return value
