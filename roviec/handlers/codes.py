"""Codes as people type them: in any case and spacing, with polite words around. Pure."""

import re

from roviec.db import people, surveys
from roviec.folding import fold

LENGTHS = (people.CODE_LENGTH, surveys.TOKEN_LENGTH)
_POLITE = frozenset(["da", "vang", "thua", "em", "toi", "minh", "gui", "xin", "nhap", "day", "la"])
_BETWEEN = frozenset(["so", "moi", "phieu", "khao", "sat", "cua", "toi", "em", "minh", "day", "la"])
_AFTER = frozenset(("a", "nhe", "nha"))


def bare(code: str) -> str:
    """Return the letters and digits of a code."""
    return "".join(ch for ch in code if ch.isalnum())


def code_in(text: str) -> str:
    """Return what follows "mã của tôi là…" without polite words, or the text as it is.

    >>> code_in("Dạ mã của tôi là abcd-ef 2345 ạ.")
    'abcd-ef 2345'
    """
    words = re.findall(r"[^\s,:=.!?]+", text)
    plain = [fold(word) for word in words]
    start = next((n for n, word in enumerate(plain) if word not in _POLITE), 0)
    if start == len(plain) or plain[start] != "ma":
        return text
    start += 1
    while start < len(plain) and plain[start] in _BETWEEN:
        start += 1
    endings = (len(words), len(words) - 1) if plain[-1] in _AFTER else (len(words),)
    found = (" ".join(words[start:end]) for end in endings)
    return next((code for code in found if len(bare(code)) in LENGTHS), text)


_START = re.compile(r"\s*/start(?:@\w+)?\s+", re.IGNORECASE)


def codes_in(text: str) -> set[str]:
    """Return every code that a message may be taken to hold, in letters and digits alone."""
    rest = _START.sub("", text, count=1)
    return {bare(rest), bare(code_in(rest))} - {""}
