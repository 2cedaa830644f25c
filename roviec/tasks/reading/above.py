"""What stands above an item: headings and lead-ins that name who is to do it, and until when."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from roviec.folding import fold
from roviec.tasks.reading.lexicon import ORDER, UNIT
from roviec.tasks.reading.model import Named
from roviec.tasks.reading.outline import Node

_ORGANISES = re.compile(r"to chuc thuc hien|phan cong|trach nhiem")
# "Đợt 1: Từ ngày 5/12/2025 đến ngày 20/2/2026", "Giai đoạn 2 (tháng 3/2026)".
_PHASE = re.compile(
    r"(?:Đợt|Giai đoạn|Bước|Vòng|Kỳ)\s+(?:thứ\s+)?\w{1,4}\s*[:,(–-]*\s*"
    r"(?:[Tt]hời gian\s*:?\s*)?(?:[Tt]ừ|[Tt]rong|[Tt]háng|[Qq]uý|[Tt]uần|[Nn]gày|[Tt]rước|[Đđ]ến|[Cc]hậm nhất|[Xx]ong)\b"
)
# "… đến ngày bầu cử" ends with no day that could be read.
_OPEN_END = re.compile(r"\bđến\s+(?:hết\s+)?(?:ngày|khi|lúc)\s+(?!\d)")


class Above(NamedTuple):
    """Who is named over a task, where, and why that is not sure ("" where it is)."""

    names: tuple[Named, ...]
    place: Node | None
    why: str = ""


def is_heading(node: Node) -> bool:
    """Tell an item with others below it."""
    return node.kind not in ("", "title", "grid") and bool(node.children)


def names_a_post(node: Node) -> bool:
    """Tell a heading of a part that organises the work: whoever it names ("Cán bộ phụ trách tổng hợp") is to do it."""
    text = node.text.rstrip(" :")
    plain = not text.endswith((".", ";", ",")) and 2 <= len(text.split()) <= 20 and not ORDER.match(text)
    if not (is_heading(node) and plain and UNIT.match(text)):
        return False
    return any(_ORGANISES.search(fold(up.text)) for up in node.path()[:-1] if up.kind and up.rank < node.rank)


def tells_time(node: Node) -> bool:
    """Tell the heading of a phase whose time holds for all below it."""
    return is_heading(node) and _PHASE.match(node.text) is not None and not _OPEN_END.search(node.text)


def lines_above(node: Node) -> Iterator[Node]:
    """Yield, nearest first, the lines that may name an addressee for `node`: lead-ins and headings."""
    child = node
    while child.parent:
        if child.led is not None:
            yield child.led
        if node.kind or not node.after_marked or child is not node:
            yield child.parent
        child = child.parent
