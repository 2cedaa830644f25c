"""The marker that opens a paragraph: "I.", "1.2.", "a)", "(1)", "-", "+", "Điều 2." and its rank."""

import re
from dataclasses import dataclass

_ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})"
_MARKERS: tuple[tuple[str, float, str], ...] = (
    (
        "part",
        1,
        rf"(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)\s+(?:thứ\s+\w+|{_ROMAN}|\d{{1,2}})\s*[.:\-–]?(?=\s|$)",
    ),
    ("article", 3, r"(?:Điều|ĐIỀU)\s+\d{1,3}\s*[.:](?=\s|$)"),
    ("roman", 2, rf"{_ROMAN}\s*[.)/\-–](?=\s|[A-ZĐÀ-Ỹ])"),
    ("capital", 1.5, r"[A-HĐ]\s*[.)/](?=\s)"),
    ("task", 4, r"(?:Nhiệm vụ|Việc|Nội dung)\s+(?:thứ\s+\w+|\d{1,2})\s*[.:]\s"),
    ("number3", 6, r"\d{1,2}\.\d{1,2}\.\d{1,2}[.)]?(?=\s)"),
    ("number2", 5, r"\d{1,2}\.\d{1,2}(?:[.)]?(?=\s+[^\W\d])|[.)](?=\s+\d+\s?%))"),
    ("number", 4, r"(?!\d+/[A-ZĐ]{2,}-)\d{1,2}\s?(?:[.)/](?=\s*[^\W\d]|\s+\d)(?!\d)|[-–](?=\s+[A-ZĐ]))"),
    ("paren", 7.5, r"\((?:\d{1,2}|[ivx]{1,4})\)\.?(?=\s*\S)"),
    ("letter", 7, r"[a-zđ]\s?[.)](?=\s+\S)"),
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
