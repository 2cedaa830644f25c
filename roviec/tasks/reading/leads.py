"""Who leads a task and who helps: the sentence itself, the heading or lead-in above it, whom the document is sent to."""

import re
from dataclasses import dataclass

from roviec.tasks.reading.above import (
    HEADING,
    Above,
    doubted_name,
    is_abbreviated,
    is_heading,
    lines_above,
    names_a_post,
    organises,
    stands_among_names,
)
from roviec.tasks.reading.endings import likely_name
from roviec.tasks.reading.headings import gives, heading_of, whole_heading
from roviec.tasks.reading.issuers import names_issuer, proper
from roviec.tasks.reading.lexicon import ACTING, UNIT
from roviec.tasks.reading.model import Header, Named
from roviec.tasks.reading.nearby import goes_on
from roviec.tasks.reading.outline import Node
from roviec.tasks.reading.outsiders import is_outsider
from roviec.tasks.reading.pieces import Piece
from roviec.tasks.reading.roles import claimed_by, helped_by, led_by, partners_of
from roviec.tasks.reading.source import Document, Passage
from roviec.tasks.reading.titles import title_of
from roviec.tasks.reading.units import Names, names_at

# "Chủ trì …; phối hợp kiểm tra … do Công an chủ trì": the unit of the heading does its own part, whoever leads the rest.
_OWN_PART = re.compile(r"(?:Chủ trì|Phối hợp|Tham gia|Cùng)\b")
_BARE_HEAD = re.compile(
    r"(Sở|Bộ|Cục|Chi cục|Trường|Trung tâm|Bệnh viện|Hội|Liên đoàn|Công ty) "
    rf"(?!đề nghị|yêu cầu|giao|mời|thông báo|là |đã |được |sẽ ){ACTING.pattern}"
)
NO_LEAD = "Văn bản không nêu rõ đơn vị thực hiện."
ASKED_BY = "Có thể {unit} là đơn vị thực hiện, còn câu này nói với đơn vị khác."
GUESSED = "«{name}» được hiểu là nơi thực hiện, chưa rõ tên có trọn không."
UNDER = "Câu đứng dưới tiêu đề «{unit}» nhưng nêu đơn vị khác."
BELOW = "Lấy theo phần trên; tiêu đề gần nhất là «{name}»."
LATER = "Lấy theo «{name}» ở vế sau của câu."
CLAIMED = "Lấy theo chữ «{cue}» trong câu."
BEFORE = "Câu đứng sau một danh sách; lấy theo nơi được giao danh sách ấy."
DIRECTS = "Có thể {names} là đơn vị thực hiện, còn người nêu trước chỉ đạo."
_DIRECTS = re.compile(r"\b(?:chỉ đạo|phân công|giao)\s+(?=[^.;]*\bchủ trì\b)")
TO_ALL = "Giao chung cho nơi nhận của văn bản."


# "các đồng chí Giám đốc sở": the post tells who is meant.
_HONOURED = re.compile(
    r"\A[Cc]ác đồng chí (?=(?:Phó )?(?:Bộ trưởng|Thủ trưởng|Chủ tịch|Giám đốc|Bí thư|Trưởng|Chánh|Hiệu trưởng)(?!\w))"
)


# "b) Chủ trì, phối hợp:" over a list of those it is done with.
_WITH_THOSE = re.compile(r"(?:Chủ trì,?\s+)?[Pp]hối hợp(?:\s+(?:với|cùng))?\s*:?\s*\Z")


def _helps_below(node: Node) -> bool:
    """Tell an item that begins with those whom the unit of the heading works with: "- Với các đơn vị của Bộ B lập …"."""
    if node.parent is None:
        return False
    beside = node.text.startswith("Với ") and names_at(node.text, 4) is not None
    return beside or _WITH_THOSE.match(node.parent.text) is not None


def _directs(text: str, names: Names) -> str:
    """Return the reason to doubt a leader who is to see that somebody else leads: "Thứ trưởng A chỉ đạo Vụ B chủ trì"."""
    told = _DIRECTS.search(text, names.end)
    below = names_at(text, told.end()) if told else None
    return DIRECTS.format(names="; ".join(below.texts(text))) if below else ""


@dataclass(frozen=True)
class Leads:
    """Finds the names of a document's tasks."""

    document: Document
    header: Header

    def of(self, node: Node, piece: Piece) -> tuple[tuple[Named, ...], Named | None, str]:
        """Return leads, leader in charge and, when it is not sure, the reason."""
        over, place, why = self.above(node)
        if piece.addressee:
            leader = piece.addressee.leader
            names = self.named(node.passage, piece.addressee.names)
            if piece.addressee.guessed:
                return names, None, GUESSED.format(name=names[0].name)
            if over and _helps_below(node):
                return over, None, UNDER.format(unit="; ".join(one.name for one in over))
            if piece.addressee.asked and self._is_units_part(place, over):
                if all(is_outsider(one.name) for one in names):
                    return over, None, ""
                return names, None, ASKED_BY.format(unit="; ".join(one.name for one in over))
            return names, self.named(node.passage, leader)[0] if leader else None, ""
        if ours := self._ourselves(node, piece):
            return ours, None, ""
        inside = led_by(node.text[piece.start : piece.end])
        if inside and not (over and _OWN_PART.match(node.text, piece.start)):
            inside_names = self.named(node.passage.cut(piece.start, piece.end), inside)
            both = self._is_units_part(place, over) and {one.name for one in over} != {
                one.name for one in inside_names
            }
            return inside_names, None, UNDER.format(unit="; ".join(one.name for one in over)) if both else ""
        if over:
            return over, None, why
        if not node.kind and node.after_marked and (before := self._before(node)):
            return before, None, BEFORE
        if self.header.addressees:
            return self.header.addressees, None, TO_ALL
        if claimed := claimed_by(node.text[piece.start : piece.end]):
            names = self.named(node.passage.cut(piece.start, piece.end), claimed[0])
            later = LATER.format(name=names[0].name)
            return names, None, CLAIMED.format(cue=claimed[1]) if claimed[1] else later
        if organises(node) and (likely := likely_name(node.text[piece.start : piece.end])):
            names = self.named(node.passage.cut(piece.start, piece.end), likely)
            return names, None, GUESSED.format(name=names[0].name)
        return (), None, NO_LEAD

    def _ourselves(self, node: Node, piece: Piece) -> tuple[Named, ...]:
        """Return the issuer where a sentence of its own says what it will do: "Sở kiểm tra, phúc tra …"."""
        bare, issuer = _BARE_HEAD.match(node.text, piece.start), self.header.issuer or ""
        if bare is None or not issuer.lower().startswith(f"{bare[1].lower()} "):
            return ()
        return (Named(issuer, self.document.quote(node.passage.cut(*bare.span(1)))),)

    def _before(self, node: Node) -> tuple[Named, ...]:
        """Return whose list stands before a sentence that has no dash of its own, as if it were its last item."""
        siblings = node.parent.children if node.parent else []
        last = next((one for one in reversed(siblings[: siblings.index(node)]) if one.kind), None)
        while last is not None and last.children:
            last = last.children[-1]
        names, place, _ = self.above(last) if last is not None else Above((), None)
        return names if place is not None and place.kind else ()

    def _is_units_part(self, place: Node | None, over: tuple[Named, ...]) -> bool:
        """Tell a heading that is some unit's from a line in which the issuer speaks."""
        heading = place is not None and place.kind not in ("", "title") and not place.text.endswith(":")
        return heading and not all(names_issuer(one.name, self.header.issuer) for one in over)

    def above(self, node: Node) -> Above:
        """Return the names of the nearest heading or lead-in that names somebody, and where they stand."""
        passed = ""
        for place in lines_above(node):
            names = heading_of(place.text) or (whole_heading(place.text) if is_heading(place) else None)
            if names and not self._speaks(place, names):
                why = BELOW.format(name=passed) if passed else goes_on(place.text, names.end)
                why = why or doubted_name(place.text, names) or _directs(place.text, names)
                return Above(self.named(place.passage, names), place, why)
            if names_a_post(place) or is_abbreviated(place):
                name = place.text.rstrip(" :")
                whole = Names(((0, len(name)),), len(name))
                return Above(self.named(place.passage, whole), place, HEADING.format(name=name))
            told = UNIT.match(place.text) or stands_among_names(place) or gives(place.text)
            if is_heading(place) and not passed and told:
                passed = title_of(place.text)
        return Above((), None)

    def _speaks(self, place: Node, names: Names) -> bool:
        """Tell a line in which the issuer only says what follows: "Sở A chấp thuận kết quả …, cụ thể như sau:"."""
        written = names.texts(place.text)
        return (
            not place.kind
            and len(place.text.split()) > 12
            and all(names_issuer(name, self.header.issuer) for name in written)
        )

    def partners(self, node: Node, piece: Piece) -> tuple[tuple[Named, ...], bool]:
        """Return who helps, and whether only a later clause says so."""
        passage = node.passage.cut(piece.start, piece.end)
        if piece.addressee and piece.addressee.helped:
            return self.named(node.passage, piece.addressee.helped), False
        start = piece.addressee.names.end - piece.start if piece.addressee else 0
        names = partners_of(passage.text, max(start, 0)) or helped_by(passage.text)
        if names is None:
            return (), False
        late = re.search(r"[;.]\s", passage.text[: names.spans[0][0]]) is not None
        return self.named(passage, names), late

    def named(self, passage: Passage, names: Names) -> tuple[Named, ...]:
        """Return names with where they are written; those in capitals are spelt."""
        written = [_HONOURED.sub("", " ".join(passage.text[a:b].split())) for a, b in names.spans]
        return tuple(
            Named(
                proper(name) if name.isupper() and " " in name else name,
                self.document.quote(passage.cut(a, b)),
            )
            for name, (a, b) in zip(written, names.spans, strict=True)
        )
