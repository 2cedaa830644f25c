"""Words as they come from a platform and go to it. Pure."""

import re

from roviec.folding import nfc, whole

_BURST = 10_000
"""Milliseconds."""
_UNFIT = re.compile(r"[\\/\x00-\x1f\x7f]+")


def text_of(value: object) -> str:
    """Return a text; raise TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def file_name(name: str) -> str:
    """Return a file's name without folders and control characters, composed."""
    return _UNFIT.sub("_", nfc(name)).strip(" ._")[-120:]


def clean(text: str) -> str:
    """Return text that UTF-8 can carry: half a surrogate pair becomes a question mark."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def burst(sent: object) -> str:
    """Return what pictures sent within the same ten seconds have in common; "" without a time in milliseconds.

    Where a platform has no albums, several pictures chosen at once come one by one and want one answer.
    """
    known = str(sent) if isinstance(sent, int | str) and not isinstance(sent, bool) else ""
    moment = whole(known)
    return "" if moment is None else str(moment // _BURST)
