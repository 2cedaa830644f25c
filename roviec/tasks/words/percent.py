"""Shares of a task done: percentages, halves and fractions; other figures are set aside."""

import re
from dataclasses import dataclass, replace
from datetime import date

from roviec.folding import whole
from roviec.tasks.words.tokens import Token, merged

_NUM = r"\d+(?:[.,]\d+)?"
_SIGN = (
    rf"(?P<low>{_NUM}) ?(?:-|den|toi|voi) ?(?P<high>{_NUM})"
    rf"|(?P<minus>- |am )?(?P<one>{_NUM})"
)
_ABOUT = r"(?:(?:khoang|tam|chung|gan|hon|tren|co|do|duoi|xap xi) )*"
_PERCENT = re.compile(
    rf"(?P<left>\bcon (?:lai )?|\bthieu )?{_ABOUT}(?<![/\d])(?:{_SIGN}) (?:%|phan tram)(?P<nua> nua| lai)?"
    r"(?P<figure> (?:so voi|hai long|nguoi dan hai long|cung ky))?"
)
_FIGURE_BEFORE = re.compile(
    r"(?:\b(?:tang|giam|hai long|ty le|ti le|chi so|lai suat|vuot|chiem|ngan sach|muc tieu"
    r"|chi tieu la)(?: \w+){0,3} )$"
)
_NOT_YET = re.compile(
    r"\b(?:chua|khong)(?: \w+){0,2} (?:duoc|den|toi|day|dat|noi) $|\b(?:chua|khong) (?:duoc|dat) $"
)
_COUNTED = (
    r"xa|phuong|thon|ban_?|ho|phieu|ho so|don vi_?|chi tieu|viec|nhiem vu|phong|to|khu|truong|muc"
    r"|noi dung|nguoi"
    r"|van ban_?|dau viec|tieu chi|buoi|bai|lop|xom|ap|khoi|file|cong viec|hoc|can bo|dai bieu|tuyen"
    r"|cau|diem|bo|cai"
)
_DONE_OF = r"xong|duoc|dat|lam|thu|gui|nop|da|co|moi|roi|giai quyet|hoan thanh"
_FRACTION = re.compile(
    rf"\b(?P<lead>(?:(?:{_DONE_OF}) (?:(?:khoang|tam|chung|gan|hon|co) )*|xap xi "
    rf"|(?P<did>(?:da|moi|vua) (?!(?:{_DONE_OF})\b)\w+ )))?"
    rf"(?:(?P<a>\d{{1,6}})/(?P<b>\d{{1,6}})|(?P<c>\d{{1,6}}) (?:tren|trong)(?: tong so)? (?P<d>\d{{1,6}}))"
    rf"(?P<noun> (?:so )?(?:{_COUNTED})\b)?(?P<tail>(?: roi)?$| roi ,)?(?![/\d])"
)
_DATE_BEFORE = re.compile(
    r"\b(?:ngay|den|toi|truoc|sau|sang|hom|mung|mong|qua|han|thang|so|tu|het|vao|trong) $"
)
# "còn 1/5 xã": what is left of it is not done.
_LEFT_OF = re.compile(r"\b(?:con(?: lai)?|thieu)(?: (?:khoang|tam|chung|gan|hon|co))* $")
_HALF = re.compile(
    r"\b(?:(?:1|mot|phan|duoc|xong|gan|hon|lam|con|tam) )+half\b(?! (?:thang|ngay|nam|tuan))"
    r"|^half\b(?! (?:thang|ngay|nam|tuan))"
    r"|\b(?:(?:duoc|hon|gan|xong) )?(?:(?:1|mot|phan)|(?<!\w)duoc) nua\b(?! (?:thang|ngay))"
)
_PARTS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10,
}  # fmt: skip
_PART = "mot|hai|ba|bon|nam|sau|bay|tam|chin"
_SPOKEN = re.compile(rf"\b(?P<p>\d|{_PART}) phan (?P<q>[2-9]|10|{_PART}|tu|muoi)\b")
# "tăng từ 30 lên 55%": the later share is what is done.
_RISEN = re.compile(
    rf"(?:\b(?:tang|nang|len) )?\btu {_NUM}(?: (?:%|phan tram))? (?:len|den|toi) (?:khoang )?(?P<now>{_NUM}) (?:%|phan tram)"
)
# "Tổng số 120 hộ, đã rà 90 hộ": a count of the same things.
_OF_TOTAL = re.compile(
    r"\btong(?: so| cong)?(?: la| co)? (?P<b>\d{1,5}) (?P<noun>[a-z]+)(?: \w+){0,2} ,"
    r"(?: \w+){1,4}? (?P<a>\d{1,5}) (?P=noun)\b"
)


@dataclass(frozen=True, slots=True)
class Share:
    """A share done in percent (None when impossible); `sure` is False for ranges, odd and impossible ones."""

    percent: int | None
    sure: bool = True


def shared(tokens: list[Token], today: date) -> list[Token]:
    """Return the tokens with shares as "@pct" and figures about something else as "@figure"."""
    tokens = merged(tokens, _OF_TOTAL, lambda m: _of(int(m["a"]), int(m["b"])))
    tokens = merged(tokens, _RISEN, _risen)
    tokens = merged(tokens, _PERCENT, _percent)
    tokens = merged(tokens, _SPOKEN, lambda m: _of(_said(m["p"]), _said(m["q"])))
    tokens = merged(tokens, _FRACTION, lambda m: _fraction(m, today))
    return merged(tokens, _HALF, _half)


def _percent(match: re.Match[str]) -> tuple[str, object] | None:
    """Return the token of one percentage."""
    before = match.string[: match.start()]
    if match["figure"] or _FIGURE_BEFORE.search(before):
        return "@figure", None
    value = float((match["low"] or match["one"]).replace(",", "."))
    if match["minus"] or not 0 <= value <= 100:
        return "@pct", Share(None, sure=False)
    ranged = bool(match["low"])
    if match["left"]:
        return "@pct", Share(100 - int(value), sure=bool(match["nua"]) and not ranged)
    return "@pct", Share(int(value), sure=not ranged and not _NOT_YET.search(before))


def _risen(match: re.Match[str]) -> tuple[str, object] | None:
    """Return the share that a rise has reached."""
    value = float(match["now"].replace(",", "."))
    return ("@pct", Share(int(value))) if value <= 100 else None


def _said(number: str) -> int:
    """Return a small number in figures or in a word."""
    known = whole(number)
    return _PARTS[number] if known is None else known


def _of(part: int, whole: int) -> tuple[str, object]:
    """Return the token of a share of something counted."""
    return "@pct", _share(part, whole)


def _share(part: int, whole: int) -> Share:
    """Return a share rounded down, so that it never says more than was done."""
    if not 0 <= part <= whole or whole == 0:
        return Share(None, sure=False)
    return Share(100 * part // whole)


def _fraction(match: re.Match[str], today: date) -> tuple[str, object] | None:
    """Return the share of "3/5 xã"; a bare "3/5" that may be a date near today is doubtful."""
    part, whole = int(match["a"] or match["c"]), int(match["b"] or match["d"])
    if _DATE_BEFORE.search(match.string[: match.start()]):
        return None
    if _LEFT_OF.search(match.string[: match.start("a") if match["a"] else match.start("c")]):
        return "@pct", replace(_share(whole - part, whole), sure=False)
    if match["noun"]:
        return _of(part, whole)
    if part > whole or not (match["lead"] or (match["tail"] is not None and "roi" in match["tail"])):
        return None
    # "đã họp 5/7" is a day, "đã cấp 45/60" can't be one.
    if match["did"] and whole <= 12:
        return None
    share = _share(part, whole)
    return "@pct", replace(share, sure=False) if _near(part, whole, today) else share


def _near(day: int, month: int, today: date) -> bool:
    """Tell whether day/month falls within a month of today."""
    try:
        return abs((date(today.year, month, day) - today).days) <= 31
    except ValueError:
        return False


def _half(match: re.Match[str]) -> tuple[str, object] | None:
    """Return the share of "một nửa"; "còn nửa" leaves the same."""
    return "@pct", Share(50)
