"""Words as they come from a platform and go to it. Pure."""

import re

from roviec.folding import nfc

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
