"""The tree of a document's body: headings, numbered items, bullets, and which part each stands in."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from roviec.folding import fold, whole
from roviec.tasks.reading.addressees import addressee_of
from roviec.tasks.reading.goal_headings import lists_goals, opens_both, opens_goals, opens_work
from roviec.tasks.reading.headings import heading_of
from roviec.tasks.reading.kinds import TITLE, is_title_alone
from roviec.tasks.reading.labels import is_day, is_label
from roviec.tasks.reading.lexicon import VERB
from roviec.tasks.reading.markers import goes_on, led_before, marker_of
from roviec.tasks.reading.part_words import ACTIVE, FORM, MONEY, PASSIVE, TERMS
from roviec.tasks.reading.quotations import quoted_in
from roviec.tasks.reading.source import Paragraph, Passage, squeeze
from roviec.tasks.reading.tables import Grid

# From this rank on a paragraph may be an item that labelled lines below it tell of.
_ITEM = 4.0
_BULLETS = ("dash", "plus", "star")
_ITEMS = (*_BULLETS, "letter", "paren")
_LONGEST_TERMS = 16
# No real paragraph is longer; what is beyond is noise that would take minutes to search.
MAX_PARAGRAPH = 12_000
# "Bước 1 (từ 02/3 đến 08/3): Chuẩn bị": a heading without a number of its own.
_PHASE = re.compile(r"(?:Đợt|Giai đoạn|Bước|Vòng|Tuần)\s+(?:thứ\s+)?\w{1,4}\s*[:,.(–-]")
_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}\b")
# Nor has a real document more paragraphs: a thousand pages.
MAX_PARAGRAPHS = 20_000
_LETTERHEAD = re.compile(r"C[ỘO]NG H[ÒOÓ]A X|Đ[ộo]c l[ậa]p\s*[-–]|^[^.;:]{2,60}, ngày [\d\s]*tháng")
_OFFICE = re.compile(
    r"(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\s*\.?\s|(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|BÍ THƯ|TRƯỞNG|HIỆU TRƯỞNG)\b|"
    r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ|KẾT LUẬN)\s*:?$|(?:HỘI ĐỒNG NHÂN DÂN|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|"
    r"UBND|BAN THƯỜNG VỤ)\b"
)
_SIGN_END = re.compile(r"^(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Biểu số|BIỂU|DANH MỤC|LỊCH|BẢNG PHÂN CÔNG)\b")


@dataclass(eq=False)
class Node:
    """One paragraph of the body with its marker, and what stands below it."""

    text: str
    passage: Passage
    kind: str = ""
    label: str = ""
    rank: float = 0.0
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)
    grid: Grid | None = None
    section: str = ""
    marked: bool = False
    led: "Node | None" = None
    after_marked: bool = False
    after_item: bool = False
    quoted: bool = False
    loose: bool = False
    sunk: float = 0.0

    def add(self, child: "Node") -> None:
        """Hang `child` below this node and note what stands before it: a lead-in, a marked item."""
        last = self.children[-1] if self.children else None
        child.parent = self
        if last is not None:
            child.after_marked = bool(last.kind) or last.after_marked
            child.after_item = child.after_marked or last.text.endswith(":") or last.after_item
            if is_label(child.text) or is_label(last.text):
                child.led = last.led
            elif child.kind and not last.kind:
                child.led = last if last.text.endswith(":") else led_before(self.children, child)
            elif child.kind and last.kind == child.kind:
                child.led = last if _leads_siblings(last) else last.led
        self.marked = self.marked or bool(child.kind)
        self.children.append(child)

    @property
    def goals(self) -> bool:
        """Tell whether this node opens goals: "2. Chỉ tiêu chủ yếu"."""
        return bool(self.kind) and (self.rank < 7 or bool(self.children)) and opens_goals(self.text)

    @property
    def mixed(self) -> bool:
        """Tell whether this node opens goals and tasks together: "Phương hướng, mục tiêu, nhiệm vụ chủ yếu"."""
        return bool(self.kind) and self.rank < 7 and opens_both(self.text)

    @property
    def under_mixed(self) -> bool:
        """Tell whether a heading over this node opens goals and tasks together."""
        return any(up.mixed for up in self.path()[:-1])

    @cached_property
    def under_goals(self) -> bool:
        """Tell whether this node stands under a heading or a lead-in of goals."""
        over = self.parent
        if self.led is not None and opens_goals(self.led.text, led=True):
            return True
        if over is None or opens_work(over.text) or (self.led is not None and opens_work(self.led.text)):
            return False
        return over.goals or over.under_goals

    def path(self) -> "list[Node]":
        """Return the nodes from the top to this one."""
        return [*(self.parent.path() if self.parent else []), self]

    @property
    def money(self) -> bool:
        """Tell whether this node opens what is said of money: only orders to a named unit count there."""
        return bool(self.kind) and self.rank < 7 and MONEY.match(fold(self.text)) is not None

    @property
    def terms(self) -> bool:
        """Tell whether this node opens the terms of a reward or a grant: there too only orders to a named unit count."""
        heading = fold(re.split(r"[:.]", self.text, maxsplit=1)[0])
        short = self.rank < 7 and len(heading.split()) <= _LONGEST_TERMS
        return bool(self.kind) and short and TERMS.fullmatch(heading) is not None

    @property
    def passive(self) -> bool:
        """Tell whether this node's own heading opens a part that assigns nothing."""
        if self.goals:
            return True
        if self.kind == "title":
            heads = [
                self.text,
                *(child.text for child in self.children[:2] if child.kind in ("caps", "line")),
            ]
            return any(FORM.match(fold(text)) for text in heads)
        heading = fold(re.split(r"[:.]", self.text, maxsplit=1)[0]).strip(" *-")
        short = self.rank < 7 and (len(heading.split()) <= 14 or self.text.isupper())
        if not self.kind or not short or not PASSIVE.fullmatch(heading):
            return False
        if any(VERB.match(self.text, comma.end()) for comma in re.finditer(r"^Căn cứ [^,]*,\s+", self.text)):
            return False
        if ACTIVE.search(heading) and re.search(r"nhiem vu|giai phap", heading):
            return False
        tail = self.text[len(re.split(r"[:.]", self.text, maxsplit=1)[0]) :].strip(" .:")
        return not tail or ":" in self.text or self.rank <= 3

    @property
    def label_path(self) -> str:
        """Return where the node stands: "III.2 -1"."""
        names = [node.label for node in self.path() if node.label]
        return (
            ".".join(names[:-1])
            + (" " if len(names) > 1 and names[-1][:1] in "-+*" else "." if len(names) > 1 else "")
            + (names[-1] if names else "")
        )


def outline(blocks: list[Paragraph | Grid]) -> Node:
    """Return the root of the body's tree; letterhead, "Kính gửi", signature and "Nơi nhận" are left out."""
    root = top = Node("", Passage("", ()))
    state, here, last, between = "head", top, top, False
    counts: dict[tuple[int, str], int] = {}
    numbered = _is_numbered(blocks)
    quoted = quoted_in(blocks)
    for at, block in enumerate(blocks):
        if isinstance(block, Grid):
            beside = here.parent if here.parent and here.rank >= _ITEM and not _heading(here) else here
            over = blocks[at - 1] if at and state == "head" else None
            if isinstance(over, Paragraph) and over.text.isupper() and _DAY.search(over.text):
                here = Node(over.text, squeeze(over.passage), "caps", rank=1.8)
                beside.add(here)
                beside = here
            beside.add(Node("", Passage("", ()), "grid", rank=99, grid=block))
            state = "body"
            continue
        node = _node(block)
        node.quoted, node.loose = at in quoted, block.loose
        before = blocks[at - 1] if at else None
        state, fresh = _state(state, node, before.text if isinstance(before, Paragraph) else "")
        if fresh:
            here = top = last = Node(node.text, node.passage, "title", rank=0.5, section="annex")
            root.add(top)
        if state != "body" or fresh or not node.text:
            continue
        _entitle(node, blocks[at + 1 : at + 3], numbered=numbered)
        above = [(up.kind, up.label) for up in last.path()] if between else []
        if goes_on(node.kind, node.label, above):
            here = last
        here = _placed(node, here, top, counts)
        if node.kind:
            last, between = node, True
        elif addressee_of(node.text) or not node.text.endswith((".", ";")):
            between = False
    return root


def _is_numbered(blocks: list[Paragraph | Grid]) -> bool:
    """Tell whether the document numbers its parts at all."""
    kinds = (_node(block).kind for block in blocks if isinstance(block, Paragraph))
    numbered = (kind for kind in kinds if kind not in ("", *_BULLETS))
    return next(numbered, None) is not None and next(numbered, None) is not None


def _entitle(node: Node, ahead: list[Paragraph | Grid], *, numbered: bool) -> None:
    """Make a heading of a line without number: capitals, a unit's name alone, a short line in a plain text."""
    text, words = node.text, len(node.text.split())
    if node.kind or text.endswith((".", ";", ",", "/.")) or words > 20 or not ahead:
        return
    following = ahead[0]
    if text.isupper():
        if words > 1 and not _OFFICE.match(text):
            node.kind, node.rank = "caps", 1.8
    elif lists_goals(text):
        node.kind, node.rank = "line", _rank_over(ahead)
    elif text.endswith(":") and _names_only(text) and isinstance(following, Paragraph):
        # A unit and a colon over plain paragraphs: a heading, as over bullets it is a lead-in.
        node.kind, node.rank = ("", 0.0) if _node(following).kind else ("line", 6.5)
    elif isinstance(following, Paragraph) and text[:1].isupper() and not text.endswith(":"):
        if (_PHASE.match(text) or is_day(text)) and _node(following).kind:
            node.kind, node.rank = "line", _node(following).rank - 0.5
        elif _names_only(text):
            node.kind, node.rank = "line", 6.5
        elif not numbered and words <= 12 and not is_label(text) and len(following.text) > len(text):
            node.kind, node.rank = "line", 4.0


def _rank_over(ahead: list[Paragraph | Grid]) -> float:
    """Return the rank of an unnumbered heading: just above the list that begins below it."""
    nodes = (_node(block) for block in ahead if isinstance(block, Paragraph))
    first = next((node for node in nodes if node.label.strip("()") in ("1", "a", "i")), None)
    return min(first.rank - 0.5, 6.5) if first else 6.5


def _node(block: Paragraph) -> Node:
    passage = squeeze(block.passage.cut(0, MAX_PARAGRAPH))
    marker = marker_of(passage.text)
    if marker:
        rest = passage.cut(marker.end, len(passage.text))
        starred = marker.kind == "star"
        rank = 7.8 if starred and rest.text.endswith(":") else marker.rank
        # What a starred heading of goals lists is counted: "* Các chỉ tiêu chủ yếu: (1) …".
        rank = 7.4 if starred and lists_goals(rest.text) else rank
        return Node(rest.text, rest, marker.kind, marker.label, rank)
    if block.marker:
        made = marker_of(block.marker + " X")
        kind, rank = (made.kind, made.rank) if made else ("dash", 8.0)
        return Node(passage.text, passage, kind, block.marker.strip(" ."), rank + 0.1 * block.level)
    return Node(passage.text, passage)


def _state(state: str, node: Node, before: str) -> tuple[str, bool]:
    """Follow the document from its head through its body to the signature and on to an annex.

    `before` is the paragraph above.
    """
    text = node.text
    if re.match(r"\W*Nơi nhận", text):
        return "end", False
    if state == "end" or (state == "body" and not node.kind and text.isupper()):
        annex = bool(_SIGN_END.match(text) or (TITLE.match(text) and text.split()[0].isupper()))
        if annex:
            return "body", True
        section = node.kind in ("roman", "part", "article") and not re.match(r"[IVX]+\.?$", text)
        if state == "end" and section:
            return "body", False
        return state, False
    if re.match(r"\W*Kính gửi", text) or (state == "head" and re.search(r"\bĐIỆN\s*:$", text)):
        return "addressees", False
    if state == "addressees":
        return ("addressees" if node.kind in ("dash", "plus") and len(text) < 300 else "body"), False
    if state == "head":
        started = (
            node.kind
            or _opens_body(text)
            or is_day(text)
            or (lists_goals(text) and not is_title_alone(before))
            or (text.endswith(("như sau:", " sau:", "sau đây:")) and not text.isupper())
            or (
                len(text) > 60
                and not is_title_alone(before)
                and not text.isupper()
                and not _LETTERHEAD.search(text)
                and not re.match(r"(?:V/v|Về việc|\()", text)
            )
        )
        return ("body" if started and node.kind not in ("dash", "star") else "head"), False
    return state, False


def _opens_body(text: str) -> bool:
    """Tell a heading in capitals that can only stand in the body: "MỤC ĐÍCH, YÊU CẦU", "TỔ CHỨC THỰC HIỆN"."""
    heading = fold(text)
    return text.isupper() and bool(
        re.fullmatch(
            r"muc dich(?:,? (?:va )?yeu cau)?|to chuc thuc hien|noi dung(?:,? thoi gian.*)?", heading
        )
        or re.fullmatch(
            r"(?:nhiem vu|phan cong)(?: (?:chung|cu the|thuc hien)|(?:,| va) giai phap)?", heading
        )
    )


def _placed(node: Node, here: Node, top: Node, counts: dict[tuple[int, str], int]) -> Node:
    """Hang `node` into the tree and return the node that the next paragraph may stand under."""
    if not node.kind:
        if is_label(node.text) and here.parent and here.rank >= _ITEM:
            node.rank = here.rank
            here.parent.add(node)
            return here
        parent = here
        while parent.parent and parent is not top and parent.marked:
            parent = parent.parent
        if parent is here and here.kind and not _heading(here):
            while parent.parent and parent is not top and (parent.rank >= here.rank or not _heading(parent)):
                parent = parent.parent
            if parent.marked and parent.rank >= 3:
                while parent.parent and parent is not top and parent.rank >= 3:
                    parent = parent.parent
        node.rank = parent.rank + 0.01
        parent.add(node)
        return parent
    node.rank = _rank_below(node, here)
    node.sunk = _sunk(node, here) if node.kind in _ITEMS else 0.0
    node.rank += node.sunk
    parent = _list_before(node, here) or here
    while parent is not top and parent.rank >= node.rank - 0.001:
        parent = parent.parent or top
    key = (id(parent), node.kind)
    counts[key] = counts.get(key, 0) + 1
    if node.kind in _BULLETS:
        node.label = {"dash": "-", "plus": "+", "star": "*"}[node.kind] + str(counts[key])
    parent.add(node)
    return node


def _sunk(node: Node, here: Node) -> float:
    """Return how far an item is below where its marker mostly stands: "- …" under "* Sở X", "a)" under "(1) Về đất đai"."""
    same = next((up for up in reversed(here.path()) if up.kind == node.kind), None)
    if same is not None:
        return same.sunk
    if here.sunk and node.rank > here.rank - here.sunk:
        return here.sunk
    begins = node.kind in _BULLETS or node.label.strip("()") in ("a", "1", "i")
    below = begins and here.kind in _ITEMS and node.rank <= here.rank and _heading(here)
    return here.rank + 0.5 - node.rank if below else 0.0


def _list_before(node: Node, here: Node) -> Node | None:
    """Return the item whose bullets a label goes on with behind a count: "- …", "(1) …", "(2) …", "- Thời gian: …"."""
    if node.kind not in _BULLETS or not is_label(node.text):
        return None
    for up in reversed(here.path()[1:]):
        if up.parent is None or up.kind == node.kind or not up.kind:
            continue
        counted = [one for one in up.parent.children if one.kind == up.kind]
        before = up.parent.children[0].kind == node.kind
        labelled = any(is_label(below.text) for one in counted for below in one.children)
        return up.parent if before and len(counted) > 1 and not labelled else None
    return None


def _rank_below(node: Node, here: Node) -> float:
    """Return the rank of a line or item below a heading of goals: a field of goals, a count that begins anew."""
    goals = next((up for up in reversed(here.path()) if up.goals), None)
    if goals is None:
        return node.rank
    if node.kind == "line" and node.text.startswith("Về "):
        return goals.rank + 0.5
    if node.kind == goals.kind == "star" and node.text.endswith(":"):
        return goals.rank
    number, above = whole(node.label), whole(goals.label)
    if node.kind != goals.kind or number is None or above is None:
        return node.rank
    last = goals.children[-1] if goals.children else None
    counted = whole(last.label) if last is not None and last.kind == node.kind else None
    heading = not node.text.endswith((".", ";")) and not re.search(r"\d", node.text)
    outer = number == above + 1 and heading
    begins = node.label == "1" and goals.label != "1" and last is None
    goes_on = counted is not None and number == counted + 1 and not outer
    return goals.rank + 0.5 if begins or goes_on else node.rank


def _names_only(text: str) -> bool:
    """Tell "Đề nghị Công an tỉnh" from an order that goes on after the name."""
    names = heading_of(text)
    return names is not None and not text[names.end :].strip(" :")


def _leads_siblings(node: Node) -> bool:
    """Tell "1. Giao Phòng A làm các việc sau:", whose items go on as 2., 3. because Word counted them so."""
    given = re.match(r"(?:Giao|Phân công|Yêu cầu|Đề nghị)\s", node.text)
    return bool(given) and node.text.endswith(":") and not node.children


def _heading(node: Node) -> bool:
    """Tell whether paragraphs without a marker belong below `node`."""
    text = node.text.strip()
    if not text.endswith(":") and addressee_of(text) and not _names_only(text):
        return False
    whole = text.endswith((".", ";")) and not _PHASE.match(text)
    return text.endswith(":") or (not whole and len(text.split()) <= 25)
