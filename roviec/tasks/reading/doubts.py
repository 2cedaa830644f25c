"""What the words of a task leave unexplained: a date not read, a unit without a part, a name perhaps cut short."""

import re
from collections.abc import Iterator
from dataclasses import replace

from roviec.folding import CAPITAL, fold
from roviec.tasks.deadlines import Kind
from roviec.tasks.reading.addressees import acts
from roviec.tasks.reading.by_cells import is_time
from roviec.tasks.reading.dates import Dating
from roviec.tasks.reading.endings import doubted_end, torn
from roviec.tasks.reading.lexicon import GENERIC, ORDER, UNIT, VERB
from roviec.tasks.reading.model import ReadTask
from roviec.tasks.reading.roles import Mention, mentions_in, time_role
from roviec.tasks.reading.source import Passage
from roviec.tasks.reading.units import Names, names_at

NOT_READ = "Trong câu còn mốc thời gian «{words}» chưa dùng đến."
SEVERAL = "Có nhiều mốc thời gian: {words}."
NOT_UNDERSTOOD = "Chưa hiểu thời hạn «{words}»."
ONLY_YEAR = "Mốc «{words}» có thể chỉ nói về chỉ tiêu, không phải thời hạn."
OTHER_UNIT = "Trong câu còn nhắc «{names}»."
OTHER_LEAD = "Trong câu còn nhắc «{names}», bên chữ «{cue}»."
ASKED = "Câu này nói với «{names}…», chưa rõ là đơn vị nào."
DESCRIBED = "«{name}» chưa nói rõ là đơn vị nào."
PAST = "Mốc «{words}» đã qua khi văn bản ban hành."
NO_BODY = "«{name}» ở chỗ đơn vị thực hiện là một mốc thời gian."
LOOSE = "Câu này nằm trong một bảng chưa rõ các cột."
QUALIFIES = "Chữ «{words}» có thể chỉ nói về «{noun}», không phải thời hạn."

_DAY = (
    r"(?<![\d.,/-])(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?20\d\d)?(?![\d%]|[.,]\d)|"
    r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+20\d\d)?"
)
_YEAR_IN = r"(?:[Tt]rong|[Cc]uối|[Hh]ết) (?:hết )?năm 20\d\d"
_TIME = re.compile(
    rf"{_DAY}|{_YEAR_IN}|(?:[Tt]háng|[Qq]uý)\s+(?:\d{{1,2}}|[IV]{{1,3}})(?:\s*(?:/|năm)\s*20\d\d)?(?![\d%]|[.,]\d)"
)
# "Báo cáo phương án tháng 10/2025.": of the paper, or by then.
_LAST_TIME = re.compile(
    r"(?P<noun>\S+ \S+) (?P<time>(?:tháng|quý) (?:\d{1,2}|[IV]{1,3})(?:\s?(?:/|năm )\s?20\d\d)?)[\s.;/]*\Z"
)
# Lengths, ranges, seasons and periods without a year.
_LOOSE = re.compile(
    rf"[Tt]ừ (?:ngày )?(?:{_DAY}|\d{{1,2}}) đến (?:hết )?(?:ngày )?(?:{_DAY})|"
    r"(?:[Tt]rong(?: vòng| thời hạn| thời gian)?|[Ss]au) \d{1,3} (?:ngày|tuần|tháng|giờ)\b|"
    r"[Tt]rong (?:tháng|quý) (?:\d{1,2}|[IV]{1,3})(?![\d%/]|[.,]\d)|"
    r"(?:[Tt]rong|[Tt]rước|[Cc]uối|[Hh]ết) T\d{1,2}(?!\w)|"
    r"[Tt]háng (?i:một|hai|ba|tư|năm(?! 20)|sáu|bảy|tám|chín|mười)(?!\w)|"
    r"[Đđ]ến (?:hết |cuối )?năm 20\d\d(?=[.;,/]|\Z)|[Tt]heo (?:tuần|tháng|quý)(?=[.;,/]|\Z)|"
    r"(?:[Đđ]ến hết|[Kk]hi hết) (?:[Hh]ọc kỳ|[Nn]ăm học|[Kk]ỳ nghỉ|mùa)"
)
_SEASON = re.compile(
    r"(?:[Tt]rước|[Ss]au|[Tt]rong|[Cc]uối|[Đđ]ầu|[Gg]iữa|[Kk]ết thúc) (?:dịp |ngày |đợt )?"
    r"(?:Tết|năm học|học kỳ|mùa (?:mưa|khô|lũ|hè)|hè|lũ|vụ (?:Đông|Hè|Xuân|Mùa|Thu)|kỳ nghỉ|kỳ họp|khai giảng|bế giảng|"
    r"bầu cử|[Đđ]ại hội)(?!\w)|"
    r"\d+ (?:ngày|tuần|tháng) ?/ ?lần|[Đđ]ịnh kỳ \((?:tuần|tháng|quý)|"
    r"(?:ngày )?N ?[-–+] ?\d{1,2}(?!\w)"
)
_EXPLAINED = {"held", "begun", "session"}
# A rhythm is never what a count covers.
_EACH = re.compile(r"\d+ \w+ ?/|[Đđ]ịnh kỳ")
_YEARS_END = re.compile(_YEAR_IN)
# A year beside a noun is the noun's ("dự toán năm 2027"), as is the one of "kết quả năm"; "Mai" is somebody.
_NO_TIME = re.compile(r"(?i:(?:quả )?năm)(?: 20\d\d| nay| sau)?|Mai")
_YEAR_ALONE = re.compile(r"(?:trong |đến |cuối )?(?:hết )?năm(?: 20\d\d)?")
# "… đưa dự án vào vận hành trong năm 2027": what is done by then is work, and no figure.
_DONE_BY = re.compile(
    r"(?:hoàn thành|đưa|thông xe|bàn giao|khánh thành|khởi công|vận hành|xong)(?!\w)[^;.:%]{0,160}\Z"
)
# "… bảo đảm thông xe kỹ thuật năm 2027": a year behind such a word may be the end of the work.
_DONE_IN_YEAR = re.compile(
    r"(?:hoàn thành|thông xe|khánh thành|khởi công|bàn giao|đưa vào (?:vận hành|sử dụng|khai thác))(?!\w)"
    r"(?: (?!mục tiêu|chỉ tiêu|nhiệm vụ|kế hoạch|dự toán)[^\s,;.:%]+){0,9} (?P<year>năm 20\d\d)\b"
)
# "trong tháng 3 và tháng 9", "ngày 12/3, 15/3": the list of times goes on behind what was taken.
_AND_MORE = re.compile(
    r"\s*(?:,|;|và|hoặc)\s+(?P<time>(?:(?:trong |đầu |cuối )?(?:tháng|quý)\s+(?:\d{1,2}|[IV]{1,3})|"
    r"(?:ngày )?\d{1,2}/\d{1,2}(?!\d))"
    r"(?:/20\d\d)?)(?![\w%]|[.,]\d)"
)
# "báo cáo tháng trước ngày 25, báo cáo quý trước ngày 20": more than one rhythm in what was taken for one.
_REPORTS = re.compile(r",\s+(?:báo cáo )?(?:tuần|tháng|quý|6 tháng|năm) (?:trước|vào|chậm nhất)")
# "… đề xuất phân bổ vốn để dân có nhà ở trước Tết": by when what the work is for is to be there, and not the work.
_AIM = re.compile(r"\s(?P<aim>(?:để|nhằm|giúp)(?: [^\s;.:]+){1,3})[^;.:]{12,}\Z")
_ASKED = re.compile(
    r"(?:[-+•*]\s+|\(?\w{1,3}[.)]\s+)?(?:(?:Kính |Trân trọng )?Đề nghị|Yêu cầu|Giao|Phân công|Mời):?\s+(?=\w)"
)
# "dự toán ngân sách hằng năm", "theo nghị quyết hằng năm": the rhythm may be the noun's and not the order's.
_EVERY = re.compile(r"(?i:h[ằà]ng) (?:năm|quý|tháng|tuần|ngày)")
_QUALIFIED = re.compile(
    r"(?P<noun>(?i:(?:ngân sách|dự toán|kinh phí|nguồn vốn|chỉ tiêu|khen thưởng|thi đua|nghị quyết|kế hoạch|chương trình|"
    r"an ninh|"
    r"xếp loại|phân loại|thu nhập|sự cố|trẻ em|thức ăn|bữa ăn|sinh hoạt|"
    r"đời sống|tiêu dùng|công việc|công tác \w+ \w+)(?: (?!báo cáo|tổ chức|định kỳ|kết quả)[^\s,;.:]+){0,7}))\s+\Z"
)
_STANDING = re.compile(
    r"(?:thuong xuyen|lien tuc|hang|hang ngay|theo (?:ke hoach|quy dinh|lo trinh|tien do|yeu cau)|khi co|ngay|dot xuat|"
    r"dinh ky|trong ky|giai doan|ca nam|trien khai|thuc hien)\b"
)
_RHYTHM = re.compile(r"\b(?:hang|moi|dinh ky)\b")
# "định kỳ 2 lần/năm": how often is told, and on which days is not.
_OFTEN = re.compile(r"\b(?:0?[2-9]|hai|ba|bốn) lần ?(?:/|trong|một|mỗi) ?(?:một )?(?:năm|quý)")
# "định kỳ hằng quý trước ngày 20/12 hằng năm": two rhythms, of which one may be another report's.
_RHYTHMS = re.compile(r"\b(?:hang|moi|dinh ky) (ngay|tuan|thang|quy|nam|0?6 thang)\b")
# "Tháng 12/2026 và bổ sung hằng năm": a month of a year, and then again and again.
_AND_THEN = re.compile(r"\d\s?/\s?20\d\d\b.*\b(?:hang|moi|dinh ky) ")
# Whoever orders is not the one who is to do it.
_ORDERS = re.compile(r"\s+(?:yêu cầu|đề nghị|giao|phân công)\s")
# A body by its own name, not "các đơn vị".
_BODY = re.compile(
    rf"(?!{GENERIC}|Cơ quan|Đơn vị|Thủ trưởng|Trưởng)(?=[{CAPITAL}]|đ/c|đồng chí)(?:{UNIT.pattern})"
)
_ANYBODY = {"don vi", "co quan", "bo phan", "dia phuong minh"}
# "Kế hoạch … hằng năm và 5 năm": of what is planned, and no rhythm of the work.
_AND_YEARS = re.compile(r"\s+và\s+(?:0?\d|ba|năm|mười) năm(?!\w)")
# "Phấn đấu trung bình mỗi năm đấu giá 05 mỏ": how much comes of it, and no rhythm of the work.
_MEAN = re.compile(r"(?:[Tt]rung bình|[Bb]ình quân)\s+\Z")
# "sản lượng mỗi tháng đạt tối thiểu 20%": how much is to come of it, and no rhythm of the work.
_AMOUNT = re.compile(r"\s+(?:đạt|tăng|giảm)(?!\w)(?: [^\s,;.]+){0,3}")
# "… là một tiêu chí để đánh giá, xếp loại cán bộ hằng năm": the rhythm of what the work is for.
_USED_FOR = re.compile(
    r"\s(?P<noun>(?:để|nhằm|phục vụ|làm (?:cơ sở|căn cứ)|là (?:một )?(?:tiêu chí|căn cứ|chỉ tiêu|cơ sở))"
    r"(?: [^\s,;.:]+){0,3})[^;.:]*\Z"
)
# "Các đơn vị được giao chủ trì", "Bộ trưởng": a task or a post tells who is meant, and names nobody.
_DESCRIBED = re.compile(
    r"(?:Các |các )?(?:Bộ trưởng|Thủ trưởng|Giám đốc|Chủ tịch|Trưởng phòng|Trưởng ban|Cục trưởng|Vụ trưởng|Bí thư)|"
    r".*\s(?:được|có) (?:giao|phân công|phân giao|chỉ định|cử|chọn|tên|nhiệm vụ)(?!\w).*",
    re.IGNORECASE,
)


def doubted(
    task: ReadTask, passage: Passage | None, dating: Dating, *, own: bool, loose: bool = False
) -> ReadTask:
    """Return `task` with what a person should look at, first reason a field.

    `passage` is its sentence, None for a row of a table; `own`: the sentence or a label names its lead;
    `loose`: the sentence is a cell of a table that nobody could read.
    """
    found = list(_about_words(task))
    found += [("lead", LOOSE), ("due", LOOSE)] if loose else []
    if passage is not None:
        found += _about_lead(task, passage, own=own)
        found += _about_due(task, passage, dating)
    found += [("lead", why) for one in task.lead if (why := torn(one.name))]
    found += [
        ("lead", DESCRIBED.format(name=one.name)) for one in task.lead if _DESCRIBED.fullmatch(one.name)
    ]
    found += [
        (field, NO_BODY.format(name=one.name))
        for one in task.lead
        if is_time(one.name)
        for field in ("lead", "due")
    ]
    known = {field for field, _ in task.unsure}
    first = {field: why for field, why in reversed(found) if field not in known}
    return replace(task, unsure=(*task.unsure, *first.items())) if first else task


def _about_words(task: ReadTask) -> Iterator[tuple[str, str]]:
    """Yield a deadline's words that mean no day and no rhythm."""
    words = task.due_quote.text if task.due_quote else ""
    counted = task.deadline.kind is Kind.event and re.search(r"\d+ ngày\b.*\b(?:ký|ban hành)", words)
    dated = task.deadline.kind is Kind.event and re.search(r"\d{1,2}\s?[/.-]\s?\d{1,2}|20\d\d", words)
    unread = task.deadline.kind is Kind.none and re.search(r"\w", words) and not _STANDING.match(fold(words))
    if counted or dated or unread:
        yield "due", NOT_UNDERSTOOD.format(words=words)
    if task.deadline.kind is Kind.recurring and (
        _REPORTS.search(words) or len(set(_RHYTHMS.findall(fold(words)))) > 1 or _AND_THEN.search(fold(words))
    ):
        yield "due", SEVERAL.format(words=f"«{words}»")
    if (
        task.deadline.kind is Kind.recurring
        and re.search(rf"{_DAY}", words)
        and not _RHYTHM.search(fold(words)[:40])
    ):
        yield "due", SEVERAL.format(words=f"«{words}»")
    if (
        task.deadline.kind is Kind.recurring
        and len(_TIME.findall(words)) > 1
        and not _RHYTHM.search(fold(words))
    ):
        yield "due", SEVERAL.format(words=f"«{words}»")


def _about_lead(task: ReadTask, passage: Passage, *, own: bool) -> Iterator[tuple[str, str]]:
    for one in task.lead:
        if why := doubted_end(one.name, passage.text, own=own):
            yield "lead", why
    somebody = _asks_somebody(passage.text)
    if somebody:
        yield "lead", ASKED.format(names=somebody)
    named = {fold(one.name) for one in (*task.lead, *task.partners)}
    leads = {fold(one.name) for one in task.lead}
    opens = names_at(passage.text, 0)
    if not own and opens and {fold(name) for name in opens.texts(passage.text)} - leads:
        yield "lead", OTHER_UNIT.format(names="; ".join(opens.texts(passage.text)))
    for mention in mentions_in(passage.text):
        last = mention.names.texts(passage.text)[-1]
        if fold(last) not in leads and _acts_last(passage.text, mention):
            yield "lead", OTHER_UNIT.format(names=last)
        for names in _clauses(passage.text, mention.names):
            texts = names.texts(passage.text)
            if {fold(name) for name in texts} & (named | _ANYBODY):
                continue
            if mention.role == "partner":
                yield "partners", OTHER_LEAD.format(names="; ".join(texts), cue=mention.cue)
            elif mention.role in ("lead", "claimed") or _is_subject(
                passage.text, names, mention.role, own=own
            ):
                told = OTHER_LEAD if mention.role in ("lead", "claimed") and mention.cue else OTHER_UNIT
                yield "lead", told.format(names="; ".join(texts), cue=mention.cue)


def _untold(task: ReadTask, text: str, dating: Dating) -> Iterator[str]:
    """Yield times of a sentence without any deadline that only a person can place: "trong 07 ngày …", "từ … đến …"."""
    taken = task.due_quote.text if task.due_quote else ""
    bare = task.deadline.kind is Kind.none and not taken
    left = text if bare else text.replace(taken, "·" * len(taken))
    for match in (
        found for words in ((_LOOSE, _SEASON) if bare else (_SEASON,)) for found in words.finditer(left)
    ):
        first = match.start() + re.search(r"\d|$", match.group()).start()  # type: ignore[union-attr]
        roles = {time_role(text, at, match.end())[0] for at in (match.start(), first)}
        # Until a session is a time, in it is what the session is called by.
        explained = {"held", "begun"} if match.group().lower().startswith("trước") else _EXPLAINED
        if _EACH.match(match.group()):
            explained = set()
        if not roles & explained and not dating.is_past(match.group()):
            yield match.group()


def _untaken(
    text: str, words: str, spans: list[tuple[int, int]], dating: Dating
) -> Iterator[tuple[int, int]]:
    """Yield the times of a sentence that nothing took: no deadline, no label, and no cue that they are something else."""
    at = text.find(words) if words else -1
    read = [*spans, (at, at + len(words))] if at >= 0 else spans
    for start, end in dating.left_in(text, read):
        role, _, _ = time_role(text, start, end)
        held = role == "held" and not words and re.search(r"20\d\d", text[start:end])
        if (role in ("", "due") or held) and not _NO_TIME.fullmatch(text[start:end].strip()):
            yield start, end


def times_due(text: str, dating: Dating, *, any_cue: bool = False) -> Iterator[str]:
    """Yield the days and months of `text` by which something is due; with `any_cue` whatever is no citation."""
    for match in _TIME.finditer(text):
        role, _, _ = time_role(text, *match.span())
        year = _YEARS_END.fullmatch(match.group())
        wanted = role == "due" or (
            any_cue and role in ("", "of") and re.search(r"\d{1,2}\s?[/.-]|[Tt]háng", match.group())
        )
        if wanted and not year and not dating.is_past(match.group()):
            yield match.group()


def _acts_last(text: str, mention: Mention) -> bool:
    """Tell a list in which the last body may be the subject of what follows: "… thành viên Tổ A, Phòng B lập …"."""
    first, last = mention.names.spans[0], mention.names.spans[-1]
    return (
        first != last
        and mention.role in ("object", "owner", "recipient")
        and text[: last[0]].rstrip().endswith(",")
        and _BODY.match(text, last[0]) is not None
        and VERB.match(text[mention.names.end :].lstrip()) is not None
    )


def _clauses(text: str, names: Names) -> Iterator[Names]:
    """Yield a list of names cut at its semicolons: "… của cơ quan; UBND các xã căn cứ …" are two clauses."""
    spans: list[tuple[int, int]] = []
    for start, end in names.spans:
        if spans and ";" in text[spans[-1][1] : start]:
            yield Names(tuple(spans), spans[-1][1])
            spans = []
        spans.append((start, end))
    yield Names(tuple(spans), names.end)


def _is_subject(text: str, names: Names, role: str, *, own: bool) -> bool:
    """Tell names that open a clause and act in it, or a body by its own name that nothing around it explains."""
    start = names.spans[0][0]
    before = text[:start].rstrip()
    if _ORDERS.match(text, names.end) is not None:
        return False
    if role == "" and before and before[-1] in ",;.(-–:" and _BODY.match(text, start):
        return True
    opens = before[-1] == ";" if own and before else not own and (not before or before[-1] in ",;.:")
    return opens and acts(text, names)


def _asks_somebody(text: str) -> str:
    """Return whom "Đề nghị …" speaks to where they are no body that is known, "" where nobody is."""
    asked = _ASKED.match(text)
    if (
        asked is None
        or names_at(text, asked.end(), small=True)
        or VERB.match(text, asked.end())
        or ORDER.match(text, asked.end())
    ):
        return ""
    return " ".join(text[asked.end() :].split()[:6]).strip(" ,;:.")


def _about_due(task: ReadTask, passage: Passage, dating: Dating) -> Iterator[tuple[str, str]]:
    words = task.due_quote.text if task.due_quote else ""
    found = dating.found_in(passage)
    days = {one.due: one.words for one in found if one.due and one.kind in (Kind.fixed, Kind.period)}
    if len(days) > 1 and task.deadline.due in days:
        yield "due", SEVERAL.format(words="; ".join(f"«{one}»" for one in days.values()))
    rhythms = {one.rule: one.words for one in found if one.kind is Kind.recurring}
    if len(rhythms) > 1 or (rhythms and task.deadline.due in days):
        yield (
            "due",
            SEVERAL.format(words="; ".join(f"«{one}»" for one in (*days.values(), *rhythms.values()))),
        )
    if _OFTEN.search(words):
        yield "due", NOT_UNDERSTOOD.format(words=words)
    if task.deadline.kind is Kind.fixed and len(set(re.findall(_DAY, words))) > 1:
        yield "due", SEVERAL.format(words=f"«{words}»")
    if words and (more := _AND_MORE.match(passage.text.partition(words)[2])):
        yield "due", SEVERAL.format(words=f"«{words}»; «{more['time']}»")
    only_year = task.deadline.kind is Kind.period and _YEAR_ALONE.fullmatch(words.lower())
    if only_year and words in passage.text and not _DONE_BY.search(passage.text.partition(words)[0]):
        yield "due", ONLY_YEAR.format(words=words)
    if task.deadline.kind is Kind.fixed and words and (aim := _AIM.search(passage.text.partition(words)[0])):
        yield "due", QUALIFIES.format(words=words, noun=" ".join(aim["aim"].split()))
    spans = [one.span for one in found if one.span]
    for start, end in _untaken(passage.text, words, spans, dating):
        yield "due", NOT_READ.format(words=passage.text[start:end].strip())
    for words in _untold(task, passage.text, dating):
        yield "due", NOT_READ.format(words=words)
    if task.deadline.kind is Kind.none and not words:
        yield from (("due", why) for why in _about_end(passage.text, dating))
    yield from _about_rhythm(task, passage.text, dating)


def _about_end(text: str, dating: Dating) -> Iterator[str]:
    """Yield a month that is a noun's or the end of the work, and a year behind a word of being done."""
    last = _LAST_TIME.search(text)
    if last and time_role(text, *last.span("time"))[0] == "of" and not dating.is_past(last["time"]):
        yield QUALIFIES.format(words=last["time"], noun=" ".join(last["noun"].split()))
    done = _DONE_IN_YEAR.search(text)
    if done and time_role(text, *done.span("year"))[0] in ("", "due") and not dating.is_past(done["year"]):
        yield NOT_READ.format(words=done["year"])


def _about_rhythm(task: ReadTask, text: str, dating: Dating) -> Iterator[tuple[str, str]]:
    """Yield a rhythm that may belong to a noun before it, and a day that was over before the document was written."""
    words = task.due_quote.text if task.due_quote else ""
    before, _, after = text.partition(words) if words else ("", "", "")
    if years := _AND_YEARS.match(after):
        yield "due", QUALIFIES.format(words=words, noun=f"{words}{years.group()}")
    if words.lower().startswith("mỗi") and (mean := _MEAN.search(before)):
        yield "due", QUALIFIES.format(words=words, noun=mean.group().strip())
    if task.deadline.kind is Kind.fixed and words and dating.is_past(words):
        yield "due", PAST.format(words=words)
    if words.lower().startswith("mỗi") and (amount := _AMOUNT.match(after)):
        yield "due", QUALIFIES.format(words=words, noun=" ".join(amount.group().split()))
    of = _USED_FOR.search(before) or _QUALIFIED.search(before)
    if task.deadline.kind is Kind.recurring and of and _EVERY.fullmatch(words):
        yield "due", QUALIFIES.format(words=words, noun=" ".join(of["noun"].split()))
    if task.deadline.kind is not Kind.none or task.due_quote:
        return
    for match in _TIME.finditer(text):
        if time_role(text, *match.span())[0] == "due" and dating.is_past(match.group()):
            yield "due", PAST.format(words=match.group())
