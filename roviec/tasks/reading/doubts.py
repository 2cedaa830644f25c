"""What the words of a task leave unexplained: a date not read, a unit without a part, a name perhaps cut short."""

import re
from collections.abc import Iterator
from dataclasses import replace

from roviec.folding import fold
from roviec.tasks.deadlines import Kind
from roviec.tasks.reading.addressees import acts
from roviec.tasks.reading.dates import Dating
from roviec.tasks.reading.known import is_known
from roviec.tasks.reading.lexicon import ORDER, VERB
from roviec.tasks.reading.model import ReadTask
from roviec.tasks.reading.roles import mentions_in, time_role
from roviec.tasks.reading.source import Passage
from roviec.tasks.reading.units import Names, names_at

NOT_READ = "Trong câu còn mốc thời gian «{words}» chưa dùng đến."
SEVERAL = "Có nhiều mốc thời gian: {words}."
NOT_UNDERSTOOD = "Chưa hiểu thời hạn «{words}»."
ONLY_YEAR = "Mốc «{words}» có thể chỉ nói về chỉ tiêu, không phải thời hạn."
OTHER_UNIT = "Trong câu còn nhắc «{names}»."
OTHER_LEAD = "Trong câu còn nhắc «{names}», bên chữ «{cue}»."
ASKED = "Câu này nói với «{names}…», chưa rõ là đơn vị nào."
CUT_SHORT = "Tên «{name}» có thể chưa trọn."

_DAY = (
    r"(?<![\d.,/-])(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?20\d\d)?(?![\d%]|[.,]\d)|"
    r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+20\d\d)?"
)
_TIME = re.compile(
    rf"{_DAY}|(?:[Tt]háng|[Qq]uý)\s+(?:\d{{1,2}}|[IV]{{1,3}})(?:\s*(?:/|năm)\s*20\d\d)?(?![\d%]|[.,]\d)"
)
_YEAR_ALONE = re.compile(r"(?:trong |đến |cuối )?(?:hết )?năm(?: 20\d\d)?")
_ASKED = re.compile(
    r"(?:[-+•*]\s+|\(?\w{1,3}[.)]\s+)?(?:(?:Kính |Trân trọng )?Đề nghị|Yêu cầu|Giao|Phân công|Mời):?\s+(?=\w)"
)
_STANDING = re.compile(
    r"(?:thuong xuyen|lien tuc|hang|hang ngay|theo (?:ke hoach|quy dinh|lo trinh|tien do|yeu cau)|khi co|ngay|dot xuat|"
    r"dinh ky|trong ky|giai doan|ca nam|trien khai|thuc hien)\b"
)
_RHYTHM = re.compile(r"\b(?:hang|moi|dinh ky)\b")
_ANYBODY = {"don vi", "co quan", "bo phan", "dia phuong minh"}
# The last word of a whole name, where it is no proper one.
_WHOLE_END = re.compile(
    r"(?:rừng|đứng đầu|trung ương|danh sách|"
    r"liên quan|địa phương|trực thuộc|thuộc tỉnh|thuộc sở|xã|phường|tỉnh|thành phố|huyện|sở|ngành|đơn vị|cơ quan|ban|phòng|"
    r"đoàn thể|thôn|bản|khu phố|tổ dân phố|trường|trường học|công chức|viên chức|người lao động|"
    r"cá nhân|tổ chức|hội|doanh nghiệp|"
    r"cơ sở|chuyên môn|tổ|đội|nhà thầu|đầu tư|chức năng|trên|này|đó|cấp|công lập|bệnh viện|trung tâm|báo chí|truyền thông|"
    r"xã hội|dự án|hộ|nhóm|sự nghiệp|tham mưu|đặc khu|thị trấn|thị xã|cấp xã|cấp tỉnh|chi bộ|công an|thành viên|nhân dân)$"
)


def doubted(task: ReadTask, passage: Passage | None, dating: Dating, *, own: bool) -> ReadTask:
    """Return `task` with what a person should look at, first reason a field.

    `passage` is its sentence, None for a row of a table; `own`: the sentence or a label names its lead.
    """
    found = list(_about_words(task))
    if passage is not None:
        found += _about_lead(task, passage, own=own)
        found += _about_due(task, passage, dating)
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
    if (
        task.deadline.kind is Kind.recurring
        and len(_TIME.findall(words)) > 1
        and not _RHYTHM.search(fold(words))
    ):
        yield "due", SEVERAL.format(words=f"«{words}»")


def _about_lead(task: ReadTask, passage: Passage, *, own: bool) -> Iterator[tuple[str, str]]:
    for one in task.lead:
        if not _is_whole(one.name, passage.text):
            yield "lead", CUT_SHORT.format(name=one.name)
    somebody = _asks_somebody(passage.text)
    if somebody:
        yield "lead", ASKED.format(names=somebody)
    named = {fold(one.name) for one in (*task.lead, *task.partners)}
    for mention in mentions_in(passage.text):
        for names in _clauses(passage.text, mention.names):
            texts = names.texts(passage.text)
            strange = not {fold(name) for name in texts} & (named | _ANYBODY)
            if strange and (mention.role == "lead" or _is_subject(passage.text, names, own=own)):
                told = OTHER_LEAD if mention.role == "lead" and mention.cue else OTHER_UNIT
                yield "lead", told.format(names="; ".join(texts), cue=mention.cue)


def _clauses(text: str, names: Names) -> Iterator[Names]:
    """Yield a list of names cut at its semicolons: "… của cơ quan; UBND các xã căn cứ …" are two clauses."""
    spans: list[tuple[int, int]] = []
    for start, end in names.spans:
        if spans and ";" in text[spans[-1][1] : start]:
            yield Names(tuple(spans), spans[-1][1])
            spans = []
        spans.append((start, end))
    yield Names(tuple(spans), names.end)


def _is_subject(text: str, names: Names, *, own: bool) -> bool:
    """Tell names that open a clause and act in it; where the sentence has a subject already, after a semicolon."""
    before = text[: names.spans[0][0]].rstrip()
    opens = before[-1] == ";" if own and before else not own and (not before or before[-1] in ",;.:")
    return opens and acts(text, names)


def _asks_somebody(text: str) -> str:
    """Return whom "Đề nghị …" speaks to where they are no body that is known, "" where nobody is."""
    asked = _ASKED.match(text)
    if (
        asked is None
        or names_at(text, asked.end())
        or VERB.match(text, asked.end())
        or ORDER.match(text, asked.end())
    ):
        return ""
    return " ".join(text[asked.end() :].split()[:6]).strip(" ,;:.")


def _is_whole(name: str, text: str) -> bool:
    """Tell whether a name ends where names end, or what follows is an order of two words: "… hướng dẫn"."""
    last = name.split()[-1]
    at = text.find(name)
    if not last[:1].islower() or is_known(name) or _WHOLE_END.search(name) or at < 0:
        return True
    rest = text[at + len(name) :].lstrip()
    return VERB.match(rest) is None or any(
        VERB.fullmatch(" ".join(rest.split()[:count]).strip(",.;:")) for count in (2, 3)
    )


def _about_due(task: ReadTask, passage: Passage, dating: Dating) -> Iterator[tuple[str, str]]:
    words = task.due_quote.text if task.due_quote else ""
    found = dating.found_in(passage)
    days = {one.due: one.words for one in found if one.due and one.kind in (Kind.fixed, Kind.period)}
    if len(days) > 1 and task.deadline.due in days:
        yield "due", SEVERAL.format(words="; ".join(f"«{one}»" for one in days.values()))
    if task.deadline.kind is Kind.fixed and len(set(re.findall(_DAY, words))) > 1:
        yield "due", SEVERAL.format(words=f"«{words}»")
    if task.deadline.kind is Kind.period and _YEAR_ALONE.fullmatch(words.lower()) and words in passage.text:
        yield "due", ONLY_YEAR.format(words=words)
    for match in _TIME.finditer(passage.text):
        role, _, _ = time_role(passage.text, *match.span())
        spans = [one.span for one in found if one.span]
        read = match.group() in words or any(start <= match.start() < end for start, end in spans)
        dated = task.deadline.kind is Kind.none and re.search(r"20\d\d", match.group())
        wanted = role == "due" or (dated and role not in ("cited", "begun"))
        if not read and wanted and not dating.is_past(match.group()):
            yield "due", NOT_READ.format(words=match.group())
