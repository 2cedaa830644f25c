"""What of a phrase the grammar has not read: no date is taken from the rest of what wasn't understood."""

import re
from collections.abc import Iterable
from itertools import pairwise

from roviec.tasks.deadlines.often import WEEKDAYS
from roviec.tasks.deadlines.patterns import compiled
from roviec.tasks.deadlines.resolve import Context, written_day

_NEUTRAL_WORDS = """
hoan thanh xong gui nop bao cao trinh ban hanh thuc hien trien khai to chuc ket thuc tong hop lam phai can se du
kien phan dau co gang han chot cuoi cung deadline thoi gian muon cham tre nhat la vao trong den het toi
luc ngay cho buoi vu xuan he dong mua chinh phien hop ky hoi nghi cuoc thuong va nhe nha a em anh chi ong ba da
giup dat duoc bao ve MOI dip nhan
"""
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
_WORD = re.compile(r"[^\W_]+_?")
_LABEL = re.compile(r"\b(?:dot|giai doan|buoc|lan|vu|ky) (?:\d{1,2}\b|[ivx]+\b|(?:thu|THU)\b)\s*:?")
# Words of time that change the meaning of the day they touch.
_BEFORE = compiled(r"(?:<half>|\b(?:dau|giua|cuoi|hoac|sau|tu|thuong tuan|trung tuan|ha tuan)) ?$")
_AFTER = compiled(
    r"^ ?(?:am lich|\(am lich|(?:hoac|hay) (?:truoc |den |<ngay>)?\d|tro (?:di|ve)|- ?\d|/ ?\d|<half>|tet\b)"
)
_LOST = compiled(
    r"\bram\b|\b(?:mung|mong) \d|\bthang (?:gieng|chap)\b|\b(?:tuan|quy) (?:sau|toi|nay)\b|\bngay \d{1,2}(?! ?(?:lam|\d))\b"
)
_DAY_AND_WEEKDAY = compiled(
    r"(?:thu (?P<wd>hai|ba|tu|nam|sau|SAU|bay|[2-7])|chu nhat)\b,? (?:- )?\(?(?:(?:ngay|NGAY) )?<date>"
)
_LED = re.compile(r"^truoc\b|^\d{1,2} ?(?:gio|h|g|:)")
_LEADS = re.compile(
    r"\b(?:cham nhat|muon nhat|tre nhat|han chot|han cuoi|xong|hoan thanh)(?: la| vao| trong| den)* $"
)
_OF_TIME = re.compile(
    r"\d|\b(?:ngay|thang|quy|nam|tuan|gio|dau|giua|cuoi|sau|tu|hoac|hang|moi|truoc|NUA|half|tet|ram|mung|mong|thu|lan|khi)\b"
)
_NEAR = 80
_NUMBER = r"\d{1,2}(?:/\d{1,2}(?:/\d{4})?)?"
_CLAUSE = re.compile(r"[;,.()\n]")


def is_whole(text: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether marked text says nothing beside `spans` but words that leave a day as it is.

    Two days with nothing between them are one phrase that was read in two pieces.
    """
    rest = _LABEL.sub(" ", _without(text, spans))
    if any(not text[end:start].strip() for (_, end), (start, _) in pairwise(spans)):
        return False
    return all(word in _NEUTRAL or word.lower() in _NEUTRAL for word in _WORD.findall(rest))


def is_led(text: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether words like "trước" lead to each of `spans` and no other word speaks of time."""
    rest = _LABEL.sub(" ", _without(text, spans))
    return not _OF_TIME.search(rest) and all(
        _LED.search(text[start:end]) or _LEADS.search(text[:start]) for start, end in spans
    )


def has_number_beside(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a bare number, or a day, stands right before or after a span: perhaps the day that was meant."""
    start, end = span
    return bool(
        re.search(rf"(?<![\w/.,]){_NUMBER} *$", text[:start])
        or re.match(rf" *(?:ngay )?{_NUMBER}(?![\w/.,])(?! lan\b)", text[end:])
    )


def is_touched(text: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether words of time that were not read touch one of `spans`, or stand in its clause."""
    return any(touched(text, spans))


def touched(text: str, spans: list[tuple[int, int]]) -> list[bool]:
    """Tell of each of `spans` whether words of time that were not read touch it, or stand in its clause."""
    rest = _without(text, spans)
    return [_is_touched(rest[max(0, start - _NEAR) : start], rest[end : end + _NEAR]) for start, end in spans]


def _is_touched(before: str, after: str) -> bool:
    """Tell whether the words on either side of a day change it."""
    clause = f"{_CLAUSE.split(before)[-1]} {_CLAUSE.split(after)[0]}"
    return bool(_BEFORE.search(before) or _AFTER.search(after) or _LOST.search(clause))


def weekday_differs(words: str, context: Context) -> bool:
    """Tell whether marked words name a weekday that their date is not."""
    found = _DAY_AND_WEEKDAY.search(words)
    if not found:
        return False
    day, _ = written_day(found, context)
    return day is not None and day.weekday() != (WEEKDAYS[found["wd"]] if found["wd"] else 6)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with the spans blotted out by blanks."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)
