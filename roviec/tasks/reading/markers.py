"""The marker that opens a paragraph: "I.", "1.2.", "a)", "(1)", "-", "+", "Điều 2." and its rank."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roviec.folding import CAPITAL, whole

if TYPE_CHECKING:
    from roviec.tasks.reading.outline import Node

_ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})"
_MARKERS: tuple[tuple[str, float, str], ...] = (
    (
        "part",
        1,
        rf"(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)\s+(?:thứ\s+\w+|{_ROMAN}|\d{{1,2}})\s*[.:\-–]?(?=\s|$)",
    ),
    ("article", 3, r"(?:Điều|ĐIỀU)\s+\d{1,3}\s*[.:](?=\s|$)"),
    ("roman", 2, rf"{_ROMAN}\s*[.)/\-–](?=\s|[{CAPITAL}])"),
    ("capital", 1.5, r"[A-HĐ]\s*[.)/](?=\s)"),
    ("task", 4, r"(?:Nhiệm vụ|Việc|Nội dung)\s+(?:thứ\s+\w+|\d{1,2})\s*[.:]\s"),
    ("number3", 6, rf"\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}}(?:[.)]?(?=\s)|[.)](?=[{CAPITAL}][^\W\d]))"),
    ("number2", 5, rf"\d{{1,2}}\.\d{{1,2}}(?:[.)]?(?=\s+[^\W\d])|[.)](?=\s+\d+\s?%|[{CAPITAL}][^\W\d]))"),
    (
        "number",
        4,
        rf"(?!\d+/[A-ZĐ]{{2,}}-)\d{{1,2}}\s?(?:[.)/](?=\s*[^\W\d]|\s+\d)(?!\d)|[-–](?=\s+[A-ZĐ]))|[1-9]\d{{2}}\.(?=\s+[{CAPITAL}])",
    ),
    (
        "word",
        4,
        r"(?:Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?: là)?|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là)"
        r"\s*[,:](?=\s+(?!ngày\s)[^\W\d])",
    ),
    ("paren", 7.5, r"\((?:\d{1,2}|[ivx]{1,4})\)\.?(?=\s*\S)"),
    ("letter", 7, r"[a-zđ]\s?[.)/](?=\s+\S)"),
    ("dash", 8, r"[-–—−](?=\s|[^\W\d])"),
    ("plus", 9, r"\+(?=\s|[^\W\d])"),
    ("star", 10, r"(?:\*\.?|[•●▪■◦○➢➤✓✔♦❖])(?=\s|[^\W\d])"),
)
_PATTERN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, _, pattern in _MARKERS))
_RANKS = {name: rank for name, rank, _ in _MARKERS}


@dataclass(frozen=True)
class Marker:
    """What opens a paragraph: the kind of marker, its label and where the text after it begins."""

    kind: str
    label: str
    rank: float
    end: int


def marker_of(text: str) -> Marker | None:
    """Return the marker at the start of `text`, or None."""
    match = _PATTERN.match(text)
    if match is None or match.lastgroup is None:
        return None
    end = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    return Marker(
        match.lastgroup,
        match.group().strip(" .:").rstrip("-–") or match.group().strip(),
        _RANKS[match.lastgroup],
        end,
    )


_LETTERS = "abcdđeghiklmnopqrstuvxy"


def follows(label: str, following: str) -> bool:
    """Tell whether one label comes after another: "b)" and "c)", "2.1" and "2.2"."""
    a, b = (re.findall(r"\d+|\w+", one.lower()) for one in (label, following))
    if not a or len(a) != len(b) or a[:-1] != b[:-1]:
        return False
    before, after = whole(a[-1]), whole(b[-1])
    if before is not None and after is not None:
        return after == before + 1
    return len(a[-1]) == len(b[-1]) == 1 and f"{a[-1]}{b[-1]}" in _LETTERS


def goes_on(kind: str, label: str, over: Sequence[tuple[str, str]]) -> bool:
    """Tell an item that goes on with the list of the last one (kind and label) or of one over it.

    A paragraph may stand between that only adds to that item.
    """
    if kind in ("dash", "plus", "star"):
        return bool(over) and kind == over[-1][0]
    return any(kind == other and follows(last, label) for other, last in over)


def led_before(before: "list[Node]", item: "Node") -> "Node | None":
    """Return the lead-in of the number before `item`, where only further paragraphs of that number stand between."""
    for last in reversed(before):
        if last.kind == item.kind:
            number = whole(last.label)
            return last.led if number is not None and whole(item.label) == number + 1 else None
        if last.kind or last.grid or last.text.endswith(":"):
            return None
    return None
