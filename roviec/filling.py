"""Filling the {places} of a sentence, and words that remember which sentence they are."""

import logging
from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

log = logging.getLogger(__name__)
BLANK = "…"
"""Stands where a value is missing: a sentence with a gap is better than no answer."""
strict = False
"""Tests switch it on: there a sentence and its caller agree to the letter, or it raises `Misfit`."""


class Misfit(TypeError):
    """A sentence and its caller name different places."""


class Words(str):
    """Words of a catalogue with their key and values, so that another language can say them again."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, object]

    def __new__(cls, words: str, key: str = "", values: Mapping[str, object] | None = None) -> "Words":
        """Keep the key and values beside the words."""
        made = super().__new__(cls, words)
        made.key, made.values = key, values or {}
        return made


@cache
def places(sentence: str) -> frozenset[str]:
    """Return the names in braces that a sentence has."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def fill(sentence: str, values: Mapping[str, Any], name: str) -> str:
    """Fill `sentence`, called `name`; what differs from its places raises `Misfit` in tests, is logged elsewhere."""
    wanted = places(sentence)
    if wanted != values.keys():
        what = (
            f"{name}: missing {sorted(wanted - values.keys())}, not wanted {sorted(values.keys() - wanted)}"
        )
        if strict:
            raise Misfit(what)
        log.error("a text and its caller differ, %s", what)
        values = {place: values.get(place, BLANK) for place in wanted}
    return sentence.format(**{place: _shown(value) for place, value in values.items()})


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value
