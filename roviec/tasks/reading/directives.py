"""Tasks from the body of a document: one per directive bullet, item or sentence with its own addressee."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from roviec.folding import CAPITAL, SMALL, fold
from roviec.tasks.deadlines import Kind
from roviec.tasks.reading.above import (
    is_labelled,
    labelled_orders,
    lines_above,
    matter_over,
    names_a_post,
    organises,
    tells_day,
    tells_time,
    verb_inside,
    work_below,
)
from roviec.tasks.reading.addressees import addressee_of
from roviec.tasks.reading.annex import tasks_of_grid
from roviec.tasks.reading.components import component_of
from roviec.tasks.reading.conditions import rests_first
from roviec.tasks.reading.dates import Dating
from roviec.tasks.reading.details import Details, Group, Made, grouped, orders_below, tells_of_heading
from roviec.tasks.reading.doubts import doubted
from roviec.tasks.reading.endings import may_hold_order
from roviec.tasks.reading.goals import sets_figure
from roviec.tasks.reading.headings import heading_of, last_sentence, whole_heading
from roviec.tasks.reading.labels import content_of, is_label
from roviec.tasks.reading.leads import Leads
from roviec.tasks.reading.lexicon import DUTY, ORDER, UNIT, VERB
from roviec.tasks.reading.model import Header, ReadTask
from roviec.tasks.reading.nearby import in_phase, with_nearby
from roviec.tasks.reading.outline import Node
from roviec.tasks.reading.pieces import Piece, pieces_of
from roviec.tasks.reading.roles import bracket_time, led_by
from roviec.tasks.reading.source import Document
from roviec.tasks.reading.statements import (
    declares,
    goes_on_ordering,
    is_detail,
    is_formula,
    is_member,
    is_note,
    is_share,
    is_statement,
)
from roviec.tasks.reading.titles import title_of

_ACTIVE = re.compile(
    r"nhiem vu|giai phap|phuong huong|ke hoach cong tac|chuong trinh cong tac|trong tam|thoi gian toi"
)
_MATTER = re.compile(
    r"(?:Việc|Tiêu chuẩn|Tiêu chí|Đại diện|Tình hình|Kết quả|Tỷ lệ|Tỉ lệ|Số lượng|Tổng (?:số|giá trị|mức)|"
    rf"Mức độ|Thực trạng|Tiến độ)\s+[{SMALL}]"
)
# "… căn cứ vào các tiêu chí sau:", "Thành phần hồ sơ gồm:": what is listed below is looked at, and not done.
_LISTS = re.compile(
    r"\b(?:tiêu chí|nguyên tắc|yếu tố|căn cứ|thành phần|hồ sơ|tài liệu|biểu mẫu|đối tượng|trường hợp|mẫu biểu|danh mục)\b"
    r"(?: (?!thực hiện|triển khai)[^\s:]+){0,6}:\s*\Z",
    re.IGNORECASE,
)
# "Cá nhân phải đáp ứng đầy đủ các tiêu chí sau:": by what somebody is measured.
_CRITERIA = re.compile(r"\b(?i:đáp ứng|đạt|căn cứ|theo)\b[^.;:]*\btiêu chí\b[^.;:]*:\s*\Z")
# "Các trường gửi hồ sơ … trước ngày … gồm:"
_CONSISTS = re.compile(r"(?<=[\w,] )(?:bao )?gồm(?: có)?\s*:\s*\Z")
_PAPER = re.compile(
    r"(?:Báo cáo|Công văn|Tờ trình|Quyết định|Kế hoạch|Danh sách|Biên bản|Hồ sơ|Bản|Bảng|Đơn)\s"
)
_MODAL = re.compile(
    r"\b(?:phải|cần|không được|yêu cầu|bảo đảm|đảm bảo|chủ trì|phối hợp|được giao|có trách nhiệm)\s|"
    rf"\bdo [{CAPITAL}][^,;.:]{{2,60}}? (?:thực hiện|chủ trì|đảm nhận|phụ trách)(?!\w)"
)
# "Báo cáo của các đơn vị gửi về UBND xã trước ngày …": a deadline that stands in a sentence of its own.
_SENDS = re.compile(
    r"(?:Các )?(?:[Bb]áo cáo|Kết quả|Văn bản|Hồ sơ|Ý kiến|Danh sách|Số liệu|Thời hạn)\b[^.;]*"
    r"\b(?:gửi|nộp|báo cáo|trình|về)\b"
)
_GIVEN = re.compile(
    r"(?:Giao|Phân công|Yêu cầu|Đề nghị)\s+(?!(?:các |quý )?(?:đồng chí|đại biểu|ông|bà|vị|thành phần|thành viên)\b)"
)
_REPORTS = ("Báo cáo", "Tờ trình", "Biên bản", "Giấy mời")
LATE_PARTNERS = "Chữ «phối hợp» chỉ đứng ở vế sau."


@dataclass(frozen=True)
class Reader:
    """Reads tasks from an outline."""

    document: Document
    header: Header
    dating: Dating

    def tasks(self, root: Node) -> list[ReadTask]:
        """Return the tasks of the whole tree in reading order."""
        made = [replace(one, task=self._doubted(one)) for one in self._walk(root)]
        return [one.task for one in with_nearby(made, self.dating, self.document)]

    def _doubted(self, made: Made) -> ReadTask:
        return doubted(made.task, made.passage, self.dating, own=made.own, loose=made.loose)

    def _walk(self, node: Node) -> Iterator[Made]:
        """Yield the tasks of a node and of all below it, with the time its heading gives them."""
        made = self._read(node)
        phase = self.dating.in_sentence(self.document, node.passage) if tells_time(node) else None
        if tells_day(node) and (day := self.dating.day_in(node.text)):
            phase = (day, self.document.quote(node.passage))
        if phase and phase[0].kind in (Kind.fixed, Kind.period):
            made = (in_phase(one, *phase) for one in made)
        yield from made

    def _read(self, node: Node) -> Iterator[Made]:
        if node.grid:
            if node.grid.kind == "tasks":
                prefix = node.label_path or next(
                    (n.text.split("\n")[0].title()[:20] for n in node.path() if n.kind == "title"), "Bảng"
                )
                over = [up.text for up in reversed(node.path()[:-1])]
                tasks = tasks_of_grid(self.document, node.grid, self.dating, prefix, over)
                yield from (Made(task, own=True) for task in tasks)
            return
        if node.money or (node.terms and not (node.passive and node.children)):
            yield from self._told_to_somebody(node)
            return
        if node.passive or node.under_goals:
            for child in work_below(node):
                yield from self._walk(child)
            return
        if all(child.grid for child in node.children):
            yield from self._directive(node)
            for child in node.children:
                yield from self._walk(child)
            return
        if self._consists(node):
            yield from self._directive(node, labelled=True)
            return
        groups = grouped(node.children)
        if tells_of_heading(groups[0], node):
            first = groups.pop(0)
            yield from self._labelled(node, first)
        elif self._is_told_of(node):
            yield from (
                self._details.fill(one, groups[0].details, shared=False) for one in self._directive(node)
            )
        elif self._stands_alone(node):
            yield from self._directive(node)
        below = [made for group in groups for made in self._group(group)]
        if not below and self._only_specifies(node):
            yield from self._directive(node, labelled=True)
        yield from below

    def _told_to_somebody(self, node: Node) -> Iterator[Made]:
        """Yield what a part about money or rewards orders a named unit to do, labels as a task or wants by a day."""
        if node.terms and not node.children:
            yield from (made for made in self._directive(node) if self._is_told(node, made))
        for group in grouped(node.children):
            for made in self._group(group):
                if group.details or self._is_told(node, made):
                    yield made

    def _is_told(self, node: Node, made: Made) -> bool:
        """Tell what a named unit is to do, or what is to come in by a day, from a share: "Công an xã: 02 cá nhân"."""
        text = made.passage.text if made.passage else ""
        if not node.terms:
            return made.own
        return not is_share(text) and (made.own or made.task.deadline.kind in (Kind.fixed, Kind.period))

    def _labelled(self, node: Node, group: Group) -> Iterator[Made]:
        """Yield a heading or item that labels below make a task, then the orders among those labels."""
        made = list(self._directive(node, labelled=True))
        yield from (self._details.fill(one, group.details, shared=False) for one in made)
        for order in orders_below(group.details):
            yield from self._walk(order)

    def _group(self, group: Group) -> Iterator[Made]:
        """Yield the tasks of items, with what the labelled lines below them say of all."""
        made = [one for item in group.items for one in self._walk(item)]
        if group.details and group.items and not made:
            made = list(self._directive(group.items[-1], labelled=True))
        if group.details:
            shared = len(group.items) > 1 or any(item.children for item in group.items)
            made = [self._details.fill(one, group.details, shared=shared) for one in made]
        yield from made
        for order in orders_below(group.details):
            yield from self._walk(order)

    @cached_property
    def _labelled_kinds(self) -> dict[int, frozenset[str]]:
        """Return, by the root of a tree, the kinds of items that labels tell of; looked at once."""
        return {}

    @cached_property
    def _details(self) -> Details:
        return Details(self.document, self.dating)

    @cached_property
    def _leads(self) -> Leads:
        return Leads(self.document, self.header)

    def _is_told_of(self, node: Node) -> bool:
        """Tell an order whose list below ends with labels: what stands before them only says how.

        It is a whole sentence, or its document labels its orders so.
        """
        if not ORDER.match(node.text) or node.text.endswith(":") or not is_labelled(node):
            return False
        whole = node.text.endswith(".") and len(node.text.split()) >= 8
        root = node.path()[0]
        if not whole and id(root) not in self._labelled_kinds:
            self._labelled_kinds[id(root)] = labelled_orders(root)
        return whole or node.kind in self._labelled_kinds[id(root)]

    def _consists(self, node: Node) -> bool:
        """Tell an order whose list below says of what something consists: "Các trường gửi hồ sơ trước … gồm:"."""
        told = _CONSISTS.search(node.text) and (
            ORDER.match(node.text) or addressee_of(node.text, issuer=self.header.issuer)
        )
        return bool(told) and not any(
            (not _PAPER.match(child.text) and (ORDER.match(child.text) or addressee_of(child.text)))
            or self.dating.found_in(child.passage)
            for child in node.children
        )

    def _only_specifies(self, node: Node) -> bool:
        """Tell an order whose list below says of what, and orders nothing: "Bảo đảm trực đủ bốn cấp:"."""
        text = node.text
        return bool(
            node.kind
            and text.endswith(":")
            and len(text.split()) >= 6
            and ORDER.match(text)
            and not re.search(r"\bsau\s*(?:đây|này)?\s*:\Z|như sau", text)
            and all(child.kind and not child.children for child in node.children)
        )

    def _stands_alone(self, node: Node) -> bool:
        """Tell whether an item with bullets below is an order itself: it is dated and complete."""
        text = node.text
        if not node.kind or text.endswith(":") or len(text.split()) < 8:
            return False
        if addressee_of(text, issuer=self.header.issuer) and not whole_heading(text):
            return not names_a_post(node)
        if not text.endswith("."):
            return False
        dated, _ = self.dating.in_sentence(self.document, node.passage)
        return dated.kind in (Kind.fixed, Kind.period, Kind.recurring)

    def _directive(self, node: Node, *, labelled: bool = False) -> Iterator[Made]:
        """Yield the tasks of one paragraph; with labels below it, what they tell of is a task whatever its words."""
        text = node.text
        if labelled and (len(text.split()) < 3 or node.kind in ("title", "caps", "roman", "part", "capital")):
            return
        # What leads to a list orders nothing itself; what stands before it in the same paragraph may.
        leads = text.endswith(":") and not labelled and not _CONSISTS.search(text)
        end = last_sentence(text) if leads else len(text)
        if not labelled and (not self._may_order(node) or not end):
            return
        made: list[Made] = []
        for number, piece in enumerate(
            pieces_of(text[:end].rstrip(), None if organises(node) else self.header.issuer)
        ):
            part = text[piece.start : piece.end]
            if made and is_label(part):
                passage = node.passage.cut(piece.start, piece.end)
                made[-1] = replace(made[-1], task=self._details.filled(made[-1].task, passage))
            elif labelled or self._orders(node, part, piece):
                whole = node.passage.cut(piece.start, piece.end)
                task = self._task(node, piece, number)
                made.append(Made(task, whole, piece.addressee is not None, node=node))
        yield from made[:1] if labelled else made

    def _may_order(self, node: Node) -> bool:
        """Tell whether a paragraph at this place can hold an order at all."""
        text = node.text
        if (
            node.quoted
            or len(text.split()) < 4
            or node.kind in ("title", "grid", "caps", "line")
            or text.startswith("(")
            or text.endswith("!")
        ):
            return False
        if text.isupper() or (node.kind in ("roman", "part", "capital") and not text.endswith(".")):
            return False
        sentence = text.endswith(".") and len(text.split()) > 9 and VERB.search(text)
        if heading_of(text) and len(text) < 200 and not verb_inside(text) and not sentence:
            return self._orders_unknown(node) and may_hold_order(text[:-1])
        if self.header.kind == "Giấy mời":
            return _GIVEN.match(text) is not None
        if self.header.kind == "Biên bản" and any("ket luan" in fold(up.text) for up in node.path()[:-1]):
            return True
        if self.header.kind in _REPORTS:
            return any(_ACTIVE.search(fold(up.text)) and up.rank < 7 for up in node.path()[:-1])
        return True

    def _orders(self, node: Node, text: str, piece: Piece) -> bool:
        """Tell whether one piece is an order, by its words and its place."""
        addressed = piece.addressee is not None
        if is_member(text) or (is_note(text) and not (piece.addressee and piece.addressee.given)):
            return False
        if is_statement(text, article=node.kind == "article", addressed=addressed, marked=bool(node.kind)):
            return False
        if is_formula(text):
            return self._is_dated(node, piece)
        if node.kind and self._states(node, text, piece, addressed=addressed):
            return False
        if node.kind:
            if not (addressed or self._speaks_of_work(node, text, piece)):
                return False
            return addressed or not self._only_names(node, text, piece)
        if text.endswith(":") and not _CONSISTS.search(text):
            return False
        if piece.addressee and (piece.addressee.given or DUTY.search(text) or not self._opening(node)):
            return True
        if _SENDS.match(text) and self._is_dated(node, piece):
            return True
        above = node.parent
        if above is None or above.kind in ("", "title") or is_label(text):
            return node.after_marked and goes_on_ordering(text)
        later = rests_first(text) and self._leads.above(node).place is not None
        return later or ORDER.match(text) is not None or self._is_dated(node, piece)

    def _speaks_of_work(self, node: Node, text: str, piece: Piece) -> bool:
        """Tell an item that says what is to be done, or stands below somebody's name, from one that lists things."""
        label = re.match(r"[^:;.]{3,90}:\s+", text)
        over = next((up.text for up in lines_above(node)), "")
        if _CONSISTS.search(over):
            return bool(ORDER.match(text) and not _PAPER.match(text)) or self._is_dated(node, piece)
        if _LISTS.search(over):
            return ORDER.match(text) is not None and not _CRITERIA.search(over)
        return bool(
            ORDER.match(text)
            or rests_first(text)
            or (label and ORDER.match(text, label.end()))
            or _MODAL.search(text)
            or led_by(text)
            or self._leads.above(node).place
            or self._is_dated(node, piece)
            or self._orders_unknown(node)
            or any(_ACTIVE.search(fold(up.text)) for up in node.path()[:-1] if up.kind and up.rank < 7)
        )

    def _orders_unknown(self, node: Node) -> bool:
        """Tell a sentence that may give work by a verb no list knows: "UBND các xã thả cá giống xuống hồ."."""
        whole = node.text.endswith(".") and not node.children
        return whole and organises(node) and UNIT.match(node.text) is not None

    def _states(self, node: Node, text: str, piece: Piece, *, addressed: bool) -> bool:
        """Tell an item that gives a figure, or belongs to what an article declares, from an order."""
        declared = any(up.kind == "article" and declares(up.text) for up in node.path()[:-1])
        if declared and is_detail(text):
            return True
        after = re.match(r"[^:;.]{3,90}:\s+", text)
        if addressed or ORDER.match(text) or (after and ORDER.match(text, after.end())):
            return False
        return (declared or sets_figure(text)) and not self._is_dated(node, piece)

    def _is_dated(self, node: Node, piece: Piece) -> bool:
        dated, _ = self.dating.in_sentence(self.document, node.passage.cut(piece.start, piece.end))
        return dated.kind in (Kind.fixed, Kind.period, Kind.recurring)

    def _opening(self, node: Node) -> bool:
        """Tell whether the paragraph stands before the first item of the document."""
        top = node.path()[0]
        return node.parent is top and not node.after_item

    def _task(self, node: Node, piece: Piece, number: int) -> ReadTask:
        passage = node.passage.cut(piece.start, piece.end)
        text = passage.text
        lead, leader, why = self._leads.of(node, piece)
        partners, late = self._leads.partners(node, piece)
        lead_names = {fold(one.name) for one in lead}
        deadline, due_quote = self.dating.in_sentence(self.document, passage)
        if deadline.kind is Kind.none and (told := bracket_time(text)):
            deadline, due_quote = self.dating.in_words(self.document, passage.cut(*told))
        unsure = [("lead", why)] if why else []
        unsure += [("partners", LATE_PARTNERS)] if late else []
        task = ReadTask(
            ref=node.label_path + (f" câu {number + 1}" if number else ""),
            title=title_of(text[content_of(text)[1] :]),
            quote=self.document.quote(passage),
            lead=lead,
            partners=tuple(one for one in partners if fold(one.name) not in lead_names),
            deadline=deadline,
            due_quote=due_quote,
            leader=leader,
            component=component_of(text, matter_over(node)),
            unsure=tuple(unsure),
        )
        return self._details.filled(task, passage)

    def _only_names(self, node: Node, text: str, piece: Piece) -> bool:
        """Tell an item that names a matter ("Việc tiếp nhận hồ sơ …") from one that orders something."""
        if not _MATTER.match(text) or re.search(rf"\b(?:(?:phải|cần|yêu cầu|giao)\s|do [{CAPITAL}])", text):
            return False
        dated, _ = self.dating.in_sentence(self.document, node.passage.cut(piece.start, piece.end))
        return dated.kind is Kind.none
