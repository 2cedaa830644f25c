"""Figures as goals are written: numbers, comparisons, places."""

import re

from roviec.folding import fold

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
# "… các cấp ít nhất vào năm 2030 đạt 40%": the word is the figure's.
CUE_LAST = re.compile(
    r"\s+(?P<cue>ít nhất|tối thiểu|không dưới|trên|dưới)(?P<then>\s+(?:vào |đến )?(?:cuối |hết )?năm 20\d\d)?\s*\Z"
)
# How it stands today is no goal, nor what may be changed.
SO_FAR = re.compile(
    r".{0,300}\scó thể (?:điều chỉnh|quy định|xem xét)(?!\w)|"
    r"(?:Hiện (?:nay|tại|có|đã|đang|mới|trạng)|(?:Tính )?[Đđ]ến nay|(?:Trong )?[Tt]hời gian qua)(?![\w])"
    r"(?!.*(?:phấn đấu|mục tiêu|đến (?:hết |cuối )?năm))",
    re.DOTALL,
)


def number_of(text: str) -> float | None:
    """Return the first number of `text`: "81,27%" → 81.27, "1.250" → 1250."""
    match = _NUMBER.search(text)
    if match is None:
        return None
    figure = match.group()
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figure):
        figure = figure.replace(".", "")
    return float(figure.replace(",", "."))


def operator_of(text: str) -> str:
    """Return > >= = <= < for "Trên 75%", "từ 80% trở lên", "100%", "không quá 2%", "dưới 1%"."""
    folded = fold(text)
    if re.search(r"tro len|toi thieu|it nhat|khong thap hon|khong duoi|khong it hon|≥|>=", folded):
        return ">="
    if re.search(r"tro xuong|toi da|khong qua|khong vuot|khong cao hon|khong tren|≤|<=", folded):
        return "<="
    # "12 người trên một vạn dân": only what stands before the figure compares it.
    before = folded[: figure.start()] if (figure := re.search(r"\d", folded)) else folded
    if re.search(r"\btren\b|\bhon\b|vuot|>", before) and not re.search(r"thap hon|it hon|nho hon", before):
        return ">"
    if re.match(r"(?:dat |phan dau )?tu \d[\d.,]*\s*(?:%|diem)?\W*$", folded):
        return ">="
    return "<" if re.search(r"\bduoi\b|thap hon|it hon|nho hon|<", before) else "="


_RANKED = re.compile(
    r"\(?\s*(?:xếp\s+|đứng\s+)?(?:thứ\s+hạng|hạng|thứ|vị trí)\s*:?\s*(?:thứ\s+)?(?P<word>\d{1,3})(?:\s?/\s?\d{1,3})?\s*\)?"
    r"|\(\s*(?P<bare>\d{1,3})\s?/\s?\d{1,3}\s*\)|(?<=[\s;–-])(?P<last>\d{1,3})\s?/\s?\d{2,3}\s*\Z",
    re.IGNORECASE,
)


def value_and_rank(text: str) -> tuple[str, str | None]:
    """Part a cell that holds a figure and a place: "86,91 (37/63)" → ("86,91", "37")."""
    found = _RANKED.search(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ;,-–()") if found else text
    if found is None or number_of(rest) is None:
        return text, None
    return rest, found["word"] or found["bare"] or found["last"]


_PLACE = re.compile(
    r"(?:thứ hạng|hạng|thứ|vị trí)\s+(?:thứ\s+)?(?P<at>\d{1,3})(?![\d%]|[.,]\d)|"
    r"(?:nhóm|tốp|top)\s+(?P<among>\d{1,3})(?![\d%]|[.,]\d)",
    re.IGNORECASE,
)


def place_in(text: str) -> str | None:
    """Return the place that is to be reached: "xếp thứ 10/34" → "10", "nằm trong nhóm 15 tỉnh dẫn đầu" → "15"."""
    found = _PLACE.search(text)
    return str(int(found["at"] or found["among"])) if found else None


def rank_of(text: str) -> str | None:
    """Return a rank cell without its words: "Hạng 3" → "3"."""
    bare = re.sub(r"^(?:xếp\s+)?(?:thứ\s+hạng|hạng|thứ)\s*", "", text.strip(), flags=re.IGNORECASE)
    bare = re.sub(r"^(\d{1,3})\s?/\s?\d{1,3}$", r"\1", bare)
    return bare if re.search(r"\w", bare) else None


def blanked(text: str, matches: list[re.Match[str] | None]) -> str:
    """Return `text`, as long as before, without what was matched."""
    for match in matches:
        if match:
            text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text
