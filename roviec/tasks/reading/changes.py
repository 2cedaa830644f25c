"""How a goal tells what becomes of a figure: from where to where, by how much, and of what it is a share."""

import re

FIGURE = r"\d[\d.,]*"
AT_LEAST = (
    r"(?:từ|trên|dưới|hơn|tối thiểu|tối đa|ít nhất|không (?:quá|vượt quá|vượt|dưới|thấp hơn|cao hơn|ít hơn|để quá)|"
    r"khoảng|bằng|≥|≤|>|<)"
)
_FROM_TO = re.compile(
    rf"\btừ\s+(?P<base>{FIGURE})\s*(?:[^\d,;.]{{0,25}}(?:/\d[\d.]*[^\d,;.]{{0,15}})?(?:\([^)]*\)\s*|năm 20\d\d\s*)?"
    rf"(?<!trở )(?:lên|xuống|còn)|"
    rf"[^\d\s,;.][^\d,;.]{{0,24}}\sđến)\s+(?P<goal>[^;]*\d[^;]*)"
)
_CHANGES = re.compile(r"\b(?:tăng|giảm|nâng|đưa|hạ)\b", re.IGNORECASE)
# "số vụ bị phát hiện tăng trên 3%": by how much it changes is no level that it reaches.
_GROWN = re.compile(
    rf"(?:phấn đấu\s+)?(?P<way>tăng|giảm)(?:\s+(?:{AT_LEAST}|thêm|bình quân|hằng năm|hàng năm))*\s+{FIGURE}\s*%"
)
_OF_CHANGE = re.compile(r"(?:tốc độ|mức|tỷ lệ|tỉ lệ|tỷ suất|chỉ số)\b|.*\b(?:tăng|giảm)\b", re.IGNORECASE)
# "Kinh tế số chiếm 35% GRDP": of what it is a share stands behind the figure.
_SHARE_OF = re.compile(
    rf"(?:phấn đấu\s+)?chiếm\s+(?:{AT_LEAST}\s*)?{FIGURE}\s*%\s+(?P<of>(?!trở |so |vào |năm )[^\W\d][^,;.]{{1,60}})"
)
_LATER = re.compile(
    r"\s*(?:và\s+)?(?:phấn đấu\s+)?(?:đến|tới|vào|trong)\s+(?:hết |cuối )?năm (?P<year>20\d\d),?\s*"
    r"(?P<how>(?:(?:phấn đấu|đạt|duy trì|giữ|giảm|hạ|xuống|còn|tăng|nâng|lên|chiếm|có|là|bình quân|"
    rf"{AT_LEAST})\s+)*(?:{AT_LEAST})?\s*)",
    re.IGNORECASE,
)


def change_in(aim: str, body: str) -> re.Match[str] | None:
    """Return "từ 61% lên 70%"; "từ 60% đến 62%" is a range, unless something changes."""
    change = _FROM_TO.search(aim)
    ranges = change is not None and re.search(r"\sđến\s+\Z", aim[: change.start("goal")])
    return None if ranges and not _CHANGES.search(body) else change


def told_by_verb(label: str, goal: str) -> str:
    """Return what the verb of a goal adds to its name: " tăng", " chiếm GRDP", "" where the name says all."""
    if (grown := _GROWN.match(goal)) and not _OF_CHANGE.match(label):
        return f" {grown['way']}"
    share = _SHARE_OF.match(goal)
    return f" chiếm {share['of'].strip()}" if share and not label.lower().startswith("tỷ ") else ""


def later_year(text: str, start: int, end: int) -> tuple[int, str] | None:
    """Return the year and how it is meant where text[start:end] says no more before its figure: "đến năm 2030 đạt"."""
    later = _LATER.fullmatch(text, start, end)
    return (int(later["year"]), later["how"]) if later else None
