"""Goals written as sentences or list items: "Tỷ lệ hồ sơ trễ hạn dưới 0,5%", "(3) Thu ngân sách: trên 21,5 tỷ đồng"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from roviec.folding import fold
from roviec.tasks.reading.figures import number_of, operator_of, value_and_rank
from roviec.tasks.reading.lexicon import UNIT

_FIGURE = r"\d[\d.,]*"
_AT_LEAST = (
    r"(?:từ|trên|dưới|hơn|tối thiểu|tối đa|ít nhất|không (?:quá|vượt quá|vượt|dưới|thấp hơn|cao hơn|ít hơn|để quá)|"
    r"khoảng|bằng|≥|≤|>|<)"
)
_REACHES = r"(?:đạt|duy trì|giữ|giảm|hạ|xuống|còn|tăng|nâng|lên|chiếm)"
_YEAR = r"(?:,?\s*(?:phấn đấu\s+)?(?:đến|trong|vào)?\s*(?:hết\s+|cuối\s+)?năm\s+(?P<year>20\d\d),?)"
_OPENING = re.compile(
    rf"(?:(?i:Phấn đấu|Bảo đảm|Đảm bảo|Nâng|Đưa|Duy trì|Giữ vững|Giữ|Giảm|Tăng){_YEAR.replace('year', 'a')}?,?\s+|"
    rf"(?i:riêng\s+)?(?i:Đến|Trong|Năm)\s+"
    r"(?:hết\s+|cuối\s+)?(?:năm\s+)?(?:giai đoạn\s+20\d\d\s*[-–]\s*)?(?P<b>20\d\d)[,:]?\s+"
    r"(?:phấn đấu\s+)?)"
    r"(?=[^\W\d]|\d[\d.,]*\s*%)",
)
_WITH_COLON = re.compile(
    r"(?P<label>[^:;]{3,200}?)\s*:\s*(?P<goal>(?:(?:phấn đấu|bình quân|cả năm|cần|phải)\s+)*"
    rf"(?=\d|(?:{_REACHES}|{_AT_LEAST}|xếp|hạng|thứ)(?!\w))(?=[^:;]{{0,40}}?\d)[^;]*)\Z",
    re.IGNORECASE,
)
# Between "đạt" and its figure stands nothing but how it is meant.
_HOW = (
    rf"(?:{_AT_LEAST}|bình quân|trung bình|thêm|mức|xuống|còn|lên|ổn định|ở|đến|được|là|tỷ lệ|hằng năm|hàng năm|"
    r"xấp xỉ|gần|duy trì|giữ|đạt|cao hơn)"
)
_WITH_VERB = re.compile(
    r"(?P<label>[^:;]{3,200}?),?\s+(?P<goal>(?:phấn đấu\s+)?(?:(?:cần|phải|được|sẽ)\s+)?"
    rf"{_REACHES}(?:\s+{_HOW})*\s+{_FIGURE}[^;]*)\Z"
)
_COMPARED = re.compile(
    rf"(?P<label>[^:;]{{3,200}}?),?\s+(?P<goal>(?:{_AT_LEAST}|bình quân|trung bình)\s*{_FIGURE}\s*[^\d;:]{{0,40}})\Z"
)
_FIGURE_FIRST = re.compile(
    rf"(?P<goal>(?:(?:Phấn đấu|Đạt|Có|Bảo đảm|Đảm bảo)\s+)*(?:{_AT_LEAST}\s*){{0,2}}"
    rf"{_FIGURE}\s*%(?:\s+trở (?:lên|xuống))?)\s+"
    r"(?P<label>[^\W\d][^;]{6,400})\Z",
    re.IGNORECASE,
)
# "Trợ giúp pháp lý cho 100% số người …": the figure says of how many the work is done.
_FIGURE_INSIDE = re.compile(
    rf"(?P<label>[^:;\d]{{3,200}}?)(?:(?<=\scho)|(?<=\stại)|(?<=\svới)|(?<=\sở)|(?<=\sđược)|(?=\s{_AT_LEAST}\s))\s+"
    rf"(?P<goal>(?:{_AT_LEAST}\s*)?{_FIGURE}\s*%)"
    r"\s+(?P<rest>[^\W\d][^;]*)\Z"
)
# "xây dựng được ít nhất 20% thôn …": what is reached stands behind the figure.
_ONLY_DONE = re.compile(r"(?:.*\s)?(?:được|đạt)", re.IGNORECASE)
_SHAPES = (_WITH_COLON, _WITH_VERB, _COMPARED, _FIGURE_FIRST)
# Where one goal of a sentence ends and the next begins: "… và 100% …", "…, riêng năm 2025 …".
_NEXT = re.compile(
    rf";|\s+và\s+(?=(?:{_AT_LEAST}\s+)?\d[\d.,]*\s*%)|,\s+(?=riêng năm 20\d\d\s)|"
    r",\s+trong đó,?\s+(?=[^,;]*\d)"
)
_FROM_TO = re.compile(
    rf"\btừ\s+(?P<base>{_FIGURE})\s*[^\d,;.]{{0,25}}(?:\([^)]*\)\s*)?(?:lên|xuống|còn|đến)\s+(?P<goal>[^;]*\d[^;]*)"
)
_BEFORE = re.compile(
    rf"\s*\(\s*(?:kết quả\s+|thực hiện\s+|hiện trạng\s+)?(?:năm\s+)?(?:20\d\d|hiện nay|hiện tại)"
    rf"(?:\s+(?:là|đạt))?\s*:?\s*(?P<base>{_FIGURE})[^)]*\)"
)
_LED_BY = re.compile(
    r"\s*\(\s*(?:(?:Giao|Đơn vị|Cơ quan)?\s*(?:[Cc]hủ trì|[Tt]heo dõi|[Pp]hụ trách)?\s*:?\s*)"
    r"(?P<name>(?:Sở|Phòng|Văn phòng|Ban|Công an|Trung tâm|"
    r"Trạm|UBND|Thanh tra|Bảo hiểm)[^)]*?)(?:\s+(?:chủ trì|theo dõi|phụ trách|thực hiện|đôn đốc)[^)]*)?\)"
)
# "Phòng Kinh tế: tỷ lệ … đạt 99%", "Về kinh tế: thu ngân sách đạt 25 tỷ đồng".
_PREFIX = re.compile(r"(?P<name>[^:;]{3,80}):\s+(?=[^\W\d])")
# A heading or a lead-in that opens a list of goals.
_HEADING = re.compile(
    r"(?:(?:ve )?(?:cac |nhung |mot so |he thong |nhom )*(?:muc tieu|chi tieu)\b|"
    r"(?:(?:den|trong) )?(?:het |cuoi )?(?:nam \d{4},? )?phan dau [^:;.]*\b(?:muc tieu|chi tieu)\b)"
)
_LEAD_IN = re.compile(
    r"(?:phan dau|de ra|dat|hoan thanh|xac dinh|gom|voi|thong qua)\b[^:;.]*\b(?:muc tieu|chi tieu)\b|"
    r"^(?:cac |mot so |nhung )?(?:muc tieu|chi tieu)\b"
)
_ASKS = re.compile(
    r"\b(?:yeu cau|giao|de nghi|phan cong|nham|de (?:dat|hoan thanh|thuc hien|bao dam|dam bao))\b"
)
_WORK = re.compile(r"nhiem vu|giai phap|giao chi tieu cho|phan cong")


@dataclass(frozen=True)
class Goal:
    """A goal in words: label and goal as (start, end) in the text, figures, and who answers for it."""

    label: str
    value: float
    op: str
    rank: str | None = None
    baseline: float | None = None
    year: int | None = None
    span: tuple[int, int] = (0, 0)
    lead: tuple[int, int] | None = None


def opens_goals(text: str, *, led: bool = False) -> bool:
    """Tell whether a heading ("2. Các chỉ tiêu chủ yếu") or, with `led`, a line before a list opens goals."""
    heading = fold(re.split(r"[:.]\s|[:.]$", text, maxsplit=1)[0]).strip(" *-")
    if len(heading.split()) > (30 if led else 14) or _WORK.search(heading):
        return False
    if led and not text.rstrip().endswith(":"):
        return False
    if led:
        return _LEAD_IN.search(heading) is not None and not _ASKS.search(heading)
    return _HEADING.match(heading) is not None


def year_of_heading(text: str) -> int | None:
    """Return the last year a heading of goals names: "Mục tiêu đến năm 2030", "giai đoạn 2026 - 2030"."""
    years = re.findall(r"\b(20\d\d)\b(?!/)", text) if len(text.split()) < 30 else []
    return int(years[-1]) if years else None


def target_year(texts: list[str], subject: str | None, year: int | None) -> int | None:
    """Return the year goals are for: of the nearest heading, else what the subject aims at, else the document's."""
    over = next((found for text in texts if (found := year_of_heading(text))), None)
    aim = re.search(
        r"[Đđ]ến (?:hết |cuối )?năm (20\d\d)|[Gg]iai đoạn\s+20\d\d\s*(?:[-–]|đến)\s*(20\d\d)", subject or ""
    )
    return over or (int(aim[1] or aim[2]) if aim else year)


def sets_figure(text: str) -> bool:
    """Tell an item that is nothing but a label and a figure to reach."""
    short = len(text.split()) < 30 and not re.search(r"[.;]\s+\S", text)
    return short and not _FIGURE_FIRST.match(text.strip()) and goal_of(text) is not None


def goals_in(text: str) -> Iterator[Goal]:
    """Yield the goals of one sentence of a list item, those that it joins each by itself."""
    cuts = [(0, 0), *(match.span() for match in _NEXT.finditer(text)), (len(text), len(text))]
    for (_, start), (end, _) in pairwise(cuts):
        goal = goal_of(text[start:end], start, shapes=(*_SHAPES, _FIGURE_INSIDE))
        if goal:
            yield goal


def goal_of(text: str, offset: int = 0, *, shapes: tuple[re.Pattern[str], ...] = _SHAPES) -> Goal | None:
    """Read one goal: a label, then what it reaches; None when the words are no such thing."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip(" .;,/"))
    opening = _OPENING.match(text, start, end)
    begin = opening.end() if opening else start
    prefix = _PREFIX.match(text, begin, end)
    owner = prefix.span("name") if prefix and UNIT.match(text, begin) else None
    if prefix and not _WITH_COLON.match(text[begin:end]):
        begin = prefix.end()
    body = text[begin:end]
    led, base = _LED_BY.search(body), _BEFORE.search(body)
    bare = _blanked(body, [led, base])
    found = next(
        (
            match
            for pattern in shapes
            if (match := pattern.match(bare))
            and re.search(r"[^\W\d]{2}", match["label"])
            and not (pattern is _COMPARED and _ONLY_DONE.fullmatch(match["label"]))
        ),
        None,
    )
    if found is None:
        return None
    aim, baseline = found["goal"].strip(), number_of(base["base"]) if base else None
    change = _FROM_TO.search(aim)
    if change:
        baseline, aim = number_of(change["base"]), change["goal"]
    aim = re.sub(r"năm\s+20\d\d|20\d\d\s*[-–]\s*20\d\d", "", aim)
    figure, rank = value_and_rank(aim)
    value = number_of(figure)
    if value is None or re.search(r"\bbậc\b|(?:tăng|giảm)[^,;%]*\bso với\b", aim):
        return None
    named = f"{found['label']} {found['rest']}" if found.re is _FIGURE_INSIDE else found["label"]
    label, year = _label(named)
    trailing = re.search(r"\s+(trở (?:lên|xuống))\Z", label) if found.re is _FIGURE_FIRST else None
    if trailing:
        label = label[: trailing.start()]
        # Nothing is more than all: "100% … có trình độ đại học trở lên".
        figure = f"{figure} {trailing[1]}" if value < 100 else figure
    years = re.findall(
        r"năm\s+(20\d\d)", re.sub(r"\([^)]*\)", "", change["goal"] if change else found["goal"])
    )
    year = year or next((int(group) for group in (opening.groups() if opening else ()) if group), None)
    return Goal(
        label,
        value,
        operator_of(figure),
        rank,
        baseline,
        year or (int(years[-1]) if years else None),
        (offset + start, offset + end),
        (offset + begin + led.start("name"), offset + begin + led.end("name"))
        if led
        else (offset + owner[0], offset + owner[1])
        if owner and begin > owner[1]
        else None,
    )


def _blanked(text: str, matches: list[re.Match[str] | None]) -> str:
    for match in matches:
        if match:
            text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text


def _label(text: str) -> tuple[str, int | None]:
    """Return a label without the year it is for: "Tỷ lệ hồ sơ đúng hạn đến năm 2026" → …, 2026."""
    found = re.search(rf"{_YEAR}\s*\Z", text)
    if found:
        text = text[: found.start()]
    text = re.sub(r",?\s*(?:phấn đấu|cần|phải)\s*\Z", "", text).strip(" ,-–")
    text = " ".join(text.split())
    return text[:1].upper() + text[1:], int(found["year"]) if found else None
