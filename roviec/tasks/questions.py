"""Questions about tasks in plain words: "việc nào quá hạn", "phòng Nội vụ còn những việc gì", "tìm công văn 938". Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from roviec.folding import fold, nfc


class Which(StrEnum):
    """Which of the open tasks are asked for."""

    open = "open"
    late = "late"
    soon = "soon"
    blocked = "blocked"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: which tasks, whose (a unit or a person as typed), until when, or what to look for."""

    which: Which = Which.open
    who: str = ""
    own: bool = False
    """The speaker's own."""
    this_week: bool = False
    words: str = ""
    """What is looked for; nothing else is set with it."""


_HOW = {
    Which.soon: r"(?:sap|gan) (?:den|toi|het|qua) han",
    Which.late: r"(?:qua han|tre han|cham han|cham tien do|cham tre|bi cham|bi tre)",
    Which.blocked: r"(?:co |gap )?vuong(?: mac)?",
}
_ANY_HOW = "|".join(_HOW.values())
_MANY = r"(?:nhung|cac|bao nhieu|may)"
_TASK = r"(?:viec|nhiem vu|cong viec)"
_BE = r"(?:(?:dang|da|bi|con|hien) )*"
_WEEK = r"(?P<week>(?: trong)?(?: tuan nay| tuan))?"
_TITLE = (
    r"(?:(?:dong chi|d/c|ong|ba|anh|bac|chu"
    r"|chi(?! (?:cuc|nhanh|bo|hoi|doan)\b)|co(?! (?:quan|so|khi)\b))\.? )?"
)
"""How a person is spoken of; no part of the name."""
_WHO = _TITLE + r"(?P<who>[^?!.]{2,80}?)"
_FIND = re.compile(
    r"(?:tim kiem|tim giup(?: toi| em| minh)?|tim cho (?:toi|em|minh)|tra cuu|tim) "
    r"(?!hieu\b|duoc\b|thay\b|ra\Z|xong\b)"
    r"(?P<noun>(?:cac |nhung )?(?:cong van|van ban|viec|nhiem vu)(?: so| ve)? )?(?P<words>.{2,120})"
)
_ASKED = (
    # "việc nào đang quá hạn", "những việc sắp đến hạn của phòng Nội vụ"
    rf"(?:{_BE}co )?(?:{_MANY} )?{_TASK}(?: nao| gi)? {_BE}(?P<how>{_ANY_HOW})(?: (?:cua|o|tai) {_WHO})?{_WEEK}",
    # "ai đang trễ hạn", "đơn vị nào chậm tiến độ"
    rf"(?:ai|don vi nao|phong nao) {_BE}(?:co {_TASK} )?(?P<how>{_ANY_HOW})(?: {_TASK})?(?: nao)?{_WEEK}",
    # "phòng Nội vụ còn những việc gì", "Lò Thị Mai có việc gì tuần này"
    rf"{_WHO} {_BE}(?:con|co|lam|giu|phu trach|chu tri)(?: con)? (?:{_MANY} )?{_TASK} (?:gi|nao)"
    rf"(?: {_BE}(?P<how>{_ANY_HOW}))?{_WEEK}",
    rf"{_WHO} {_BE}(?:con|co) {_MANY} {_TASK}(?: {_BE}(?P<how>{_ANY_HOW}))?{_WEEK}",
    # "những việc của phòng Nội vụ"
    rf"(?:{_MANY} )?{_TASK} (?:con lai )?cua {_WHO}{_WEEK}",
)
_PATTERNS = tuple(re.compile(pattern) for pattern in _ASKED)
_TAIL = re.compile(r"(?:[ ?!.…]|\b(?:a|nhi|vay|the|nhe|khong|roi)\b)*\Z")
_SELF = {"toi", "em", "minh", "toi dang", "chau"}
_DAYS = {"tuan nay", "trong tuan", "trong tuan nay"}
_DONE = re.compile(r"\b(?:xong|da|duoc)\b")


def read_question(text: str) -> Question | None:
    """Return what is asked about tasks; None for words that are no such question."""
    typed = nfc(text).split()
    folded = [fold(word) for word in typed]
    plain = _TAIL.sub("", " ".join(folded))
    if found := _FIND.fullmatch(plain):
        # "tìm xong tài liệu" is a report.
        return None if _DONE.search(plain) else Question(words=_as_typed(found, "words", typed))
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(plain):
            return _asked(found, typed)
    return None


def _asked(found: re.Match[str], typed: list[str]) -> Question:
    """Return the question of a match, its unit or person as it was typed."""
    groups = found.groupdict()
    how, who = groups.get("how") or "", groups.get("who") or ""
    which = next((one for one, words in _HOW.items() if re.fullmatch(words, how)), Which.open)
    is_week = bool(groups.get("week")) or who in _DAYS
    if who in _SELF or who in _DAYS:
        return Question(which, own=who in _SELF, this_week=is_week)
    return Question(which, who=_as_typed(found, "who", typed) if who else "", this_week=is_week)


def _as_typed(found: re.Match[str], group: str, typed: list[str]) -> str:
    """Return the words of a group with the accents and capitals that they were typed with."""
    first = found.string[: found.start(group)].count(" ")
    count = found[group].count(" ") + 1
    return " ".join(typed[first : first + count]).strip(" ?!.,…")
