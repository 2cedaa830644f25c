"""Goals written as sentences or list items: "Tỷ lệ hồ sơ trễ hạn dưới 0,5%", "(3) Thu ngân sách: trên 21,5 tỷ đồng"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from roviec.folding import whole
from roviec.tasks.reading.changes import AT_LEAST, FIGURE, change_in, later_year, told_by_verb
from roviec.tasks.reading.figures import CUE_LAST, SO_FAR, blanked, number_of, operator_of, value_and_rank
from roviec.tasks.reading.goal_ends import common_end, is_ended
from roviec.tasks.reading.lexicon import ORDER, UNIT, VERB
from roviec.tasks.reading.prose import Clause, clauses_of, masked

_REACHES = r"(?:đạt|duy trì|giữ|giảm|hạ|xuống|còn|tăng|nâng|lên|chiếm)"
_YEAR = r"(?:,?\s*(?:phấn đấu\s+)?(?:đến|trong|vào|trước)?\s*(?:hết\s+|cuối\s+)?năm\s+(?P<year>20\d\d),?)"
_OPENING = re.compile(
    r"(?:(?i:Hằng|Hàng) năm,\s+|"
    rf"(?i:Phấn đấu|Bảo đảm|Đảm bảo|Nâng|Đưa|Duy trì|Giữ vững|Giữ|Giảm|Tăng){_YEAR.replace('year', 'a')}?,?\s+|"
    rf"(?i:riêng\s+)?(?i:Đến|Trong|Năm)\s+"
    r"(?:hết\s+|cuối\s+)?(?:năm\s+|(?:ngày\s+)?\d{1,2}/\d{1,2}/)?(?:giai đoạn\s+20\d\d\s*[-–]\s*)?(?P<b>20\d\d)[,:]?\s+"
    r"(?:phấn đấu\s+)?|(?i:Từ)\s+năm\s+(?P<c>20\d\d) trở đi,?\s+)"
    r"(?=[^\W\d]|\d[\d.,]*\s*%)",
)
_WITH_COLON = re.compile(
    r"(?P<label>[^:;]{3,200}?)\s*:\s*(?P<goal>(?:(?:phấn đấu|bình quân|cả năm|cần|phải)\s+)*"
    rf"(?=\d|(?:{_REACHES}|{AT_LEAST}|xếp|hạng|thứ)(?!\w))(?=[^:;]{{0,40}}?\d)[^;]*)\Z",
    re.IGNORECASE,
)
# Between "đạt" and its figure stands nothing but how it is meant.
_HOW = (
    rf"(?:{AT_LEAST}|bình quân|trung bình|thêm|mức|xuống|còn|lên|ổn định|ở|đến|được|là|tỷ lệ|hằng năm|hàng năm|"
    r"xấp xỉ|gần|duy trì|giữ|đạt|cao hơn)"
)
_WITH_VERB = re.compile(
    r"(?P<label>[^:;]{3,200}?),?\s+(?P<goal>(?:phấn đấu\s+)?(?:(?:cần|phải|được|sẽ)\s+)?"
    rf"{_REACHES}(?:\s+{_HOW})*\s+{FIGURE}[^;]*)\Z"
)
_COMPARED = re.compile(
    rf"(?P<label>[^:;]{{3,200}}?),?\s+(?P<goal>(?:(?:{AT_LEAST}\s*)+|(?:bình quân|trung bình)\s*)"
    rf"{FIGURE}\s*[^\d;:]{{0,40}})\Z"
)
_FIGURE_FIRST = re.compile(
    rf"(?P<goal>(?:(?:Phấn đấu|Đạt|Có|Bảo đảm|Đảm bảo|Hoàn thành|Thực hiện)\s+)*"
    rf"(?:{AT_LEAST}\s*){{0,2}}"
    rf"{FIGURE}\s*%(?:\s+trở (?:lên|xuống))?)\s+"
    r"(?P<label>[^\W\d][^;]{6,400})\Z",
    re.IGNORECASE,
)
# "Trợ giúp pháp lý cho 100% số người …": the figure says of how many the work is done.
_FIGURE_INSIDE = re.compile(
    rf"(?P<label>[^:;\d]{{3,200}}?)(?:(?<=\scho)|(?<=\stại)|(?<=\svới)|(?<=\sở)|(?<=\sđược)|(?=\s{AT_LEAST}\s))\s+"
    rf"(?P<goal>(?:{AT_LEAST}\s*)?{FIGURE}\s*%)"
    r"\s+(?!trở (?:lên|xuống)|so (?:với|cùng))(?P<rest>[^\W\d][^;]*)\Z"
)
# "xây dựng được ít nhất 20% thôn …": what is reached stands behind the figure.
_ONLY_DONE = re.compile(
    rf"(?:.*\s)?(?:được|đạt)|(?:(?:{VERB.pattern})(?:,\s|\svà\s|\s|\Z))+(?:mới|thêm)?", re.IGNORECASE
)
# "Nâng tỷ lệ hộ dùng nước sạch từ 61% lên 70%": the word that opens the sentence says that it changes.
_FROM_LEVEL = re.compile(
    rf"(?P<label>[^:;\d]{{3,200}}?),?\s+(?:{_REACHES}\s+)?(?P<goal>từ\s+{FIGURE}[^\d,;.]{{0,25}}(?:năm 20\d\d\s*)?(?<!trở )"
    rf"(?:lên|xuống|còn)\s[^\d;]{{0,30}}{FIGURE}[^;]*)\Z"
)
_SHAPES = (_WITH_COLON, _FROM_LEVEL, _WITH_VERB, _COMPARED, _FIGURE_FIRST)
# A year in brackets or to compare with is not the one a goal is for.
_COMPARED_WITH = re.compile(r",?\s+so (?:với|cùng)(?: [^\W\d]+){0,3}\s*\Z")
_BESIDE = r"\([^)]*\)|\bso (?:với|cùng) (?:[^\W\d]+ ){0,3}năm\s+20\d\d"
_BEFORE = re.compile(
    rf"\s*\(\s*(?:kết quả\s+|thực hiện\s+|hiện trạng\s+)?(?:năm\s+)?(?:20\d\d|hiện nay|hiện tại)"
    rf"(?:\s+(?:là|đạt))?\s*:?\s*(?P<base>{FIGURE})[^)]*\)"
)
_LED_BY = re.compile(
    r"\s*\(\s*(?:(?:Giao|Đơn vị|Cơ quan)?\s*(?:[Cc]hủ trì|[Tt]heo dõi|[Pp]hụ trách)?\s*:?\s*)"
    r"(?P<name>(?:Sở|Phòng|Văn phòng|Ban|Công an|Trung tâm|"
    r"Trạm|UBND|Thanh tra|Bảo hiểm)[^)]*?)(?:\s+(?:chủ trì|theo dõi|phụ trách|thực hiện|đôn đốc)[^)]*)?\)"
)
# Words before a figure that only say how it is meant.
_CUES = re.compile(
    rf"(?:^|(?<=[\s,:]))(?:(?:{_REACHES}|{_HOW}|có|gồm|mức|bằng|cho|phấn đấu|cả nước|toàn tỉnh|toàn xã)\b[\s:,]*)+"
    r"\Z|[\s:,]+\Z",
    re.IGNORECASE,
)
_STRIVEN_FOR = re.compile(r"[^;:]*,\s+phấn đấu\s+", re.IGNORECASE)
_LONG = 25
# "từ 65% số hộ nông dân trở lên đăng ký": the words that open a figure may stand behind what is counted.
_OR_MORE = re.compile(r"[^,;.\d]{0,40}?\btrở (?P<way>lên|xuống)\b")
_COMPARES = re.compile(rf"{AT_LEAST}\s*\Z", re.IGNORECASE)
# A label of no more words, and no measure of its own, is a part of what its sentence began with.
_POOR, _POOREST = 4, 2
# "Hình thành ít nhất 20 mô hình …", "Mỗi năm có 150 sản phẩm …": what is counted stands behind the figure.
_BROUGHT = re.compile(
    r"(?:(?:đồng thời|trong đó|riêng),?\s+)?(?:(?:bình quân\s+)?(?:mỗi|hằng|hàng) năm,?\s*)?"
    r"(?:(?:phấn đấu\s+)?(?:hình thành(?: và phát triển)?|phát triển|thành lập|có)(?: được| mới| thêm)?)?\s*",
    re.IGNORECASE,
)
_UNIT_FIRST = re.compile(r"\A\s*(?:ha|km|cm|kg|m2|m3|tấn|tạ|(?:tỷ|triệu|nghìn)? ?đồng|MW|kWh)(?!\w)")
# What comes of it is no part of what is counted: "…, có khả năng nhân rộng toàn tỉnh".
_CONSEQUENCE = re.compile(
    r",\s+(?:nhất là|đặc biệt là|"
    r"có khả năng|góp phần|nhằm|từng bước|hướng tới|tiến tới|đáp ứng|phục vụ|bảo đảm|đảm bảo|đóng vai trò|tạo)\s.*\Z",
    re.DOTALL,
)
_MEASURE = re.compile(
    r"(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|số|tổng|tốc độ|mức|thu|chi|giá trị|diện tích|sản lượng|gdp|grdp|vốn|chỉ số|thời gian|"
    r"kim ngạch|doanh thu|năng suất|độ|bình quân|quy mô)\b",
    re.IGNORECASE,
)
_STRIVES = re.compile(rf"\bphấn đấu\s|\A(?:(?:có\s+)?(?:{AT_LEAST}\s+)?\d[\d.,]*\s*%|cơ cấu)", re.IGNORECASE)
_FIELD = re.compile(r"(?:về|tại|ở|đối với|trong|lĩnh vực|cải cách|công tác|phấn đấu|các)\s", re.IGNORECASE)
# "Trong đó dịch vụ tăng …", "Chỉ tiêu 2: Tỷ lệ …": what stands before is no part of what is measured.
_PARTLY = re.compile(
    r"(?:(?:Trong (?:số )?đó|Riêng)\s*[:,]?|(?:Chỉ tiêu|Mục tiêu)\s+(?:số\s+)?\d{1,2}(?:\.\d{1,2})?\s*[:.])\s+"
)
# "Phòng Kinh tế: tỷ lệ … đạt 99%", "Về kinh tế: thu ngân sách đạt 25 tỷ đồng".
_PREFIX = re.compile(r"(?P<name>[^:;]{3,80}):\s+(?=[“\"]?[^\W\d]|\d[\d.,]*\s*%\s+(?!trở )[^\W\d])")


@dataclass(frozen=True)
class Goal:
    """A goal in words: label and goal as (start, end) in the text, figures, who answers for it, what it is a part of."""

    label: str
    value: float
    op: str
    rank: str | None = None
    baseline: float | None = None
    year: int | None = None
    span: tuple[int, int] = (0, 0)
    lead: tuple[int, int] | None = None
    whole: str = ""


def sets_figure(text: str) -> bool:
    """Tell an item that is nothing but a label and a figure to reach."""
    short = len(text.split()) < 30 and not re.search(r"[.;]\s+\S", text)
    return short and not _FIGURE_FIRST.match(text.strip()) and goal_of(text) is not None


def begins_as_goal(text: str) -> bool:
    """Tell a sentence that begins with what is measured, a share or what is striven for: "Tổng vốn đầu tư: …"."""
    return _MEASURE.match(text) is not None or _STRIVES.search(text) is not None


def goals_in(text: str, *, counted: bool = False) -> Iterator[Goal]:
    """Yield the goals of one sentence of a list item, one for each figure that is reached.

    `counted`: the heading speaks of goals, so that "Xây dựng 6 trường đạt chuẩn" is one.
    """
    if SO_FAR.match(text):
        return
    shown = masked(text, telling=True)
    begin = _starts(shown)
    clauses = list(clauses_of(shown))
    head = _head(shown, begin, clauses)
    whole, year = _named_whole(head, shown), _opened(shown, begin, head)
    listed = bool(whole)
    found: list[tuple[Clause, Goal]] = []
    for clause in clauses:
        start = max(clause.start, begin)
        before = found[-1][1] if found else None
        goal = (before and _by_later_year(shown, start, clause, before)) or (
            _in_clause(shown, start, clause, counted=counted) if clause.figure[0] >= begin else None
        )
        found += [(clause, goal)] if goal else []
    for clause, goal in _with_one_end(found, shown):
        goal = replace(goal, year=goal.year or year)
        if whole and (listed or is_poor(goal.label, part=clause.part)):
            goal = replace(goal, whole=whole)
        elif not listed and not clause.part:
            whole = goal.label
        yield goal


def _by_later_year(text: str, start: int, clause: Clause, before: Goal) -> Goal | None:
    """Return what a goal is to reach in a later year: "… đến năm 2025 đạt 17%, đến năm 2030 đạt 20%"."""
    later = later_year(text, start, clause.figure[0])
    value = number_of(text[slice(*clause.figure)])
    if later is None or value is None:
        return None
    year, how = later
    span = (start, clause.end)
    return replace(before, value=value, op=operator_of(how), baseline=None, year=year, span=span)


def _with_one_end(found: list[tuple[Clause, Goal]], text: str) -> list[tuple[Clause, Goal]]:
    """Give "95% rác thải đô thị, 90% rác thải nông thôn được thu gom" the end of the second to the first too."""
    made = list(found)
    for at in range(len(made) - 2, -1, -1):
        (clause, goal), (following, after) = made[at], made[at + 1]
        opens = all(
            text[slice(*one.figure)].endswith("%") and not is_ended(text[one.start : one.figure[0]])
            for one in (clause, following)
        )
        parted = ";" not in text[clause.figure[1] : following.figure[0]]
        end = common_end(goal.label, after.label) if opens and parted else ""
        made[at] = (clause, replace(goal, label=f"{goal.label}{end}"))
    return made


def _head(text: str, begin: int, clauses: list[Clause]) -> re.Match[str] | None:
    """Return what stands before the colon of a list: "Cơ cấu kinh tế: dịch vụ 20%; công nghiệp 35%"."""
    head = _PREFIX.match(text, begin) if len(clauses) > 1 else None
    return head if head and head.end() <= clauses[0].figure[0] else None


def is_poor(label: str, *, part: bool) -> bool:
    """Tell a label that means nothing without the one before: "…, nông thôn là 93%", "…; cá nhân đạt 80%"."""
    return not _MEASURE.match(label) and len(re.findall(r"\w+", label)) <= (_POOR if part else _POOREST)


def _starts(text: str) -> int:
    """Return where a sentence begins that only goes on: "Trong đó dịch vụ tăng 14,8%"."""
    partly = _PARTLY.match(text)
    return partly.end() if partly else 0


def _named_whole(head: re.Match[str] | None, text: str) -> str:
    """Return what a list after a colon has its parts of: "Cơ cấu kinh tế: dịch vụ 20%; …", "" for a field or a unit."""
    if head is None or UNIT.match(text, head.start()) or _FIELD.match(head["name"]):
        return ""
    return _label(_OPENING.sub("", head["name"]))[0]


def _opened(text: str, begin: int, head: re.Match[str] | None) -> int | None:
    """Return the year that a sentence opens with and that holds for all its goals."""
    places = [begin, *([head.end()] if head else [])]
    found = (match for at in places if (match := _OPENING.match(text, at)))
    return next((int(group) for match in found for group in match.groups() if group), None)


def _in_clause(text: str, start: int, clause: Clause, *, counted: bool) -> Goal | None:
    """Read the goal of one clause: by its shape, else by what stands around its figure."""
    goal = goal_of(text[start : clause.end], start, shapes=(*_SHAPES, _FIGURE_INSIDE))
    value = number_of(text[slice(*clause.figure)])
    if goal and (goal.value == value or goal.baseline == value) and not _CUES.fullmatch(goal.label):
        more = _OR_MORE.match(text, clause.figure[1], clause.end)
        open_ = more and goal.op == "=" and goal.value < 100
        return replace(goal, op=">=" if more["way"] == "lên" else "<=") if more and open_ else goal
    steps = re.compile(r"\s*bậc\b").match(text, clause.figure[1])
    return None if value is None or steps else _around(text, start, clause, value, counted=counted)


def _around(text: str, start: int, clause: Clause, value: float, *, counted: bool) -> Goal | None:
    """Take what stands before a figure as what is measured, behind it where nothing does."""
    begin, year = _begun(text, start, clause.figure[0])
    before = text[begin : clause.figure[0]]
    cues = _CUES.search(before)
    said = before[: cues.start()] if cues else before
    after = re.sub(r"^\s*(?:%|trở (?:lên|xuống))*\s*", "", text[clause.figure[1] : clause.end])
    if re.search(r"[^\W\d]{2}", said):
        done = (_orders(said.strip()) or _is_short(said, after)) and not text[slice(*clause.figure)].endswith(
            "%"
        )
        if done and not counted and not _COMPARES.search(before) and _orders(said.strip()):
            return None
        bare = done and _BROUGHT.fullmatch(said) and re.search(r"[^\W\d]{2}", after)
        said = (
            after if bare else f"{_COMPARES.sub('', before)} {_UNIT_FIRST.sub('', after)}" if done else said
        )
    else:
        said = after
    label, named = _label(re.sub(r"\s+trở (?:lên|xuống)\Z", "", said.strip(" .;,/")))
    if not re.search(r"[^\W\d]{2}", label):
        return None
    rest = _OR_MORE.match(text, clause.figure[1], clause.end)
    words = text[begin + (cues.start() if cues else len(before)) : clause.figure[1]]
    return Goal(
        label,
        value,
        operator_of(words + (rest.group() if rest else "")),
        year=named or year,
        span=(start, clause.end),
    )


def _orders(text: str) -> bool:
    """Tell a verb with its object ("Xây dựng 6 trường") from what is measured ("Thu nhập bình quân 60 triệu đồng")."""
    return ORDER.match(text) is not None and not _MEASURE.match(text)


def _is_short(said: str, after: str) -> bool:
    """Tell a word or two that measure nothing: "Kết nạp | 30 đảng viên mới", but "đàn bò | 1.250 con"."""
    few = len(said.split()) <= _POOREST < len(after.split())
    return few and not _MEASURE.match(said.strip())


def _begun(text: str, start: int, end: int) -> tuple[int, int | None]:
    """Return where what is measured begins, behind a field and a year that open a clause, and that year."""
    year = None
    for pattern in (_OPENING, _PREFIX, _OPENING, _STRIVEN_FOR):
        match = pattern.match(text, start, min(end + 4, len(text)))
        if match and match.end() <= end:
            start = match.end()
            year = year or next(filter(None, (whole(group or "") for group in match.groups())), None)
    return start, year


def goal_of(text: str, offset: int = 0, *, shapes: tuple[re.Pattern[str], ...] = _SHAPES) -> Goal | None:
    """Read one goal: a label, then what it reaches; None when the words are no such thing."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip(" .;,/"))
    opening = _OPENING.match(text, start, end)
    begin = opening.end() if opening else start
    prefix = _PREFIX.match(text, begin, end)
    owner = prefix.span("name") if prefix and UNIT.match(text, begin) else None
    if prefix and (_FIELD.match(prefix["name"]) or not _WITH_COLON.match(text[begin:end])):
        opening = opening or _OPENING.match(text, prefix.end(), end)
        begin = max(prefix.end(), opening.end() if opening else 0)
    body = text[begin:end]
    led, base = _LED_BY.search(body), _BEFORE.search(body)
    bare = blanked(body, [led, base])
    found = next(
        (
            match
            for pattern in shapes
            if (match := pattern.match(bare))
            and re.search(r"[^\W\d]{2}", match["label"])
            and not (pattern is _COMPARED and _has_no_matter(match["label"]))
        ),
        None,
    )
    if found is None:
        return None
    aim, baseline = found["goal"].strip(), number_of(base["base"]) if base else None
    change = change_in(aim, body)
    if change:
        baseline, aim = number_of(change["base"]), change["goal"]
    aim = re.sub(r"năm\s+20\d\d|20\d\d\s*[-–]\s*20\d\d", "", aim)
    figure, rank = value_and_rank(aim)
    value = number_of(figure)
    if value is None or re.search(r"\bbậc\b|(?:tăng|giảm)[^,;%]*\bso với\b", aim):
        return None
    named = found["label"]
    if found.re is _FIGURE_INSIDE:
        named = f"{_opening_work(opening)}{named} {found['rest']}"
    if cue := CUE_LAST.search(named):
        named, figure = named[: cue.start()] + (cue["then"] or ""), f"{cue['cue']} {figure}"
    label, year = _label(named)
    label = label if change else f"{label}{told_by_verb(label, found['goal'])}"
    open_ = found.re is _FIGURE_FIRST and operator_of(figure) == "="
    trailing = re.search(r"(?<!\d)\s+(trở (?:lên|xuống))\Z", label) if open_ else None
    if trailing:
        label = label[: trailing.start()]
        # Nothing is more than all: "100% … có trình độ đại học trở lên".
        figure = f"{figure} {trailing[1]}" if value < 100 else figure
    reached = re.sub(_BESIDE, "", change["goal"] if change else found["goal"])
    years = re.findall(r"năm\s+(20\d\d)", reached)
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


def _opening_work(opening: re.Match[str] | None) -> str:
    """Return the verb that opens what is done for all of them: "Bảo đảm điều trị cho 100% người nghiện"."""
    work = re.fullmatch(r"(?:Bảo đảm|Đảm bảo|Duy trì)\s+", opening.group()) if opening else None
    return work.group() if work else ""


def _has_no_matter(label: str) -> bool:
    """Tell what stands before a figure and names nothing that is measured: "Hình thành", "Xây dựng được"."""
    return _ONLY_DONE.fullmatch(label) is not None or _BROUGHT.fullmatch(label) is not None


def _label(text: str) -> tuple[str, int | None]:
    """Return a label without the year it is for: "Tỷ lệ hồ sơ đúng hạn đến năm 2026" → …, 2026."""
    found = re.search(rf"(?:{_YEAR}|\((?:đến )?năm (?P<in>20\d\d)\))\s*\Z", text)
    if found:
        text = text[: found.start()]
        compared = _COMPARED_WITH.search(text)
        # "… so với cùng kỳ năm 2025" is what the figure is held against.
        text, found = (text[: compared.start()], None) if compared else (text, found)
    text = re.sub(
        r",?\s*(?:phấn đấu|cần|phải|đạt|gấp|trong đó:?)\s*\Z|\A(?:trong (?:số )?đó|riêng),?\s+(?=\w)",
        "",
        text,
        flags=re.I,
    )
    text = re.split(r"\s+và không (?:còn|có|để)\s", text, maxsplit=1)[0].strip(' ,-–“”"')
    if len(text.split()) > _LONG:
        # A long run-up, and what is measured at its end: "… góp phần …, đóng góp vào chỉ số HDI duy trì".
        text = re.sub(r"^.*(?:,|\s(?:vào|đưa|nâng|để))\s+(?=(?:tỷ lệ|tỉ lệ|chỉ số|tốc độ)\s)", "", text)
    listed = re.search(r"(?<=\w)\s+\([^()]*,[^()]*\)\Z", text)
    text = text[: listed.start()] if listed else text
    text = " ".join(_CONSEQUENCE.sub("", text).split())
    return text[:1].upper() + text[1:], int(found["year"] or found["in"]) if found else None
