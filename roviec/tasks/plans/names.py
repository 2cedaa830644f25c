"""How names of units compare: what is one spelling, what may be one unit, which names hold some words. Pure."""

import re
from collections.abc import Sequence

from roviec.folding import fold, nfc
from roviec.tasks.reading.called import called, toned
from roviec.tasks.reading.roster import Certainty, Entry, match_units

_ENDS = " .,;:"
_SHORTEST = 2


def trimmed(name: str) -> str:
    """Return a name without what no one means: case, spaces, a full stop behind, the place of a tone."""
    return toned(" ".join(nfc(name).casefold().split()).strip(_ENDS))


def alike(name: str, other: str) -> bool:
    """Tell whether two names may be one unit: written out or not, with other accents, as initials."""
    one, two = called(name).whole, called(other).whole
    if not one or not two:
        return False
    if fold(one) == fold(two) or _is_short_for(name, other) or _is_short_for(other, name):
        return True
    return match_units(name, [Entry("", other)]).certainty is Certainty.sure


def _is_short_for(short: str, name: str) -> bool:
    """Tell whether a name is the initials of another, of all its words or of those behind the first."""
    letters = re.sub(r"[\s.\-–&/]", "", fold(short))
    initials = "".join(word[0] for word in fold(called(name).whole).split())
    return len(letters) >= _SHORTEST and letters in (initials, initials[1:]) and not nfc(short).islower()


def holding(words: str, names: Sequence[tuple[str, str]]) -> list[str]:
    """Return the codes of those (code, name) that hold some words, whole: «An» is no part of «Lan»."""
    wanted = f" {fold(words)} "
    return list(dict.fromkeys(code for code, name in names if wanted.strip() and wanted in f" {fold(name)} "))
