"""The task part of the picture: four tiles with the totals, then a row and a stacked bar per unit."""

from roviec.db.figures import Counts
from roviec.reports.model import Digest, UnitLine
from roviec.reports.palette import FILL, SHADE
from roviec.reports.svg import FAINT, RULE, SOFT, Canvas
from roviec.reports.typeset import width, wrap
from roviec.tasks.punctuality import Outcome
from roviec.texts import Texts
from roviec.texts.shapes import number

MARGIN, RIGHT = 48, 1032
COLUMNS = (570, 694, 820, 936)
MOST_UNITS = 8
_ROW, _BAR = 94, 22


def signed(change: int) -> str:
    """Write a change as +2 or −2."""
    return f"{'+' if change > 0 else '−'}{number(abs(change))}"


def tiles(page: Canvas, y: float, digest: Digest, say: Texts) -> float:
    """Draw the four totals with their change since last week; return where they end."""
    wide = (RIGHT - MARGIN - 3 * 16) / 4
    for place, way in enumerate(Outcome):
        x = MARGIN + place * (wide + 16)
        now, before = digest.total.now[way], digest.total.before[way]
        page.box(x, y, wide, 164, "#F4F6F9", 10)
        page.box(x, y, 10, 164, FILL[way], 4)
        page.text(x + 26, y + 40, say(f"digest.way.{way}"), 25, weight=600, ink=SOFT)
        page.text(x + 26, y + 106, number(now), 62, weight=700, ink=SHADE[way])
        same = say("picture.same")
        change = say("picture.change", change=signed(now - before)) if now != before else same
        page.text(x + 26, y + 146, change, 22, ink=SOFT)
    return y + 164


def units(page: Canvas, y: float, digest: Digest, say: Texts) -> float:
    """Draw the units, the worst first, at most MOST_UNITS of them; return where they end."""
    shown = digest.units[:MOST_UNITS]
    if not shown:
        page.text(MARGIN, y + 40, say("picture.no_tasks"), 30, ink=SOFT)
        return y + 56
    y = _headings(page, y, say)
    longest = max(line.now.total for line in shown)
    for line in shown:
        _row(page, y, line, longest, say("digest.unit.nobody"))
        y += _ROW
    left = len(digest.units) - len(shown)
    if left:
        page.text(MARGIN, y + 26, say("picture.more_units", count=left), 27, ink=SOFT)
        y += 40
    return y


def _headings(page: Canvas, y: float, say: Texts) -> float:
    page.text(MARGIN, y + 58, say("picture.units"), 32, weight=700)
    for x, way in zip(COLUMNS, Outcome, strict=True):
        first, second = say(f"picture.column.{way}").split("|")
        page.box(x - 22, y, 22, 12, FILL[way], 2)
        page.text(x, y + 36, first, 22, ink=SOFT, anchor="end")
        page.text(x, y + 62, second, 22, weight=600, ink=SOFT, anchor="end")
    for place, word in enumerate(say("picture.column.change").split("|")):
        page.text(RIGHT, y + 36 + 26 * place, word, 22, ink=SOFT, anchor="end")
    page.line((MARGIN, y + 76), (RIGHT, y + 76), RULE, 2)
    return y + 76


def _row(page: Canvas, y: float, line: UnitLine, longest: int, nobody: str) -> None:
    _name(page, y, line.name or nobody)
    for x, way in zip(COLUMNS, Outcome, strict=True):
        count = line.now[way]
        page.text(x, y + 44, number(count), 31, weight=700, ink=SHADE[way] if count else FAINT, anchor="end")
    change = line.now[Outcome.overdue] - line.before[Outcome.overdue]
    if change:
        page.text(RIGHT, y + 43, signed(change), 26, ink=SOFT, anchor="end")
    _bar(page, y + 60, line.now, longest)


def _name(page: Canvas, y: float, name: str) -> None:
    """Write a unit's name in one line, or smaller in two."""
    room = COLUMNS[0] - 56 - MARGIN
    if width(name, 28, 600) <= room:
        page.text(MARGIN, y + 44, name, 28, weight=600)
        return
    lines = wrap(name, room, 23, 600)
    first = y + (26 if len(lines) > 1 else 42)
    for place, piece in enumerate(lines):
        page.text(MARGIN, first + 25 * place, piece, 23, weight=600)


def _bar(page: Canvas, y: float, counts: Counts, longest: int) -> None:
    x: float = MARGIN
    full = RIGHT - MARGIN
    page.box(MARGIN, y, full, _BAR, "#F4F6F9", 3)
    for way in reversed(Outcome):
        count = counts[way]
        if count:
            long = max(6.0, full * count / max(1, longest))
            page.box(x, y, max(3.0, long - 3), _BAR, FILL[way], 3)
            x += long
