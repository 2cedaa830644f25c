"""Numbers said in words: "năm mươi" → 50, "mười ngày" → 10 ngày."""

import re

from roviec.folding import whole
from roviec.tasks.words.tokens import Token, merged

_DIGITS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5, "sau": 6, "6": 6, "bay": 7,
    "tam": 8, "8": 8, "chin": 9,
}  # fmt: skip
_ONE = r"mot|hai|ba|bon|bay|chin"
_LAST = r"mot|hai|ba|bon|tu|lam|nam|sau|bay|tam|chin|6|8"
_TENS = (
    rf"(?P<tens>{_ONE}|nam|sau|tam|(?<!\d)(?<![/.,-])\d) (?P<ty>muoi|chuc)"
    rf"(?: (?P<unit>{_LAST})(?! (?:thang|ngay \d)))?"
)
_TEEN = r"(?P<teen>muoi)(?: (?P<last>mot|hai|ba|bon|lam|sau|bay|tam|chin|6|8)(?= ))?"
_COUNTED = r"(?= (?:ngay|hom|bua|tuan|thang|phan tram|xa|thon|ho|phieu|phong|viec|nua|half|don vi))"
_NUMBER = re.compile(
    rf"\b(?:{_TENS}|(?P<hundred>(?:mot|1) tram)|{_TEEN}"
    rf"|(?P<ten>chuc)(?= ngay)|(?P<one>{_ONE}|nam){_COUNTED})\b"
)


def numbered(tokens: list[Token]) -> list[Token]:
    """Return the tokens with spoken numbers as digits."""
    return merged(tokens, _NUMBER, _digits)


def _digits(match: re.Match[str]) -> tuple[str, object] | None:
    """Return the digits of one spoken number; "năm ngày" counts, "năm tháng" does not."""
    if match["tens"]:
        known = whole(match["tens"])
        tens = _DIGITS[match["tens"]] if known is None else known
        return str(10 * tens + _DIGITS.get(match["unit"], 0)), None
    if match["hundred"]:
        return "100", None
    if match["teen"]:
        return str(10 + _DIGITS.get(match["last"], 0)), None
    return ("10" if match["ten"] else str(_DIGITS[match["one"]])), None
