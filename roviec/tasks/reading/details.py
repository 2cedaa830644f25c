"""Lines that tell more of the tasks above them: who, until when, what comes of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from roviec.folding import CAPITAL
from roviec.tasks.deadlines import Deadline, Kind
from roviec.tasks.reading.cells import parted, units_in
from roviec.tasks.reading.dates import Dating
from roviec.tasks.reading.labels import content_of, is_label, label_of, labels_in, told_by_form
from roviec.tasks.reading.lexicon import ORDER
from roviec.tasks.reading.lists import whole
from roviec.tasks.reading.model import Named, ReadTask
from roviec.tasks.reading.outline import Node
from roviec.tasks.reading.source import Document, Passage, Quote
from roviec.tasks.reading.units import names_at

_FIELDS = ("lead", "partners", "deadline")
# "Hoạt động 1": the line below says what it is.
_COUNTED = re.compile(
    r"(?:Hoạt động|Nhiệm vụ|Nội dung|Công việc|Giải pháp|Dự án|Tiểu dự án|Mô hình)\s+(?:số\s+)?\d{1,2}\W*"
)
OTHER_TIME = "Dòng bên dưới còn ghi thời gian «{words}»."
_LEADS_WITH = re.compile(rf"\s+chủ trì(?:, phối hợp với (?=các|[{CAPITAL}])[^.;:]*)?[.;]?\Z")
BY_FORM = "Lấy theo dòng «{label}», chưa rõ có phải đơn vị thực hiện."
OF_PLAN = "Văn bản chỉ ghi thời gian chung «{words}», không ghi riêng cho việc này."
# A label's value with more words than this is a sentence, not a list of names.
_LONG_NAME = 14


@dataclass
class Group:
    """Items one after the other and the labelled lines below that hold for all of them."""

    items: list[Node] = field(default_factory=list)
    details: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Made:
    """A task, its sentence (None for a row of a table), and whether its own words or a label say who is to do it.

    `told` are the fields that labels nearer to it have filled in.
    """

    task: ReadTask
    passage: Passage | None = None
    own: bool = False
    told: frozenset[str] = frozenset()
    node: Node | None = None

    @property
    def loose(self) -> bool:
        """Tell a cell of a table that nobody could read."""
        return self.node is not None and self.node.loose


def grouped(children: list[Node]) -> list[Group]:
    """Cut children into groups, each closed by its labelled lines."""
    made = [Group()]
    by_form = _all_tell(children)
    for child in children:
        if by_form or (is_label(child.text) and not child.terms):
            made[-1].details.append(child)
            continue
        if made[-1].details:
            made.append(Group())
        made[-1].items.append(child)
    return made


def _all_tell(children: list[Node]) -> bool:
    """Tell lines below an order of which each says who, until when or what comes of it, some in words no list knows."""
    over = children[0].parent if children else None
    return (
        over is not None
        and ORDER.match(over.text) is not None
        and all(is_label(child.text) or told_by_form(child.text) for child in children)
    )


def tells_of_heading(group: Group, heading: Node) -> bool:
    """Tell whether a group's labels tell of the heading itself: nothing between, or only what it is about."""
    if not group.details or (group.items and _COUNTED.fullmatch(heading.text)):
        return False
    if not group.items:
        return True
    kind, start = content_of(group.items[0].text)
    matter = group.items[0].text[start:]
    again = ORDER.match(matter) and matter.lower().split()[:2] == heading.text.lower().split()[:2]
    return kind == "matter" and len(group.items) == 1 and not again


def orders_below(details: list[Node]) -> Iterator[Node]:
    """Yield what stands below a label and is neither a label nor a name: "+ Sở X gửi kết quả trước ngày …"."""
    for detail in details:
        for child in detail.children:
            if is_label(child.text):
                yield from orders_below([child])
            elif not _is_name(child.text) and not _only_leads(child.text):
                yield child


def _only_leads(text: str) -> bool:
    """Tell a line that says who leads and with whom, and nothing of what: "Sở A chủ trì, phối hợp với các sở …"."""
    names = names_at(text, 0)
    return names is not None and _LEADS_WITH.match(text, names.end) is not None


def _is_name(text: str) -> bool:
    names = names_at(text, 0)
    return names is not None and not text[names.end :].strip(" .;,")


@dataclass(frozen=True)
class Details:
    """Fills in what labels give: "Cơ quan chủ trì: …", "Thời gian: …", "Sản phẩm: …"."""

    document: Document
    dating: Dating

    def fill(self, made: Made, nodes: list[Node], *, shared: bool) -> Made:
        """Return the task with what the labelled lines `nodes` say; `shared` ones only add what it lacks."""
        task = made.task
        for node in nodes:
            before = task
            task = self._by_form(self.filled(task, node.passage), node.passage)
            if shared and _is_part(node) and not _of_section(node, nodes):
                task = _of_plan(before, task)
            task = self._listed_below(task, node)
            labelled = [child for child in node.children if is_label(child.text)]
            task = self.fill(Made(task), labelled, shared=False).task
        if shared:
            task = _lacking(made, task)
        told = {name for name in _FIELDS if getattr(task, name) != getattr(made.task, name)}
        return replace(made, task=task, own=made.own or "lead" in told, told=made.told | told)

    def _listed_below(self, task: ReadTask, node: Node) -> ReadTask:
        """Take the names listed below a label without a value of its own."""
        kind = label_of(node.text)
        named = [child for child in node.children if not is_label(child.text) and _is_name(child.text)]
        names = tuple(name for child in named for name in units_in(self.document, child.passage))
        if kind == "lead":
            told = [
                parted(self.document, child.passage) for child in node.children if _only_leads(child.text)
            ]
            leads, helping = (tuple(name for both in told for name in both[part]) for part in (0, 1))
            if names or leads:
                partners = helping or task.partners
                return replace(task, lead=names + leads, partners=partners, unsure=_without(task, "lead"))
        return replace(task, partners=names) if names and kind == "partners" else task

    def _by_form(self, task: ReadTask, passage: Passage) -> ReadTask:
        """Return `task` with the names behind a word that no list knows, marked."""
        told = told_by_form(passage.text)
        if told is None:
            return task
        label, start, end = told
        lead = self._units(passage.cut(start, end))
        return replace(
            task, lead=lead, unsure=(*_without(task, "lead"), ("lead", BY_FORM.format(label=label)))
        )

    def filled(self, task: ReadTask, passage: Passage) -> ReadTask:
        """Return `task` with what the labels inside `passage` give."""
        found = {name: passage.cut(*span) for name, span in labels_in(passage.text).items()}
        if "lead" in found:
            lead, helping = self._parted(found["lead"])
            task = replace(task, lead=lead, partners=helping or task.partners, unsure=_without(task, "lead"))
        if "partners" in found:
            task = replace(task, partners=self._units(found["partners"]))
        if "leader" in found:
            quote = self.document.quote(found["leader"])
            task = replace(task, leader=Named(quote.text, quote))
        if "product" in found:
            task = replace(task, product=self.document.quote(found["product"]))
        if "due" in found:
            deadline, due_quote = self._until(found["due"])
            if task.deadline.kind is Kind.fixed and deadline.kind is Kind.period:
                # The day in the task's own words is nearer than the period of all that stand above the label.
                task = replace(task, unsure=_marked(task, "due", OTHER_TIME.format(words=deadline.words)))
            elif deadline.kind is not Kind.none or task.deadline.kind is Kind.none:
                task = replace(task, deadline=deadline, due_quote=due_quote)
        if "start" in found and task.deadline.due:
            first, _ = self.dating.in_words(self.document, found["start"])
            task = replace(task, deadline=replace(task.deadline, start=first.due or task.deadline.start))
        return task

    def _parted(self, passage: Passage) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
        """Return the names after a label: who leads, and who it says helps ("Phòng A (đầu mối), Phòng B (phối hợp)")."""
        lead, helping = parted(self.document, passage) if "phối hợp" in passage.text else ((), ())
        return (lead, helping) if lead and helping else (self._units(passage), ())

    def _until(self, passage: Passage) -> tuple[Deadline, Quote | None]:
        """Return the time of a label: of "từ 22/4 đến 10/5; sau đó mỗi tuần …" the first clause, where it names a day."""
        first = passage.text.partition(";")[0]
        read = self.dating.in_words(self.document, passage.cut(0, len(first)))
        return read if read[0].due or first == passage.text else self.dating.in_words(self.document, passage)

    def _units(self, passage: Passage) -> tuple[Named, ...]:
        """Return the names after a label; of sentences ("Bộ A rà soát …; các bộ, B rà soát …") those that begin them."""
        text = passage.text
        if all(len(text[a:b].split()) <= _LONG_NAME for a, b in whole(text)):
            return units_in(self.document, passage)
        starts = [0] + [at + 2 for at in range(len(text)) if text[at : at + 2] == "; "]
        spans = [span for start in starts if (names := names_at(text, start)) for span in names.spans]
        return tuple(
            Named(" ".join(text[a:b].split()), self.document.quote(passage.cut(a, b))) for a, b in spans
        ) or units_in(self.document, passage)


def _is_part(node: Node) -> bool:
    """Tell a part of the document from a line of a list: "4. Thời gian thực hiện: …" from "- Thời gian: …"."""
    return node.kind in ("roman", "part", "capital", "number")


def _of_section(node: Node, labels: list[Node]) -> bool:
    """Tell a time beside the leads of a section from that of the whole plan."""
    inside = node.parent is not None and bool(node.parent.kind)
    return inside and any(label_of(one.text) == "lead" for one in labels)


def _of_plan(before: ReadTask, filled: ReadTask) -> ReadTask:
    """Return `filled` without the days from and to which the whole plan runs, marked: no task is due by them alone."""
    if filled.deadline.start is None or filled.deadline is before.deadline:
        return filled
    why = OF_PLAN.format(words=filled.deadline.words)
    filled = replace(filled, deadline=before.deadline, due_quote=before.due_quote)
    return filled if before.due_quote else replace(filled, unsure=_marked(filled, "due", why))


def _lacking(made: Made, filled: ReadTask) -> ReadTask:
    """Return `filled` with the lead and day that the task names itself, and what nearer labels told of it."""
    old = made.task
    if made.own or "lead" in made.told:
        filled = replace(filled, lead=old.lead)
    if "partners" in made.told:
        filled = replace(filled, partners=old.partners)
    # "Sau khi kiểm tra, …" says no day; the label below does.
    if old.due_quote and (old.deadline.kind is not Kind.event or not filled.deadline.due):
        filled = replace(filled, deadline=old.deadline, due_quote=old.due_quote)
    return filled


def _marked(task: ReadTask, field_: str, why: str) -> tuple[tuple[str, str], ...]:
    return task.unsure if field_ in dict(task.unsure) else (*task.unsure, (field_, why))


def _without(task: ReadTask, field_: str) -> tuple[tuple[str, str], ...]:
    return tuple(one for one in task.unsure if one[0] != field_)
