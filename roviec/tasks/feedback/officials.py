"""Whether words of a citizen name an official of the office. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from roviec.folding import fold

_CALLED = r"(?:ong|ba|anh|chi|co|chu|bac|em|dong chi|d c|can bo|cong chuc|vien chuc|chu tich|pho chu tich|truong phong)"
"""How officials are called before a given name."""


def named(words: str, names: Iterable[str]) -> list[int]:
    """Return the places of the names that words hold: whole, or the given name after what officials are called.

    A given name counts with its accents and its capital only: "chị Mai", never "ngày mai".

    >>> named("Chị Mai ở một cửa rất hách dịch", ["Nguyễn Văn An", "Lò Thị Mai"]), named("ngày mai an", ["Lò Thị Mai"])
    ([1], [])
    """
    plain = f" {_plain(words)} "
    found = []
    for place, name in enumerate(names):
        parts = name.split()
        whole = f" {_known(name)} "
        if (len(parts) > 1 and whole in plain) or (parts and _is_called(words, parts[-1])):
            found.append(place)
    return found


def _is_called(words: str, given: str) -> bool:
    if given not in words:
        return False
    for match in re.finditer(rf"(?<!\w){re.escape(given)}(?!\w)", words):
        before = _plain(words[: match.start()])
        # A family name between: "chị Lò Thị Mai" is held whole already, "chị Thị Mai" is not another's.
        if re.search(rf"(?:^| ){_CALLED}$", before):
            return True
    return False


@lru_cache(maxsize=4096)
def _known(name: str) -> str:
    return _plain(name)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())
