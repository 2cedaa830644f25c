"""What stands above an item: headings and lead-ins that name who is to do it, and until when."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from roviec.folding import CAPITAL, fold
from roviec.tasks.reading.endings import CUT_SHORT, is_whole, may_be_noun
from roviec.tasks.reading.goal_headings import opens_work
from roviec.tasks.reading.headings import heading_of
from roviec.tasks.reading.labels import is_day, label_of
from roviec.tasks.reading.lexicon import DUTY, ORDER, UNIT
from roviec.tasks.reading.model import Named
from roviec.tasks.reading.outline import Node
from roviec.tasks.reading.outsiders import is_outsider
from roviec.tasks.reading.people import is_people
from roviec.tasks.reading.units import Names

# A body's name of two parts: "Cục Kinh tế - Quản lý đầu tư xây dựng".
_DASHED = re.compile(rf"[{CAPITAL}][\w ]{{2,30}} [-–] [{CAPITAL}][\w ]{{2,50}}")
SPEAKS = "«{name}» đứng trước chữ «{verb}», có thể chỉ là nơi nói."
# "Trường A đề nghị …:" where nobody else was found in the line.
_ASKS = re.compile(
    r"\s+(?:kính |trân trọng )?(?P<verb>yêu cầu|đề nghị|kêu gọi|vận động|giao|phân công|chỉ đạo|thông báo|lưu ý)\s|"
    r"\s[^.;:]{3,160}[,;]\s+(?:đồng thời )?(?P<later>yêu cầu|đề nghị|giao|phân công) [^.;:]{3,120}:\s*\Z"
)
HEADING = "Tiêu đề «{name}» được hiểu là nơi thực hiện."
# "… cần tập trung thực hiện một số nhiệm vụ, giải pháp sau đây:" at the end of what was assessed.
_ASSESSES = re.compile(r"danh gia|tinh hinh|ket qua")
_GIVES_WORK = re.compile(
    r"\b(?:cần|yêu cầu|đề nghị|phải)\s[^:]{0,400}"
    r"\b(?:nhiệm vụ|giải pháp|nội dung|công việc)\b[^:]{0,80}\bsau[^:]{0,20}:\s*\Z"
)
# "Đối tượng tham gia": what somebody named there has a duty to do is work all the same.
_LISTS = re.compile(r"(?:doi tuong|thanh phan|thoi gian|hinh thuc)\b")
_ORGANISES = re.compile(r"to chuc thuc hien|phan cong|trach nhiem")
_ABBREVIATED = re.compile(
    r"(?!(?:CCHC|CNTT|CĐS|PCCC|ATGT|ANTT|QPAN|KTXH|GPMB|TTHC|NTM|OCOP|VSMT|ATTP|BVMT|XDCB|TDTT|GIS|AI)\b)"
    r"(?:Các )?(?=[^:]*[A-ZĐ]{2})[A-ZĐ][A-Za-zĐđ.-]{1,8}(?:(?:, | và | - )[A-ZĐ][A-Za-zĐđ.-]{1,8}){0,4}"
    r"(?: \((?:trừ|gồm) [^()]{2,60}\))?\s*:"
)
# "Chủ tịch UBND các xã từ A đến B:": which ones are meant is said behind the name.
_WHICH = re.compile(r"\s+(?:từ|nằm|ở|giáp|có|chưa|đã|không|ven)\s[^:;.]{2,80}:\s*\Z")
# "Đợt 1: Từ ngày 5/12/2025 đến ngày 20/2/2026", "Giai đoạn 2 (tháng 3/2026)".
_PHASE = re.compile(
    r"(?:Đợt|Giai đoạn|Bước|Vòng|Kỳ)\s+(?:thứ\s+)?\w{1,4}\s*[.:,(–-]*\s*(?:[^()]{3,120}\((?:[Hh]oàn thành\s+)?)?"
    r"(?:[Tt]hời gian\s*:?\s*)?(?:[Tt]ừ|[Tt]rong|[Tt]háng|[Qq]uý|[Tt]uần|[Nn]gày|[Tt]rước|[Đđ]ến|[Cc]hậm nhất|[Xx]ong)\b"
)
# "… đến ngày bầu cử" ends with no day that could be read.
_OPEN_END = re.compile(r"\bđến\s+(?:hết\s+)?(?:ngày|khi|lúc)\s+(?!\d)")


_FEWEST_ALIKE = 3


class Above(NamedTuple):
    """Who is named over a task, where, and why that is not sure ("" where it is)."""

    names: tuple[Named, ...]
    place: Node | None
    why: str = ""


def is_heading(node: Node) -> bool:
    """Tell an item with others below it."""
    return node.kind not in ("", "title", "grid") and bool(node.children)


def organises(node: Node) -> bool:
    """Tell an item of a part that organises the work: there the issuer too is given something to do."""
    return bool(node.kind) and any(_ORGANISES.search(fold(up.text)) for up in node.path()[:-1] if up.kind)


def names_a_post(node: Node) -> bool:
    """Tell a heading of a part that organises the work: whoever it names ("Cán bộ phụ trách tổng hợp") is to do it."""
    text = node.text.rstrip(" :")
    plain = not text.endswith((".", ";", ",")) and 2 <= len(text.split()) <= 20 and not ORDER.match(text)
    if not (is_heading(node) and plain and UNIT.match(text)):
        return False
    if _DASHED.fullmatch(text) and all(ORDER.match(child.text) for child in node.children[:2]):
        return True
    return any(_ORGANISES.search(fold(up.text)) for up in node.path()[:-1] if up.kind and up.rank < node.rank)


def is_abbreviated(node: Node) -> bool:
    """Tell a heading of abbreviations alone over orders, which nothing else than somebody's can be: "3. PTVH:"."""
    if not is_heading(node) or _ABBREVIATED.fullmatch(node.text) is None:
        return False
    below = node.children[0].children or node.children
    return all(ORDER.match(child.text) for child in below[:2])


def stands_among_names(node: Node) -> bool:
    """Tell a heading that nothing explains beside headings that name units: it may well name one."""
    plain = not node.text.endswith((".", ";", ",", ":")) and not ORDER.match(node.text)
    siblings = node.parent.children if node.parent and plain else []
    return any(other is not node and other.kind == node.kind and heading_of(other.text) for other in siblings)


def tells_time(node: Node) -> bool:
    """Tell the heading of a phase whose time holds for all below it."""
    return is_heading(node) and _PHASE.match(node.text) is not None and not _OPEN_END.search(node.text)


def tells_day(node: Node) -> bool:
    """Tell the heading of a day of a schedule."""
    return is_heading(node) and is_day(node.text)


def lines_above(node: Node) -> Iterator[Node]:
    """Yield, nearest first, the lines that may name an addressee for `node`: lead-ins and headings."""
    child = node
    while child.parent:
        if child.led is not None:
            yield child.led
        if node.kind or not node.after_marked or child is not node:
            yield child.parent
        child = child.parent


def matter_over(node: Node) -> str:
    """Return the nearest heading that names a matter and nobody, "" where there is none."""
    heads = [up.text for up in node.path()[:-1] if up.kind and up.rank >= 4]
    return heads[-1] if heads and heading_of(heads[-1]) is None else ""


def verb_inside(text: str) -> bool:
    """Tell a heading that says more than a name."""
    names = heading_of(text)
    return names is not None and bool(text[names.end :].strip(" :.;"))


def doubted_name(text: str, names: Names) -> str:
    """Return why the names of a line above are not sure: cut at a word, or no body that is known; "" where they are."""
    for start, end in names.spans:
        name = text[start:end]
        if not is_whole(name, text[start:]) or may_be_noun(name, text, end):
            return CUT_SHORT.format(name=name)
    start, end = names.spans[0]
    name = text[start:end]
    if asks := _ASKS.match(text, names.end):
        return SPEAKS.format(name=text[slice(*names.spans[-1])], verb=asks["verb"] or asks["later"])
    if _WHICH.match(text, names.end):
        return CUT_SHORT.format(name=text[slice(*names.spans[-1])])
    plain = UNIT.match(text, start) or is_outsider(name) or is_people(name) or text.isupper()
    return "" if plain else HEADING.format(name=name)


def work_below(node: Node) -> Iterator[Node]:
    """Yield what gives work in a part that otherwise assigns nothing: tables, and items that a lead-in calls so."""
    assessed = not node.goals and not node.under_goals and _ASSESSES.search(fold(node.text)) is not None
    called, listed = False, _LISTS.match(fold(node.text)) is not None
    for child in node.children:
        if child.kind:
            led = child.led.text if child.led is not None else ""
            work = opens_work(node.text) or opens_work(led)
            called = work if node.under_goals or node.goals else bool(assessed and _GIVES_WORK.search(led))
        if (
            child.grid
            or called
            or (listed and child.kind and UNIT.match(child.text) and DUTY.search(child.text))
        ):
            yield child
        else:
            yield from work_below(child)


def is_labelled(node: Node) -> bool:
    """Tell an item that a line below it says the lead of: "- Đơn vị chủ trì: …"."""
    return any(child.kind and label_of(child.text) == "lead" for child in node.children)


def labelled_orders(root: Node) -> frozenset[str]:
    """Return the kinds of items ("1.1.", "a)") that labels tell of and that mostly are orders, no headings of a matter."""
    labelled: dict[str, list[bool]] = {}
    for node in _below(root):
        if is_labelled(node):
            ordered = ORDER.match(node.text) is not None and node.text.endswith((".", ";"))
            labelled.setdefault(node.kind, []).append(ordered)
    most = (
        kind for kind, all_ in labelled.items() if len(all_) >= _FEWEST_ALIKE and 2 * sum(all_) >= len(all_)
    )
    return frozenset(most)


def _below(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _below(child)
