"""What stands near a task and was not taken: words that open its sentence, a day in a line that is no task."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from roviec.folding import CAPITAL, SMALL
from roviec.tasks.deadlines import Deadline, Kind
from roviec.tasks.reading.addressees import opens_plainly
from roviec.tasks.reading.dates import Dating
from roviec.tasks.reading.details import Made
from roviec.tasks.reading.doubts import times_due
from roviec.tasks.reading.lexicon import STOP, VERB
from roviec.tasks.reading.model import ReadTask
from roviec.tasks.reading.outline import Node
from roviec.tasks.reading.source import Document, Quote

FOR_ALL = "Thời hạn «{words}» lấy theo câu cuối phần."
NEAR = "Câu gần đó ghi «{words}»."
OVER = "Tiêu đề phía trên ghi «{words}»."
PHASE = "Thời gian «{words}» lấy theo tiêu đề phần."
OPENS = "Câu mở đầu bằng «{words} …», chưa rõ có phải nơi thực hiện."
GOES_ON = "Sau tên này còn «{words}»."
# A list of names that goes on with something no rule knows: "Sở A, Liên hiệp … và Tòa án".
_MORE = re.compile(
    rf"\s*(?:[,;]\s+(?:và\s+)?|\s+và\s+)(?=[{CAPITAL}]|(?:các|những|văn phòng|ban|sở|phòng|đảng|thành|tỉnh|công ty|"
    r"đơn vị|cơ quan|doanh nghiệp|hội|trường|bộ|cục|vụ|viện|cá nhân|tổ chức|tổ|đội|trạm|công an|lực lượng|khối|nhóm)\s)"
)
# "tổ quản lý chợ, cây xanh phối hợp với …": what stands before the order may belong to the list.
_MORE_WORDS = re.compile(
    rf"\s*,\s+(?P<words>(?:[{SMALL}]\w*[ ,]+){{1,6}}?)"
    r"(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|tổ chức thực hiện)(?!\w)"
)
# "Doanh nghiệp viễn thông, tổ chức bảo đảm kinh phí": the word is somebody, since the order stands behind it.
_SOMEBODY = re.compile(
    r"(?:tổ chức|cá nhân) (?:bảo đảm|đảm bảo|phải|chủ động|chịu trách nhiệm|có trách nhiệm)(?!\w)"
)


# "Các thôn thực hiện xong trước ngày 21/2.": a line that ends a list and says until when all of it is due.
_ENDS_LIST = re.compile(
    r"(?:(?:Các|Tất cả|Toàn bộ|Những|Yêu cầu|Đề nghị)\s[^.;:]{3,70}?\s)?(?:[Tt]hực hiện|[Hh]oàn thành|[Tt]riển khai)"
    r"(?:\s(?:xong|các|những|nội dung|công việc|nhiệm vụ|việc|nêu|trên|này)){0,6}"
    r"\s(?:trước|chậm nhất|trong|đến hết)\s[^.;:]{2,50}[.;/]*"
)
_MOST_HELD = 12


def with_nearby(made: list[Made], dating: Dating, document: Document) -> list[Made]:
    """Return the tasks with the day of a line that ends their list, and marks for what else stands near them."""
    made = _ended(made, dating, document)
    dropped = _dropped(made, dating)
    held = _held(made)
    return [_marked(one, dating, dropped, held) for one in made]


def _ended(made: list[Made], dating: Dating, document: Document) -> list[Made]:
    """Give tasks without a day that of the line which ends their list and is no task itself, marked."""
    used = {id(one.node) for one in made}
    ends: dict[int, tuple[int, Node]] = {}
    for parent in {
        id(one.node.parent): one.node.parent for one in made if one.node and one.node.parent
    }.values():
        for order, child in enumerate(parent.children):
            if id(child) not in used and not child.children and _ENDS_LIST.fullmatch(child.text):
                ends[id(parent)] = (order, child)
    counts = Counter(id(one.node.parent) for one in made if one.node and one.node.parent)
    return [_ended_by(one, ends, counts, dating, document) for one in made]


def _ended_by(
    made: Made, ends: dict[int, tuple[int, Node]], counts: Counter[int], dating: Dating, document: Document
) -> Made:
    parent = made.node.parent if made.node else None
    bare = made.task.deadline.kind is Kind.none and made.task.due_quote is None
    if parent is None or made.node is None or not bare or counts[id(parent)] > _MOST_HELD:
        return made
    order, line = ends.get(id(parent), (0, None))
    if line is None or parent.children.index(made.node) > order:
        return made
    deadline, quote = dating.in_sentence(document, line.passage)
    if deadline.kind not in (Kind.fixed, Kind.period):
        return made
    marks = (*made.task.unsure, ("due", FOR_ALL.format(words=deadline.words)))
    return replace(made, task=replace(made.task, deadline=deadline, due_quote=quote, unsure=marks))


def in_phase(made: Made, deadline: Deadline, quote: Quote | None) -> Made:
    """Return a task below the heading of a phase with its time, or, where it has a rhythm, with a mark that says it."""
    task, why = made.task, PHASE.format(words=deadline.words)
    if task.deadline.kind is Kind.none and not task.due_quote:
        marks = (*task.unsure, ("due", why))
        return replace(made, task=replace(task, deadline=deadline, due_quote=quote, unsure=marks))
    # How often is told by the task, how long by the phase.
    return replace(made, task=_with(task, "due", why)) if task.deadline.kind is Kind.recurring else made


def _held(made: list[Made]) -> dict[int, list[str]]:
    """Return, by paragraph, the sentences of it that tasks hold."""
    held: dict[int, list[str]] = {}
    for one in made:
        if one.node is not None and one.passage is not None:
            held.setdefault(id(one.node), []).append(one.passage.text)
    return held


def _marked(
    made: Made, dating: Dating, dropped: dict[int, list[tuple[int, str]]], held: dict[int, list[str]]
) -> Made:
    if made.node is None or made.passage is None:
        return made
    task = made.task
    if task.deadline.kind is Kind.none and task.due_quote is None:
        task = _with(task, "due", _why_dated(made.node, dating, dropped, held[id(made.node)]))
    if made.own:
        task = _with(task, "lead", _goes_on(task, made.passage.text))
    elif task.lead and _may_act(made.passage.text) and not opens_plainly(made.passage.text):
        task = _with(task, "lead", OPENS.format(words=_first(made.passage.text)))
    return replace(made, task=task)


def _why_dated(node: Node, dating: Dating, dropped: dict[int, list[tuple[int, str]]], held: list[str]) -> str:
    """Return why a task without a day may have one: a sentence beside it, a dropped line, a heading."""
    rest = node.text
    for sentence in held:
        rest = rest.replace(sentence, " ")
    at = node.parent.children.index(node) if node.parent else 0
    below = (words for order, words in dropped.get(id(node.parent), []) if order > at)
    near = next(times_due(rest, dating), "") or next(below, "")
    over = "" if near else next(_times_over(node, dating), "")
    return NEAR.format(words=near) if near else OVER.format(words=over) if over else ""


def _with(task: ReadTask, field: str, why: str) -> ReadTask:
    if not why or field in dict(task.unsure):
        return task
    return replace(task, unsure=(*task.unsure, (field, why)))


def _may_act(text: str) -> bool:
    """Tell a sentence that may open with somebody: a verb follows some words, or a proper name is among them."""
    opening = re.split(r"[,;:(]", text, maxsplit=1)[0]
    words = opening.split()[:10]
    for at in range(1, len(words)):
        rest = " ".join(words[at:])
        if STOP.match(rest):
            return False
        if (at > 1 and VERB.match(rest)) or (at < 5 and words[at][:1].isupper()):
            return True
    return False


def _first(text: str) -> str:
    return " ".join(text.split()[:6]).strip(" ,;:.")


def _goes_on(task: ReadTask, text: str) -> str:
    """Return the reason to doubt a list of leads that goes on behind the last of them."""
    last = task.lead[-1].quote.text if task.lead else ""
    at = text.find(last) if last else -1
    return goes_on(text, at + len(last)) if at >= 0 else ""


def goes_on(text: str, end: int) -> str:
    """Return the reason to doubt a list of names in `text` that goes on behind its `end`, "" where none does."""
    more = _MORE.match(text, end)
    rest = _MORE_WORDS.match(text, end)
    if more is None and rest and not opens_plainly(rest["words"]) and not VERB.match(rest["words"]):
        return GOES_ON.format(words=_first(rest["words"]))
    if more is None or (opens_plainly(text[more.end() :]) and not _SOMEBODY.match(text, more.end())):
        return ""
    return GOES_ON.format(words=_first(text[more.start() :].lstrip(" ,;")))


def _dropped(made: list[Made], dating: Dating) -> dict[int, list[tuple[int, str]]]:
    """Return, by the line over it, the times by which something is due in lines that became no task, with their places."""
    used = {id(one.node) for one in made if one.node}
    parents = {id(one.node.parent): one.node.parent for one in made if one.node and one.node.parent}
    found: dict[int, list[tuple[int, str]]] = {}
    for parent in parents.values():
        for order, child in enumerate(parent.children):
            if id(child) in used or child.children or child.grid or child.quoted:
                continue
            words = next(times_due(child.text, dating), "")
            if words:
                found.setdefault(id(parent), []).append((order, words))
    return found


def _times_over(node: Node, dating: Dating) -> Iterator[str]:
    """Yield the days and months that headings and lead-ins over a task name."""
    if node.led is not None:
        yield from times_due(node.led.text, dating)
    for up in reversed(node.path()[1:-1]):
        if up.kind != "title":
            yield from times_due(up.text.lower() if up.text.isupper() else up.text, dating, any_cue=True)
        if up.led is not None:
            yield from times_due(up.led.text, dating)
        if up.kind in ("roman", "part", "article"):
            return
